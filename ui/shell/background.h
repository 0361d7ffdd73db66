// Blocking work on the thread pool, its result on the GUI thread, unless whoever asked has died.
#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>
#include <QThreadPool>

#include <memory>

namespace wg::ui::shell {

/// `work()` runs on a worker and must not touch widgets; `done(result)` runs on the GUI thread while `context` lives.
template <class Work, class Done>
void inBackground(QObject* context, Work work, Done done)
{
    QThreadPool::globalInstance()->start([guard = QPointer(context), work = std::move(work), done = std::move(done)] {
        auto result = std::make_shared<decltype(work())>(work());
        QMetaObject::invokeMethod(
            qApp,
            [guard, result, done] {
                if (guard)
                    done(std::move(*result));
            },
            Qt::QueuedConnection);
    });
}

} // namespace wg::ui::shell

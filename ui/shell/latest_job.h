// Blocking work of which only the latest request counts: starting anew cancels what runs, and its answer never comes.
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "ui/shell/background.h"

#include <QObject>

#include <functional>
#include <memory>
#include <utility>

namespace wg::ui::shell {

/// GUI thread; `work` runs on the thread pool and must hold whatever it needs.
template <class T>
class LatestJob {
public:
    ~LatestJob() { m_cancel.cancel(); }

    void start(QObject* context, std::function<Result<T>(const CancelToken&)> work, std::function<void(const Result<T>&)> done)
    {
        cancel();
        m_running = true;
        inBackground(
            context, [work = std::move(work), token = m_cancel] { return work(token); },
            [this, token = m_cancel, done = std::move(done)](Result<T> result) {
                if (token.cancelled())
                    return;
                m_running = false;
                done(result);
            });
    }
    void cancel()
    {
        m_cancel.cancel();
        m_cancel = {};
        m_running = false;
    }
    [[nodiscard]] bool running() const { return m_running; }

private:
    CancelToken m_cancel;
    bool m_running = false;
};

} // namespace wg::ui::shell

// Pictures of a page at both sizes in both themes under WG_BINARY_DIR/shots, to be looked at beside the drawn ones.
#pragma once

#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QTest>
#include <QWidget>

#include <functional>

namespace wg::test {

inline constexpr QSize kShotSizes[] = {{1600, 900}, {1280, 720}};

/// Ends in the dark theme at the first size. `settle` is called before each picture.
inline void shoot(QWidget& widget, const QString& name, const std::function<void()>& settle = {})
{
    using ui::theme::Mode;
    const QString folder = QStringLiteral(WG_BINARY_DIR "/shots");
    QVERIFY(QDir().mkpath(folder));
    for (const Mode mode : {Mode::Light, Mode::Dark}) {
        ui::theme::Theme::instance().apply(*qApp, mode);
        for (const QSize& size : {kShotSizes[1], kShotSizes[0]}) {
            widget.resize(size);
            QTest::qWait(80);
            if (settle)
                settle();
            QTest::qWait(40);
            const QString file =
                QStringLiteral("%1/%2-%3-%4.png").arg(folder, name, mode == Mode::Dark ? "dark" : "light").arg(size.width());
            QVERIFY2(widget.grab().save(file), qPrintable(file));
        }
    }
}

} // namespace wg::test

#include "ui/theme/theme.h"

#include <QFontDatabase>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace wg::ui::theme {
namespace {

constexpr double kReferenceDpi = 96; ///< the tokens' pixel sizes are meant at this resolution

int pixelSize(Text size)
{
    const int px = size == Text::Small ? 11 : size == Text::Body ? 13 : 22;
    const auto* screen = QGuiApplication::primaryScreen();
    const double scale = screen ? std::clamp(screen->logicalDotsPerInch() / kReferenceDpi, 1.0, 2.0) : 1.0;
    return qRound(px * scale);
}

QStringList installed(const QStringList& wanted, const QString& last)
{
    const auto families = QFontDatabase::families();
    QStringList found;
    for (const auto& family : wanted) {
        if (families.contains(family))
            found.append(family);
    }
    found.append(last);
    return found;
}

} // namespace

QFont font(Text size, bool strong)
{
    static const QStringList families = installed({"Noto Sans", "Noto Sans CJK SC", "DejaVu Sans"}, "sans-serif");
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(pixelSize(size));
    font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
    return font;
}

QFont fixedFont(Text size)
{
    static const QStringList families = installed({"Noto Sans Mono", "DejaVu Sans Mono"}, "monospace");
    QFont font;
    font.setFamilies(families);
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setPixelSize(pixelSize(size));
    return font;
}

} // namespace wg::ui::theme

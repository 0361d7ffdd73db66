// Colours, type, spacing and sizes from one table (resources/tokens.json). No literal colour or pixel size stands elsewhere.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

#include <array>

class QApplication;
class QWidget;

namespace wg::ui::theme {

enum class Mode { Dark, Light };

struct Colors {
    QColor canvas, panel, raised;
    QColor border, grid, popupBorder;
    QColor textPrimary, textSecondary, textDisabled, onAccent, onCritical;
    QColor accent;
    QColor ok, warning, critical;
    QColor selectedOnPanel, selectedOnCanvas, selectedOnRaised, toggledBorder, hoverRow;
    QColor warningBadge, criticalBadge, warningBorder, criticalBorder;
    std::array<QColor, 8> series;
    QColor seriesNeutral;
    std::array<QColor, 6> heat;
    QColor synFunction, synKeyword, synMetric, synLabel, synString, synNumber, synPunctuation, synComment;
};

/// The token table's alphas, spacings, radii, strokes and sizes; see tokens.json for what each is for.
namespace size {
inline constexpr int rail = 80, railNarrow = 56, railNarrowBelowWidth = 1440, railItem = 56, railItemNarrow = 40;
inline constexpr int topBar = 48, variableRow = 40, statusBar = 24, gridColumns = 24, gutter = 8, gridRow = 30, pageMargin = 8;
inline constexpr int panelHeader = 32, panelInset = 12, control = 32, controlSmall = 24, icon = 16, iconSmall = 14,
                     iconRail = 20;
inline constexpr int swatch = 8, statusDot = 8, badge = 20, tableRow = 32, tableRowDense = 24, tableHeader = 28;
inline constexpr int legendTableRow = 20, legendListRow = 24, menuRow = 28, hitTargetMin = 24, loadingLine = 2;
inline constexpr int alertStrip = 4, alertStripGap = 3, pointHovered = 4, operatingPoint = 5, operatingRing = 7,
                     sliderHandle = 8;
inline constexpr int evaluateList = 264, alertsList = 280, alertsRight = 424;
inline constexpr int plotLeft = 52, plotRight = 12, plotTop = 8, plotBottom = 22, plotBottomWithStrip = 28, tooltipRow = 20;
} // namespace size
namespace space {
inline constexpr int xs = 4, s = 8, m = 12, l = 16, xl = 24;
}
namespace radius {
inline constexpr int control = 4, cell = 4, panel = 6, button = 6, popup = 6;
}
namespace stroke {
inline constexpr double hairline = 1, dataLine = 2, dataLineHovered = 2.5, sparkline = 1.5, denseLine = 1.5, threshold = 1.5,
                        crosshair = 1, focusRing = 2, focusRingOffset = 2;
}
namespace alpha {
inline constexpr double fillOneSeries = 0.08, fillSeveralSeries = 0.06, fillStacked = 0.3, fillStackedHovered = 0.46,
                        intervalBand = 0.14, baselineBand = 0.16, thresholdAreaWarning = 0.1, thresholdAreaCritical = 0.07,
                        thresholdAreaCriticalPercent = 0.16, firingSpan = 0.14, dimmedOnError = 0.38;
}

/// Three sizes and two weights in all. Pixel sizes times the desktop's font scale.
enum class Text { Small, Body, Large };
[[nodiscard]] QFont font(Text size = Text::Body, bool strong = false);
[[nodiscard]] QFont fixedFont(Text size = Text::Body);

/// The application's theme. GUI thread only.
class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& instance();

    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] const Colors& colors() const { return m_colors; }
    /// Palette, style, fonts and style sheet of the whole application; widgets repaint through changed().
    void apply(QApplication& app, Mode mode);

Q_SIGNALS:
    void changed();

private:
    Theme();
    Mode m_mode = Mode::Dark;
    Colors m_colors;
};

[[nodiscard]] inline const Colors& colors()
{
    return Theme::instance().colors();
}
[[nodiscard]] QColor withAlpha(QColor color, double alpha);
/// `over` painted with `alpha` on `under`, as one solid colour.
[[nodiscard]] QColor mix(const QColor& under, const QColor& over, double alpha);
/// Grafana's colour names ("green", "semi-dark-red", "dark-blue"…), #RRGGBB, rgb()/rgba(); mapped to this theme's state and
/// series colours where the name is one of thresholds' usual ones. Invalid text gives seriesNeutral.
[[nodiscard]] QColor fromGrafana(const QString& name);

/// An icon of the family in resources/icons (SVG on a 16 px grid), drawn in `color`.
[[nodiscard]] QIcon icon(const QString& name, const QColor& color);
[[nodiscard]] QPixmap iconPixmap(const QString& name, const QColor& color, int size, double devicePixelRatio);

} // namespace wg::ui::theme

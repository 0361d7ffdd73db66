// One tag of several training runs over steps or time: smoothed lines in front, what was written as a ghost behind. A spike one
// step wide is drawn at any zoom: every pixel column shows its least and greatest value.
#pragma once

#include "core/plot/geometry.h"
#include "core/units/time_range.h"
#include "ui/plot/plot_base.h"

#include <QString>

#include <optional>
#include <vector>

namespace wg::ui::theme {
class TooltipFrame;
}

namespace wg::ui::plot {

struct RunLine {
    QString name;
    QColor color;
    std::vector<double> x; ///< steps, seconds since the run's start, or milliseconds since the epoch
    std::vector<double> value; ///< as written; NaN and infinities break the line and are marked
    std::vector<double> smoothed; ///< of the same length; empty: nothing is smoothed
};

enum class RunAxis { Step, Relative, Wall };

class RunPlot : public PlotBase {
    Q_OBJECT
public:
    explicit RunPlot(QWidget* parent = nullptr);
    ~RunPlot() override;

    void setLines(std::vector<RunLine> lines, RunAxis axis, const units::Zone& zone);
    /// The value axis leaves out the outermost 5 % at either end, as TensorBoard does; what lies beyond is cut at the edge.
    void setIgnoreOutliers(bool ignore);
    void setLogarithmic(bool logarithmic);
    /// Every chart of a page looks at the same part; nullopt: all of it.
    void setSpan(std::optional<wg::plot::Interval> xs);
    [[nodiscard]] const std::vector<RunLine>& lines() const { return m_lines; }
    [[nodiscard]] wg::plot::Interval values() const { return m_values; } ///< of the value axis

Q_SIGNALS:
    void zoomed(std::optional<wg::plot::Interval> xs); ///< the user dragged over a part, or double-clicked for all

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mousePressed(QMouseEvent* event) override;
    void mouseReleased(QMouseEvent* event) override;
    void mouseDoubleClicked(QMouseEvent* event) override;
    void mouseLeft() override;

private:
    void measure();
    [[nodiscard]] double pixelX(double x) const;
    [[nodiscard]] double pixelY(double value) const;
    [[nodiscard]] double dataX(double pixel) const;
    [[nodiscard]] std::size_t nearest(const RunLine& line, double x) const;
    void paintLine(QCPPainter& painter, const RunLine& line, const std::vector<double>& values, double alpha) const;
    void paintBroken(QCPPainter& painter, const RunLine& line) const;
    void paintOverlay(QCPPainter& painter) const;
    [[nodiscard]] QString xText(double x) const;

    std::vector<RunLine> m_lines;
    RunAxis m_axis = RunAxis::Step;
    units::Zone m_zone = units::Zone::utc();
    bool m_ignoreOutliers = false, m_log = false;
    wg::plot::Interval m_all{0, 1}, m_xs{0, 1}, m_values{0, 1};
    std::optional<wg::plot::Interval> m_visible;
    std::optional<double> m_hovered, m_dragFrom, m_dragTo;
    theme::TooltipFrame* m_tooltip;
};

} // namespace wg::ui::plot

Q_DECLARE_METATYPE(std::optional<wg::plot::Interval>)

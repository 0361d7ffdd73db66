// A metric by windows of time (or of rows, where a log has no times): lines with the band of their intervals, versions as
// dotted marks, and rings where a detector says that the stream changed.
#pragma once

#include "core/evaluation/over_time.h"
#include "core/units/time_range.h"
#include "ui/plot/plot_base.h"

#include <memory>
#include <optional>
#include <vector>

namespace wg::ui::theme {
class TooltipFrame;
}

namespace wg::ui::plot {

struct MetricTimeLine {
    QString name;
    QColor color;
    std::shared_ptr<const evaluation::MetricOverTime> data;
};

class MetricTimePlot : public PlotBase {
    Q_OBJECT
public:
    explicit MetricTimePlot(QWidget* parent = nullptr);
    ~MetricTimePlot() override;

    /// The first is the candidate: on top; the marks of versions are its own.
    void setLines(std::vector<MetricTimeLine> lines, const units::Zone& zone);
    void setLimit(std::optional<double> limit); ///< a dashed level line: an alert's threshold
    [[nodiscard]] const std::vector<MetricTimeLine>& lines() const { return m_lines; }
    [[nodiscard]] QPointF toPixel(double x, double y) const;

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mouseLeft() override;

private:
    struct Place {
        double x = 0, value = 0, low = 0, high = 0; ///< NaN where undefined
    };
    void place();
    /// A time of the line as a position of the axis: itself, or rows from the log's beginning.
    [[nodiscard]] double xOf(const MetricTimeLine& line, TimeMs at) const;
    [[nodiscard]] std::size_t nearest(std::size_t line, double x) const;
    void paintBands(QCPPainter& painter) const;
    void paintLines(QCPPainter& painter) const;
    void paintVersions(QCPPainter& painter) const;
    void paintDetections(QCPPainter& painter) const;
    void paintHovered(QCPPainter& painter) const;

    std::vector<MetricTimeLine> m_lines;
    std::vector<std::vector<Place>> m_places; ///< by line
    units::Zone m_zone = units::Zone::utc();
    std::optional<double> m_limit, m_hovered;
    double m_xLow = 0, m_xHigh = 1, m_yLow = 0, m_yHigh = 1;
    bool m_hasTime = true;
    theme::TooltipFrame* m_tooltip;
};

} // namespace wg::ui::plot

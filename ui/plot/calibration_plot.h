// Reliability diagram: observed share of positives over the mean score of each bin, with its interval; the diagonal is a
// model whose scores are what they say.
#pragma once

#include "core/evaluation/result.h"
#include "ui/plot/square_plot.h"

#include <optional>
#include <vector>

namespace wg::ui::theme {
class TooltipFrame;
}

namespace wg::ui::plot {

struct CalibrationLine {
    QString name;
    QString note; ///< in the box: the expected calibration error
    QColor color;
    std::vector<evaluation::CalibrationBin> bins; ///< empty ones are left out
};

class CalibrationPlot : public SquarePlot {
    Q_OBJECT
public:
    explicit CalibrationPlot(QWidget* parent = nullptr);
    ~CalibrationPlot() override;

    /// The first is the candidate, on top; small bars at the foot show how its rows are spread over the bins.
    void setLines(std::vector<CalibrationLine> lines, const QString& boxTitle);
    void setThreshold(std::optional<double> threshold); ///< a dashed upright line
    [[nodiscard]] const std::vector<CalibrationLine>& lines() const { return m_lines; }

Q_SIGNALS:
    void thresholdPicked(double threshold); ///< clicked or dragged

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mousePressed(QMouseEvent* event) override;
    void mouseLeft() override;

private:
    void paintCounts(QCPPainter& painter) const;
    void paintLines(QCPPainter& painter) const;
    void paintThreshold(QCPPainter& painter) const;

    std::vector<CalibrationLine> m_lines;
    std::optional<double> m_threshold;
    theme::TooltipFrame* m_tooltip;
};

} // namespace wg::ui::plot

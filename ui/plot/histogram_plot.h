// Scores by class: two overlaid histograms over one threshold that can be dragged; counts linear or logarithmic. A region can
// be brushed. The same for one unnamed distribution: residuals.
#pragma once

#include "core/evaluation/result.h"
#include "ui/plot/plot_base.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace wg::ui::plot {

using ScoreBins = evaluation::ScoreHistogram; ///< of residuals: all in `positives`
/// Bins of equal width over [0, 1], or over the scores' own extent when they leave it. The last bin includes its upper end.
[[nodiscard]] ScoreBins binScores(const evaluation::ThresholdTable& table, int bins);

class HistogramPlot : public PlotBase {
    Q_OBJECT
public:
    explicit HistogramPlot(QWidget* parent = nullptr);

    void setBins(ScoreBins bins, const QString& negativeName, const QString& positiveName);
    void setThreshold(std::optional<double> threshold);
    void setLogarithmic(bool logarithmic);
    /// Of the positives; invalid: the house's own.
    void setColor(const QColor& color);
    void clearBrush();
    [[nodiscard]] const ScoreBins& bins() const { return m_bins; }

Q_SIGNALS:
    void thresholdPicked(double threshold); ///< the line dragged, or a click
    void rangeBrushed(double low, double high); ///< a region dragged beside the line, when the button is released

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mousePressed(QMouseEvent* event) override;
    void mouseReleased(QMouseEvent* event) override;

private:
    enum class Gesture { None, Threshold, Undecided, Brush };
    [[nodiscard]] double pixelX(double score) const;
    [[nodiscard]] double scoreAt(double x) const;
    [[nodiscard]] double pixelY(double count) const;
    void paintBars(QCPPainter& painter) const;
    void paintThreshold(QCPPainter& painter) const;
    void paintBrush(QCPPainter& painter) const;

    ScoreBins m_bins;
    QString m_negative, m_positive;
    std::optional<double> m_threshold;
    bool m_log = true;
    QColor m_color;
    Gesture m_gesture = Gesture::None;
    double m_pressedAt = 0; ///< px
    std::optional<std::pair<double, double>> m_brush; ///< scores, ascending
    double m_low = 0, m_high = 1; ///< of the count axis
};

} // namespace wg::ui::plot

// Scores by class: two overlaid histograms over one threshold that can be dragged; counts linear or logarithmic.
#pragma once

#include "core/evaluation/result.h"
#include "ui/plot/plot_base.h"

#include <QString>

#include <optional>
#include <vector>

namespace wg::ui::plot {

struct ScoreBins {
    double low = 0, high = 1; ///< ends of the first and the last bin
    std::vector<double> negatives, positives; ///< counts per bin, of one length
};
/// Bins of equal width over [0, 1], or over the scores' own extent when they leave it. The last bin includes its upper end.
[[nodiscard]] ScoreBins binScores(const evaluation::ThresholdTable& table, int bins);

class HistogramPlot : public PlotBase {
    Q_OBJECT
public:
    explicit HistogramPlot(QWidget* parent = nullptr);

    void setBins(ScoreBins bins, const QString& negativeName, const QString& positiveName);
    void setThreshold(std::optional<double> threshold);
    void setLogarithmic(bool logarithmic);
    [[nodiscard]] const ScoreBins& bins() const { return m_bins; }

Q_SIGNALS:
    void thresholdPicked(double threshold); ///< dragged or clicked

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mousePressed(QMouseEvent* event) override;

private:
    [[nodiscard]] double pixelX(double score) const;
    [[nodiscard]] double pixelY(double count) const;
    void paintBars(QCPPainter& painter) const;
    void paintThreshold(QCPPainter& painter) const;

    ScoreBins m_bins;
    QString m_negative, m_positive;
    std::optional<double> m_threshold;
    bool m_log = true;
    double m_low = 0, m_high = 1; ///< of the count axis
};

} // namespace wg::ui::plot

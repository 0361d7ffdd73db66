// Histograms over steps as a heat map: steps to the right, values upward, colour by density. Buckets are drawn as they were
// written.
#pragma once

#include "core/logs/event_file.h"
#include "core/plot/geometry.h"
#include "ui/plot/plot_base.h"

#include <memory>
#include <optional>
#include <vector>

namespace wg::ui::theme {
class TooltipFrame;
}

namespace wg::ui::plot {

class HistogramMap : public PlotBase {
    Q_OBJECT
public:
    explicit HistogramMap(QWidget* parent = nullptr);
    ~HistogramMap() override;

    /// In the order of their steps.
    void setHistograms(std::vector<logs::EventHistogram> histograms);
    [[nodiscard]] wg::plot::Interval values() const { return m_values; }

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mouseLeft() override;

private:
    void paintMap(QCPPainter& painter) const;
    /// Where a step's column stands: half way to its neighbours.
    [[nodiscard]] std::pair<double, double> span(std::size_t index) const;

    std::vector<logs::EventHistogram> m_histograms;
    wg::plot::Interval m_steps{0, 1}, m_values{0, 1};
    double m_most = 0; ///< greatest density
    theme::TooltipFrame* m_tooltip;
};

} // namespace wg::ui::plot

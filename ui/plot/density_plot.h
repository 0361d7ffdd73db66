// Predicted against actual values of a regression as a heat map; the diagonal is where both are equal.
#pragma once

#include "core/evaluation/result.h"
#include "ui/plot/square_plot.h"

#include <memory>

class QCPColorMap;

namespace wg::ui::plot {

class DensityPlot : public SquarePlot {
    Q_OBJECT
public:
    explicit DensityPlot(QWidget* parent = nullptr);

    void setDensity(std::shared_ptr<const evaluation::Density> density); ///< nullptr: nothing is drawn
    [[nodiscard]] const evaluation::Density* density() const { return m_density.get(); }

protected:
    void prepare() override;
    void applyTheme() override;

private:
    void fill();

    std::shared_ptr<const evaluation::Density> m_density;
    QCPColorMap* m_map;
};

} // namespace wg::ui::plot

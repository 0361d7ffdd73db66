#include "ui/plot/density_plot.h"

#include "ui/theme/theme.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wg::ui::plot {

using namespace theme;

DensityPlot::DensityPlot(QWidget* parent)
    : SquarePlot(parent)
    , m_map(new QCPColorMap(m_plot->xAxis, m_plot->yAxis)) // the plot owns it
{
    setAxes(tr("Actual"), tr("Predicted"));
    m_map->setInterpolate(false);
    addPainted("main", [this](QCPPainter& painter) {
        if (!m_density)
            return;
        QPen dashed(colors().textSecondary, stroke::hairline, Qt::CustomDashLine);
        dashed.setDashPattern({4, 4});
        painter.setPen(dashed);
        const QCPRange range = m_plot->xAxis->range();
        painter.drawLine(QLineF(toPixel(range.lower, range.lower), toPixel(range.upper, range.upper)));
    });
    DensityPlot::applyTheme();
}

void DensityPlot::setDensity(std::shared_ptr<const evaluation::Density> density)
{
    m_density = std::move(density);
    if (m_density
        && (m_density->columns == 0 || m_density->rows == 0
            || m_density->counts.size() != m_density->columns * m_density->rows))
        m_density.reset();
    fill();
    scheduleReplot();
}

void DensityPlot::fill()
{
    if (!m_density) {
        m_map->data()->clear();
        return;
    }
    const evaluation::Density& d = *m_density;
    // One scale for both axes: only then the diagonal says "equal".
    double low = std::min(d.xLow, d.yLow), high = std::max(d.xHigh, d.yHigh);
    if (!(high > low))
        high = low + 1;
    setAxes(tr("Actual"), tr("Predicted"), {low, high}, {low, high});
    const auto columns = static_cast<int>(d.columns), rows = static_cast<int>(d.rows);
    const double halfX = (d.xHigh - d.xLow) / columns / 2, halfY = (d.yHigh - d.yLow) / rows / 2;
    m_map->data()->setSize(columns, rows); // cells are told by their middles
    m_map->data()->setRange({d.xLow + halfX, d.xHigh - halfX}, {d.yLow + halfY, d.yHigh - halfY});
    double most = 1;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const auto count = d.counts[static_cast<std::size_t>(row) * d.columns + static_cast<std::size_t>(column)];
            most = std::max(most, std::log1p(static_cast<double>(count)));
            m_map->data()->setCell(column, row, count ? std::log1p(static_cast<double>(count)) : std::nan(""));
        }
    }
    m_map->setDataRange({0, most});
}

void DensityPlot::prepare()
{
    layoutSquare();
}

void DensityPlot::applyTheme()
{
    SquarePlot::applyTheme();
    const auto& heat = colors().heat;
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setNanHandling(QCPColorGradient::nhTransparent); // no rows: the grid is seen
    for (std::size_t i = 0; i < heat.size(); ++i)
        gradient.setColorStopAt(static_cast<double>(i) / static_cast<double>(heat.size() - 1), heat[i]);
    m_map->setGradient(gradient);
}

} // namespace wg::ui::plot

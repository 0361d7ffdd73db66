// The Explore page's graph: the range answers of all queries with their legend; where there is nothing to draw, why, or
// examples to begin with.
#pragma once

#include "core/series/value.h"
#include "core/units/time_range.h"
#include "ui/shell/page_parts.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace wg::ui::panels {
class Legend;
}
namespace wg::ui::plot {
class TimeSeriesPlot;
}

namespace wg::ui::shell {

/// One query's answer.
struct ExploreGraphPart {
    QChar letter;
    std::shared_ptr<const series::Value> value; ///< nullptr, or no matrix: nothing to draw
    std::string legendFormat;
};

class ExploreGraph : public PanelBox {
    Q_OBJECT
public:
    explicit ExploreGraph(QWidget* parent = nullptr);

    /// Of the series of each part, at most kMostRows of each, the colours, in the parts' order.
    std::vector<std::vector<QColor>> set(std::span<const ExploreGraphPart> parts, TimeRange range, const units::Zone& zone);
    /// In place of the graph, unless empty. `examples` are offered below it as buttons.
    void setHint(const QString& hint, const QStringList& examples = {});

    [[nodiscard]] plot::TimeSeriesPlot* plot() const { return m_plot; }
    [[nodiscard]] QString hint() const;

Q_SIGNALS:
    void exampleChosen(const QString& expression);
    void told(const QString& text, bool isError); ///< what came of an export

private:
    void showLegend();
    void showExamples(const QStringList& examples);

    plot::TimeSeriesPlot* m_plot;
    panels::Legend* m_legend;
    QWidget* m_legendArea;
    QLabel* m_hint;
    QWidget* m_examples;
    QStringList m_shownExamples;
};

/// Up to four expressions over metrics of these names: of a histogram, a counter and gauges. Empty where there are none.
[[nodiscard]] QStringList exampleQueries(const QStringList& metrics);

} // namespace wg::ui::shell

#include "ui/panels/evaluation_panels.h"
#include "ui/panels/panel_view.h"
#include "ui/panels/simple_panels.h"
#include "ui/panels/table_panel.h"
#include "ui/panels/time_series_panel.h"
#include "ui/panels/value_panels.h"

#include <algorithm>

namespace wg::ui::panels {
namespace {

template <class View>
PanelView* make(QWidget* parent)
{
    return new View(parent);
}

} // namespace

const std::vector<Kind>& kinds()
{
    static const std::vector<Kind> table = {
        {"timeseries", "Time series", make<TimeSeriesPanel>},
        {"graph", "Graph (old)", make<TimeSeriesPanel>},
        {"stat", "Stat", make<StatPanel>},
        {"gauge", "Gauge", make<GaugePanel>},
        {"table", "Table", make<TablePanel>},
        {"text", "Text", make<TextPanel>},
        {"piechart", "Pie chart", make<PiePanel>},
        {"watchglass-roc", "ROC curve", make<RocPanel>},
        {"watchglass-confusion", "Confusion matrix", make<ConfusionPanel>},
        {"alertlist", "Alert list", make<AlertListPanel>},
    };
    return table;
}

PanelView* makeView(const std::string& type, QWidget* parent)
{
    const auto found = std::ranges::find_if(kinds(), [&](const Kind& kind) { return type == kind.type; });
    return found == kinds().end() ? new PlaceholderPanel(parent) : found->make(parent);
}

} // namespace wg::ui::panels

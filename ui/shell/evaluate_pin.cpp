#include "ui/shell/evaluate_pin.h"

#include "core/evaluation/evaluate.h"
#include "core/promql/quoting.h"

#include <array>

#include <nlohmann/json.hpp>

namespace wg::ui::shell {

namespace {

constexpr std::array kTypes{"watchglass-roc", "watchglass-roc", "watchglass-confusion", "stat"};
constexpr std::array kTitles{"ROC", "Precision and recall", "Confusion matrix", "Metrics"};
constexpr int kWidth = 8, kHeight = 9;

} // namespace

dashboard::Panel pinnedPanel(
    Pin what, const std::string& logName, const std::vector<std::string>& models, const std::vector<std::string>& metrics)
{
    const auto kind = static_cast<std::size_t>(what);
    dashboard::Panel panel;
    panel.type = kTypes.at(kind);
    panel.title = kTitles.at(kind) + (": " + logName);
    panel.grid.w = kWidth;
    panel.grid.h = kHeight;
    if (what != Pin::Metrics) {
        nlohmann::ordered_json options{{"log", logName}};
        if (!models.empty())
            options["models"] = models;
        if (what != Pin::Confusion)
            options["curve"] = what == Pin::Roc ? "roc" : "pr";
        panel.options = options.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
        return panel;
    }
    char refId = 'A';
    for (const std::string& metric : metrics) {
        dashboard::Target target;
        target.refId = std::string(1, refId++);
        target.expr = "eval_" + metric + "{" + std::string(evaluation::kLogLabel) + "=" + promql::quote(logName) + "}";
        target.legendFormat = models.size() > 1 ? metric + " {{model}}" : metric;
        target.instant = true;
        target.range = false;
        panel.targets.push_back(std::move(target));
    }
    return panel;
}

} // namespace wg::ui::shell

#include "core/evaluation/contender_rows.h"

#include "core/evaluation/formula.h"
#include "core/evaluation/metric_info.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::evaluation {

Result<ContenderRows> contenderRows(const Contender& contender, const std::optional<double>& threshold)
{
    const OpenedLog& log = *contender.log;
    if (log.kind != Kind::Predictions || log.models.empty())
        return fail(ErrorCode::Usage, log.file + " holds no predictions, so it has no metrics");
    WG_TRY(std::vector<RowGroup> groups, groupRows(log, log.rows));
    if (groups.empty())
        groups.emplace_back();
    const std::size_t model = contender.group / groups.size();
    if (model >= log.models.size())
        return fail(ErrorCode::Usage, fmt::format("{} has no group {}", log.file, contender.group + 1));
    ContenderRows out{prepareModel(log, log.models[model]), std::move(groups[contender.group % groups.size()].rows)};
    if (threshold)
        out.data.threshold = threshold;
    return out;
}

Result<std::string> chosenMetric(
    const Contender& contender, const std::string& metric, const std::vector<std::string>& formulas)
{
    const Group& group = contender.result->groups[contender.group];
    if (metric.empty()) {
        const bool scores = group.metrics.contains("roc_auc") || group.undefined.contains("roc_auc");
        return std::string(mainMetric(contender.log->task, scores));
    }
    bool known = group.metrics.contains(metric) || group.undefined.contains(metric);
    for (const std::string& text : formulas) {
        WG_TRY(const Formula formula, Formula::parse(text));
        known = known || formula.name() == metric;
    }
    if (known)
        return metric;
    std::vector<std::string> names;
    names.reserve(group.metrics.size());
    for (const auto& [name, value] : group.metrics)
        names.push_back(name);
    return fail(ErrorCode::Usage,
        fmt::format("there is no metric {} of {}; there are {}", metric, contender.name, fmt::join(names, ", ")));
}

} // namespace wg::evaluation

#include "core/runtime/sources/eval_metadata.h"

#include "core/evaluation/metric_info.h"

#include <fmt/format.h>

namespace wg::sources {
namespace {

constexpr std::string_view kPrefix = "eval_";

std::string helpOf(std::string_view key)
{
    if (key == "rows")
        return "Rows of the window.";
    if (const evaluation::MetricInfo* info = evaluation::metricInfo(key))
        return fmt::format("{}: {}. {}", info->title, info->formula, info->meaning);
    for (const auto& [ending, which] : {std::pair{"_low", "Lower"}, std::pair{"_high", "Upper"}}) {
        if (!key.ends_with(ending))
            continue;
        const std::string_view of = key.substr(0, key.size() - std::string_view(ending).size());
        const evaluation::MetricInfo* info = evaluation::metricInfo(of);
        return fmt::format("{} end of the 95 % interval of {}.", which, info == nullptr ? of : info->title);
    }
    return {};
}

} // namespace

std::map<std::string, Metadata> evalMetadata(const series::Queryable& data)
{
    std::map<std::string, Metadata> out;
    const TimeRange all = data.extent().value_or(TimeRange{});
    const auto names = data.labelValues(series::kMetricName, {}, all.from, all.to);
    for (const std::string& name : names.value_or(std::vector<std::string>())) {
        if (!name.starts_with(kPrefix))
            continue;
        if (std::string help = helpOf(std::string_view(name).substr(kPrefix.size())); !help.empty())
            out[name] = {"gauge", std::move(help), {}};
    }
    return out;
}

} // namespace wg::sources

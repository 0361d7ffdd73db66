#include "app/fail_if.h"

#include "core/base/number.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>

#include <fmt/format.h>

namespace wg::app {
namespace {

struct Operator {
    std::string_view text;
    bool (*holds)(double value, double limit);
};
constexpr std::array kOperators = std::to_array<Operator>({
    {"<=", [](double v, double l) { return v <= l; }},
    {">=", [](double v, double l) { return v >= l; }},
    {"==", [](double v, double l) { return v == l; }},
    {"!=", [](double v, double l) { return v != l; }},
    {"<", [](double v, double l) { return v < l; }},
    {">", [](double v, double l) { return v > l; }},
});

std::string trimmed(std::string_view text)
{
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

bool isModel(const evaluation::LogResult& log, const evaluation::Group& group, const std::string& model)
{
    if (model.empty() || group.name() == model || std::filesystem::path(log.file).stem() == model || log.file == model)
        return true;
    return std::ranges::any_of(group.by, [&](const auto& one) { return one.second == model; });
}

bool isWithheld(const std::string& reason)
{
    return reason.starts_with("withheld");
}

std::string failure(const FailCondition& condition, const std::string& of, double value, const evaluation::Group& group)
{
    std::string out = fmt::format("{}: {} of {} is {:.6g}", condition.text, condition.metric, of, value);
    if (condition.op != "==" && condition.op != "!=")
        out += fmt::format(", off by {:.4g}", std::abs(value - condition.limit));
    const auto interval = group.intervals.find(condition.metric);
    if (interval == group.intervals.end())
        return out + "; there is no interval of it";
    return out
        + fmt::format("; its {:.6g} % interval [{:.6g}, {:.6g}] ({}) {} the limit", 100 * interval->second.level,
            interval->second.low, interval->second.high, interval->second.method,
            interval->second.contains(condition.limit) ? "includes" : "excludes");
}

} // namespace

Result<FailCondition> parseFailCondition(const std::string& text)
{
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::Usage,
            fmt::format("--fail-if '{}': {}; write it as 'f1<0.9' or 'f1<0.9 [model=lr]' (< <= > >= == !=)", text, what));
    };
    FailCondition out;
    out.text = text;
    std::string condition = text;
    if (const auto bracket = text.find('['); bracket != std::string::npos) {
        const std::string filter = trimmed(std::string_view(text).substr(bracket));
        if (!filter.starts_with("[model=") || !filter.ends_with("]") || filter.size() < 9)
            return wrong("what stands in brackets is no [model=NAME]");
        out.model = filter.substr(7, filter.size() - 8);
        condition = text.substr(0, bracket);
    }
    const auto at = condition.find_first_of("<>=!");
    if (at == std::string::npos)
        return wrong("there is no comparison");
    const auto op = std::ranges::find_if(
        kOperators, [&](const Operator& one) { return std::string_view(condition).substr(at).starts_with(one.text); });
    if (op == kOperators.end())
        return wrong("there is no such comparison");
    out.op = op->text;
    out.metric = trimmed(std::string_view(condition).substr(0, at));
    const auto limit = parsePromFloat(trimmed(std::string_view(condition).substr(at + op->text.size())));
    if (out.metric.empty() || !limit || !std::isfinite(*limit))
        return wrong(out.metric.empty() ? "the metric is missing" : "the limit is no number");
    out.limit = *limit;
    return out;
}

Result<FailVerdict> judge(const FailCondition& condition, const std::vector<evaluation::LogResult>& logs)
{
    FailVerdict out;
    const auto holds = std::ranges::find(kOperators, condition.op, &Operator::text)->holds;
    bool any = false;
    for (const evaluation::LogResult& log : logs) {
        for (const evaluation::Group& group : log.groups) {
            if (!isModel(log, group, condition.model))
                continue;
            any = true;
            const std::string of = group.by.empty() ? log.file : group.name();
            const auto value = group.metrics.find(condition.metric);
            if (value != group.metrics.end()) {
                if (holds(value->second, condition.limit)) {
                    out.failed = true;
                    out.lines.push_back(failure(condition, of, value->second, group));
                }
                continue;
            }
            const auto reason = group.undefined.find(condition.metric);
            if (reason == group.undefined.end())
                return fail(
                    ErrorCode::Usage, fmt::format("--fail-if '{}': {} has no metric {}", condition.text, of, condition.metric));
            if (!isWithheld(reason->second))
                return fail(ErrorCode::Usage,
                    fmt::format(
                        "--fail-if '{}': {} of {} is undefined: {}", condition.text, condition.metric, of, reason->second));
            out.lines.push_back(fmt::format("{}: {} is not checked: {}", condition.text, of, reason->second));
        }
    }
    if (!any)
        return fail(ErrorCode::Usage,
            condition.model.empty() ? fmt::format("--fail-if '{}': no log holds predictions", condition.text)
                                    : fmt::format("--fail-if '{}': there is no model {}", condition.text, condition.model));
    return out;
}

} // namespace wg::app

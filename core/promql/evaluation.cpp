#include "core/promql/evaluation.h"

#include "core/promql/parser.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::promql {

Result<void> Evaluation::checkpoint() const
{
    if (cancel.cancelled())
        return fail(ErrorCode::Cancelled, "query was canceled in expression evaluation");
    if (std::chrono::steady_clock::now() > deadline)
        return fail(ErrorCode::Timeout,
            fmt::format("query timed out in expression evaluation after {}; narrow the range or raise the timeout",
                formatDuration(options.timeout)));
    return {};
}

Result<void> Evaluation::account(std::uint64_t samples)
{
    pointsHeld += samples;
    if (pointsHeld > options.maxSamples)
        return fail(ErrorCode::Limit,
            fmt::format("query processing would load too many samples into memory in query execution (limit {}, setting "
                        "\"samples per query\"); narrow the range or aggregate",
                options.maxSamples));
    return {};
}

Error Evaluation::error(SourceRange range, std::string message) const
{
    return errorAt(ErrorCode::Execution, expression, range, std::move(message));
}

void Evaluation::say(Warning::Severity severity, SourceRange range, std::string_view message)
{
    const Error at = error(range, {});
    const std::string_view kind = severity == Warning::Severity::Warning ? "warning" : "info";
    Warning warning{
        severity, fmt::format("PromQL {}: {} ({}:{})", kind, message, at.position->line, at.position->column), at.position};
    if (std::ranges::find(warnings, warning) == warnings.end())
        warnings.push_back(std::move(warning));
}

} // namespace wg::promql

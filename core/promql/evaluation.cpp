#include "core/promql/evaluation.h"

#include "core/base/parallel.h"
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

Result<void> Evaluation::inParallel(
    std::size_t count, std::uint64_t work, const std::function<Result<void>(std::size_t begin, std::size_t end)>& body) const
{
    constexpr std::uint64_t kWorthAThread = 100'000; // some hundred microseconds; starting a thread costs some ten
    const unsigned allowed = options.threads == 0 ? hardwareThreads() : options.threads;
    const std::uint64_t useful = work / kWorthAThread + 1;
    return parallelFor(count, static_cast<unsigned>(std::min<std::uint64_t>(allowed, useful)), body);
}

bool Pulse::ask()
{
    if (m_result) {
        m_result = m_evaluation.checkpoint();
        m_work = m_result ? 0 : kBetweenChecks;
    }
    return m_result.has_value();
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
    if (said.insert(warning.message).second)
        warnings.push_back(std::move(warning));
}

} // namespace wg::promql

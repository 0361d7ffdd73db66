#include "app/check_run.h"

#include "app/cli_sources.h"
#include "core/alerts/replay.h"
#include "core/rules/alert_rule.h"

#include <QElapsedTimer>

#include <algorithm>
#include <iterator>
#include <span>

namespace wg::app {
namespace {

constexpr std::size_t kMaxPoints = 11'000; ///< of one range query, as Prometheus allows

struct Job {
    const rules::Group& group;
    sources::Source& source;
    std::span<const TimeMs> ticks; ///< the last one is answered by an instant query, which can tell "no data"
    DurationMs interval;
    Warnings* warnings; ///< of its queries; gets each text once
};

/// The answer to a query of the rule; what the engine or the server has to say about it is kept.
template <class Query>
Result<sources::QueryResult> ask(const Job& job, const Query& query)
{
    auto answer = runQuery(job.source, query);
    if (!answer)
        return answer;
    for (const Warning& warning : answer->warnings) {
        if (std::ranges::find(*job.warnings, warning) == job.warnings->end())
            job.warnings->push_back(warning);
    }
    return answer;
}

Result<void> stepThroughPast(const Job& job, rules::AlertRule& rule, std::vector<alerts::Transition>& transitions)
{
    std::span<const TimeMs> left = job.ticks.first(job.ticks.size() - 1);
    const DurationMs offset = job.group.queryOffset;
    while (!left.empty()) {
        const auto part = left.first(std::min(left.size(), kMaxPoints));
        left = left.subspan(part.size());
        const sources::RangeQuery query{rule.rule().expr, part.front() - offset, part.back() - offset, job.interval};
        WG_TRY(const auto answer, ask(job, query));
        const auto* matrix = std::get_if<series::Matrix>(answer.value.get());
        if (!matrix)
            return fail(ErrorCode::Execution, "rule result is not a vector or scalar");
        std::ranges::move(rule.stepThrough(part, *matrix, offset), std::back_inserter(transitions));
    }
    return {};
}

/// Whether any selector of the expression matches a sample; asked only when the answer was empty.
Result<bool> anyMatch(const Job& job, const rules::Rule& rule, const sources::QueryResult& answer, TimeMs at)
{
    if (answer.matchedSeries)
        return *answer.matchedSeries;
    const auto queries = rules::presenceQueries(rule.expr);
    for (const std::string& query : queries) {
        WG_TRY(const auto found, runQuery(job.source, sources::InstantQuery{query, at}));
        const auto* vector = std::get_if<series::Vector>(found.value.get());
        if (vector && !vector->samples.empty())
            return true;
    }
    return queries.empty();
}

Result<void> stepNow(const Job& job, rules::AlertRule& rule, std::vector<alerts::Transition>& transitions)
{
    const TimeMs at = job.ticks.back();
    const sources::InstantQuery query{rule.rule().expr, at - job.group.queryOffset};
    WG_TRY(const auto answer, ask(job, query));
    WG_TRY(const series::Vector vector, rules::ruleVector(*answer.value));
    bool matched = answer.matchedSeries.value_or(true);
    if (vector.samples.empty()) {
        WG_TRY(matched, anyMatch(job, rule.rule(), answer, query.at));
    }
    std::ranges::move(rule.step(at, vector, matched), std::back_inserter(transitions));
    return {};
}

RuleOutcome evaluate(const Job& job, const rules::Rule& rule, TimeRange range)
{
    QElapsedTimer timer;
    timer.start();
    rules::AlertRule evaluated(rule, job.group.limit);
    std::vector<alerts::Transition> transitions;
    Result<void> done = stepThroughPast(job, evaluated, transitions);
    if (done)
        done = stepNow(job, evaluated, transitions);
    if (!done)
        evaluated.machine().fail(job.ticks.back(), done.error());

    RuleOutcome out;
    out.source = job.source.name();
    out.rule = rule;
    out.state = evaluated.machine().state();
    out.alerts = evaluated.machine().alerts();
    for (const alerts::Alert& alert : out.alerts)
        out.annotations.push_back(evaluated.annotations(alert));
    if (const auto& error = evaluated.machine().lastError())
        out.error = error->text();
    std::erase_if(transitions, [&](const alerts::Transition& change) { return change.at < range.from; });
    out.fired = out.state == alerts::State::Firing || std::ranges::any_of(transitions, [&](const alerts::Transition& change) {
        return change.to == alerts::State::Firing || (change.from == alerts::State::Firing && change.at > range.from);
    });
    out.transitions = std::move(transitions);
    out.warnings = std::move(*job.warnings);
    out.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    return out;
}

/// Keeps "no data" only where no source had any.
void dropNeedlessNoData(std::vector<RuleOutcome>& outcomes)
{
    const auto isNoData = [](const RuleOutcome& outcome) { return outcome.state == alerts::State::NoData; };
    if (!std::ranges::all_of(outcomes, isNoData))
        std::erase_if(outcomes, isNoData);
    else if (outcomes.size() > 1)
        outcomes.erase(outcomes.begin() + 1, outcomes.end());
}

} // namespace

Result<CheckReport> runCheck(
    const std::vector<rules::RuleFile>& files, const std::vector<std::unique_ptr<sources::Source>>& sources, TimeRange range)
{
    CheckReport report{{}, range};
    for (const rules::RuleFile& file : files) {
        for (const rules::Group& group : file.groups) {
            GroupOutcome outcome{file.path, group, 0, {}};
            outcome.group.interval = group.interval > 0 ? group.interval : rules::kDefaultInterval;
            DurationMs longestFor = 0;
            DurationMs longestKeep = 0;
            for (const rules::Rule& rule : group.rules) {
                longestFor = std::max(longestFor, rule.holdFor);
                longestKeep = std::max(longestKeep, rule.keepFiringFor);
            }
            WG_TRY(const auto ticks, alerts::ticksOver(range, outcome.group.interval, longestFor, longestKeep));
            outcome.firstTick = ticks.front();
            for (const rules::Rule& rule : group.rules) {
                std::vector<RuleOutcome> perSource;
                for (const auto& source :
                    rule.recording ? std::span<const std::unique_ptr<sources::Source>>() : std::span(sources)) {
                    Warnings warnings;
                    perSource.push_back(evaluate({group, *source, ticks, outcome.group.interval, &warnings}, rule, range));
                }
                dropNeedlessNoData(perSource);
                std::ranges::move(perSource, std::back_inserter(outcome.rules));
            }
            report.groups.push_back(std::move(outcome));
        }
    }
    return report;
}

} // namespace wg::app

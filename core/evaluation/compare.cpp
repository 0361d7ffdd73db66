#include "core/evaluation/compare.h"

#include "core/evaluation/compare_tasks.h"
#include "core/evaluation/metric_info.h"
#include "core/evaluation/resampling.h"
#include "core/mlmetrics/significance.h"
#include "core/mlmetrics/wilson.h"

#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::evaluation {
namespace {

Result<void> checkPair(const Contender& candidate, const Contender& reference)
{
    const OpenedLog& a = *candidate.log;
    const OpenedLog& b = *reference.log;
    if (a.task != b.task)
        return fail(ErrorCode::Usage,
            fmt::format("{} is {}, but {} is {}: they cannot be compared", candidate.name, taskName(a.task), reference.name,
                taskName(b.task)));
    const bool classes = a.task == Task::Binary || a.task == Task::Multiclass;
    if (classes && a.classes != b.classes)
        return fail(ErrorCode::Usage,
            fmt::format("the classes of {} ({}) are not those of {} ({}): they cannot be compared", candidate.name,
                fmt::join(a.classes, ", "), reference.name, fmt::join(b.classes, ", ")));
    return {};
}

Result<void> compareTask(const ComparedSides& sides, Task task, Comparison& out)
{
    switch (task) {
    case Task::Binary:
        return compareBinary(sides, out);
    case Task::Multiclass:
        return compareMulticlass(sides, out);
    case Task::Regression:
        return compareRegression(sides, out);
    case Task::LanguageModel:
        return compareLanguage(sides, out);
    default:
        break;
    }
    return fail(ErrorCode::Unsupported, fmt::format("models of {} logs cannot be compared yet", taskName(task)));
}

Result<Comparison> comparePair(
    const Contender& candidate, const Contender& reference, const CompareOptions& options, const CancelToken& cancel)
{
    WG_CHECK(checkPair(candidate, reference));
    WG_TRY(const ContenderRows a, contenderRows(candidate, options.threshold));
    WG_TRY(const ContenderRows b, contenderRows(reference, options.threshold));
    for (const auto* side : {&candidate, &reference}) {
        if (!side->log->label && side->log->task != Task::LanguageModel)
            return fail(ErrorCode::Usage, side->name + " has no label column: there is nothing to compare");
    }
    Comparison out;
    out.candidate = candidate.name;
    out.reference = reference.name;
    PairedRows rows = pairRows(a, b);
    out.pairing = rows.pairing;
    out.pairs = rows.pairing.empty() ? 0 : rows.candidate.size();
    out.notes = std::move(rows.notes);
    if (rows.candidate.empty() || rows.reference.empty())
        return out;
    WG_CHECK(compareTask({a.data, b.data, rows, options, cancel}, candidate.log->task, out));
    return out;
}

/// Holm's correction over everything that was tested, and what follows from it.
void judge(std::vector<Comparison>& comparisons, double level)
{
    std::vector<double> p;
    for (const Comparison& one : comparisons) {
        for (const MetricDifference& metric : one.metrics)
            p.push_back(metric.p);
    }
    const std::vector<double> corrected = mlmetrics::holm(p);
    std::size_t i = 0;
    for (Comparison& one : comparisons) {
        for (MetricDifference& metric : one.metrics) {
            metric.pHolm = corrected[i++];
            metric.significant = metric.pHolm < 1 - level;
            const MetricInfo* info = metricInfo(metric.metric);
            const bool lower = info != nullptr && info->better == Better::Lower;
            metric.better = lower ? metric.difference < 0 : metric.difference > 0;
        }
    }
}

} // namespace

mlmetrics::BootstrapOptions ComparedSides::draws(std::size_t count) const
{
    return bootstrapOptions(options.level, options.draws, options.seed, options.threads, count);
}

void addDifference(std::string_view key, double candidate, double reference, const Interval& interval, double p,
    std::string_view test, Comparison& out)
{
    if (std::isnan(candidate) || std::isnan(reference))
        return;
    MetricDifference one;
    one.metric = key;
    one.candidate = candidate;
    one.reference = reference;
    one.difference = candidate - reference;
    one.interval = interval;
    one.p = p;
    one.test = test;
    out.metrics.push_back(std::move(one));
}

void addPaired(
    std::string_view key, double candidate, double reference, const mlmetrics::Bootstrap& difference, Comparison& out)
{
    addDifference(key, candidate, reference, difference.interval, mlmetrics::bootstrapP(difference), "paired bootstrap", out);
}

void addIndependent(std::string_view key, const mlmetrics::Bootstrap& candidate, const mlmetrics::Bootstrap& reference,
    double level, Comparison& out)
{
    const double error = std::hypot(candidate.standardError, reference.standardError);
    const double difference = candidate.estimate - reference.estimate;
    Interval interval;
    interval.level = level;
    interval.method = "bootstrap";
    const double half = mlmetrics::normalDeviate(level) * error;
    interval.low = difference - half;
    interval.high = difference + half;
    addDifference(
        key, candidate.estimate, reference.estimate, interval, mlmetrics::normalZ(difference, error).p, "bootstrap", out);
}

void addProportions(std::string_view key, double hitsA, double rowsA, double hitsB, double rowsB, double level, Comparison& out)
{
    if (rowsA == 0 || rowsB == 0)
        return;
    addDifference(key, hitsA / rowsA, hitsB / rowsB, mlmetrics::newcombeDifference(hitsA, rowsA, hitsB, rowsB, level),
        mlmetrics::twoProportionZ(hitsA, rowsA, hitsB, rowsB).p, "two proportions", out);
}

void addMcNemar(double candidate, double reference, const mlmetrics::Bootstrap& difference, Comparison& out)
{
    addDifference("accuracy", candidate, reference, difference.interval,
        mlmetrics::mcNemar(out.onlyCandidateRight, out.onlyReferenceRight).p, "McNemar", out);
}

Result<std::vector<Comparison>> compare(
    const std::vector<Contender>& contenders, const CompareOptions& options, const CancelToken& cancel)
{
    std::vector<Comparison> out;
    for (std::size_t i = 1; i < contenders.size(); ++i) {
        WG_TRY(Comparison one, comparePair(contenders[0], contenders[i], options, cancel));
        out.push_back(std::move(one));
    }
    judge(out, options.level);
    return out;
}

} // namespace wg::evaluation

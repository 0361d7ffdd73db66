#include "core/evaluation/binary_intervals.h"

#include "core/evaluation/resampling.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <cmath>

namespace wg::evaluation {
namespace {

mlmetrics::BinaryCounts countsOf(std::span<const double> cells)
{
    return {.truePositives = cells[0], .falsePositives = cells[1], .trueNegatives = cells[2], .falseNegatives = cells[3]};
}

std::array<double, 4> cellsOf(const mlmetrics::BinaryCounts& counts)
{
    return {counts.truePositives, counts.falsePositives, counts.trueNegatives, counts.falseNegatives};
}

template <class Function>
Interval mapped(Interval interval, Function function)
{
    interval.low = function(interval.low);
    interval.high = function(interval.high);
    if (interval.low > interval.high)
        std::swap(interval.low, interval.high);
    return interval;
}

/// Errors are the share of wrong decisions times the distance of the labels.
void addErrorIntervals(const Interval& accuracy, double distance, Group& group)
{
    const Interval wrong = mapped(accuracy, [](double share) { return 1 - share; });
    takeInterval("mae", mapped(wrong, [=](double share) { return distance * share; }), group);
    takeInterval("mse", mapped(wrong, [=](double share) { return distance * distance * share; }), group);
    takeInterval("rmse", mapped(wrong, [=](double share) { return distance * std::sqrt(std::max(0.0, share)); }), group);
}

void addProportions(const BinaryRows& rows, const mlmetrics::BinaryCounts& counts, const std::optional<double>& distance,
    double level, Group& group)
{
    const double share = mlmetrics::effectiveShare(rows.weights);
    const auto proportions = mlmetrics::proportionIntervals(counts, level, share);
    takeInterval("accuracy", proportions.accuracy, group);
    takeInterval("precision", proportions.precision, group);
    takeInterval("recall", proportions.recall, group);
    takeInterval("specificity", proportions.specificity, group);
    takeInterval("npv", proportions.negativePredictiveValue, group);
    takeInterval("fpr", proportions.falsePositiveRate, group);
    takeInterval("fnr", proportions.falseNegativeRate, group);
    takeInterval("prevalence", proportions.prevalence, group);
    // Given that a row is a positive or an alarm, being both is one trial; F1 follows from that share.
    const Interval jaccard = mlmetrics::wilson(
        counts.truePositives * share, (counts.truePositives + counts.falsePositives + counts.falseNegatives) * share, level);
    takeInterval("jaccard", jaccard, group);
    takeInterval("f1", mapped(jaccard, [](double j) { return 2 * j / (1 + j); }), group);
    if (distance)
        addErrorIntervals(proportions.accuracy, *distance, group);
}

void addMeans(const BinaryRows& rows, double level, Group& group)
{
    if (!rows.probabilities)
        return;
    for (const auto& [key, losses] : {std::pair("log_loss", &logLosses), std::pair("brier", &squaredErrors)}) {
        if (const auto value = group.metrics.find(key); value != group.metrics.end())
            takeInterval(key, meanInterval(value->second, losses(rows), rows.weights, level), group);
    }
}

/// Metrics of the four cells that have no interval yet; all but proportions with `again`.
Result<void> addCells(const BinaryRows& rows, const mlmetrics::BinaryCounts& counts, const std::optional<double>& distance,
    const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    const std::vector<std::string> keys = cellKeys(distance);
    const Costs costs{options.costFalsePositive, options.costFalseNegative};
    const auto compute = [&](std::span<const double> cells, std::span<double> out) { cellValues(cells, costs, distance, out); };
    const auto settings = bootstrapOptions(options.level, options.draws, options.seed, options.threads, 0);
    std::vector<mlmetrics::Bootstrap> drawn;
    if (rows.weights.empty()) {
        WG_TRY(drawn, mlmetrics::bootstrapCells(cellsOf(counts), keys.size(), compute, settings, cancel));
    } else {
        const auto indicators = cellIndicators(rows);
        const std::array<std::span<const double>, 4> columns = {indicators[0], indicators[1], indicators[2], indicators[3]};
        WG_TRY(drawn,
            mlmetrics::bootstrapMeans(columns, rows.weights, keys.size(), compute,
                bootstrapOptions(options.level, options.draws, options.seed, options.threads, rows.actual.size()), cancel));
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto known = group.intervals.find(keys[i]);
        const bool replace = known == group.intervals.end() || (options.bootstrap && keys[i] == "f1");
        if (replace && wanted(options, keys[i]))
            takeInterval(keys[i], drawn[i].interval, group);
    }
    return {};
}

Result<void> addRows(const BinaryRows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    const auto settings = bootstrapOptions(options.level, options.draws, options.seed, options.threads, rows.actual.size());
    const ScoreResampler resampler(rows);
    const auto compute = [&](std::span<const std::uint32_t> multiplicity, std::span<double> out) {
        resampler.compute(multiplicity, out);
    };
    WG_TRY(const auto drawn,
        mlmetrics::bootstrapRows(rows.actual.size(), ScoreResampler::kKeys.size(), compute, settings, cancel));
    for (std::size_t i = 0; i < ScoreResampler::kKeys.size(); ++i) {
        if (wanted(options, ScoreResampler::kKeys[i]))
            takeInterval(ScoreResampler::kKeys[i], drawn[i].interval, group);
    }
    if (settings.draws < options.draws)
        group.warnings.push_back(
            {Warning::Severity::Info, "there are many rows: the bootstrap drew " + std::to_string(settings.draws) + " times"});
    if (!rows.probabilities)
        return {};
    const std::vector<double> losses = logLosses(rows);
    const std::vector<double> errors = squaredErrors(rows);
    const std::vector<double> labels(rows.actual.begin(), rows.actual.end());
    const std::array<std::span<const double>, 3> columns = {losses, errors, labels};
    const auto means = [](std::span<const double> mean, std::span<double> out) {
        out[0] = mean[0];
        out[1] = mean[1];
        const double uncertainty = mean[2] * (1 - mean[2]);
        out[2] = uncertainty > 0 ? 1 - mean[1] / uncertainty : std::numeric_limits<double>::quiet_NaN();
    };
    WG_TRY(const auto loss, mlmetrics::bootstrapMeans(columns, rows.weights, 3, means, settings, cancel));
    constexpr std::array<std::string_view, 3> kKeys = {"log_loss", "brier", "brier_skill"};
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
        if (wanted(options, kKeys[i]))
            takeInterval(kKeys[i], loss[i].interval, group);
    }
    return {};
}

bool anyWanted(const EvaluateOptions& options)
{
    constexpr std::array<std::string_view, 3> kMeans = {"log_loss", "brier", "brier_skill"};
    const auto want = [&](std::string_view key) { return wanted(options, key); };
    return std::ranges::any_of(ScoreResampler::kKeys, want) || std::ranges::any_of(kMeans, want);
}

} // namespace

bool wanted(const EvaluateOptions& options, std::string_view key)
{
    return options.metrics.empty() || std::ranges::find(options.metrics, key) != options.metrics.end();
}

std::vector<std::string> cellKeys(const std::optional<double>& distance)
{
    std::vector<std::string> out;
    for (const DecisionMetric& metric : decisionMetrics())
        out.emplace_back(metric.key);
    out.emplace_back("cost");
    if (distance)
        out.insert(out.end(), {"mse", "rmse", "mae"});
    return out;
}

void cellValues(std::span<const double> cells, const Costs& costs, const std::optional<double>& distance, std::span<double> out)
{
    const mlmetrics::BinaryCounts counts = countsOf(cells);
    std::size_t i = 0;
    for (const DecisionMetric& metric : decisionMetrics())
        out[i++] = metric.of(counts).value;
    out[i++] = mlmetrics::cost(counts, costs.falsePositive, costs.falseNegative).value;
    if (!distance)
        return;
    const double wrong = (counts.falsePositives + counts.falseNegatives) / counts.total();
    out[i++] = *distance * *distance * wrong;
    out[i++] = *distance * std::sqrt(wrong);
    out[i] = *distance * wrong;
}

Result<void> addBinaryIntervals(const BinaryRows& rows, const std::vector<std::string>& classes, const EvaluateOptions& options,
    const CancelToken& cancel, Group& group)
{
    if (!options.intervals && !options.bootstrap)
        return {};
    if (rows.undecided.empty()) {
        const mlmetrics::BinaryCounts counts = rows.counts(true);
        const std::optional<double> distance = labelDistance(classes);
        addProportions(rows, counts, distance, options.level, group);
        if (options.draws > 0 && (rows.weights.empty() || options.bootstrap))
            WG_CHECK(addCells(rows, counts, distance, options, cancel, group));
    }
    addMeans(rows, options.level, group);
    if (options.bootstrap && !rows.scores.empty() && anyWanted(options))
        WG_CHECK(addRows(rows, options, cancel, group));
    return {};
}

} // namespace wg::evaluation

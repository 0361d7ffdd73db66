// Logs of amounts: errors, residuals, predicted against actual, coverage of predicted intervals.
#include "core/evaluation/binary_intervals.h"
#include "core/evaluation/group_data.h"
#include "core/evaluation/group_tasks.h"
#include "core/evaluation/regression_moments.h"
#include "core/evaluation/resampling.h"
#include "core/mlmetrics/regression.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

namespace wg::evaluation {
namespace {

constexpr std::size_t kResidualBins = 50;
constexpr std::size_t kDensityCells = 96; ///< a side

constexpr std::array<std::string_view, 17> kKeys = {"mse", "rmse", "mae", "r2", "median_ae", "mape", "msle", "rmsle",
    "explained_variance", "max_error", "bias", "d2_absolute", "pearson", "spearman", "pinball_10", "pinball_50", "pinball_90"};

void addErrors(const NumberRows& rows, Group& group)
{
    const auto result = mlmetrics::regression(rows.actual, rows.predicted, rows.weights);
    addMetric("mse", result.mse, group);
    addMetric("rmse", result.rmse, group);
    addMetric("mae", result.mae, group);
    addMetric("r2", result.r2, group);
    addMetric("median_ae", result.medianAe, group);
    addMetric("mape", result.mape, group);
    addMetric("msle", result.msle, group);
    addMetric("rmsle", result.rmsle, group);
    addMetric("explained_variance", result.explainedVariance, group);
    addMetric("max_error", result.maxError, group);
    addMetric("bias", result.meanBias, group);
    addMetric("d2_absolute", result.d2Absolute, group);
    addMetric("pearson", mlmetrics::pearson(rows.actual, rows.predicted, rows.weights), group);
    addMetric("spearman", mlmetrics::spearman(rows.actual, rows.predicted, rows.weights), group);
    for (const auto& [key, quantile] :
        {std::pair("pinball_10", 0.1), std::pair("pinball_50", 0.5), std::pair("pinball_90", 0.9)})
        addMetric(key, mlmetrics::pinballLoss(rows.actual, rows.predicted, quantile, rows.weights), group);
}

std::pair<double, double> rangeOf(std::span<const double> values)
{
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return {*low, *high > *low ? *high : *low + 1};
}

std::size_t cellOf(double value, double low, double high, std::size_t cells)
{
    const double at = (value - low) / (high - low) * static_cast<double>(cells);
    return std::min(cells - 1, static_cast<std::size_t>(std::max(0.0, at)));
}

std::shared_ptr<const ScoreHistogram> residualsOf(const NumberRows& rows)
{
    std::vector<double> errors(rows.actual.size());
    for (std::size_t i = 0; i < errors.size(); ++i)
        errors[i] = rows.predicted[i] - rows.actual[i];
    auto out = std::make_shared<ScoreHistogram>();
    std::tie(out->low, out->high) = rangeOf(errors);
    out->positives.assign(kResidualBins, 0);
    out->negatives.assign(kResidualBins, 0);
    for (std::size_t i = 0; i < errors.size(); ++i)
        out->positives[cellOf(errors[i], out->low, out->high, kResidualBins)] += rows.weights.empty() ? 1 : rows.weights[i];
    return out;
}

std::shared_ptr<const Density> densityOf(const NumberRows& rows)
{
    auto out = std::make_shared<Density>();
    std::tie(out->xLow, out->xHigh) = rangeOf(rows.actual);
    std::tie(out->yLow, out->yHigh) = rangeOf(rows.predicted);
    out->columns = out->rows = kDensityCells;
    out->counts.assign(kDensityCells * kDensityCells, 0);
    for (std::size_t i = 0; i < rows.actual.size(); ++i) {
        const std::size_t x = cellOf(rows.actual[i], out->xLow, out->xHigh, kDensityCells);
        const std::size_t y = cellOf(rows.predicted[i], out->yLow, out->yHigh, kDensityCells);
        ++out->counts[y * kDensityCells + x];
    }
    return out;
}

void addCoverage(const NumberRows& rows, double level, bool intervals, Group& group)
{
    if (rows.low.empty())
        return;
    NumberRows whole; // rows whose interval is known
    for (std::size_t i = 0; i < rows.actual.size(); ++i) {
        if (!std::isfinite(rows.low[i]) || !std::isfinite(rows.high[i]))
            continue;
        whole.actual.push_back(rows.actual[i]);
        whole.low.push_back(rows.low[i]);
        whole.high.push_back(rows.high[i]);
        if (!rows.weights.empty())
            whole.weights.push_back(rows.weights[i]);
    }
    if (whole.actual.empty())
        return;
    const auto covered = mlmetrics::intervalCoverage(whole.actual, whole.low, whole.high, whole.weights);
    addMetric("coverage", covered.coverage, group);
    addMetric("interval_width", covered.meanWidth, group);
    if (!intervals || !covered.coverage.defined())
        return;
    const double n = whole.weights.empty()
        ? static_cast<double>(whole.actual.size())
        : std::accumulate(whole.weights.begin(), whole.weights.end(), 0.0) * mlmetrics::effectiveShare(whole.weights);
    takeInterval("coverage", mlmetrics::wilson(covered.coverage.value * n, n, level), group);
}

/// Means have a standard error; RMSE follows from MSE.
void addMeanIntervals(const NumberRows& rows, double level, Group& group)
{
    const ErrorColumns errors(rows);
    const auto add = [&](const char* key, std::span<const double> values) {
        if (const auto value = group.metrics.find(key); value != group.metrics.end() && !values.empty())
            takeInterval(key, meanInterval(value->second, values, rows.weights, level), group);
    };
    add("mse", errors.square);
    add("mae", errors.absolute);
    add("bias", errors.signedError);
    add("mape", errors.relative);
    add("msle", errors.logSquare);
    for (const auto& [root, square] : {std::pair("rmse", "mse"), std::pair("rmsle", "msle")}) {
        if (const auto known = group.intervals.find(square); known != group.intervals.end()) {
            Interval interval = known->second;
            interval.low = std::sqrt(std::max(0.0, interval.low));
            interval.high = std::sqrt(interval.high);
            takeInterval(root, interval, group);
        }
    }
}

Result<void> addBootstrap(const NumberRows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    const auto settings = bootstrapOptions(options.level, options.draws, options.seed, options.threads, rows.actual.size());
    const ErrorColumns errors(rows);
    WG_TRY(const auto drawn,
        mlmetrics::bootstrapMeans(
            errors.columns(), rows.weights, ErrorColumns::kKeys.size(), ErrorColumns::values, settings, cancel));
    for (std::size_t i = 0; i < ErrorColumns::kKeys.size(); ++i) {
        if (wanted(options, ErrorColumns::kKeys[i]))
            takeInterval(ErrorColumns::kKeys[i], drawn[i].interval, group);
    }
    if (!wanted(options, "median_ae"))
        return {};
    const MedianResampler median(errors.absolute, rows.weights);
    WG_TRY(const auto middle,
        mlmetrics::bootstrapRows(
            rows.actual.size(), 1,
            [&](std::span<const std::uint32_t> times, std::span<double> out) { out[0] = median.value(times); }, settings,
            cancel));
    takeInterval("median_ae", middle[0].interval, group);
    return {};
}

} // namespace

Result<void> evaluateRegression(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    if (!data.model.prediction) {
        for (const std::string_view key : kKeys)
            group.undefined.emplace(key, "no prediction column");
        return {};
    }
    const NumberRows taken = numberRows(data, rows);
    addErrors(taken, group);
    addCoverage(taken, options.level, options.intervals, group);
    if (options.curves != EvaluateOptions::Curves::None) {
        group.residuals = residualsOf(taken);
        group.density = densityOf(taken);
    }
    if (options.intervals)
        addMeanIntervals(taken, options.level, group);
    return options.bootstrap ? addBootstrap(taken, options, cancel, group) : Result<void>{};
}

} // namespace wg::evaluation

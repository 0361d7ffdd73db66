// Intervals by resampling rows: BCa (bias-corrected and accelerated), Efron, "Better bootstrap confidence intervals" (1987);
// Efron and Tibshirani (1993), ch. 14. z0 is the normal quantile of the share of draws under the estimate (ties count half),
// the acceleration comes from the jackknife: of single rows up to 1,000 rows, above of 1,000 groups of rows by a
// hash of their place.
// Where BCa cannot be had the percentile interval is given and `fallback` says why.
// Draw b depends on (seed, b) only: the same numbers for any number of threads. All fail only with Cancelled.
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/mlmetrics/interval.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace wg::mlmetrics {

struct BootstrapOptions {
    double level = 0.95;
    int draws = 2000;
    std::uint64_t seed = 1;
    unsigned threads = 0; ///< 0: as many as the machine has
};

struct Bootstrap {
    double estimate = std::numeric_limits<double>::quiet_NaN(); ///< of the rows as they are; NaN: undefined, no interval
    Interval interval; ///< method "BCa bootstrap" or "percentile bootstrap"
    double standardError = std::numeric_limits<double>::quiet_NaN(); ///< standard deviation of the draws
    double bias = 0; ///< z0
    double acceleration = 0;
    std::vector<double> draws; ///< ascending, those that are defined
    std::size_t undefinedDraws = 0; ///< left out of all figures
    std::string_view fallback = {}; ///< why it is no BCa interval; empty when it is. Points to a literal
};

/// Two-sided p of "the figure is `value`": twice the smaller tail at which the BCa interval ends there, never under
/// 2 / (draws + 1). Below 1 - level just when the interval excludes the value (up to one draw). NaN without draws.
[[nodiscard]] double bootstrapP(const Bootstrap& bootstrap, double value = 0);

/// Fills out[j] with the j-th statistic of a sample in which row i stands multiplicity[i] times; NaN: undefined there.
/// Called by several threads at once.
using RowStatistics = std::function<void(std::span<const std::uint32_t> multiplicity, std::span<double> out)>;
/// Any statistics over the same resamples: a difference of two models' is the paired bootstrap. Costs draws + 1,000 calls and
/// about 2 ns per row and draw.
[[nodiscard]] Result<std::vector<Bootstrap>> bootstrapRows(std::size_t rows, std::size_t statistics,
    const RowStatistics& compute, const BootstrapOptions& options, const CancelToken& cancel);

/// Statistics of counts (the cells of a confusion matrix, or of agreement of two models): draws cost by cell, not by row.
/// `cells` are whole numbers of rows. Fills out[j] from the resampled cells. Single-row jackknife, exact.
using CellStatistics = std::function<void(std::span<const double> cells, std::span<double> out)>;
[[nodiscard]] Result<std::vector<Bootstrap>> bootstrapCells(std::span<const double> cells, std::size_t statistics,
    const CellStatistics& compute, const BootstrapOptions& options, const CancelToken& cancel);

/// Functions of (weighted) means: columns[c][i] is the c-th value of row i; fills out[j] from the resampled means of the
/// columns. MSE, Brier, log loss, accuracy and their square roots, ratios and paired differences are of this kind. Above
/// 131,072 rows, 65,536 groups of rows by a hash of their place are resampled in their stead: the same law in the limit, at a
/// cost that no longer grows with the rows.
using MeanStatistics = std::function<void(std::span<const double> means, std::span<double> out)>;
[[nodiscard]] Result<std::vector<Bootstrap>> bootstrapMeans(std::span<const std::span<const double>> columns,
    std::span<const double> weights, std::size_t statistics, const MeanStatistics& compute, const BootstrapOptions& options,
    const CancelToken& cancel);

/// Area under the ROC curve: scores are ordered once, draws walk over them. `weights`: empty or all > 0.
[[nodiscard]] Result<Bootstrap> bootstrapAuc(std::span<const std::uint8_t> actual, std::span<const double> score,
    std::span<const double> weights, const BootstrapOptions& options, const CancelToken& cancel);
/// Paired: AUC by scoreA - AUC by scoreB of the same resampled rows.
[[nodiscard]] Result<Bootstrap> bootstrapAucDifference(std::span<const std::uint8_t> actual, std::span<const double> scoreA,
    std::span<const double> scoreB, std::span<const double> weights, const BootstrapOptions& options,
    const CancelToken& cancel);

/// Without an estimate, an interval and draws.
[[nodiscard]] Bootstrap undefinedBootstrap(std::string_view reason, double level);
/// The interval of given draws (any order; those that are not finite are left out) and jackknife values, the i-th of which
/// stands counts[i] times (`counts` empty: once).
[[nodiscard]] Bootstrap bcaFromDraws(double estimate, std::vector<double> draws, std::span<const double> jackknife,
    double level, std::span<const double> counts = {});

} // namespace wg::mlmetrics

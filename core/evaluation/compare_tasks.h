// The differences of one pair of contenders by task; pHolm, significant and better are the caller's (compare.cpp).
#pragma once

#include "core/evaluation/compare.h"
#include "core/evaluation/compare_pairing.h"
#include "core/mlmetrics/bootstrap.h"

#include <string_view>

namespace wg::evaluation {

struct ComparedSides {
    const ModelData& candidate;
    const ModelData& reference;
    const PairedRows& rows;
    const CompareOptions& options;
    const CancelToken& cancel;

    [[nodiscard]] bool paired() const { return !rows.pairing.empty(); }
    [[nodiscard]] mlmetrics::BootstrapOptions draws(std::size_t count) const; ///< settings for so many rows; 0: for cells
};

/// Fill `metrics`, and for paired decisions McNemar's counts.
[[nodiscard]] Result<void> compareBinary(const ComparedSides& sides, Comparison& out);
[[nodiscard]] Result<void> compareMulticlass(const ComparedSides& sides, Comparison& out);
[[nodiscard]] Result<void> compareRegression(const ComparedSides& sides, Comparison& out);
[[nodiscard]] Result<void> compareLanguage(const ComparedSides& sides, Comparison& out);

/// Adds a difference unless either side is undefined.
void addDifference(std::string_view key, double candidate, double reference, const Interval& interval, double p,
    std::string_view test, Comparison& out);
/// The same from draws of the difference itself: "paired bootstrap".
void addPaired(
    std::string_view key, double candidate, double reference, const mlmetrics::Bootstrap& difference, Comparison& out);
/// The same from draws of each side on its own: normal with both standard errors, "bootstrap".
void addIndependent(std::string_view key, const mlmetrics::Bootstrap& candidate, const mlmetrics::Bootstrap& reference,
    double level, Comparison& out);
/// Proportions of independent rows: pooled z test, Newcombe's interval.
void addProportions(
    std::string_view key, double hitsA, double rowsA, double hitsB, double rowsB, double level, Comparison& out);
/// Accuracy of decisions on the same rows; the interval is that of `difference`.
void addMcNemar(double candidate, double reference, const mlmetrics::Bootstrap& difference, Comparison& out);

} // namespace wg::evaluation

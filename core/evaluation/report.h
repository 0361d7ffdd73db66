// Everything one evaluation says, and its JSON: aggregates only, so that it may leave the house. Keys are only ever added.
#pragma once

#include "core/evaluation/compare.h"
#include "core/evaluation/drift.h"
#include "core/evaluation/over_time.h"
#include "core/evaluation/slices.h"

#include <string>
#include <vector>

namespace wg::evaluation {

struct Report {
    std::vector<LogResult> logs;
    std::vector<Comparison> comparisons;
    std::vector<SliceTable> slices;
    std::vector<DriftReport> drift;
    std::vector<MetricOverTime> overTime;
};

/// Groups of --by columns (not of models and data sets) with fewer rows become one without figures and without their values: a
/// value of few rows may be an id.
void withholdSmallGroups(LogResult& log, const Options& options, std::uint64_t leastRows);

/// {"logs":[{file, kind, rows, skipped, task, columns, bad_rows, notes, format, fingerprint, groups:[{by, rows, threshold,
/// positive, metrics, undefined, confusion, per_class, warnings, intervals: {key: [low, high, method]}, calibration:
/// [{low, high, mean_score, observed, observed_low, observed_high, rows}], histogram: {low, high, negatives, positives},
/// residuals}]}],
///  "comparisons":[{candidate, reference, pairing, pairs, only_candidate_right, only_reference_right, metrics: {key:
///  {candidate, reference, difference, interval, p, p_holm, test, significant, better}}, notes}], "slices":[{model, metric,
///  whole, interval, withheld, slices:[{column, value, rows, metric, interval, gap, clear, reason}]}], "drift":[{reference,
///  window, columns:[{column, role, psi, jensen_shannon, ks, ks_p, wasserstein, chi2, chi2_p, p_holm, verdict, reference_rows,
///  window_rows, bins:[[name, reference, window, psi]]}], notes}], "windows":[{model, metric, has_time, window_rows, window_ms,
///  points:[{from, at, rows, value, interval}], versions:[{at, from, to, before, after, p, test}], detections:[{at, row,
///  detector}], notes}]}
/// Lists other than "logs" are there only when they were asked for. Times are Unix milliseconds. null: undefined.
[[nodiscard]] std::string toJson(const Report& report);

} // namespace wg::evaluation

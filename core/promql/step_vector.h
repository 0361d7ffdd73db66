// The engine's intermediate value: an instant vector at every step of a range query, one column per series.
// Labels are worked on once per series, never per step.
#pragma once

#include "core/base/result.h"
#include "core/promql/engine.h"
#include "core/promql/label_key.h"

#include <memory>
#include <vector>

namespace wg::promql {

using LabelsPtr = std::shared_ptr<const series::Labels>;

/// "No sample at this step" is the staleness marker, which no calculation yields: arithmetic quiets it.
[[nodiscard]] inline double absent()
{
    return series::staleMarker();
}
[[nodiscard]] inline bool isAbsent(double v)
{
    return series::isStale(v);
}

struct Evaluation;

struct StepSeries {
    LabelsPtr labels;
    std::vector<double> v; ///< one per step
    bool dropName = false; ///< the metric name goes at the end of the query (EngineOptions::delayedNameRemoval)

    [[nodiscard]] bool anyPresent() const;
};

using StepVector = std::vector<StepSeries>;

/// Removes series without any sample.
void dropAbsent(StepVector& vector);
/// Without the metric name and, in 3.x, the metadata labels __type__ and __unit__.
[[nodiscard]] series::Labels withoutName(const series::Labels& labels, Compat compat);
/// What functions do that change what a series means: its name goes, or is marked to go with `delayedNameRemoval`. Series may
/// then share labels; see removeNames().
[[nodiscard]] Result<void> dropMetricNames(StepVector& vector, const Evaluation& evaluation);

/// Series that have the same labels become one. Fails when both have a sample at the same step (`strict`: at any step):
/// "vector cannot contain metrics with the same labelset".
[[nodiscard]] Result<void> mergeSameLabels(const Evaluation& evaluation, StepVector& vector, bool strict = false);
/// mergeSameLabels() for what operators on vectors give: an instant query with delayed name removal leaves the check to the
/// end.
[[nodiscard]] Result<void> uniteSameLabels(StepVector& vector, const Evaluation& evaluation);
/// dropMetricNames() and mergeSameLabels().
[[nodiscard]] Result<void> removeNames(StepVector& vector, const Evaluation& evaluation);
/// At the end of a query: takes away the names that are marked, and merges.
[[nodiscard]] Result<void> finishNames(StepVector& vector, const Evaluation& evaluation);

} // namespace wg::promql

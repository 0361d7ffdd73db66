// Evaluates PromQL over any Queryable. Seam is final; the language grows behind it.
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/promql/compat.h"
#include "core/series/queryable.h"
#include "core/series/value.h"

#include <cstdint>
#include <string_view>

namespace wg::promql {

struct EngineOptions {
    DurationMs lookback = 5 * kMinute; ///< how old a sample may be and still count; left-open as in 3.x
    std::uint64_t maxSamples = 50'000'000; ///< over this the query is refused with Limit
    std::uint64_t maxPoints = 11'000; ///< points per series of a range query
    DurationMs timeout = 2 * kMinute; ///< steady clock, started by the call
    DurationMs subqueryStep = kMinute; ///< of [5m:] without a step; Prometheus' evaluation interval
    Compat compat = Compat::V3; ///< what differs is in compat.h
    /// 3.x's feature flag promql-delayed-name-removal: functions only mark the metric name, the end of the query removes it.
    bool delayedNameRemoval = false;
    unsigned threads = 0; ///< that evaluate one query; 0: as many as the machine has cores
};

struct QueryOutput {
    series::Value value;
    Warnings warnings; ///< worded as Prometheus does, with positions
    std::uint64_t samplesRead = 0;
    std::uint64_t seriesMatched = 0; ///< series that any selector of the expression found; 0 = "no data"
};

/// Value at one instant. Blocking; call it on a worker. Errors carry line and column of the expression.
[[nodiscard]] Result<QueryOutput> queryInstant(const series::Queryable& data, std::string_view expression, TimeMs at,
    const CancelToken& cancel, const EngineOptions& options = {});
/// Matrix at start, start+step, … <= end. step > 0, end >= start.
[[nodiscard]] Result<QueryOutput> queryRange(const series::Queryable& data, std::string_view expression, TimeMs start,
    TimeMs end, DurationMs step, const CancelToken& cancel, const EngineOptions& options = {});

} // namespace wg::promql

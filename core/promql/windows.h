// Functions over ranges: each series is walked once, with two indexes that only move forward.
#pragma once

#include "core/promql/functions.h"

namespace wg::promql {

/// What one step sees of one series; never empty.
struct Window {
    std::span<const TimeMs> t;
    std::span<const double> v;
    TimeMs from = 0; ///< of the range, without regard to which end is open
    TimeMs to = 0;
    TimeMs step = 0; ///< when it is evaluated; differs from `to` with offset or @
    double parameter = 0; ///< the scalar argument at this step, if there is one
    Compat compat = Compat::V3;
};

enum class MetricName { Drop, Keep };

/// `kernel` gives the value at a step, or absent(). `range` is the argument that is the range vector.
[[nodiscard]] Result<StepValue> mapWindows(CallContext& context, std::size_t range, double (*kernel)(const Window&),
    const ScalarSteps* parameter = nullptr, MetricName name = MetricName::Drop);

template <double (*Kernel)(const Window&)>
Result<StepValue> overWindows(CallContext& context)
{
    return mapWindows(context, 0, Kernel);
}

} // namespace wg::promql

// Functions over ranges: each series is walked once, with two indexes that only move forward. What is computed from the
// samples between them is a kernel's business:
//
//   struct Kernel {
//       static constexpr bool kSameForSameWindow; // false: the step's time or a scalar argument matters too
//       void begin(const RangeSeries& series, Pulse& pulse); // once per series
//       double at(const Step& step, Pulse& pulse);           // steps in order; absent() for none
//   };
//
// Kernels are copied for every part of the series and may keep what they need between steps. Where they loop they spend()
// on the pulse and may return anything once that is false.
#pragma once

#include "core/promql/functions.h"

#include <algorithm>

namespace wg::promql {

/// What one step sees of one series: the samples [first, end), at least one.
struct Step {
    std::size_t first = 0;
    std::size_t end = 0;
    TimeMs from = 0; ///< of the range, without regard to which end is open
    TimeMs to = 0;
    TimeMs at = 0; ///< when it is evaluated; differs from `to` with offset or @
    std::size_t index = 0;
};

/// How many times are not after a limit, for limits that ascend. Even spacing costs two looks, whatever the distance.
class Cursor {
public:
    explicit Cursor(std::span<const TimeMs> t) : m_t(t) { }

    std::size_t pass(TimeMs limit)
    {
        const std::size_t guess = m_at + m_stride;
        if (guess < m_t.size() && m_t[guess] > limit && (guess == 0 || m_t[guess - 1] <= limit))
            return m_at = guess;
        const std::size_t before = m_at;
        while (m_at < m_t.size() && m_t[m_at] <= limit)
            ++m_at;
        m_stride = m_at - before;
        return m_at;
    }

private:
    std::span<const TimeMs> m_t;
    std::size_t m_at = 0;
    std::size_t m_stride = 0;
};

/// The windows of a range vector over the steps of a query.
struct Walk {
    const RangeVector& input;
    const Grid& grid;
    DurationMs oldest = 0; ///< samples after to - range - oldest are seen
    DurationMs newest = 0; ///< samples up to to + newest are seen

    Walk(const Evaluation& evaluation, const RangeVector& range, const Grid& steps) : input(range), grid(steps)
    {
        if (input.edges != Selector::Edges::Samples)
            oldest = evaluation.options.lookback;
        else if (!evaluation.leftOpen())
            oldest = 1;
        if (input.edges == Selector::Edges::Smoothed)
            newest = evaluation.options.lookback;
    }

    template <class Kernel>
    void run(Kernel& kernel, const RangeSeries& series, Pulse& pulse, std::vector<double>& out) const
    {
        kernel.begin(series, pulse);
        Cursor first(series.t);
        Cursor end(series.t);
        Step step;
        for (std::size_t i = 0; i < grid.count && pulse.spend(1); ++i) {
            step.index = i;
            step.at = grid.at(i);
            step.to = input.windowEnd(step.at);
            step.from = step.to - input.range;
            step.end = end.pass(step.to + newest);
            step.first = first.pass(step.from - oldest);
            if (step.first < step.end)
                out[i] = kernel.at(step, pulse);
            if (Kernel::kSameForSameWindow && input.at) {
                std::ranges::fill(out, out[i]);
                break;
            }
        }
    }
};

enum class MetricName { Drop, Keep };
/// Looks at what came out while the series still have their names.
using Inspect = std::function<void(const StepVector&)>;

/// Series without a value go, then the names do; no two may have the same labels.
[[nodiscard]] Result<void> finishWindows(CallContext& context, StepVector& out, MetricName name, const Inspect& inspect);
/// Samples read and points made.
[[nodiscard]] std::uint64_t workOf(const RangeVector& input, std::size_t steps);

/// Walks every series of the argument `range` with a copy of the kernel.
template <class Kernel>
Result<StepValue> overWindows(CallContext& context, std::size_t range, const Kernel& prototype,
    MetricName name = MetricName::Drop, const Inspect& inspect = {})
{
    const auto& input = std::get<RangeVector>(context.arguments[range]);
    const Walk walk(context.evaluation, input, context.grid);
    WG_CHECK(context.evaluation.account(input.series.size() * context.grid.count));
    StepVector out(input.series.size());
    const auto part = [&](std::size_t begin, std::size_t end) -> Result<void> {
        Kernel kernel = prototype;
        Pulse pulse(context.evaluation);
        for (std::size_t i = begin; i < end; ++i) {
            WG_CHECK(context.evaluation.checkpoint());
            const RangeSeries& series = input.series[i];
            out[i] = {series.labels, std::vector<double>(context.grid.count, absent()), series.dropName};
            walk.run(kernel, series, pulse, out[i].v);
            WG_CHECK(pulse.result());
        }
        return {};
    };
    WG_CHECK(context.evaluation.inParallel(out.size(), workOf(input, context.grid.count), part));
    WG_CHECK(finishWindows(context, out, name, inspect));
    return out;
}

} // namespace wg::promql

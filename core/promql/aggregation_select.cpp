#include "core/promql/aggregation.h"
#include "core/promql/go_float.h"
#include "core/promql/heap_order.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

#include <fmt/format.h>

namespace wg::promql {
namespace {

constexpr double kMostInt64 = 9223372036854774784.0;
constexpr double kLeastInt64 = -9223372036854775808.0;

struct Extremes {
    double least = 0;
    double most = 0;
    bool anyNaN = false;
};

Extremes extremesOf(const ScalarSteps& values)
{
    Extremes out{values.front(), values.front(), false};
    for (const double v : values) {
        out.least = std::min(out.least, v);
        out.most = std::max(out.most, v);
        out.anyNaN = out.anyNaN || std::isnan(v);
    }
    return out;
}

/// Elements of the input that are kept; columns are made when the first is.
class Kept {
public:
    explicit Kept(AggregationInput& input) : m_input(input), m_out(input.series.size()) { }

    Result<void> keep(std::size_t series, std::size_t step, double v)
    {
        StepSeries& s = m_out[series];
        if (!s.labels) {
            WG_CHECK(m_input.evaluation.account(m_input.steps));
            s = {m_input.series[series].labels, std::vector<double>(m_input.steps, absent()), m_input.series[series].dropName};
            m_order.push_back(series);
        }
        s.v[step] = v;
        return {};
    }

    /// One step: in the order they were kept; else in that of the input, whatever the threads did.
    [[nodiscard]] StepVector take()
    {
        if (m_input.steps > 1)
            std::ranges::sort(m_order);
        StepVector out;
        out.reserve(m_order.size());
        for (const std::size_t i : m_order)
            out.push_back(std::move(m_out[i]));
        return out;
    }

private:
    AggregationInput& m_input;
    StepVector m_out; ///< by series of the input
    std::vector<std::size_t> m_order;
};

Error parameterError(const AggregationInput& input, std::string message)
{
    return input.evaluation.error(withoutParens(*input.aggregate.parameter).range, std::move(message));
}

/// How many elements each step wants; empty where no step wants any.
Result<std::vector<std::size_t>> elementCounts(const AggregationInput& input)
{
    const bool together = parametersAreCheckedTogether(input.evaluation.options.compat);
    const Extremes k = extremesOf(input.parameter);
    if (k.anyNaN)
        return std::unexpected(parameterError(input, together ? "Parameter value is NaN" : "Scalar value NaN overflows int64"));
    if (together && k.most < 1)
        return {};
    if (k.least < kLeastInt64 || (together && k.least == kLeastInt64))
        return std::unexpected(parameterError(
            input, fmt::format("Scalar value {} {} int64", goFloat(k.least), together ? "underflows" : "overflows")));
    if (k.most > kMostInt64 || (together && k.most == kMostInt64))
        return std::unexpected(parameterError(input, fmt::format("Scalar value {} overflows int64", goFloat(k.most))));
    std::vector<std::size_t> out;
    out.reserve(input.steps);
    for (const double v : input.parameter)
        out.push_back(v < 1                                     ? 0
                : v >= static_cast<double>(input.series.size()) ? input.series.size()
                                                                : static_cast<std::size_t>(v));
    return out;
}

struct Chosen {
    std::size_t series = 0;
    std::size_t step = 0;
    double value = 0;
};

/// The best of all groups at the steps [begin, end). Of an instant query the best of a group comes first.
Result<std::vector<Chosen>> bestBetween(
    const AggregationInput& input, const std::vector<std::size_t>& wanted, std::size_t begin, std::size_t end)
{
    std::vector<Chosen> out;
    std::vector<BoundedHeap> heaps;
    heaps.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i)
        heaps.emplace_back(wanted[i], input.aggregate.op == AggregateOp::Topk, input.evaluation.options.compat);
    for (const AggregationGroup& group : input.groups) {
        for (const std::size_t member : group.members) {
            WG_CHECK(input.evaluation.checkpoint());
            const double* v = input.series[member].v.data() + begin;
            for (std::size_t i = 0; i < heaps.size(); ++i) {
                if (!isAbsent(v[i]))
                    heaps[i].offer({v[i], member});
            }
        }
        for (std::size_t i = 0; i < heaps.size(); ++i) {
            for (const BoundedHeap::Item& item : input.steps == 1 ? heaps[i].bestFirst() : heaps[i].items())
                out.push_back({item.index, begin + i, item.value});
            heaps[i].clear();
        }
    }
    return out;
}

Result<StepVector> best(AggregationInput& input, const std::vector<std::size_t>& wanted)
{
    std::mutex mutex;
    std::vector<std::vector<Chosen>> parts;
    const auto part = [&](std::size_t begin, std::size_t end) -> Result<void> {
        WG_TRY(auto chosen, bestBetween(input, wanted, begin, end));
        const std::lock_guard lock(mutex);
        parts.push_back(std::move(chosen));
        return {};
    };
    WG_CHECK(input.evaluation.inParallel(input.steps, input.series.size() * input.steps, part));
    Kept kept(input);
    for (const std::vector<Chosen>& chosen : parts) {
        for (const Chosen& c : chosen)
            WG_CHECK(kept.keep(c.series, c.step, c.value));
    }
    return kept.take();
}

Result<StepVector> first(AggregationInput& input, const std::vector<std::size_t>& wanted)
{
    Kept kept(input);
    std::vector<std::size_t> taken;
    for (const AggregationGroup& group : input.groups) {
        taken.assign(input.steps, 0);
        for (const std::size_t member : group.members) {
            WG_CHECK(input.evaluation.checkpoint());
            const std::vector<double>& v = input.series[member].v;
            for (std::size_t i = 0; i < input.steps; ++i) {
                if (!isAbsent(v[i]) && taken[i] < wanted[i]) {
                    ++taken[i];
                    WG_CHECK(kept.keep(member, i, v[i]));
                }
            }
        }
    }
    return kept.take();
}

/// Whether the share `ratio` of all series has this one: by the hash of its labels, so that a ratio and its complement
/// (0.3 and -0.7) share no series and miss none.
bool isInShare(double ratio, double offset)
{
    return ratio >= 0 ? offset < ratio : offset >= 1.0 + ratio;
}

Result<StepVector> share(AggregationInput& input)
{
    const Extremes r = extremesOf(input.parameter);
    if (r.anyNaN)
        return std::unexpected(parameterError(input,
            parametersAreCheckedTogether(input.evaluation.options.compat) ? "Ratio value is NaN" : "Ratio value NaN is NaN"));
    const auto warn = [&](double ratio, int to) {
        input.evaluation.say(Warning::Severity::Warning, withoutParens(*input.aggregate.parameter).range,
            fmt::format("ratio value should be between -1 and 1, got {}, capping to {}", goFloat(ratio), to));
    };
    if (r.most > 1)
        warn(r.most, 1);
    if (r.least < -1)
        warn(r.least, -1);
    Kept kept(input);
    for (std::size_t s = 0; s < input.series.size(); ++s) {
        WG_CHECK(input.evaluation.checkpoint());
        constexpr auto kMost = static_cast<double>(std::numeric_limits<std::uint64_t>::max());
        const double offset = static_cast<double>(prometheusHash(*input.series[s].labels)) / kMost;
        for (std::size_t i = 0; i < input.steps; ++i) {
            const double v = input.series[s].v[i];
            const double ratio = std::clamp(input.parameter[i], -1.0, 1.0);
            if (!isAbsent(v) && ratio != 0 && isInShare(ratio, offset))
                WG_CHECK(kept.keep(s, i, v));
        }
    }
    return kept.take();
}

} // namespace

Result<StepVector> selectElements(AggregationInput& input)
{
    if (input.aggregate.op == AggregateOp::LimitRatio)
        return share(input);
    WG_TRY(const std::vector<std::size_t> wanted, elementCounts(input));
    if (wanted.empty())
        return StepVector{};
    return input.aggregate.op == AggregateOp::Limitk ? first(input, wanted) : best(input, wanted);
}

} // namespace wg::promql

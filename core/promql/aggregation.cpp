#include "core/promql/aggregation.h"

#include "core/base/number.h"
#include "core/promql/heap_order.h"
#include "core/promql/quoting.h"
#include "core/promql/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg::promql {
namespace {

struct Group {
    LabelsPtr labels;
    std::vector<std::size_t> members; ///< of the input, in its order
};

std::vector<Group> groupsOf(const StepVector& input, const Aggregate& aggregate)
{
    LabelIndex index;
    std::vector<Group> out;
    for (std::size_t i = 0; i < input.size(); ++i) {
        const series::Labels& labels = *input[i].labels;
        const std::size_t g =
            index.add(aggregate.without ? labels.without(aggregate.grouping, true) : labels.keeping(aggregate.grouping));
        if (g == out.size())
            out.push_back({index.labels(g), {}});
        out[g].members.push_back(i);
    }
    return out;
}

struct PlainSum {
    double sum = 0;
    void add(double v) { sum += v; }
    [[nodiscard]] double value() const { return sum; }
};
struct Minimum {
    double least = std::numeric_limits<double>::quiet_NaN();
    void add(double v) { least = least > v || std::isnan(least) ? v : least; }
    [[nodiscard]] double value() const { return least; }
};
struct Maximum {
    double most = std::numeric_limits<double>::quiet_NaN();
    void add(double v) { most = most < v || std::isnan(most) ? v : most; }
    [[nodiscard]] double value() const { return most; }
};
struct Counter {
    double count = 0;
    void add(double) { ++count; }
    [[nodiscard]] double value() const { return count; }
};
struct One {
    void add(double) { }
    [[nodiscard]] double value() const { return 1; }
};
struct Variance {
    Welford welford;
    void add(double v) { welford.addPlain(v); }
    [[nodiscard]] double value() const { return welford.variance(); }
};
/// Before 3.x the first value of a group was not looked at: one infinity alone had no variance, now it has NaN.
struct LegacyVariance : Variance {
    void add(double v)
    {
        if (welford.count > 0)
            return welford.addPlain(v);
        welford.count = 1;
        welford.mean = v;
    }
};
template <class Base>
struct Deviation : Base {
    [[nodiscard]] double value() const { return std::sqrt(Base::value()); }
};

class Aggregation {
public:
    Aggregation(Evaluation& evaluation, const Aggregate& aggregate, const Grid& grid, StepVector input)
        : m_evaluation(evaluation)
        , m_aggregate(aggregate)
        , m_grid(grid)
        , m_input(std::move(input))
        , m_groups(groupsOf(m_input, aggregate))
    {
    }

    template <class Accumulator>
    Result<StepVector> fold()
    {
        StepVector out;
        for (const Group& group : m_groups) {
            WG_CHECK(m_evaluation.checkpoint());
            std::vector<Accumulator> state(m_grid.count);
            std::vector<char> any(m_grid.count, 0);
            for (const std::size_t member : group.members) {
                const std::vector<double>& v = m_input[member].v;
                for (std::size_t i = 0; i < m_grid.count; ++i) {
                    if (isAbsent(v[i]))
                        continue;
                    state[i].add(v[i]);
                    any[i] = 1;
                }
            }
            StepSeries s{group.labels, std::vector<double>(m_grid.count, absent())};
            for (std::size_t i = 0; i < m_grid.count; ++i) {
                if (any[i])
                    s.v[i] = state[i].value();
            }
            out.push_back(std::move(s));
        }
        return out;
    }

    Result<StepVector> quantile(const ScalarSteps& phi)
    {
        for (const double q : phi) {
            if (m_evaluation.options.compat == Compat::V3 && !(q >= 0 && q <= 1))
                m_evaluation.say(Warning::Severity::Warning, m_aggregate.parameter->range,
                    fmt::format("quantile value should be between 0 and 1, got {}", formatShortest(q)));
        }
        StepVector out;
        std::vector<double> values;
        for (const Group& group : m_groups) {
            WG_CHECK(m_evaluation.checkpoint());
            StepSeries s{group.labels, std::vector<double>(m_grid.count, absent())};
            for (std::size_t i = 0; i < m_grid.count; ++i) {
                values.clear();
                for (const std::size_t member : group.members) {
                    if (!isAbsent(m_input[member].v[i]))
                        values.push_back(m_input[member].v[i]);
                }
                if (!values.empty())
                    s.v[i] = quantileOf(phi[i], values);
            }
            out.push_back(std::move(s));
        }
        return out;
    }

    /// Keeps elements, with their own labels. One step: ordered by value within a group.
    Result<StepVector> select(const ScalarSteps& k, bool largest)
    {
        std::vector<std::size_t> wanted;
        for (const double count : k) {
            WG_TRY(const std::size_t elements, elementCount(count));
            wanted.push_back(elements);
        }
        std::vector<std::size_t> order;
        StepVector out;
        for (const StepSeries& s : m_input)
            out.push_back({s.labels, std::vector<double>(m_grid.count, absent())});
        for (const Group& group : m_groups) {
            WG_CHECK(m_evaluation.checkpoint());
            for (std::size_t i = 0; i < m_grid.count; ++i) {
                BoundedHeap heap(wanted[i], largest);
                for (const std::size_t member : group.members) {
                    if (!isAbsent(m_input[member].v[i]))
                        heap.offer({m_input[member].v[i], member});
                }
                for (const BoundedHeap::Item& item : heap.takeBestFirst()) {
                    out[item.index].v[i] = item.value;
                    order.push_back(item.index);
                }
            }
        }
        if (m_grid.count == 1) {
            StepVector ordered;
            for (const std::size_t i : order)
                ordered.push_back(std::move(out[i]));
            return ordered;
        }
        return out;
    }

    Result<StepVector> countValues(const std::string& label)
    {
        if (!isLabelName(label))
            return std::unexpected(
                m_evaluation.error(m_aggregate.parameter->range, fmt::format("invalid label name {}", quote(label))));
        LabelIndex index;
        StepVector out;
        for (const Group& group : m_groups) {
            for (const std::size_t member : group.members) {
                WG_CHECK(m_evaluation.checkpoint());
                for (std::size_t i = 0; i < m_grid.count; ++i) {
                    const double v = m_input[member].v[i];
                    if (isAbsent(v))
                        continue;
                    const std::size_t at = index.add(group.labels->with(label, formatPromFloat(v)));
                    if (at == out.size()) {
                        WG_CHECK(m_evaluation.account(m_grid.count));
                        out.push_back({index.labels(at), std::vector<double>(m_grid.count, absent())});
                    }
                    double& count = out[at].v[i];
                    count = isAbsent(count) ? 1 : count + 1;
                }
            }
        }
        return out;
    }

private:
    [[nodiscard]] Result<std::size_t> elementCount(double k) const
    {
        constexpr double kMostInt64 = 9223372036854774784.0;
        if (!(k <= kMostInt64 && k >= -9223372036854775808.0))
            return std::unexpected(m_evaluation.error(m_aggregate.parameter->range,
                std::isnan(k) ? "Parameter value is NaN" : fmt::format("Scalar value {} overflows int64", formatShortest(k))));
        return k < 1 ? 0 : std::min(m_input.size(), static_cast<std::size_t>(k));
    }

    Evaluation& m_evaluation;
    const Aggregate& m_aggregate;
    const Grid& m_grid;
    StepVector m_input;
    std::vector<Group> m_groups;
};

} // namespace

Result<StepVector> evaluateAggregate(Evaluation& evaluation, const Aggregate& aggregate, const Grid& grid)
{
    ScalarSteps parameter;
    std::string label;
    if (aggregate.parameter) {
        WG_TRY(StepValue value, evaluate(evaluation, *aggregate.parameter, grid));
        if (auto* text = std::get_if<std::string>(&value))
            label = std::move(*text);
        else
            parameter = std::get<ScalarSteps>(std::move(value));
    }
    WG_TRY(StepValue input, evaluate(evaluation, *aggregate.expr, grid));
    Aggregation run(evaluation, aggregate, grid, std::get<StepVector>(std::move(input)));
    const bool isLegacy = evaluation.options.compat == Compat::V2_42;
    switch (aggregate.op) {
    case AggregateOp::Sum:
        return isLegacy ? run.fold<PlainSum>() : run.fold<KahanSum>();
    case AggregateOp::Avg:
        return run.fold<KahanMean>();
    case AggregateOp::Min:
        return run.fold<Minimum>();
    case AggregateOp::Max:
        return run.fold<Maximum>();
    case AggregateOp::Count:
        return run.fold<Counter>();
    case AggregateOp::Stddev:
        return isLegacy ? run.fold<Deviation<LegacyVariance>>() : run.fold<Deviation<Variance>>();
    case AggregateOp::Stdvar:
        return isLegacy ? run.fold<LegacyVariance>() : run.fold<Variance>();
    case AggregateOp::Group:
        return run.fold<One>();
    case AggregateOp::Topk:
    case AggregateOp::Bottomk:
        return run.select(parameter, aggregate.op == AggregateOp::Topk);
    case AggregateOp::Quantile:
        return run.quantile(parameter);
    case AggregateOp::CountValues:
        return run.countValues(label);
    case AggregateOp::Limitk:
    case AggregateOp::LimitRatio:
        break;
    }
    return fail(ErrorCode::Unsupported, "unknown aggregation");
}

} // namespace wg::promql

#include "core/promql/aggregation.h"

#include "core/base/number.h"
#include "core/base/utf8.h"
#include "core/promql/quoting.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include <fmt/format.h>

namespace wg::promql {
namespace {

LabelChoice choiceOf(const Aggregate& aggregate)
{
    return aggregate.without ? LabelChoice::except(aggregate.grouping, true) : LabelChoice::only(aggregate.grouping);
}

Result<std::vector<AggregationGroup>> groupsOf(
    const Evaluation& evaluation, const StepVector& input, const Aggregate& aggregate)
{
    const LabelChoice choice = choiceOf(aggregate);
    KeyIndex index;
    std::vector<AggregationGroup> out;
    std::string key;
    for (std::size_t i = 0; i < input.size(); ++i) {
        WG_CHECK(evaluation.checkpoint());
        choice.key(*input[i].labels, key);
        const std::size_t g = index.add(key);
        if (g == out.size())
            out.push_back({std::make_shared<const series::Labels>(choice.apply(*input[i].labels)), {}});
        out[g].members.push_back(i);
    }
    return out;
}

/// count_values("label", v): the value becomes a label, which takes part in the grouping.
class ValueCounter {
public:
    ValueCounter(Evaluation& evaluation, const Aggregate& aggregate, const std::string& label, std::size_t steps)
        : m_evaluation(evaluation)
        , m_label(label)
        , m_steps(steps)
    {
        std::vector<std::string> names = aggregate.grouping;
        if (!aggregate.without)
            names.push_back(label);
        m_choice = aggregate.without ? LabelChoice::except(std::move(names), true) : LabelChoice::only(std::move(names));
    }

    Result<void> add(const StepSeries& series)
    {
        std::unordered_map<std::uint64_t, std::size_t> known; // bits of the value to the result's series
        for (std::size_t i = 0; i < m_steps; ++i) {
            if (isAbsent(series.v[i]))
                continue;
            const auto [entry, isNew] = known.try_emplace(std::bit_cast<std::uint64_t>(series.v[i]), 0);
            if (isNew) {
                WG_TRY(entry->second, seriesFor(series, series.v[i]));
            }
            double& count = m_out[entry->second].v[i];
            count = isAbsent(count) ? 1 : count + 1;
        }
        return {};
    }

    [[nodiscard]] StepVector take() { return std::move(m_out); }

private:
    Result<std::size_t> seriesFor(const StepSeries& series, double value)
    {
        WG_CHECK(m_evaluation.checkpoint());
        const series::Labels labels = m_choice.apply(series.labels->with(m_label, formatPromFloat(value)));
        static const LabelChoice kAll = LabelChoice::all();
        kAll.key(labels, m_key);
        const std::size_t at = m_index.add(m_key);
        if (at == m_out.size()) {
            WG_CHECK(m_evaluation.account(m_steps));
            m_out.push_back({std::make_shared<const series::Labels>(labels), std::vector<double>(m_steps, absent())});
        }
        return at;
    }

    Evaluation& m_evaluation;
    const std::string& m_label;
    std::size_t m_steps;
    LabelChoice m_choice;
    KeyIndex m_index;
    std::string m_key;
    StepVector m_out;
};

Result<StepVector> countValues(Evaluation& evaluation, const Aggregate& aggregate, const std::string& label, const Grid& grid)
{
    const bool valid = labelNamesAreUtf8(evaluation.options.compat) ? !label.empty() && isUtf8(label) : isLabelName(label);
    if (!valid)
        return std::unexpected(
            evaluation.error(withoutParens(*aggregate.parameter).range, fmt::format("invalid label name {}", quote(label))));
    WG_TRY(StepValue input, evaluate(evaluation, *aggregate.expr, grid));
    ValueCounter counter(evaluation, aggregate, label, grid.count);
    for (const StepSeries& s : std::get<StepVector>(input)) {
        WG_CHECK(evaluation.checkpoint());
        WG_CHECK(counter.add(s));
    }
    return counter.take();
}

} // namespace

Result<StepVector> evaluateAggregate(Evaluation& evaluation, const Aggregate& aggregate, const Grid& grid)
{
    ScalarSteps parameter;
    if (aggregate.parameter) {
        WG_TRY(StepValue value, evaluate(evaluation, *aggregate.parameter, grid));
        if (const auto* text = std::get_if<std::string>(&value))
            return countValues(evaluation, aggregate, *text, grid);
        parameter = std::get<ScalarSteps>(std::move(value));
        if (parameterIsOfTheFirstStep(evaluation.options.compat))
            std::ranges::fill(parameter, parameter.front());
    }
    WG_TRY(StepValue value, evaluate(evaluation, *aggregate.expr, grid));
    StepVector series = std::get<StepVector>(std::move(value));
    WG_TRY(std::vector<AggregationGroup> groups, groupsOf(evaluation, series, aggregate));
    AggregationInput input{evaluation, aggregate, grid.count, std::move(series), std::move(groups), std::move(parameter)};
    switch (aggregate.op) {
    case AggregateOp::Topk:
    case AggregateOp::Bottomk:
    case AggregateOp::Limitk:
    case AggregateOp::LimitRatio:
        return selectElements(input);
    default:
        return foldGroups(input);
    }
}

} // namespace wg::promql

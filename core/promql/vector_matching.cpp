#include "core/promql/vector_matching.h"

#include "core/promql/binary_eval.h"
#include "core/promql/quoting.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::promql {
namespace {

using series::Labels;
using Presence = std::vector<char>; ///< one per step

Labels signature(const Matching& matching, const Labels& labels)
{
    return matching.on ? labels.keeping(matching.labels) : labels.without(matching.labels, true);
}

Labels resultLabels(const Binary& binary, const Labels& many, const Labels& one)
{
    const Matching& matching = binary.matching;
    Labels out = dropsMetricName(binary) ? many.withoutMetricName() : many;
    if (matching.card == Matching::Card::OneToOne)
        out = matching.on ? out.keeping(matching.labels) : out.without(matching.labels, false);
    for (const std::string& name : matching.include)
        out = out.with(name, one.get(name));
    return out;
}

Presence presenceOf(const StepVector& vector, std::size_t steps)
{
    Presence out(steps, 0);
    for (const StepSeries& s : vector) {
        for (std::size_t i = 0; i < steps; ++i)
            out[i] |= isAbsent(s.v[i]) ? 0 : 1;
    }
    return out;
}

class Matcher {
public:
    Matcher(Evaluation& evaluation, const Binary& binary, const StepVector& lhs, const StepVector& rhs, std::size_t steps)
        : m_evaluation(evaluation)
        , m_binary(binary)
        , m_swapped(binary.matching.card == Matching::Card::OneToMany)
        , m_many(m_swapped ? rhs : lhs)
        , m_one(m_swapped ? lhs : rhs)
        , m_steps(steps)
    {
        for (std::size_t i = 0; i < m_one.size(); ++i)
            group(m_oneOf, *m_one[i].labels).push_back(i);
        for (std::size_t i = 0; i < m_many.size(); ++i)
            group(m_manyOf, *m_many[i].labels).push_back(i);
        m_oneOf.resize(m_index.size());
        m_manyOf.resize(m_index.size());
    }

    Result<StepVector> run()
    {
        const Presence someMany = presenceOf(m_many, m_steps);
        StepVector out;
        for (std::size_t g = 0; g < m_index.size(); ++g) {
            WG_CHECK(m_evaluation.checkpoint());
            WG_CHECK(refuseDuplicates(g, someMany));
            WG_CHECK(m_evaluation.account(m_manyOf[g].size() * m_oneOf[g].size() * m_steps));
            WG_TRY(StepVector part, matchGroup(g));
            std::ranges::move(part, std::back_inserter(out));
        }
        WG_CHECK(mergeSameLabels(out));
        return out;
    }

private:
    std::vector<std::size_t>& group(std::vector<std::vector<std::size_t>>& sides, const Labels& labels)
    {
        const std::size_t g = m_index.add(signature(m_binary.matching, labels));
        if (sides.size() <= g)
            sides.resize(g + 1);
        return sides[g];
    }

    /// Two series of the "one" side with the same matching labels at the same step, where the other side has anything.
    Result<void> refuseDuplicates(std::size_t g, const Presence& someMany) const
    {
        const auto& members = m_oneOf[g];
        if (members.size() < 2)
            return {};
        for (std::size_t i = 0; i < m_steps; ++i) {
            const StepSeries* first = nullptr;
            for (const std::size_t member : members) {
                const StepSeries& s = m_one[member];
                if (isAbsent(s.v[i]) || !someMany[i])
                    continue;
                if (first != nullptr)
                    return std::unexpected(m_evaluation.error(m_binary.opRange,
                        fmt::format("found duplicate series for the match group {} on the {} hand-side of the operation: "
                                    "[{}, {}];many-to-many matching not allowed: matching labels must be unique on one side",
                            braced(*m_index.labels(g)), m_swapped ? "left" : "right", braced(*s.labels),
                            braced(*first->labels))));
                first = &s;
            }
        }
        return {};
    }

    Result<StepVector> matchGroup(std::size_t g) const
    {
        const bool oneToOne = m_binary.matching.card == Matching::Card::OneToOne;
        Presence taken(m_steps, 0);
        StepVector out;
        for (const std::size_t many : m_manyOf[g]) {
            for (const std::size_t one : m_oneOf[g]) {
                StepSeries s = pair(m_many[many], m_one[one]);
                if (!s.anyPresent())
                    continue;
                for (std::size_t i = 0; oneToOne && i < m_steps; ++i) {
                    if (isAbsent(s.v[i]))
                        continue;
                    if (taken[i])
                        return std::unexpected(m_evaluation.error(m_binary.opRange,
                            "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"));
                    taken[i] = 1;
                }
                out.push_back(std::move(s));
            }
        }
        if (!oneToOne && !mergeSameLabels(out))
            return std::unexpected(m_evaluation.error(
                m_binary.opRange, "multiple matches for labels: grouping labels must ensure unique matches"));
        return out;
    }

    [[nodiscard]] StepSeries pair(const StepSeries& many, const StepSeries& one) const
    {
        StepSeries out{std::make_shared<const Labels>(resultLabels(m_binary, *many.labels, *one.labels)), many.v};
        const std::vector<double>& lhs = m_swapped ? one.v : many.v;
        const std::vector<double>& rhs = m_swapped ? many.v : one.v;
        for (std::size_t i = 0; i < m_steps; ++i)
            out.v[i] = isAbsent(lhs[i]) || isAbsent(rhs[i]) ? absent() : combine(m_binary, lhs[i], rhs[i], lhs[i]);
        return out;
    }

    Evaluation& m_evaluation;
    const Binary& m_binary;
    bool m_swapped;
    const StepVector& m_many;
    const StepVector& m_one;
    std::size_t m_steps;
    LabelIndex m_index;
    std::vector<std::vector<std::size_t>> m_oneOf; ///< by group
    std::vector<std::vector<std::size_t>> m_manyOf;
};

/// Removes from `vector` the elements whose group is (or, with `wanted`, is not) present on the other side.
void filterByPresence(
    StepVector& vector, LabelIndex& index, const Matching& matching, const std::vector<Presence>& other, bool wanted)
{
    for (StepSeries& s : vector) {
        const std::size_t g = index.add(signature(matching, *s.labels));
        for (std::size_t i = 0; i < s.v.size(); ++i) {
            const bool there = g < other.size() && other[g][i];
            if (there != wanted)
                s.v[i] = absent();
        }
    }
    dropAbsent(vector);
}

std::vector<Presence> presenceByGroup(const StepVector& vector, LabelIndex& index, const Matching& matching)
{
    std::vector<Presence> out;
    for (const StepSeries& s : vector) {
        const std::size_t g = index.add(signature(matching, *s.labels));
        if (g == out.size())
            out.emplace_back(s.v.size(), 0);
        for (std::size_t i = 0; i < s.v.size(); ++i)
            out[g][i] |= isAbsent(s.v[i]) ? 0 : 1;
    }
    return out;
}

} // namespace

Result<StepVector> matchVectors(
    Evaluation& evaluation, const Binary& binary, const StepVector& lhs, const StepVector& rhs, std::size_t steps)
{
    return Matcher(evaluation, binary, lhs, rhs, steps).run();
}

Result<StepVector> combineSets(Evaluation& evaluation, const Binary& binary, StepVector lhs, StepVector rhs)
{
    WG_CHECK(evaluation.checkpoint());
    LabelIndex index;
    if (binary.op == BinaryOp::Or) {
        const auto there = presenceByGroup(lhs, index, binary.matching);
        filterByPresence(rhs, index, binary.matching, there, false);
        std::ranges::move(rhs, std::back_inserter(lhs));
        WG_CHECK(mergeSameLabels(lhs));
        return lhs;
    }
    const auto there = presenceByGroup(rhs, index, binary.matching);
    filterByPresence(lhs, index, binary.matching, there, binary.op == BinaryOp::And);
    return lhs;
}

} // namespace wg::promql

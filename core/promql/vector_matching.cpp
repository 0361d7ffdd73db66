#include "core/promql/vector_matching.h"

#include "core/promql/binary_eval.h"
#include "core/promql/quoting.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

#include <fmt/format.h>

namespace wg::promql {
namespace {

using series::Labels;
using Column = std::vector<double>;

/// Series of both sides with the same matching labels.
struct Group {
    std::vector<std::size_t> many;
    std::vector<std::size_t> one;
};

/// As VectorBinop of promql/engine.go: the right side is the "one" side, with group_right the left.
class Join {
public:
    Join(Evaluation& evaluation, const Binary& binary, StepVector lhs, StepVector rhs, std::size_t steps)
        : m_evaluation(evaluation)
        , m_binary(binary)
        , m_matching(binary.matching)
        , m_choice(matchingLabels(binary.matching))
        , m_swapped(binary.matching.card == Matching::Card::OneToMany)
        , m_oneToOne(binary.matching.card == Matching::Card::OneToOne)
        , m_many(std::move(m_swapped ? rhs : lhs))
        , m_one(std::move(m_swapped ? lhs : rhs))
        , m_steps(steps)
    {
    }

    Result<StepVector> run()
    {
        WG_CHECK(makeGroups());
        WG_CHECK(refuseDuplicates());
        if (m_failure)
            m_steps = m_failure->step; // what fails later no longer matters, nor does any result
        for (std::size_t g = 0; g < m_groups.size() && m_steps > 0; ++g) {
            const Group& group = m_groups[g];
            WG_CHECK(m_evaluation.checkpoint());
            WG_CHECK(matchGroup(group));
            if (m_matching.fillLeft)
                WG_CHECK(fillMany(group));
        }
        if (m_failure)
            return std::unexpected(m_evaluation.error(m_binary.opRange, m_failure->message));
        if (isTrim(m_binary.op)) {
            if (m_anyMatch)
                sayTrimOfFloats(m_evaluation, m_binary);
            return StepVector{};
        }
        orderAsMany();
        dropAbsent(m_out);
        WG_CHECK(uniteSameLabels(m_out, m_evaluation));
        return std::move(m_out);
    }

private:
    /// Upstream goes step by step and stops at the first that fails; here the steps of a series are done at once.
    struct Failure {
        std::size_t step = 0;
        int phase = 0; ///< of a step: duplicates come first
        std::size_t series = 0;
        std::string message;
    };

    Result<void> makeGroups()
    {
        KeyIndex index;
        std::string key;
        const auto groupOf = [&](const StepSeries& s) -> Group& {
            m_choice.key(*s.labels, key);
            const std::size_t g = index.add(key);
            if (g == m_groups.size())
                m_groups.emplace_back();
            return m_groups[g];
        };
        for (std::size_t i = 0; i < m_many.size(); ++i) {
            WG_CHECK(m_evaluation.checkpoint());
            groupOf(m_many[i]).many.push_back(i);
        }
        for (std::size_t i = 0; i < m_one.size(); ++i) {
            WG_CHECK(m_evaluation.checkpoint());
            groupOf(m_one[i]).one.push_back(i);
        }
        return {};
    }

    template <class Message>
    void failAt(std::size_t step, int phase, std::size_t series, Message&& message)
    {
        if (!m_failure || std::tie(step, phase, series) < std::tie(m_failure->step, m_failure->phase, m_failure->series))
            m_failure = {step, phase, series, message()};
    }

    /// Two series of the "one" side with the same matching labels at the same step, where the other side has anything.
    Result<void> refuseDuplicates()
    {
        if (std::ranges::all_of(m_groups, [](const Group& group) { return group.one.size() < 2; }))
            return {};
        const bool filled = m_matching.fillLeft || m_matching.fillRight;
        std::vector<char> someMany(m_steps, filled ? 1 : 0);
        for (const StepSeries& s : m_many) {
            WG_CHECK(m_evaluation.checkpoint());
            for (std::size_t i = 0; i < m_steps; ++i)
                someMany[i] |= isAbsent(s.v[i]) ? 0 : 1;
        }
        for (const Group& group : m_groups) {
            std::vector<const StepSeries*> seen(group.one.size() < 2 ? 0 : m_steps, nullptr);
            for (const std::size_t one : group.one) {
                WG_CHECK(m_evaluation.checkpoint());
                for (std::size_t i = 0; i < seen.size(); ++i) {
                    if (isAbsent(m_one[one].v[i]) || !someMany[i])
                        continue;
                    if (seen[i] != nullptr)
                        failAt(i, 0, one, [&] { return duplicateMessage(m_one[one], *seen[i]); });
                    seen[i] = &m_one[one];
                }
            }
        }
        return {};
    }

    [[nodiscard]] std::string duplicateMessage(const StepSeries& second, const StepSeries& first) const
    {
        return fmt::format("found duplicate series for the match group {} on the {} hand-side of the operation: [{}, {}];"
                           "many-to-many matching not allowed: matching labels must be unique on one side",
            braced(m_choice.apply(*second.labels)), m_swapped ? "left" : "right", braced(*second.labels),
            braced(*first.labels));
    }

    Result<void> matchGroup(const Group& group)
    {
        m_matched.assign(group.many.size() > 1 || m_matching.fillLeft ? m_steps : 0, 0);
        m_seenLabels.clear();
        for (const std::size_t many : group.many) {
            for (const std::size_t one : group.one)
                WG_CHECK(emit(many, *m_many[many].labels, *m_one[one].labels, m_many[many].v, m_one[one].v));
            if (m_matching.fillRight) {
                const Column filled = fillWhere(m_many[many].v, group.one, m_one, *m_matching.fillRight);
                WG_CHECK(emit(many, *m_many[many].labels, m_choice.apply(*m_many[many].labels), m_many[many].v, filled));
            }
        }
        return {};
    }

    /// A value in place of each element of `column` that no series of the other side meets.
    [[nodiscard]] Column fillWhere(
        const Column& column, const std::vector<std::size_t>& others, const StepVector& side, double fill) const
    {
        Column out(m_steps, absent());
        for (std::size_t i = 0; i < m_steps; ++i) {
            const bool met = std::ranges::any_of(others, [&](std::size_t other) { return !isAbsent(side[other].v[i]); });
            if (!met && !isAbsent(column[i]))
                out[i] = fill;
        }
        return out;
    }

    /// The elements of the "one" side that nothing met. Upstream fills the "many" side from fill_left whichever side that is.
    Result<void> fillMany(const Group& group)
    {
        for (const std::size_t one : group.one) {
            Column filled(m_steps, absent());
            for (std::size_t i = 0; i < m_steps; ++i) {
                if (!m_matched[i] && !isAbsent(m_one[one].v[i]))
                    filled[i] = *m_matching.fillLeft;
            }
            WG_CHECK(emit(m_many.size() + one, m_choice.apply(*m_one[one].labels), *m_one[one].labels, filled, m_one[one].v));
        }
        return {};
    }

    /// One pair of series; `order` is that of its "many" series.
    Result<void> emit(
        std::size_t order, const Labels& many, const Labels& one, const Column& manyValues, const Column& oneValues)
    {
        WG_CHECK(m_evaluation.checkpoint());
        const Column& lhs = m_swapped ? oneValues : manyValues;
        const Column& rhs = m_swapped ? manyValues : oneValues;
        StepSeries s{nullptr, Column(m_steps), m_binary.returnBool};
        bool any = false;
        withOperator(m_binary.op, [&](auto f) {
            for (std::size_t i = 0; i < m_steps; ++i) {
                const bool both = !isAbsent(lhs[i]) && !isAbsent(rhs[i]);
                any = any || both;
                s.v[i] = both ? elementOf(f, m_binary.returnBool, lhs[i], rhs[i], lhs[i]) : absent();
            }
        });
        m_anyMatch = m_anyMatch || any;
        if (!any || isTrim(m_binary.op))
            return {};
        WG_CHECK(m_evaluation.account(m_steps));
        s.labels = std::make_shared<const Labels>(resultLabels(many, one));
        if (!m_matched.empty())
            refuseSecondMatch(order, s, lhs, rhs);
        m_out.push_back(std::move(s));
        m_order.push_back(order);
        return {};
    }

    /// One to one: no step may have a second match in a group. Many to one: none with the same labels.
    void refuseSecondMatch(std::size_t order, const StepSeries& s, const Column& lhs, const Column& rhs)
    {
        const bool droppedCount = droppedMatchesCount(m_evaluation.options.compat);
        std::vector<char>* seen = &m_matched;
        if (!m_oneToOne) {
            static const LabelChoice kAll = LabelChoice::all();
            kAll.key(*s.labels, m_key);
            seen = &m_seenLabels.try_emplace(m_key, m_steps, 0).first->second;
        }
        for (std::size_t i = 0; i < m_steps; ++i) {
            const bool counts = droppedCount ? !isAbsent(lhs[i]) && !isAbsent(rhs[i]) : !isAbsent(s.v[i]);
            if (!counts)
                continue;
            if ((*seen)[i])
                failAt(i, 1, order, [&] {
                    return m_oneToOne
                        ? "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
                        : "multiple matches for labels: grouping labels must ensure unique matches";
                });
            (*seen)[i] = 1;
            m_matched[i] = 1;
        }
    }

    /// An instant vector may have been sorted.
    void orderAsMany()
    {
        if (m_steps != 1 || std::ranges::is_sorted(m_order))
            return;
        std::vector<std::size_t> at(m_out.size());
        std::iota(at.begin(), at.end(), std::size_t(0));
        std::ranges::stable_sort(at, {}, [this](std::size_t i) { return m_order[i]; });
        StepVector ordered;
        for (const std::size_t i : at)
            ordered.push_back(std::move(m_out[i]));
        m_out = std::move(ordered);
    }

    [[nodiscard]] Labels resultLabels(const Labels& many, const Labels& one) const
    {
        const EngineOptions& options = m_evaluation.options;
        const bool nameGoes =
            changesMeaning(m_binary.op, options.compat) || (m_binary.returnBool && !options.delayedNameRemoval);
        Labels out = nameGoes ? withoutName(many, options.compat) : many;
        if (m_oneToOne)
            out = m_matching.on ? out.keeping(m_matching.labels) : out.without(m_matching.labels, false);
        for (const std::string& name : m_matching.include)
            out = out.with(name, one.get(name));
        return out;
    }

    Evaluation& m_evaluation;
    const Binary& m_binary;
    const Matching& m_matching;
    LabelChoice m_choice;
    bool m_swapped;
    bool m_oneToOne;
    StepVector m_many;
    StepVector m_one;
    std::size_t m_steps;
    std::vector<Group> m_groups;
    StepVector m_out;
    std::vector<std::size_t> m_order; ///< of each result: its "many" series
    std::optional<Failure> m_failure;
    bool m_anyMatch = false;
    // Of the group that is being matched:
    std::vector<char> m_matched; ///< by step; empty where nothing can go wrong and nothing is filled
    std::unordered_map<std::string, std::vector<char>> m_seenLabels; ///< by labels of the result
    std::string m_key;
};

} // namespace

LabelChoice matchingLabels(const Matching& matching)
{
    return matching.on ? LabelChoice::only(matching.labels) : LabelChoice::except(matching.labels, true);
}

Result<StepVector> matchVectors(Evaluation& evaluation, const Binary& binary, StepVector lhs, StepVector rhs, std::size_t steps)
{
    return Join(evaluation, binary, std::move(lhs), std::move(rhs), steps).run();
}

} // namespace wg::promql

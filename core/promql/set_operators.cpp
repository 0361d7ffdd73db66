#include "core/promql/vector_matching.h"

#include <algorithm>

namespace wg::promql {
namespace {

using Presence = std::vector<char>; ///< one per step

/// By group of matching labels.
struct Groups {
    LabelChoice choice;
    KeyIndex index;
    std::vector<Presence> there;
    std::string key = {};

    void add(const StepSeries& s)
    {
        choice.key(*s.labels, key);
        const std::size_t g = index.add(key);
        if (g == there.size())
            there.emplace_back(s.v.size(), 0);
        for (std::size_t i = 0; i < s.v.size(); ++i)
            there[g][i] |= isAbsent(s.v[i]) ? 0 : 1;
    }

    /// Keeps the elements whose group is there (or, with `wanted` false, is not there) at their step.
    void filter(StepSeries& s, bool wanted)
    {
        choice.key(*s.labels, key);
        const std::size_t g = index.find(key);
        for (std::size_t i = 0; i < s.v.size(); ++i) {
            const bool found = g != KeyIndex::kNone && there[g][i];
            if (found != wanted)
                s.v[i] = absent();
        }
    }
};

} // namespace

Result<StepVector> combineSets(Evaluation& evaluation, const Binary& binary, StepVector lhs, StepVector rhs)
{
    const bool isOr = binary.op == BinaryOp::Or;
    StepVector& filtered = isOr ? rhs : lhs;
    Groups groups{matchingLabels(binary.matching), {}, {}};
    for (const StepSeries& s : isOr ? lhs : rhs) {
        WG_CHECK(evaluation.checkpoint());
        groups.add(s);
    }
    for (StepSeries& s : filtered) {
        WG_CHECK(evaluation.checkpoint());
        groups.filter(s, binary.op == BinaryOp::And);
    }
    dropAbsent(filtered);
    if (isOr) {
        std::ranges::move(rhs, std::back_inserter(lhs));
        WG_CHECK(uniteSameLabels(lhs, evaluation));
    }
    return lhs;
}

} // namespace wg::promql

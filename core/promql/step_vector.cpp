#include "core/promql/step_vector.h"

#include "core/promql/evaluation.h"

#include <algorithm>

namespace wg::promql {

bool StepSeries::anyPresent() const
{
    return !std::ranges::all_of(v, isAbsent);
}

void dropAbsent(StepVector& vector)
{
    std::erase_if(vector, [](const StepSeries& s) { return !s.anyPresent(); });
}

series::Labels withoutName(const series::Labels& labels, Compat compat)
{
    static const std::vector<std::string> kMetadata{"__type__", "__unit__"};
    return labels.without(metadataLabelsGoWithTheName(compat) ? std::span(kMetadata) : std::span<const std::string>(), true);
}

Result<void> dropMetricNames(StepVector& vector, const Evaluation& evaluation)
{
    for (StepSeries& s : vector) {
        WG_CHECK(evaluation.checkpoint());
        s.dropName = true;
        if (!evaluation.options.delayedNameRemoval)
            s.labels = std::make_shared<const series::Labels>(withoutName(*s.labels, evaluation.options.compat));
    }
    return {};
}

Result<void> mergeSameLabels(const Evaluation& evaluation, StepVector& vector, bool strict)
{
    if (vector.size() < 2)
        return {};
    static const LabelChoice kAll = LabelChoice::all();
    KeyIndex index;
    std::string key;
    std::vector<std::size_t> at;
    at.reserve(vector.size());
    for (const StepSeries& s : vector) {
        WG_CHECK(evaluation.checkpoint());
        kAll.key(*s.labels, key);
        at.push_back(index.add(key));
    }
    if (index.size() == vector.size())
        return {};
    StepVector merged;
    for (std::size_t i = 0; i < vector.size(); ++i) {
        if (at[i] == merged.size()) {
            merged.push_back(std::move(vector[i]));
            continue;
        }
        WG_CHECK(evaluation.checkpoint());
        std::vector<double>& into = merged[at[i]].v;
        const std::vector<double>& from = vector[i].v;
        for (std::size_t step = 0; step < into.size(); ++step) {
            if (isAbsent(from[step]) && !strict)
                continue;
            if (!isAbsent(into[step]) || strict)
                return fail(ErrorCode::Execution, "vector cannot contain metrics with the same labelset");
            into[step] = from[step];
        }
    }
    vector = std::move(merged);
    return {};
}

Result<void> uniteSameLabels(StepVector& vector, const Evaluation& evaluation)
{
    const bool oneStep = !vector.empty() && vector.front().v.size() == 1;
    if (evaluation.options.delayedNameRemoval && oneStep)
        return {};
    return mergeSameLabels(evaluation, vector);
}

Result<void> removeNames(StepVector& vector, const Evaluation& evaluation)
{
    WG_CHECK(dropMetricNames(vector, evaluation));
    if (evaluation.options.delayedNameRemoval)
        return {};
    return mergeSameLabels(evaluation, vector);
}

Result<void> finishNames(StepVector& vector, const Evaluation& evaluation)
{
    if (!evaluation.options.delayedNameRemoval)
        return {};
    for (StepSeries& s : vector) {
        WG_CHECK(evaluation.checkpoint());
        if (s.dropName)
            s.labels = std::make_shared<const series::Labels>(withoutName(*s.labels, evaluation.options.compat));
    }
    return mergeSameLabels(evaluation, vector);
}

} // namespace wg::promql

#include "core/promql/step_vector.h"

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

void dropMetricNames(StepVector& vector, const EngineOptions& options)
{
    for (StepSeries& s : vector) {
        s.dropName = true;
        if (!options.delayedNameRemoval)
            s.labels = std::make_shared<const series::Labels>(withoutName(*s.labels, options.compat));
    }
}

Result<void> mergeSameLabels(StepVector& vector, bool strict)
{
    if (vector.size() < 2)
        return {};
    static const LabelChoice kAll = LabelChoice::all();
    KeyIndex index;
    std::string key;
    std::vector<std::size_t> at;
    at.reserve(vector.size());
    for (const StepSeries& s : vector) {
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

Result<void> uniteSameLabels(StepVector& vector, const EngineOptions& options)
{
    const bool oneStep = !vector.empty() && vector.front().v.size() == 1;
    if (options.delayedNameRemoval && oneStep)
        return {};
    return mergeSameLabels(vector);
}

Result<void> removeNames(StepVector& vector, const EngineOptions& options)
{
    dropMetricNames(vector, options);
    if (options.delayedNameRemoval)
        return {};
    return mergeSameLabels(vector);
}

Result<void> finishNames(StepVector& vector, const EngineOptions& options)
{
    if (!options.delayedNameRemoval)
        return {};
    for (StepSeries& s : vector) {
        if (s.dropName)
            s.labels = std::make_shared<const series::Labels>(withoutName(*s.labels, options.compat));
    }
    return mergeSameLabels(vector);
}

} // namespace wg::promql

#include "core/promql/step_vector.h"

#include <algorithm>
#include <unordered_map>

namespace wg::promql {

struct LabelIndex::Map {
    std::unordered_map<series::Labels, std::size_t, series::LabelsHash> at;
};

LabelIndex::LabelIndex() : m_map(std::make_unique<Map>()) { }
LabelIndex::~LabelIndex() = default;

std::size_t LabelIndex::add(const series::Labels& labels)
{
    const auto [entry, isNew] = m_map->at.try_emplace(labels, m_labels.size());
    if (isNew)
        m_labels.push_back(std::make_shared<const series::Labels>(labels));
    return entry->second;
}

bool StepSeries::anyPresent() const
{
    return !std::ranges::all_of(v, isAbsent);
}

void dropAbsent(StepVector& vector)
{
    std::erase_if(vector, [](const StepSeries& s) { return !s.anyPresent(); });
}

void relabel(StepVector& vector, const std::function<series::Labels(const series::Labels&)>& change)
{
    for (StepSeries& s : vector)
        s.labels = std::make_shared<const series::Labels>(change(*s.labels));
}

void dropMetricNames(StepVector& vector)
{
    for (StepSeries& s : vector) {
        if (!s.labels->metricName().empty())
            s.labels = std::make_shared<const series::Labels>(s.labels->withoutMetricName());
    }
}

Result<void> mergeSameLabels(StepVector& vector, bool strict)
{
    if (vector.size() < 2)
        return {};
    LabelIndex index;
    StepVector merged;
    for (StepSeries& s : vector) {
        const std::size_t at = index.add(*s.labels);
        if (at == merged.size()) {
            merged.push_back(std::move(s));
            continue;
        }
        std::vector<double>& into = merged[at].v;
        for (std::size_t i = 0; i < into.size(); ++i) {
            if (isAbsent(s.v[i]) && !strict)
                continue;
            if (!isAbsent(into[i]) || strict)
                return fail(ErrorCode::Execution, "vector cannot contain metrics with the same labelset");
            into[i] = s.v[i];
        }
    }
    vector = std::move(merged);
    return {};
}

} // namespace wg::promql

#include "core/exposition/load.h"

#include <algorithm>
#include <map>

namespace wg::exposition {

Result<Loaded> load(
    std::string_view page, Format format, const std::string& inputName, TimeMs defaultTime, series::Appendable& out)
{
    WG_TRY(Page parsed, parsePage(page, format, inputName));
    std::map<series::Labels, std::vector<series::Sample>> bySeries;
    for (PageSample& sample : parsed.samples)
        bySeries[std::move(sample.labels)].push_back({sample.timestamp.value_or(defaultTime), sample.value});
    Loaded loaded;
    loaded.metadata = std::move(parsed.metadata);
    std::vector<TimeMs> times;
    std::vector<double> values;
    for (auto& [labels, samples] : bySeries) {
        std::stable_sort(samples.begin(), samples.end(), [](const auto& a, const auto& b) { return a.t < b.t; });
        times.clear();
        values.clear();
        for (const series::Sample& sample : samples) {
            if (!times.empty() && times.back() == sample.t) {
                ++loaded.refused;
                continue;
            }
            times.push_back(sample.t);
            values.push_back(sample.v);
        }
        const series::Appendable::Refused refused = out.append(labels, times, values);
        loaded.refused += refused.outOfOrder + refused.duplicate;
        loaded.samples += times.size() - static_cast<std::size_t>(refused.outOfOrder + refused.duplicate);
        ++loaded.series;
    }
    return loaded;
}

} // namespace wg::exposition

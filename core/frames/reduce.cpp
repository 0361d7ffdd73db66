#include "core/frames/reduce.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

namespace wg::frames {
namespace {

/// Values without nulls, never empty.
using Present = std::span<const double>;
using Reducer = double (*)(Present);

double sum(Present v)
{
    // Kahan: means of long ranges keep their digits.
    double total = 0;
    double lost = 0;
    for (const double value : v) {
        const double next = total + value;
        lost += std::abs(total) >= std::abs(value) ? (total - next) + value : (value - next) + total;
        total = next;
    }
    return std::isfinite(lost) ? total + lost : total;
}

double variance(Present v)
{
    const double mean = sum(v) / static_cast<double>(v.size());
    double squares = 0;
    for (const double value : v)
        squares += (value - mean) * (value - mean);
    return squares / static_cast<double>(v.size());
}

double median(Present v)
{
    std::vector<double> sorted(v.begin(), v.end());
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/// Growth of a counter: a fall is a reset, after which the value itself is the growth.
double delta(Present v)
{
    double grown = 0;
    for (std::size_t i = 1; i < v.size(); ++i)
        grown += v[i] >= v[i - 1] ? v[i] - v[i - 1] : v[i];
    return grown;
}

double leastStep(Present v)
{
    double step = HUGE_VAL;
    for (std::size_t i = 1; i < v.size(); ++i)
        step = std::min(step, v[i] - v[i - 1]);
    return v.size() < 2 ? 0 : step;
}

struct Row {
    std::string_view id;
    Reducer reduce;
};

// Grafana's fieldReducers (packages/grafana-data/src/transformations/fieldReducer.ts), in its order.
constexpr auto kReducers = std::to_array<Row>({
    {"lastNotNull", [](Present v) { return v.back(); }},
    {"firstNotNull", [](Present v) { return v.front(); }},
    {"min", [](Present v) { return *std::min_element(v.begin(), v.end()); }},
    {"max", [](Present v) { return *std::max_element(v.begin(), v.end()); }},
    {"mean", [](Present v) { return sum(v) / static_cast<double>(v.size()); }},
    {"median", median},
    {"sum", sum},
    {"range", [](Present v) { return *std::max_element(v.begin(), v.end()) - *std::min_element(v.begin(), v.end()); }},
    {"delta", delta},
    {"step", leastStep},
    {"diff", [](Present v) { return v.back() - v.front(); }},
    {"diffperc", [](Present v) { return v.front() == 0 ? 0 : (v.back() - v.front()) / v.front(); }},
    {"variance", variance},
    {"stdDev", [](Present v) { return std::sqrt(variance(v)); }},
    {"logmin",
        [](Present v) {
            double least = HUGE_VAL;
            for (const double value : v)
                least = value > 0 ? std::min(least, value) : least;
            return std::isfinite(least) ? least : std::nan("");
        }},
    {"distinctCount", [](Present v) { return static_cast<double>(std::set<double>(v.begin(), v.end()).size()); }},
});

/// Those that look at nulls, too.
constexpr auto kWithNulls =
    std::to_array<std::string_view>({"last", "first", "count", "changeCount", "allIsNull", "allIsZero"});

std::optional<double> reduceWithNulls(std::span<const double> v, std::string_view reducer)
{
    const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    if (reducer == "count")
        return static_cast<double>(v.size());
    if (reducer == "allIsNull")
        return std::all_of(v.begin(), v.end(), [](double value) { return std::isnan(value); }) ? 1 : 0;
    if (reducer == "allIsZero")
        return std::all_of(v.begin(), v.end(), [](double value) { return value == 0; }) ? 1 : 0;
    if (reducer == "changeCount") {
        double changes = 0;
        for (std::size_t i = 1; i < v.size(); ++i)
            changes += same(v[i], v[i - 1]) ? 0 : 1;
        return changes;
    }
    const double value = reducer == "last" ? v.back() : v.front();
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

} // namespace

std::optional<double> reduce(std::span<const double> values, std::string_view reducer)
{
    if (reducer == "avg")
        reducer = "mean";
    if (values.empty())
        return std::nullopt;
    if (std::find(kWithNulls.begin(), kWithNulls.end(), reducer) != kWithNulls.end())
        return reduceWithNulls(values, reducer);
    std::vector<double> present;
    Present view = values;
    if (std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); })) {
        std::copy_if(
            values.begin(), values.end(), std::back_inserter(present), [](double value) { return !std::isnan(value); });
        view = present;
    }
    if (view.empty())
        return std::nullopt;
    const auto row =
        std::find_if(kReducers.begin(), kReducers.end(), [&](const Row& candidate) { return candidate.id == reducer; });
    const double out = (row == kReducers.end() ? kReducers.front() : *row).reduce(view);
    return std::isnan(out) ? std::nullopt : std::optional(out);
}

} // namespace wg::frames

#include "core/promql/edges.h"

#include "core/promql/counter_resets.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::promql {
namespace {

/// The samples that stand at the two ends of a range.
struct Ends {
    std::size_t first = 0;
    std::size_t last = 0;
    double left = 0;
    double right = 0;
};

std::optional<Ends> endsOf(const RangeSeries& series, const Step& step, bool smoothed, bool isCounter)
{
    const auto& t = series.t;
    Ends ends;
    ends.last = step.end - 1;
    const auto begin = t.begin() + static_cast<std::ptrdiff_t>(step.first);
    const auto last = t.begin() + static_cast<std::ptrdiff_t>(ends.last);
    const auto inside = std::upper_bound(begin, last, step.from);
    ends.first = static_cast<std::size_t>((inside == begin ? inside : inside - 1) - t.begin());
    if (smoothed)
        ends.last = static_cast<std::size_t>(std::lower_bound(begin, last, step.to) - t.begin());
    if (t[ends.last] <= step.from || (smoothed && t[ends.first] > step.to))
        return std::nullopt;
    const bool cutsLeft = smoothed && t[ends.first] < step.from;
    const bool cutsRight = smoothed && ends.last > step.first && t[ends.last] > step.to;
    ends.left = cutsLeft ? interpolated(series, ends.first, step.from, isCounter) : series.v[ends.first];
    ends.right = cutsRight ? interpolated(series, ends.last - 1, step.to, isCounter) : series.v[ends.last];
    // The ends stand for the samples at and beyond them.
    if (t[ends.first] <= step.from)
        ++ends.first;
    if (t[ends.last] < step.to)
        ++ends.last;
    return ends;
}

} // namespace

std::optional<std::size_t> anchorIndex(std::span<const TimeMs> t, TimeMs from)
{
    if (t.empty() || t.back() <= from)
        return std::nullopt;
    const auto inside = std::upper_bound(t.begin(), t.end() - 1, from);
    return static_cast<std::size_t>((inside == t.begin() ? inside : inside - 1) - t.begin());
}

double interpolated(const RangeSeries& series, std::size_t before, TimeMs at, bool isCounter)
{
    const double right = series.v[before + 1];
    const double left = isCounter && right < series.v[before] ? 0 : series.v[before];
    return left
        + (right - left) * static_cast<double>(at - series.t[before])
        / static_cast<double>(series.t[before + 1] - series.t[before]);
}

double EdgedRate::at(const Step& step, Pulse& pulse) const
{
    const auto ends = endsOf(*series, step, smoothed, kind.isCounter);
    if (!ends)
        return absent();
    double difference = ends->right - ends->left;
    if (kind.isCounter) {
        double correction = 0;
        double before = ends->left;
        for (std::size_t i = ends->first; i < ends->last && pulse.spend(1); ++i) {
            if (series->v[i] < before)
                correction += before;
            before = series->v[i];
        }
        if (ends->right < before)
            correction += before;
        difference += correction;
    }
    return kind.perSecond ? difference / seconds(step.to - step.from) : difference;
}

EdgedSamples edgedSamples(const RangeSeries& series, const Step& step, bool smoothed)
{
    EdgedSamples out;
    const auto ends = endsOf(series, step, smoothed, false);
    if (!ends)
        return out;
    out.t.push_back(step.from);
    out.v.push_back(ends->left);
    for (std::size_t i = ends->first; i < ends->last; ++i) {
        out.t.push_back(series.t[i]);
        out.v.push_back(series.v[i]);
    }
    out.t.push_back(step.to);
    out.v.push_back(ends->right);
    return out;
}

double smoothedAt(const RangeSeries& series, const Step& step, TimeMs at)
{
    const auto begin = series.t.begin() + static_cast<std::ptrdiff_t>(step.first);
    const auto end = series.t.begin() + static_cast<std::ptrdiff_t>(step.end);
    const auto next = std::lower_bound(begin, end, at);
    const auto i = static_cast<std::size_t>(next - series.t.begin());
    if (next != end && *next == at)
        return series.v[i];
    if (next == begin)
        return absent();
    return next == end ? series.v[i - 1] : interpolated(series, i - 1, at, false);
}

std::string edgesRefused(std::string_view function, Selector::Edges edges)
{
    static constexpr std::string_view kAnchored[] = {"changes", "delta", "increase", "rate", "resets"};
    static constexpr std::string_view kSmoothed[] = {"delta", "increase", "rate"};
    const bool isAnchored = edges == Selector::Edges::Anchored;
    const std::span<const std::string_view> takers = isAnchored ? std::span<const std::string_view>(kAnchored) : kSmoothed;
    if (edges == Selector::Edges::Samples || std::ranges::find(takers, function) != takers.end())
        return {};
    return fmt::format("{} modifier can only be used with: {} - not with {}", isAnchored ? "anchored" : "smoothed",
        fmt::join(takers, ", "), function);
}

} // namespace wg::promql

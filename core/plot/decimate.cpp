#include "core/plot/decimate.h"

#include <cmath>
#include <limits>

namespace wg::plot {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

/// Least and greatest; NaN compares false and so is passed over. Four chains keep the adders busy.
Interval extremes(std::span<const double> v)
{
    double low[4] = {kInf, kInf, kInf, kInf};
    double high[4] = {-kInf, -kInf, -kInf, -kInf};
    std::size_t i = 0;
    for (; i + 4 <= v.size(); i += 4) {
        for (std::size_t lane = 0; lane < 4; ++lane) {
            low[lane] = v[i + lane] < low[lane] ? v[i + lane] : low[lane];
            high[lane] = v[i + lane] > high[lane] ? v[i + lane] : high[lane];
        }
    }
    for (; i < v.size(); ++i) {
        low[0] = v[i] < low[0] ? v[i] : low[0];
        high[0] = v[i] > high[0] ? v[i] : high[0];
    }
    return {std::min(std::min(low[0], low[1]), std::min(low[2], low[3])),
        std::max(std::max(high[0], high[1]), std::max(high[2], high[3]))};
}

/// As extremes(), when there are infinities to leave out.
Interval finiteExtremes(std::span<const double> v)
{
    Interval out = kEmptyInterval;
    for (const double value : v) {
        if (!std::isfinite(value))
            continue;
        out.low = std::min(out.low, value);
        out.high = std::max(out.high, value);
    }
    return out;
}

/// First index in [begin, t.size()) that `past` says yes to; doubling steps, because columns are short beside the whole.
template <class Past>
std::size_t gallop(std::size_t begin, std::size_t end, Past past)
{
    std::size_t step = 1;
    std::size_t low = begin;
    while (low + step < end && !past(low + step)) {
        low += step;
        step *= 2;
    }
    std::size_t high = std::min(low + step, end);
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (past(middle))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

class Decimator {
public:
    Decimator(std::span<const TimeMs> t, std::span<const double> v, DurationMs maxGap) : m_t(t), m_v(v), m_maxGap(maxGap) { }

    /// Adds the points [begin, end) as one column.
    void add(std::size_t begin, std::size_t end)
    {
        std::size_t first = begin;
        while (first < end && !std::isfinite(m_v[first]))
            ++first;
        m_broken = m_broken || first > begin;
        if (first == end)
            return;
        std::size_t last = end - 1;
        while (!std::isfinite(m_v[last]))
            --last;
        const std::span<const double> values = m_v.subspan(first, last - first + 1);
        Interval range = extremes(values);
        if (!std::isfinite(range.low) || !std::isfinite(range.high))
            range = finiteExtremes(values);
        const bool far = m_maxGap > 0 && m_previous < first && m_t[first] - m_t[m_previous] > m_maxGap;
        m_out.push_back({static_cast<double>(m_t[first]), static_cast<double>(m_t[last]), m_v[first], m_v[last], range.low,
            range.high, static_cast<std::uint32_t>(std::min<std::size_t>(values.size(), UINT32_MAX)),
            !m_out.empty() && (m_broken || far)});
        m_broken = last + 1 < end;
        m_previous = last;
    }

    std::vector<Column> take() { return std::move(m_out); }

private:
    std::span<const TimeMs> m_t;
    std::span<const double> m_v;
    DurationMs m_maxGap;
    std::vector<Column> m_out;
    bool m_broken = false; ///< a value that is not finite since the last point
    std::size_t m_previous = 0;
};

} // namespace

std::pair<std::size_t, std::size_t> visibleIndices(std::span<const TimeMs> t, TimeRange window)
{
    const auto begin = std::lower_bound(t.begin(), t.end(), window.from);
    const auto end = std::upper_bound(begin, t.end(), window.to);
    return {static_cast<std::size_t>(begin - t.begin()), static_cast<std::size_t>(end - t.begin())};
}

std::vector<Column> decimate(
    std::span<const TimeMs> t, std::span<const double> v, TimeRange window, int columns, DurationMs maxGap)
{
    if (t.size() != v.size() || columns <= 0 || window.from >= window.to)
        return {};
    const auto [begin, end] = visibleIndices(t, window);
    Decimator out(t, v, maxGap);
    // The neighbours outside are one point each: a value that is not finite there only says "no line".
    if (begin > 0)
        out.add(begin - 1, begin);
    const double scale = static_cast<double>(columns) / static_cast<double>(window.length());
    const auto columnOf = [&](std::size_t i) {
        return std::min(static_cast<int>(static_cast<double>(t[i] - window.from) * scale), columns - 1);
    };
    for (std::size_t i = begin; i < end;) {
        const int column = columnOf(i);
        const std::size_t next = gallop(i, end, [&](std::size_t k) { return columnOf(k) > column; });
        out.add(i, next);
        i = next;
    }
    if (end < t.size())
        out.add(end, end + 1);
    return out.take();
}

std::vector<Point> polyline(std::span<const Column> columns)
{
    std::vector<Point> out;
    out.reserve(columns.size() * 2);
    for (const Column& column : columns) {
        if (column.gapBefore)
            out.push_back({column.x, std::numeric_limits<double>::quiet_NaN()});
        out.push_back({column.x, column.first});
        const double middle = column.x + (column.lastX - column.x) / 2;
        const bool low = column.min < std::min(column.first, column.last);
        const bool high = column.max > std::max(column.first, column.last);
        // Inside a column the order cannot be seen; the nearer extreme first keeps the stroke short.
        const bool lowFirst = column.first <= column.last;
        if (low && lowFirst)
            out.push_back({middle, column.min});
        if (high)
            out.push_back({middle, column.max});
        if (low && !lowFirst)
            out.push_back({middle, column.min});
        if (column.count > 1)
            out.push_back({column.lastX, column.last});
    }
    return out;
}

std::vector<Point> thinCurve(
    std::span<const double> x, std::span<const double> y, Interval xs, Interval ys, double width, double height)
{
    std::vector<Point> out;
    const std::size_t size = std::min(x.size(), y.size());
    const auto cell = [&](std::size_t i) {
        return std::pair(std::floor((x[i] - xs.low) / xs.length() * width), std::floor((y[i] - ys.low) / ys.length() * height));
    };
    std::pair<double, double> kept;
    bool pending = false; // point i - 1 was dropped, and stands where the line leaves its pixel
    for (std::size_t i = 0; i < size; ++i) {
        const auto here = cell(i);
        if (i > 0 && here == kept) {
            pending = true;
            continue;
        }
        if (pending)
            out.push_back({x[i - 1], y[i - 1]});
        out.push_back({x[i], y[i]});
        kept = here;
        pending = false;
    }
    if (pending)
        out.push_back({x[size - 1], y[size - 1]});
    return out;
}

} // namespace wg::plot

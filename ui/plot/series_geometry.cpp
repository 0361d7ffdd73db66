#include "ui/plot/series_geometry.h"

#include "core/plot/clip.h"
#include "core/plot/range.h"
#include "core/plot/stack.h"

#include <algorithm>
#include <cmath>

namespace wg::ui::plot {
namespace {

using wg::plot::Column;
using wg::plot::Point;
using Line = std::vector<Point>;

constexpr double kBarShare = 0.7; ///< of the distance of two bars

DurationMs gapOf(const PlotSeries& series, DurationMs step)
{
    return series.spanNulls ? 0 : wg::plot::gapThreshold(step);
}

/// Without its gaps' NaN, for series whose nulls are spanned.
struct Finite {
    std::vector<TimeMs> t;
    std::vector<double> v;
};
Finite finiteOnly(const PlotSeries& series)
{
    Finite result;
    for (std::size_t i = 0; i < series.t.size(); ++i) {
        if (std::isfinite(series.v[i])) {
            result.t.push_back(series.t[i]);
            result.v.push_back(series.v[i]);
        }
    }
    return result;
}

void reduceStacked(
    const std::vector<PlotSeries>& series, Stacking mode, TimeRange window, int pixels, std::vector<ReducedSeries>& result)
{
    std::vector<std::size_t> members;
    std::vector<wg::plot::StackInput> inputs;
    DurationMs gap = 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (series[i].hidden || series[i].stacking != mode || series[i].t.empty())
            continue;
        // One point more on each side, so that edges reach the plot's border.
        auto [first, last] = wg::plot::visibleIndices(series[i].t, window);
        first -= first > 0;
        last = std::min(last + 1, series[i].t.size());
        members.push_back(i);
        inputs.push_back({series[i].t.subspan(first, last - first), series[i].v.subspan(first, last - first)});
        result[i].step = wg::plot::typicalStep(series[i].t);
        gap = std::max(gap, gapOf(series[i], result[i].step));
    }
    if (members.empty())
        return;
    const auto stacked =
        wg::plot::stack(inputs, mode == Stacking::Percent ? wg::plot::StackMode::Percent : wg::plot::StackMode::Normal, gap);
    for (std::size_t k = 0; k < members.size(); ++k) {
        auto& target = result[members[k]];
        target.columns = wg::plot::decimate(stacked.t, stacked.bands[k].high, window, pixels, gap);
        target.low = wg::plot::decimate(stacked.t, stacked.bands[k].low, window, pixels, gap);
        target.stackT = stacked.t;
        target.stackV = stacked.bands[k].high;
    }
}

/// Columns to unbroken runs of points, in data coordinates.
std::vector<Line> runs(std::span<const Column> columns)
{
    std::vector<Line> result(1);
    for (const auto& point : wg::plot::polyline(columns)) {
        if (std::isfinite(point.y))
            result.back().push_back(point);
        else if (!result.back().empty())
            result.emplace_back();
    }
    if (result.back().empty())
        result.pop_back();
    return result;
}

Line stepped(const Line& line, Interpolation interpolation)
{
    if (interpolation == Interpolation::Linear)
        return line;
    Line result;
    result.reserve(line.size() * 2);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (i > 0) {
            const bool after = interpolation == Interpolation::StepAfter;
            result.push_back(after ? Point{line[i].x, line[i - 1].y} : Point{line[i - 1].x, line[i].y});
        }
        result.push_back(line[i]);
    }
    return result;
}

QPolygonF toPolygon(std::span<const Point> points)
{
    QPolygonF polygon;
    polygon.reserve(static_cast<qsizetype>(points.size()));
    for (const auto& point : points)
        polygon.append(QPointF(point.x, point.y));
    return polygon;
}

class Mapper {
public:
    explicit Mapper(const wg::plot::Viewport& view) : m_x(view.xScale()), m_y(view.yScale()), m_rect(view.plot) { }

    [[nodiscard]] double x(double time) const { return m_x.toPixel(time); }
    /// Values a logarithmic axis cannot show lie on its lower edge.
    [[nodiscard]] double y(double value) const
    {
        const double pixel = m_y.toPixel(value);
        return std::isfinite(pixel) ? pixel : m_rect.bottom();
    }
    [[nodiscard]] Line map(const Line& line) const
    {
        Line result;
        result.reserve(line.size());
        for (const auto& point : line)
            result.push_back({x(point.x), m_y.toPixel(point.y)});
        return result;
    }
    [[nodiscard]] const wg::plot::Rect& rect() const { return m_rect; }
    [[nodiscard]] double zero() const
    {
        const auto data = m_y.data();
        return y(m_y.isLogarithmic() ? data.low : std::clamp(0.0, data.low, data.high));
    }

private:
    wg::plot::Scale m_x, m_y;
    wg::plot::Rect m_rect;
};

void addLines(SeriesShape& shape, const Line& pixels, const Mapper& map)
{
    if (pixels.size() == 1) {
        if (map.rect().contains(pixels.front()))
            shape.dots.emplace_back(pixels.front().x, pixels.front().y);
        return;
    }
    for (const auto& part : wg::plot::clipPolyline(pixels, map.rect()))
        shape.lines.push_back(toPolygon(part));
}

/// Between `upper` and either `lower` (as long a run of the band below) or the zero line.
void addFill(SeriesShape& shape, const Line& upper, const Line* lower, const Mapper& map)
{
    if (upper.size() < 2)
        return;
    Line area = upper;
    if (lower) {
        area.insert(area.end(), lower->rbegin(), lower->rend());
    } else {
        area.push_back({upper.back().x, map.zero()});
        area.push_back({upper.front().x, map.zero()});
    }
    if (const auto clipped = wg::plot::clipPolygon(area, map.rect()); clipped.size() > 2)
        shape.fills.push_back(toPolygon(clipped));
}

void addBars(SeriesShape& shape, const ReducedSeries& reduced, const Mapper& map)
{
    const double distance = map.x(static_cast<double>(reduced.step)) - map.x(0);
    const double width = std::max(1.0, distance * kBarShare);
    const auto& r = map.rect();
    for (std::size_t i = 0; i < reduced.columns.size(); ++i) {
        const auto& column = reduced.columns[i];
        const bool stacked = i < reduced.low.size();
        const double base = stacked ? map.y(reduced.low[i].min) : map.zero();
        const double a = map.y(column.max), b = map.y(column.min);
        const double top = std::clamp(std::min({a, b, base}), r.top, r.bottom());
        const double bottom = std::clamp(std::max(stacked ? std::min(a, b) : std::max(a, b), base), r.top, r.bottom());
        const double centre = map.x((column.x + column.lastX) / 2);
        const double left = std::clamp(centre - width / 2, r.left, r.right());
        const double right = std::clamp(centre + width / 2, r.left, r.right());
        if (right > left && bottom > top)
            shape.bars.emplace_back(QPointF(left, top), QPointF(right, bottom));
    }
}

} // namespace

std::size_t SeriesShape::pointCount() const
{
    std::size_t count = dots.size() + bars.size() * 4;
    for (const auto& line : lines)
        count += static_cast<std::size_t>(line.size());
    return count;
}

std::vector<ReducedSeries> reduceSeries(const std::vector<PlotSeries>& series, TimeRange window, int pixels)
{
    std::vector<ReducedSeries> result(series.size());
    if (window.length() <= 0 || pixels <= 0)
        return result;
    for (const auto mode : {Stacking::Normal, Stacking::Percent})
        reduceStacked(series, mode, window, pixels, result);
    for (std::size_t i = 0; i < series.size(); ++i) {
        const auto& one = series[i];
        if (one.hidden || one.stacking != Stacking::None)
            continue;
        result[i].step = wg::plot::typicalStep(one.t);
        if (one.spanNulls && std::ranges::any_of(one.v, [](double v) { return !std::isfinite(v); })) {
            const auto finite = finiteOnly(one);
            result[i].columns = wg::plot::decimate(finite.t, finite.v, window, pixels, 0);
        } else {
            result[i].columns = wg::plot::decimate(one.t, one.v, window, pixels, gapOf(one, result[i].step));
        }
    }
    return result;
}

wg::plot::Interval valueExtent(const std::vector<ReducedSeries>& reduced, TimeRange window, bool positiveOnly)
{
    auto inside = wg::plot::kEmptyInterval, all = wg::plot::kEmptyInterval;
    const auto add = [&](wg::plot::Interval& to, double value) {
        if (!positiveOnly || value > 0)
            to = {std::min(to.low, value), std::max(to.high, value)};
    };
    for (const auto& one : reduced) {
        for (const auto* columns : {&one.columns, &one.low}) {
            for (const auto& column : *columns) {
                const bool in = column.lastX >= static_cast<double>(window.from) && column.x <= static_cast<double>(window.to);
                for (const double value : {column.min, column.max}) {
                    add(all, value);
                    if (in)
                        add(inside, value);
                }
            }
        }
    }
    return inside.empty() ? all : inside;
}

SeriesShape shapeOf(const PlotSeries& series, const ReducedSeries& reduced, const wg::plot::Viewport& view, bool filled)
{
    SeriesShape shape;
    const Mapper map(view);
    if (series.draw == DrawStyle::Bars) {
        addBars(shape, reduced, map);
        return shape;
    }
    const auto upper = runs(reduced.columns);
    const auto lower = runs(reduced.low);
    for (std::size_t i = 0; i < upper.size(); ++i) {
        const auto pixels = map.map(stepped(upper[i], series.interpolation));
        if (series.draw == DrawStyle::Points) {
            for (const auto& point : pixels) {
                if (std::isfinite(point.y) && map.rect().contains(point))
                    shape.dots.emplace_back(point.x, point.y);
            }
            continue;
        }
        addLines(shape, pixels, map);
        if (!filled)
            continue;
        if (i < lower.size()) {
            const auto below = map.map(stepped(lower[i], series.interpolation));
            addFill(shape, pixels, &below, map);
        } else {
            addFill(shape, pixels, nullptr, map);
        }
    }
    return shape;
}

} // namespace wg::ui::plot

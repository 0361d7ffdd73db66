#include "core/promql/sliding.h"

#include "core/promql/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace wg::promql {
namespace {

bool isFinite(double v)
{
    return v - v == 0;
}

constexpr std::size_t kFan = 16;

template <bool Greatest>
bool beats(double a, double b)
{
    return Greatest ? a > b : a < b;
}

template <bool Greatest>
constexpr double kWorst = Greatest ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();

} // namespace

double PrefixColumn::between(std::size_t first, std::size_t end) const
{
    const Sum& a = m_sums[first];
    const Sum& b = m_sums[end];
    const double high = b.sum - a.sum;
    const double low = b.error - a.error;
    const double sum = high + low;
    return sum + (lostBySum(high, low, sum) + lostBySum(b.sum, -a.sum, high) + lostBySum(b.error, -a.error, low));
}

void SlidingSum::begin(std::span<const double> values, Pulse& pulse)
{
    m_values = values;
    m_notFinite.begin();
    m_column.fill(values.size(), pulse, [&](std::size_t i) {
        if (isFinite(values[i]))
            return values[i];
        m_notFinite.add(i);
        return 0.0;
    });
}

std::optional<double> SlidingSum::sum(std::size_t first, std::size_t end, Pulse& pulse)
{
    if (m_column.size() < end || m_notFinite.isIn(first, end))
        return std::nullopt;
    // What is left of far larger values has last digits that depend on how the sum is made.
    const double out = m_column.between(first, end);
    if (std::abs(out) >= m_least * m_column.sizeOf(end - first) + m_column.doubtAt(end))
        return out;
    if (!pulse.spend(end - first))
        return 0;
    const auto window = m_values.subspan(first, end - first);
    if (out == 0 && std::ranges::all_of(window, [](double v) { return v == 0; }))
        return 0;
    return std::nullopt;
}

void SlidingVariance::begin(std::span<const double> values, Pulse& pulse)
{
    const auto finite = std::ranges::find_if(values, isFinite);
    m_origin = finite == values.end() ? 0 : *finite;
    m_notFinite.begin();
    const auto distance = [&](std::size_t i) { return isFinite(values[i]) ? values[i] - m_origin : 0; };
    m_distances.fill(values.size(), pulse, [&](std::size_t i) {
        if (!isFinite(values[i]))
            m_notFinite.add(i);
        return distance(i);
    });
    m_squares.fill(values.size(), pulse, [&](std::size_t i) { return distance(i) * distance(i); });
}

std::optional<double> SlidingVariance::variance(std::size_t first, std::size_t end)
{
    if (m_squares.size() < end || m_notFinite.isIn(first, end))
        return std::nullopt;
    const auto n = static_cast<double>(end - first);
    const double mean = m_distances.between(first, end) / n;
    const double squares = m_squares.between(first, end);
    const double aux = squares - n * mean * mean;
    // Rounding of the squares, then of Welford's own differences from a mean that is large; both below 2^-34 of the result.
    const double level = std::abs(m_origin + mean);
    const double least = 0x1p-16 * squares + n * 0x1p-36 * level * level + m_squares.doubtAt(end);
    constexpr double kNormal = std::numeric_limits<double>::min() * 0x1p60; // squares below lose digits
    if (aux >= least && m_distances.doubtAt(end) <= 0x1p-34 * std::sqrt(aux * n) && aux > kNormal)
        return aux / n;
    return std::nullopt;
}

void SortedWindow::begin(std::span<const double> values)
{
    m_values = values;
    rebuild(0, 0);
}

void SortedWindow::rebuild(std::size_t first, std::size_t end)
{
    m_sorted.clear();
    for (std::size_t i = first; i < end; ++i) {
        if (!std::isnan(m_values[i]))
            m_sorted.push_back(m_values[i]);
    }
    std::ranges::sort(m_sorted);
    m_nans = end - first - m_sorted.size();
    m_first = first;
    m_end = end;
}

void SortedWindow::moveTo(std::size_t first, std::size_t end, Pulse& pulse)
{
    constexpr std::size_t kDear = 4; // one sample in so many is new: sorting anew costs less than inserting
    constexpr std::size_t kMovedAtOnce = 64; // values a move of memory shifts in the time of one sample
    const std::size_t come = end - m_end;
    if (first >= m_end || come * kDear > end - first) {
        rebuild(first, end);
        pulse.spend((end - first) * 4);
        return;
    }
    pulse.spend((first - m_first + come) * (1 + m_sorted.size() / kMovedAtOnce));
    while (m_first < first && m_end < end)
        replace(m_values[m_first++], m_values[m_end++]);
    while (m_first < first)
        remove(m_values[m_first++]);
    while (m_end < end)
        insert(m_values[m_end++]);
}

std::size_t SortedWindow::position(double value) const
{
    const double* base = m_sorted.data();
    for (std::size_t left = m_sorted.size(); left > 0;) {
        const std::size_t half = (left + 1) / 2;
        base += base[half - 1] < value ? half : 0;
        left -= half;
    }
    return static_cast<std::size_t>(base - m_sorted.data());
}

void SortedWindow::replace(double gone, double come)
{
    if (std::isnan(gone) || std::isnan(come)) {
        remove(gone);
        insert(come);
        return;
    }
    const std::size_t from = position(gone);
    const std::size_t to = position(come);
    double* v = m_sorted.data();
    if (from < to) {
        std::memmove(v + from, v + from + 1, (to - from - 1) * sizeof(double));
        v[to - 1] = come;
    } else {
        std::memmove(v + to + 1, v + to, (from - to) * sizeof(double));
        v[to] = come;
    }
}

void SortedWindow::insert(double value)
{
    if (std::isnan(value))
        ++m_nans;
    else
        m_sorted.insert(m_sorted.begin() + static_cast<std::ptrdiff_t>(position(value)), value);
}

void SortedWindow::remove(double value)
{
    if (std::isnan(value))
        --m_nans;
    else
        m_sorted.erase(m_sorted.begin() + static_cast<std::ptrdiff_t>(position(value)));
}

double SortedWindow::quantile(double phi) const
{
    return quantileOfOrdered(phi, m_nans + m_sorted.size(),
        [this](std::size_t i) { return i < m_nans ? std::numeric_limits<double>::quiet_NaN() : m_sorted[i - m_nans]; });
}

double SortedWindow::medianDistance(double median) const
{
    // Both ways from the median the distances ascend: merge them up to the two in the middle.
    const std::size_t size = m_sorted.size();
    const std::size_t lower = (size - 1) / 2;
    const std::size_t upper = std::min(size - 1, lower + 1);
    std::size_t right = position(median);
    std::size_t left = right; // one past the next to the left
    double middle[2] = {};
    for (std::size_t taken = 0; taken <= upper; ++taken) {
        const bool takesLeft = right == size || (left > 0 && median - m_sorted[left - 1] < m_sorted[right] - median);
        const double distance = takesLeft ? median - m_sorted[--left] : m_sorted[right++] - median;
        if (taken >= lower)
            middle[taken - lower] = distance;
    }
    const double weight = size % 2 == 0 ? 0.5 : 0;
    return middle[0] * (1 - weight) + middle[upper - lower] * weight;
}

template <bool Greatest>
void Extremes<Greatest>::begin(std::span<const double> values, Pulse& pulse)
{
    m_values = values;
    std::span<const double> below = values;
    for (std::size_t level = 0; below.size() > 2 * kFan; ++level) {
        if (level == m_levels.size())
            m_levels.emplace_back();
        std::vector<double>& bests = m_levels[level];
        bests.resize(below.size() / kFan);
        for (std::size_t i = 0; i < bests.size() && pulse.spend(kFan); ++i) {
            double lanes[4] = {kWorst<Greatest>, kWorst<Greatest>, kWorst<Greatest>, kWorst<Greatest>};
            for (std::size_t k = 0; k < kFan; ++k) {
                const double v = below[i * kFan + k];
                lanes[k % 4] = beats<Greatest>(v, lanes[k % 4]) ? v : lanes[k % 4];
            }
            double best = lanes[0];
            for (const double lane : lanes)
                best = beats<Greatest>(lane, best) ? lane : best;
            bests[i] = best;
        }
        below = bests;
    }
}

template <bool Greatest>
double Extremes<Greatest>::numbersBest(std::size_t first, std::size_t end) const
{
    double best = kWorst<Greatest>;
    const auto look = [&](double v) { best = beats<Greatest>(v, best) ? v : best; };
    const double* values = m_values.data();
    for (std::size_t level = 0; end - first > 2 * kFan; ++level) {
        for (; first % kFan != 0; ++first)
            look(values[first]);
        for (; end % kFan != 0; --end)
            look(values[end - 1]);
        first /= kFan;
        end /= kFan;
        values = m_levels[level].data();
    }
    for (; first < end; ++first)
        look(values[first]);
    return best;
}

template <bool Greatest>
double Extremes<Greatest>::best(std::size_t first, std::size_t end, Pulse& pulse) const
{
    const double best = numbersBest(first, end);
    if (best != kWorst<Greatest> || !pulse.spend(end - first))
        return best;
    const auto window = m_values.subspan(first, end - first);
    const bool isThere = std::ranges::find(window, best) != window.end();
    return isThere ? best : std::numeric_limits<double>::quiet_NaN();
}

template class Extremes<true>;
template class Extremes<false>;

} // namespace wg::promql

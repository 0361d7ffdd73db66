#include "core/mlmetrics/detectors.h"

#include <algorithm>
#include <cmath>

namespace wg::mlmetrics {

StreamState PageHinkley::update(double value)
{
    if (m_changed)
        *this = PageHinkley(m_options);
    ++m_rows;
    m_mean += (value - m_mean) / static_cast<double>(m_rows);
    const double deviation = value - m_mean;
    m_up = m_options.forgetting * m_up + deviation - m_options.delta;
    m_down = m_options.forgetting * m_down + deviation + m_options.delta;
    m_leastUp = std::min(m_leastUp, m_up);
    m_greatestDown = std::max(m_greatestDown, m_down);
    m_changed = m_rows >= m_options.leastRows
        && ((m_options.up && m_up - m_leastUp > m_options.threshold)
            || (m_options.down && m_greatestDown - m_down > m_options.threshold));
    return m_changed ? StreamState::Change : StreamState::Stable;
}

StreamState Ddm::update(bool wrong)
{
    if (m_changed)
        *this = Ddm(m_options);
    ++m_rows;
    const auto n = static_cast<double>(m_rows);
    m_rate += ((wrong ? 1 : 0) - m_rate) / n;
    if (m_rows <= m_options.leastRows)
        return StreamState::Stable;
    const double spread = std::sqrt(std::max(0.0, m_rate * (1 - m_rate)) / n);
    if (m_rate + spread <= m_leastRate + m_leastSpread) {
        m_leastRate = m_rate;
        m_leastSpread = spread;
    }
    m_changed = m_rate + spread > m_leastRate + m_options.change * m_leastSpread;
    if (m_changed)
        return StreamState::Change;
    return m_rate + spread > m_leastRate + m_options.warning * m_leastSpread ? StreamState::Warning : StreamState::Stable;
}

namespace {

double rowsOfLevel(std::size_t level)
{
    return std::ldexp(1, static_cast<int>(level));
}

/// Sum of squared distances that joining two parts adds to those within them.
double between(double rowsA, double meanA, double rowsB, double meanB)
{
    return rowsA * rowsB * (meanA - meanB) * (meanA - meanB) / (rowsA + rowsB);
}

} // namespace

StreamState Adwin::update(double value)
{
    insert(value);
    ++m_tick;
    if (m_tick % m_options.clock != 0 || m_width <= m_options.grace)
        return StreamState::Stable;
    bool changed = false;
    while (cutOnce())
        changed = true;
    return changed ? StreamState::Change : StreamState::Stable;
}

void Adwin::insert(double value)
{
    if (m_levels.empty())
        m_levels.emplace_back();
    m_levels.front().push_back({value, 0});
    if (m_width > 0)
        m_variance += between(m_width, m_total / m_width, 1, value);
    m_width += 1;
    m_total += value;
    compress();
}

void Adwin::compress()
{
    for (std::size_t level = 0; level < m_levels.size() && m_levels[level].size() > m_options.bucketsPerSize; ++level) {
        if (level + 1 == m_levels.size())
            m_levels.emplace_back();
        const double rows = rowsOfLevel(level);
        std::vector<Bucket>& buckets = m_levels[level];
        const Bucket& a = buckets[0];
        const Bucket& b = buckets[1];
        m_levels[level + 1].push_back(
            {a.total + b.total, a.variance + b.variance + between(rows, a.total / rows, rows, b.total / rows)});
        buckets.erase(buckets.begin(), buckets.begin() + 2);
    }
}

void Adwin::dropOldest()
{
    const double rows = rowsOfLevel(m_levels.size() - 1);
    const Bucket oldest = m_levels.back().front();
    m_width -= rows;
    m_total -= oldest.total;
    m_variance -= oldest.variance;
    if (m_width > 0)
        m_variance -= between(rows, oldest.total / rows, m_width, m_total / m_width);
    m_variance = std::max(0.0, m_variance);
    m_levels.back().erase(m_levels.back().begin());
    while (!m_levels.empty() && m_levels.back().empty())
        m_levels.pop_back();
}

/// Drops the oldest bucket if some cut of the window has parts that differ.
bool Adwin::cutOnce()
{
    double oldRows = 0;
    double oldTotal = 0;
    for (std::size_t level = m_levels.size(); level-- > 0;) {
        for (const Bucket& bucket : m_levels[level]) {
            oldRows += rowsOfLevel(level);
            oldTotal += bucket.total;
            const double newRows = m_width - oldRows;
            if (oldRows < m_options.leastPart || newRows < m_options.leastPart || newRows <= 0)
                continue;
            if (differs(oldRows, newRows, oldTotal / oldRows - (m_total - oldTotal) / newRows)) {
                dropOldest();
                return true;
            }
        }
    }
    return false;
}

bool Adwin::differs(double oldRows, double newRows, double difference) const
{
    const double logarithm = std::log(2 * std::log(m_width) / m_options.delta);
    const double inverse = 1 / (oldRows - m_options.leastPart + 1) + 1 / (newRows - m_options.leastPart + 1);
    return std::abs(difference) > std::sqrt(2 * inverse * variance() * logarithm) + 2.0 / 3 * logarithm * inverse;
}

} // namespace wg::mlmetrics

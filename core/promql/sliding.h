// Statistics of windows whose two ends only move forward, at less cost than looking at every sample of every window.
// All take the values of one series in begin() and may be used again for the next.
#pragma once

#include "core/promql/evaluation.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace wg::promql {

/// What a + b lost by rounding to `sum` (Knuth's TwoSum); exact.
[[nodiscard]] inline double lostBySum(double a, double b, double sum)
{
    const double part = sum - a;
    return (a - (sum - part)) + (b - part);
}

/// Sums from the first value on, kept with what they lost by rounding.
class PrefixColumn {
public:
    /// Of valueAt(i), finite, for every i up to `count`; fewer if the query must end.
    template <class ValueAt>
    void fill(std::size_t count, Pulse& pulse, ValueAt&& valueAt)
    {
        constexpr std::size_t kBlock = 1024;
        if (m_sums.size() <= count)
            m_sums.resize(count + 1);
        Sum at;
        Sum* const sums = m_sums.data();
        double greatest = 0; // not the member: the compiler would store it each time
        std::size_t i = 0;
        while (i < count && pulse.spend(kBlock)) {
            for (const std::size_t stop = std::min(count, i + kBlock); i < stop; ++i) {
                const double v = valueAt(i);
                const double next = at.sum + v;
                at = {next, at.error + lostBySum(at.sum, v, next)};
                greatest = std::max(greatest, std::abs(v));
                sums[i + 1] = at;
            }
        }
        m_size = i;
        m_greatest = greatest;
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// Sum over [first, end), to about twice the digits of a double, in relation to the sums up to `end`.
    [[nodiscard]] double between(std::size_t first, std::size_t end) const;
    /// At least the sum of the absolute values of so many of them.
    [[nodiscard]] double sizeOf(std::size_t count) const { return static_cast<double>(count) * m_greatest; }
    /// At most what between() is off by (n^2 2^-106 of the sizes, n values), times 2^34: a larger result is right to 1e-10.
    [[nodiscard]] double doubtAt(std::size_t end) const
    {
        const auto n = static_cast<double>(end);
        return n * n * 0x1p-72 * sizeOf(end);
    }

private:
    struct Sum {
        double sum = 0;
        double error = 0; ///< what `sum` lacks
    };
    std::vector<Sum> m_sums; ///< [i]: of the first i values; may be longer than what is in use
    std::size_t m_size = 0;
    double m_greatest = 0; ///< absolute value
};

/// Which windows have a value that is not finite; they only move forward.
class NotFinite {
public:
    void begin() { m_at.clear(), m_next = 0; }
    void add(std::size_t i) { m_at.push_back(i); }
    [[nodiscard]] bool isIn(std::size_t first, std::size_t end)
    {
        while (m_next < m_at.size() && m_at[m_next] < first)
            ++m_next;
        return m_next < m_at.size() && m_at[m_next] < end;
    }

private:
    std::vector<std::size_t> m_at;
    std::size_t m_next = 0;
};

/// Sums of windows in O(1), by subtracting prefix sums. Says nothing where a window is not finite, or where so much cancels out
/// that KahanSum over the window may differ by more than 1e-10 of it.
class SlidingSum {
public:
    /// `least`: which share of the sizes must be left; more for a loop that is less exact than KahanSum.
    explicit SlidingSum(double least = 0x1p-40) : m_least(least) { }

    void begin(std::span<const double> values, Pulse& pulse);
    /// The window [first, end), not before any that was asked for.
    [[nodiscard]] std::optional<double> sum(std::size_t first, std::size_t end, Pulse& pulse);

private:
    double m_least;
    std::span<const double> m_values;
    PrefixColumn m_column;
    NotFinite m_notFinite;
};

/// Variances of windows in O(1), from prefix sums of the values less the first one, and of their squares. Says nothing where
/// Welford over the window may differ by more than 1e-9: not finite, or spread little for how large the values are.
class SlidingVariance {
public:
    void begin(std::span<const double> values, Pulse& pulse);
    [[nodiscard]] std::optional<double> variance(std::size_t first, std::size_t end);

private:
    double m_origin = 0;
    PrefixColumn m_distances;
    PrefixColumn m_squares;
    NotFinite m_notFinite;
};

/// The values of a window in order. NaN is counted apart; it sorts below all numbers.
class SortedWindow {
public:
    void begin(std::span<const double> values);
    void moveTo(std::size_t first, std::size_t end, Pulse& pulse);
    [[nodiscard]] bool hasNan() const { return m_nans > 0; }
    /// As quantileOf() over the window.
    [[nodiscard]] double quantile(double phi) const;
    /// Median of the distances from `median`, which is finite, of a window without NaN.
    [[nodiscard]] double medianDistance(double median) const;

private:
    void rebuild(std::size_t first, std::size_t end);
    void replace(double gone, double come);
    void insert(double value);
    void remove(double value);
    [[nodiscard]] std::size_t position(double value) const; ///< of the first that is not less

    std::span<const double> m_values;
    std::vector<double> m_sorted;
    std::size_t m_nans = 0;
    std::size_t m_first = 0;
    std::size_t m_end = 0;
};

/// Greatest or least of any window, in any order: the best of 16, of 256, … samples are kept.
template <bool Greatest>
class Extremes {
public:
    void begin(std::span<const double> values, Pulse& pulse);
    /// NaN is left aside unless there is nothing else.
    [[nodiscard]] double best(std::size_t first, std::size_t end, Pulse& pulse) const;

private:
    [[nodiscard]] double numbersBest(std::size_t first, std::size_t end) const;

    std::span<const double> m_values;
    std::vector<std::vector<double>> m_levels;
};

} // namespace wg::promql

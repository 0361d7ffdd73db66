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
    void begin(std::size_t capacity);
    /// Adds valueAt(i) for every i from size() to `end`, or until the query must end.
    template <class ValueAt>
    void extend(std::size_t end, Pulse& pulse, ValueAt&& valueAt)
    {
        constexpr std::size_t kBlock = 1024;
        Sum at = m_sums.back();
        for (std::size_t i = size(); i < end;) {
            const std::size_t stop = std::min(end, i + kBlock);
            if (!pulse.spend(stop - i))
                return;
            for (; i < stop; ++i) {
                const double v = valueAt(i);
                const double next = at.sum + v;
                at = {next, at.error + lostBySum(at.sum, v, next), at.size + std::abs(v)};
                m_sums.push_back(at);
            }
        }
    }
    [[nodiscard]] std::size_t size() const { return m_sums.size() - 1; }
    /// Sum over [first, end), to about twice the digits of a double, in relation to the sums up to `end`.
    [[nodiscard]] double between(std::size_t first, std::size_t end) const;
    /// Sum of the absolute values, of the first `end` and (roughly) over [first, end).
    [[nodiscard]] double sizeUpTo(std::size_t end) const { return m_sums[end].size; }
    [[nodiscard]] double sizeBetween(std::size_t first, std::size_t end) const { return m_sums[end].size - m_sums[first].size; }
    /// At most what between() is off by (n^2 2^-106 of the sizes, n values), times 2^34: a result that is larger is right to
    /// 1e-10.
    [[nodiscard]] double doubtAt(std::size_t end) const
    {
        const auto n = static_cast<double>(end);
        return n * n * 0x1p-72 * m_sums[end].size;
    }

private:
    struct Sum {
        double sum = 0;
        double error = 0; ///< what `sum` lacks
        double size = 0;
    };
    std::vector<Sum> m_sums; ///< [i]: of the first i values
};

/// Sums of windows in O(1), by subtracting prefix sums. Says nothing where a window is not finite, or where so much cancels out
/// that KahanSum over the window may differ by more than 1e-10 of it.
class SlidingSum {
public:
    void begin(std::span<const double> values);
    /// The window [first, end), not before any that was asked for.
    [[nodiscard]] std::optional<double> sum(std::size_t first, std::size_t end, Pulse& pulse);

private:
    std::span<const double> m_values;
    PrefixColumn m_column;
    std::size_t m_afterNonZero = 0; ///< one past the newest value that is not 0
    std::size_t m_afterNotFinite = 0;
};

/// Variances of windows in O(1), from prefix sums of the values less the first one, and of their squares. Says nothing where
/// Welford over the window may differ by more than 1e-9: not finite, or spread little for how large the values are.
class SlidingVariance {
public:
    void begin(std::span<const double> values);
    [[nodiscard]] std::optional<double> variance(std::size_t first, std::size_t end, Pulse& pulse);

private:
    std::span<const double> m_values;
    double m_origin = 0;
    PrefixColumn m_distances;
    PrefixColumn m_squares;
    std::size_t m_afterNotFinite = 0;
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
    [[nodiscard]] double best(std::size_t first, std::size_t end) const;

private:
    [[nodiscard]] double numbersBest(std::size_t first, std::size_t end) const;

    std::span<const double> m_values;
    std::vector<std::vector<double>> m_levels;
};

} // namespace wg::promql

// Statistics of windows whose two ends only move forward, at less cost than looking at every sample of every window.
// All take the values of one series in begin() and may be used again for the next.
#pragma once

#include "core/promql/evaluation.h"

#include <optional>

namespace wg::promql {

/// The sum of any window in O(1): sums from the first sample on, kept with their rounding errors, are subtracted. Says nothing
/// where a window is not finite, or where so much cancels out that KahanSum over the window may differ by more than 1e-10 of
/// it.
class PrefixSums {
public:
    void begin(std::span<const double> values);
    /// The window [first, end), not before any that was asked for. Gives `end` samples of work to the pulse once.
    [[nodiscard]] std::optional<double> sum(std::size_t first, std::size_t end, Pulse& pulse);

private:
    struct Sum {
        double sum = 0;
        double error = 0; ///< what `sum` lacks
        double size = 0; ///< sum of the absolute values
    };

    void extend(std::size_t end, Pulse& pulse);

    std::span<const double> m_values;
    std::vector<Sum> m_sums; ///< [i]: of the first i values
    std::size_t m_afterNonZero = 0; ///< one past the newest value that is not 0
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

// Tell when a stream of numbers changed; one value at a time, in constant (ADWIN: logarithmic) memory. NaN is the caller's
// duty. Defaults and details are those of river 0.21 (its drift.PageHinkley, drift.binary.DDM, drift.ADWIN). After Change a
// detector begins anew with the next value (ADWIN: it has dropped the old part of its window).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace wg::mlmetrics {

enum class StreamState { Stable, Warning, Change };

/// Page, "Continuous inspection schemes" (1954); Mouss et al. (2004): a cumulated deviation from the running mean, up or down.
class PageHinkley {
public:
    struct Options {
        std::uint64_t leastRows = 30; ///< no change is told before
        double delta = 0.005; ///< deviation that is tolerated
        double threshold = 50;
        double forgetting = 1 - 0.0001; ///< factor on the cumulated sums per row
        bool up = true, down = true; ///< which changes of the mean are told
    };
    PageHinkley() : PageHinkley(Options{}) { }
    explicit PageHinkley(const Options& options) : m_options(options) { }

    StreamState update(double value); ///< never Warning

private:
    Options m_options;
    std::uint64_t m_rows = 0;
    double m_mean = 0;
    double m_up = 0, m_leastUp = std::numeric_limits<double>::infinity();
    double m_down = 0, m_greatestDown = -std::numeric_limits<double>::infinity();
    bool m_changed = false;
};

/// Gama, Medas, Castillo, Rodrigues, "Learning with drift detection" (2004): the error rate p with its s = sqrt(p (1-p) / n)
/// beside the least p + s so far. For a stream of errors: 1 wrong, 0 right. Tells only that it became worse.
class Ddm {
public:
    struct Options {
        std::uint64_t leastRows = 30;
        double warning = 2, change = 3; ///< standard deviations
    };
    Ddm() : Ddm(Options{}) { }
    explicit Ddm(const Options& options) : m_options(options) { }

    StreamState update(bool wrong);

private:
    Options m_options;
    std::uint64_t m_rows = 0;
    double m_rate = 0;
    double m_leastRate = std::numeric_limits<double>::infinity(), m_leastSpread = std::numeric_limits<double>::infinity();
    bool m_changed = false;
};

/// Bifet and Gavalda, "Learning from time-changing data with adaptive windowing" (2007), ADWIN2: a window that is cut wherever
/// two parts of it differ in mean, kept as an exponential histogram. Values are best in [0,1].
class Adwin {
public:
    struct Options {
        double delta = 0.002; ///< confidence
        std::uint64_t clock = 32; ///< rows between two looks for a cut
        std::size_t bucketsPerSize = 5;
        double leastPart = 5; ///< rows in either part of a cut
        double grace = 10; ///< rows in the window before the first look
    };
    Adwin() : Adwin(Options{}) { }
    explicit Adwin(const Options& options) : m_options(options) { }

    StreamState update(double value); ///< never Warning
    [[nodiscard]] double width() const { return m_width; } ///< rows in the window
    [[nodiscard]] double mean() const { return m_width > 0 ? m_total / m_width : 0; }
    [[nodiscard]] double variance() const { return m_width > 0 ? m_variance / m_width : 0; }

private:
    struct Bucket {
        double total = 0, variance = 0; ///< sum, and sum of squared distances from the mean
    };
    void insert(double value);
    void compress();
    void dropOldest();
    bool cutOnce();
    bool differs(double oldRows, double newRows, double difference) const;

    Options m_options;
    std::vector<std::vector<Bucket>> m_levels; ///< level l: buckets of 2^l rows, oldest first
    double m_width = 0, m_total = 0, m_variance = 0;
    std::uint64_t m_tick = 0;
};

} // namespace wg::mlmetrics

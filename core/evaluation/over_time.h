// A metric by windows of time or rows, where versions change, and where a detector says that the stream changed. Rows count in
// order of time; rows without a time are left out, unless the log has no times at all.
#pragma once

#include "core/evaluation/compare.h"

namespace wg::evaluation {

struct WindowPoint {
    TimeMs from = 0, at = 0; ///< `at`: the time of the sample, as in appendSeries
    std::uint64_t rows = 0;
    std::optional<double> value; ///< unset: undefined in that window
    Interval interval;
};

/// Where the value of the version column changes from one row to the next; missing cells are no version. When it changes more
/// than 50 times versions run side by side: then only the first row of each counts, and `before` is over all rows earlier.
struct VersionChange {
    TimeMs at = 0;
    std::string from, to;
    std::optional<double> before, after; ///< the metric over all rows of either version around the change
    double p = 1; ///< of "no difference"; NaN where it cannot be told
    /// "two proportions", "Welch t", "DeLong", or "z of the intervals": their widths give the standard errors. Empty without p.
    std::string_view test;
};

struct ChangeDetection {
    TimeMs at = 0;
    std::uint64_t row = 0; ///< of the log, where it was told
    std::string_view detector; ///< "ADWIN", "Page-Hinkley", "DDM"
};

struct MetricOverTime {
    std::string name; ///< of the contender
    std::string metric;
    bool hasTime = false; ///< false: `at` counts rows back from the log's end, one second each
    Window window; ///< as used: chosen here when none was asked for
    std::vector<WindowPoint> points;
    std::vector<VersionChange> versions;
    /// On the stream of wrong decisions (1, else 0), or of absolute residuals, where the 95th percentile counts as 1 and more
    /// is cut off. DDM is for decisions only. In order of rows; defaults of core/mlmetrics/detectors.h.
    std::vector<ChangeDetection> detections;
    Warnings notes;
};

struct OverTimeOptions {
    std::string metric; ///< empty: the task's main one
    Window window = {}; ///< both 0: about 40 windows, of a round length
    /// Column, which must be kept (Options::use). The model column is meant over the rows of all models, else those of the
    /// contender. Empty: no changes of version.
    std::string version = {};
    double level = 0.95;
    int draws = 200; ///< of the bootstrap, where the interval has no formula; 0: none there
    std::uint64_t seed = 1;
    std::vector<std::string> formulas = {}; ///< own metrics (formula.h), so that `metric` can name one
    std::optional<double> threshold = {};
    unsigned threads = 0; ///< 0: as many as the machine has
    TimeMs end = 0; ///< where a log without times ends
};

[[nodiscard]] Result<MetricOverTime> overTime(
    const Contender& contender, const OverTimeOptions& options, const CancelToken& cancel);

} // namespace wg::evaluation

// A metric by windows of time or rows, where versions change, and where a detector says that the stream changed.
#pragma once

#include "core/evaluation/compare.h"

namespace wg::evaluation {

struct WindowPoint {
    TimeMs from = 0, at = 0; ///< `at`: the time of the sample, as in appendSeries
    std::uint64_t rows = 0;
    std::optional<double> value; ///< unset: undefined in that window
    Interval interval;
};

/// Where the value of the version column changes from one row to the next.
struct VersionChange {
    TimeMs at = 0;
    std::string from, to;
    std::optional<double> before, after; ///< the metric over all rows of either version around the change
    double p = 1; ///< of "no difference"
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
    std::vector<ChangeDetection> detections; ///< on the stream of errors (decisions) or of absolute residuals
};

struct OverTimeOptions {
    std::string metric; ///< empty: the task's main one
    Window window = {}; ///< both 0: about 40 windows, of a round length
    std::string version = {}; ///< column; must be kept (Options::use) unless it is the model column
    double level = 0.95;
    std::optional<double> threshold = {};
    TimeMs end = 0; ///< where a log without times ends
};

[[nodiscard]] Result<MetricOverTime> overTime(
    const Contender& contender, const OverTimeOptions& options, const CancelToken& cancel);

} // namespace wg::evaluation

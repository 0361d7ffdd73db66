// Samples and what queries return. Columns, not rows: times and values of a series lie in two vectors.
#pragma once

#include "core/base/time.h"
#include "core/series/histogram.h"
#include "core/series/labels.h"

#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace wg::series {

/// Prometheus' staleness marker: a NaN with this bit pattern ends a series.
inline constexpr std::uint64_t kStaleBits = 0x7ff0000000000002ULL;
[[nodiscard]] inline double staleMarker()
{
    return std::bit_cast<double>(kStaleBits);
}
[[nodiscard]] inline bool isStale(double value)
{
    return std::bit_cast<std::uint64_t>(value) == kStaleBits;
}

struct Sample {
    TimeMs t = 0;
    double v = 0;
};

/// One series of a matrix. Times strictly ascending, t.size() == v.size(); both may be empty where there are histograms.
struct Series {
    Labels labels;
    std::vector<TimeMs> t;
    std::vector<double> v;
    std::vector<HistogramSample> histograms = {}; ///< native ones, times strictly ascending; only servers send them
    bool operator==(const Series&) const = default;
};

/// A range query's answer; ordered by labels unless a function says otherwise.
struct Matrix {
    std::vector<Series> series;
    bool operator==(const Matrix&) const = default;
};

struct VectorSample {
    Labels labels;
    TimeMs t = 0;
    double v = 0; ///< NaN where there is a histogram
    std::shared_ptr<const Histogram> histogram = {}; ///< a native one in place of the number; only servers send them
};

/// An instant query's answer; order is meaningful after sort() and topk().
struct Vector {
    std::vector<VectorSample> samples;
};

struct Scalar {
    TimeMs t = 0;
    double v = 0;
};

struct Text {
    TimeMs t = 0;
    std::string v;
};

using Value = std::variant<Scalar, Text, Vector, Matrix>;

/// Series of a value that hold native histograms, which a chart of numbers cannot draw.
[[nodiscard]] std::size_t histogramSeries(const Value& value);

} // namespace wg::series

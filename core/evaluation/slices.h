// One metric by parts of the rows: the values of a column, or bins of a numeric one; worst first. Cells without a value are a
// slice of their own, "(missing)". Rows are split in one pass a column; slices are evaluated on several threads, and come out
// the same for any number of them.
#pragma once

#include "core/evaluation/compare.h"

namespace wg::evaluation {

struct SliceColumn {
    std::string column;
    /// Numeric: number of bins with about equally many rows; 0: one slice per value up to 20 values, else 4 bins. Edges are
    /// round numbers where the data allow.
    int bins = 0;
};

struct Slice {
    std::string column;
    std::string value; ///< "de", or "128 to 1 k" of bins; kMissingSlice
    double low = 0, high = 0; ///< of bins: low <= value < high, the outer ones ±Inf; equal otherwise
    std::uint64_t rows = 0;
    std::optional<double> metric; ///< unset: undefined there (reason says why) or withheld
    std::string reason;
    Interval interval;
    double gap = 0; ///< metric - that of all rows
    bool clear = false; ///< the interval excludes the metric of all rows
    bool withheld = false; ///< fewer rows than the least count: no figures
};

struct SliceTable {
    std::string model; ///< name of the contender
    std::string metric;
    double whole = 0; ///< over all rows
    Interval wholeInterval;
    bool lowerIsWorse = true; ///< of this metric
    std::vector<Slice> slices; ///< worst first; withheld ones last
    std::uint64_t withheld = 0;
};

struct SliceOptions {
    std::string metric; ///< key; empty: the task's main one
    std::uint64_t leastRows = 10; ///< smaller slices are withheld
    double level = 0.95;
    int draws = 500; ///< of the bootstrap, where the interval has no formula
    std::uint64_t seed = 1;
    std::optional<double> threshold = {};
    std::vector<std::string> formulas = {}; ///< own metrics (formula.h), so that `metric` can name one
    unsigned threads = 0; ///< 0: as many as the machine has
};

inline constexpr std::string_view kMissingSlice = "(missing)";

/// The columns must be kept in the log (Options::use); Usage error for one that is not, or that has more than 1,000 values.
[[nodiscard]] Result<SliceTable> sliceTable(const Contender& contender, const std::vector<SliceColumn>& columns,
    const SliceOptions& options, const CancelToken& cancel);

/// Used rows of a slice (of all groups), as indices into OpenedLog::table, ascending.
[[nodiscard]] Result<std::vector<std::uint32_t>> sliceRows(const OpenedLog& log, const Slice& slice);

struct SliceableColumn {
    std::string column;
    bool numeric = false;
    std::size_t values = 0; ///< distinct ones; 0: not known, as the column's cells are not kept
};
/// Columns of a log that make sense to slice by: not the roles' own, texts with at most 1,000 different values.
[[nodiscard]] std::vector<SliceableColumn> sliceableColumns(const OpenedLog& log);

} // namespace wg::evaluation

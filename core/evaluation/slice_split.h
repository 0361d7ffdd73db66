// How a column parts rows: by its values, or into bins with round edges. Internal to slices and drift's kin.
#pragma once

#include "core/evaluation/opened_log.h"
#include "core/evaluation/slices.h"

namespace wg::evaluation {

/// One part of the rows; `slice` has column, value, low and high only.
struct RowPart {
    Slice slice;
    Rows rows;
};
/// Parts without rows are left out. Values in the order of first appearance, bins ascending, missing cells last.
[[nodiscard]] Result<std::vector<RowPart>> splitRows(
    const OpenedLog& log, const SliceColumn& column, const Rows& rows, const CancelToken& cancel);

/// Edges that cut sorted values (no NaN) into `bins` parts of about equally many, each the roundest number within a quarter of
/// a part around the quantile. Fewer where values repeat. Strictly ascending; an edge belongs to the part above it.
[[nodiscard]] std::vector<double> roundEdges(const std::vector<double>& sorted, int bins);

/// "128", "1.5 k", "2 M", "0.25": for names of bins.
[[nodiscard]] std::string edgeText(double edge);

} // namespace wg::evaluation

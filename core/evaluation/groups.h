// Rows by model, data set and --by columns.
#pragma once

#include "core/evaluation/opened_log.h"

#include <map>
#include <string>
#include <vector>

namespace wg::evaluation {

struct RowGroup {
    std::map<std::string, std::string> by; ///< "model", "dataset", names of --by columns; empty: all rows
    Rows rows; ///< of the table, in the order of the log
};
/// Ordered by model, data set, then --by columns. One group with empty `by` when there is nothing to group by. Usage error
/// above 10,000 groups.
[[nodiscard]] Result<std::vector<RowGroup>> groupRows(const OpenedLog& log, const Rows& rows);

/// The name of a model among several in the same row ("model", or "score" when a column is called that already).
[[nodiscard]] std::map<std::string, std::string> groupKey(
    const OpenedLog& log, std::map<std::string, std::string> by, const ModelColumns& model);

} // namespace wg::evaluation

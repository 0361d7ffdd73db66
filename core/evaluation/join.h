// Labels that arrived later in a file of their own: put beside the rows they belong to by an id both files have.
#pragma once

#include "core/evaluation/evaluate.h"
#include "core/logs/table.h"

namespace wg::evaluation {

/// Reads options.join->labels and adds its label column (options.label, else the one its names say, else the only one beside
/// the id) to `table`, and those named by other options that only it has. A column of the same name is replaced. Ids are
/// compared exactly, also above 2^53. Rows without a partner get a missing label; ids with two labels that contradict each
/// other count as such. What did not match is said in table.notes. Gives the name of the label column.
/// The table's fingerprint becomes "<log's>+<labels'>".
[[nodiscard]] Result<std::string> joinLabels(logs::Table& table, const Options& options, const CancelToken& cancel);

} // namespace wg::evaluation

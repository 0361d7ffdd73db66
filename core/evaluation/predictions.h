// A predictions log: its models, task, classes, positive class and usable rows (design.md "Contracts", log-reading "Task").
#pragma once

#include "core/evaluation/opened_log.h"
#include "core/evaluation/roles.h"

namespace wg::evaluation {

/// Fills what OpenedLog says of predictions. Claims have been checked. Usage error where the user's choice cannot be.
[[nodiscard]] Result<void> takePredictions(OpenedLog& log, const Claims& claims);

/// Which rows of the table can be used: a missing or non-finite label, score or prediction leaves the row out, for every model
/// alike. Fills rows and adds to skipped; the columns have been decided. Usage error for a weight that is not above 0.
[[nodiscard]] Result<void> takeRows(OpenedLog& log);

using ClassCode = std::uint16_t; ///< index into OpenedLog::classes, of which there are at most 1,000
inline constexpr ClassCode kNoClass = 0xFFFF;
/// Class of each row of the table, kNoClass where the cell is missing.
[[nodiscard]] std::vector<ClassCode> classCodes(const OpenedLog& log, ColumnIndex column);

} // namespace wg::evaluation

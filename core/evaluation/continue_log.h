// Rows of a table, as a log of their own by decisions that were taken before: rows that were appended to a growing file.
#pragma once

#include "core/evaluation/opened_log.h"

#include <span>

namespace wg::evaluation {

/// `rows` of `table`, whose columns are those of the decisions in the same order. Only the columns in use are copied.
/// nullptr: the decisions do not fit any more (a number column became text, a class that was never seen before), so the whole
/// log must be recognised again. Usage error for a weight that is not above 0.
[[nodiscard]] Result<std::shared_ptr<const OpenedLog>> continueLog(
    const LogDecisions& decisions, const logs::Table& table, std::span<const std::uint32_t> rows);

} // namespace wg::evaluation

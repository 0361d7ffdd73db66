// One column of two sides: its bins and tests. Internal to drift.
#pragma once

#include "core/evaluation/drift.h"
#include "core/evaluation/opened_log.h"
#include "core/mlmetrics/drift.h"

namespace wg::evaluation {

struct ColumnSide {
    const logs::Column& column;
    const Rows& rows;
};
/// Everything but role, pHolm and verdict. `classes`: numbers are classes, not amounts.
[[nodiscard]] ColumnDrift columnDrift(const ColumnSide& reference, const ColumnSide& window, bool classes, int bins);

} // namespace wg::evaluation

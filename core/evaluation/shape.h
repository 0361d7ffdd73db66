// The shape of a log: what decides which column is what. Logs of one shape get the same answer, so that the window asks once.
#pragma once

#include "core/logs/table.h"

#include <string>

namespace wg::evaluation {

/// Format, names and types of the columns, in their order, as SHA-256 in hexadecimal. No cell goes into it.
[[nodiscard]] std::string shapeKey(const logs::Table& table);

} // namespace wg::evaluation

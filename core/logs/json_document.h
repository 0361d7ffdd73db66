// JSON documents of no known format as tables: columns of equal length, one array of records, or else one row.
#pragma once

#include "core/base/result.h"
#include "core/logs/json_flatten.h"
#include "core/logs/record_columns.h"

#include <string_view>

namespace wg::logs {

/// `text` is one object, known to be JSON. In the order of trying:
///  {"y_true": [1, 0], "y_score": [0.9, 0.2]}                 arrays of scalars, all of one length: columns
///  {"y_true": {"0": 1, "1": 0}, "y_score": {"0": …}}         the same as pandas' to_json() writes it
///  {"name": "run 1", "rows": [{…}, {…}]}                     scalars and one array of objects that is called
///                                                             data, rows, records, predictions, …: its objects are the rows
///  anything else                                             one row, nested members as a.b.c
[[nodiscard]] Result<void> takeDocument(std::string_view text, RecordColumns& rows);

} // namespace wg::logs

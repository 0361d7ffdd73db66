// An event file as a table, for openLog() and everything behind it: its scalars as a history in long form.
#pragma once

#include "core/logs/reader.h"

#include <memory>
#include <string_view>

namespace wg::logs {

// For the row of formats() (reader.h).
/// By the checksum of the first record's length, or by the version in it.
[[nodiscard]] bool isEventFile(std::string_view start);
/// Columns step, timestamp (Unix seconds), key (the tag), value; tag by tag, each in the order written. Images, texts,
/// histograms and curves are not in it; a note says so. A file without one sound record is refused.
[[nodiscard]] std::unique_ptr<TableReader> makeEventTable(const ReadOptions& options);

} // namespace wg::logs

// What a delimited file is, decided from its beginning: delimiter, preamble, header, types. Rules: log-reading "CSV".
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wg::logs {

struct Dialect {
    char delimiter = ',';
    std::uint64_t preambleRecords = 0; ///< single-cell records before the first one
    bool header = true; ///< false: the first record is data
    std::vector<std::string> names; ///< one per column
    std::vector<bool> text; ///< columns that are no numbers
    Warnings notes;
};

/// `sample` is the beginning of the file, in UTF-8; `whole`: it ends where the file ends, so its last record counts. Needs a
/// record that is not blank.
/// Fails with Parse (a NUL in the header) and Limit (more than `maxColumns`).
[[nodiscard]] Result<Dialect> detectDialect(std::string_view sample, bool whole, std::size_t maxColumns);

/// How many records end within `sample`, at most `enough`.
[[nodiscard]] std::size_t countRecords(std::string_view sample, std::size_t enough);

} // namespace wg::logs

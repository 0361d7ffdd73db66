// Tables as text: aligned for a terminal, Markdown for a pull request.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace wg::app {

/// Cells of text; the first row is the header. Numbers are right-aligned.
struct TextTable {
    std::vector<std::vector<std::string>> rows;
    std::size_t textColumns = 1; ///< these are text, the others numbers
};

[[nodiscard]] std::string aligned(const TextTable& table);
[[nodiscard]] std::string markdown(const TextTable& table);
/// A cell of a Markdown table: one line, no markup, no formula (a text that a sheet could take for one gets a leading ').
[[nodiscard]] std::string markdownCell(const std::string& text, bool number);

} // namespace wg::app

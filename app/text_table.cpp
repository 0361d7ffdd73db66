#include "app/text_table.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <string_view>

namespace wg::app {

std::string aligned(const TextTable& table)
{
    std::vector<std::size_t> widths;
    for (const auto& row : table.rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], codePoints(row[i]));
    }
    std::string out;
    for (const auto& row : table.rows) {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - codePoints(row[i]), ' ');
            line += " " + (i < table.textColumns ? row[i] + pad : pad + row[i]) + " ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

std::string markdownCell(const std::string& text, bool number)
{
    std::string out;
    if (!number && !text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        out += '\'';
    for (const char c : text) {
        if (std::string_view("\\`*_[]<>|#&~").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::string markdown(const TextTable& table)
{
    std::string out;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        out += "|";
        for (std::size_t i = 0; i < table.rows[r].size(); ++i)
            out += " " + markdownCell(table.rows[r][i], r > 0 && i >= table.textColumns) + " |";
        out += "\n";
        if (r > 0)
            continue;
        out += "|";
        for (std::size_t i = 0; i < table.rows[r].size(); ++i)
            out += i < table.textColumns ? "---|" : "---:|";
        out += "\n";
    }
    return out;
}

} // namespace wg::app

#include "ui/editors/filled_expression.h"

#include <algorithm>

namespace wg::ui::editors {
namespace {

bool isNameByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The length of a variable that begins here: $name, ${…}, [[…]]; 0 when none does.
std::size_t variableLength(std::string_view text)
{
    const auto closed = [&](std::string_view end) {
        const std::size_t found = text.find(end);
        return found == std::string_view::npos ? 0 : found + end.size();
    };
    if (text.starts_with("${"))
        return closed("}");
    if (text.starts_with("[["))
        return closed("]]");
    if (!text.starts_with("$") || text.size() < 2 || !isNameByte(text[1]))
        return 0;
    std::size_t length = 1;
    while (length < text.size() && isNameByte(text[length]))
        ++length;
    return length;
}

} // namespace

FilledExpression FilledExpression::fill(std::string typed, const dashboard::Builtins& builtins)
{
    FilledExpression out;
    out.typed = std::move(typed);
    const std::string_view rest = out.typed;
    for (std::size_t at = 0; at < rest.size();) {
        const std::size_t length = variableLength(rest.substr(at));
        if (length == 0) {
            out.text += rest[at++];
            continue;
        }
        const std::string_view name = rest.substr(at, length);
        const std::string value = dashboard::interpolateQuery(name, {}, builtins);
        if (value == name)
            out.complete = false;
        else
            out.m_pieces.push_back({{at, at + length}, {out.text.size(), out.text.size() + value.size()}});
        out.text += value;
        at += length;
    }
    return out;
}

promql::SourceRange FilledExpression::typedRange(promql::SourceRange filled) const
{
    const auto back = [this](std::size_t at, bool isEnd) {
        // The last piece that begins before `at`, or at it where `at` begins something.
        const auto after = std::ranges::find_if(
            m_pieces, [&](const Piece& piece) { return isEnd ? piece.filled.begin >= at : piece.filled.begin > at; });
        if (after == m_pieces.begin())
            return at;
        const Piece& last = *std::prev(after);
        if (isEnd ? at <= last.filled.end : at < last.filled.end)
            return isEnd ? last.typed.end : last.typed.begin;
        return last.typed.end + (at - last.filled.end);
    };
    const std::size_t begin = std::min(back(filled.begin, false), typed.size());
    const std::size_t end = filled.end > filled.begin ? back(filled.end, true) : begin;
    return {begin, std::clamp(end, begin, typed.size())};
}

Position FilledExpression::typedPosition(Position filled) const
{
    const auto range = typedRange({filled.offset, filled.offset + filled.length});
    filled.offset = range.begin;
    filled.length = range.end - range.begin;
    if (filled.line > 0) {
        const std::string_view before = std::string_view(typed).substr(0, range.begin);
        filled.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
        filled.column = before.size() - (before.rfind('\n') + 1) + 1; // npos + 1 is 0
    }
    return filled;
}

} // namespace wg::ui::editors

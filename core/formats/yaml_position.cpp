#include "core/formats/yaml.h"

namespace wg::formats {
namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// The value characters that stand in a double-quoted scalar as a backslash and one letter.
bool isEscape(char letter, char value)
{
    switch (letter) {
    case 'n':
        return value == '\n';
    case 't':
        return value == '\t';
    case 'r':
        return value == '\r';
    default:
        return letter == value;
    }
}

/// Past tags and anchors ("!!str &name") in front of the scalar.
std::size_t skipProperties(std::string_view text, std::size_t at)
{
    while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
        while (at < text.size() && !isBlank(text[at]))
            ++at;
        while (at < text.size() && isBlank(text[at]))
            ++at;
    }
    return at;
}

/// Walks value and source side by side; npos where they cannot be brought together.
std::size_t align(std::string_view text, std::size_t at, std::string_view value, char quote)
{
    for (const char v : value) {
        const auto next = [&] { return at + 1 < text.size() ? text[at + 1] : '\0'; };
        if (quote == '"' && at < text.size() && text[at] == '\\' && next() == '\n')
            ++at; // a line joined by a backslash
        while (at < text.size() && isBlank(text[at]) && !isBlank(v))
            ++at; // indentation
        if (at >= text.size())
            return std::string_view::npos;
        if ((quote == '"' && text[at] == '\\' && isEscape(next(), v)) || (quote == '\'' && v == '\'' && next() == '\''))
            at += 2;
        else if (text[at] == v || (isBlank(v) && isBlank(text[at])))
            ++at;
        else
            return std::string_view::npos;
    }
    return at;
}

} // namespace

Position positionInScalar(std::string_view text, const YamlNode& node, std::size_t offset, const std::string& input)
{
    Position where = node.position(input);
    std::size_t at = skipProperties(text, node.offset);
    if (node.kind != YamlNode::Kind::Scalar || at >= text.size() || offset > node.scalar.size())
        return where;
    const char first = text[at];
    if (first == '|' || first == '>')
        at = std::min(text.find('\n', at), text.size());
    else if (first == '"' || first == '\'')
        ++at;
    const std::string_view before = std::string_view(node.scalar).substr(0, offset);
    at = align(text, at, before, first);
    if (at == std::string_view::npos)
        return where;
    while (offset < node.scalar.size() && !isBlank(node.scalar[offset]) && at < text.size() && isBlank(text[at]))
        ++at;
    where.offset = at;
    for (std::size_t i = std::min(node.offset, at); i < at; ++i) {
        where.column = text[i] == '\n' ? 1 : where.column + 1;
        where.line += text[i] == '\n' ? 1 : 0;
    }
    return where;
}

} // namespace wg::formats

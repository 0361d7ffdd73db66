#include "core/logs/json_flatten.h"

namespace wg::logs {

void JsonFlattener::record(JsonScan& scan)
{
    m_texts.clear();
    if (scan.peek() != '{') {
        (void)scan.skip();
        if (scan.ok())
            scan.fail("no JSON object");
        return;
    }
    object(scan, 0, 0);
}

/// Records of one writer have their keys in one order: the one expected is the one behind the last.
std::size_t JsonFlattener::child(std::size_t node, std::string_view raw, std::size_t& expected)
{
    const auto& children = m_nodes[node].children;
    if (expected < children.size()) {
        const std::string& likely = m_nodes[children[expected]].raw;
        if (likely.data() == raw.data() || likely == raw)
            return children[expected++];
    }
    constexpr std::size_t kFew = 16;
    if (children.size() > kFew) {
        const auto& index = m_nodes[node].index;
        if (const auto at = index.find(std::string(raw)); at != index.end()) {
            expected = at->second + 1;
            return children[at->second];
        }
    }
    for (std::size_t i = 0; children.size() <= kFew && i < children.size(); ++i) {
        if (m_nodes[children[i]].raw == raw) {
            expected = i + 1;
            return children[i];
        }
    }
    constexpr std::size_t kMostNodes = 4 * RecordColumns::kMostColumns;
    if (m_nodes.size() >= kMostNodes)
        return RecordColumns::kNone;
    Node made;
    made.raw = raw;
    if (node != 0)
        made.name = m_nodes[node].name + ".";
    JsonScan::unescape(raw, made.name);
    m_nodes.push_back(std::move(made));
    m_nodes[node].index.emplace(raw, m_nodes[node].children.size());
    m_nodes[node].children.push_back(m_nodes.size() - 1);
    expected = m_nodes[node].children.size();
    return m_nodes.size() - 1;
}

std::string_view JsonFlattener::expectedKey(std::size_t node, std::size_t expected) const
{
    const auto& children = m_nodes[node].children;
    return expected < children.size() ? std::string_view(m_nodes[children[expected]].raw) : std::string_view();
}

std::size_t JsonFlattener::columnOf(std::size_t node)
{
    Node& own = m_nodes[node];
    if (!own.known) {
        own.column = m_columns.column(own.name);
        own.known = true;
    }
    return own.column;
}

void JsonFlattener::object(JsonScan& scan, std::size_t node, std::size_t level)
{
    (void)scan.take('{');
    std::string_view raw;
    std::size_t expected = 0;
    for (bool first = true; scan.key(raw, first, expectedKey(node, expected));) {
        const std::size_t member = child(node, raw, expected);
        if (member == RecordColumns::kNone)
            (void)scan.skip();
        else
            value(scan, member, level);
    }
}

void JsonFlattener::value(JsonScan& scan, std::size_t node, std::size_t level)
{
    const char c = scan.peek();
    if (JsonScan::beginsNumber(c)) {
        const JsonScan::Number number = scan.number();
        if (number.decimal)
            m_columns.decimal(columnOf(node), number.units, number.scale, number.text);
        else
            m_columns.number(columnOf(node), number.value, number.text, !number.huge);
    } else if (c == '"') {
        bool escaped = false;
        std::string_view text = scan.string(escaped);
        if (escaped) {
            JsonScan::unescape(text, m_texts.emplace_back());
            text = m_texts.back();
        }
        m_columns.text(columnOf(node), text);
    } else if (c == '{' && level + 1 < kMostLevels) {
        object(scan, node, level + 1);
    } else if (c == '[') {
        array(scan, node);
    } else if (c == '{') {
        (void)scan.skip();
    } else {
        const JsonScan::Word word = scan.word();
        if (word == JsonScan::Word::Null)
            m_columns.missing(columnOf(node));
        else
            m_columns.text(columnOf(node), word == JsonScan::Word::True ? "true" : "false");
    }
}

void JsonFlattener::array(JsonScan& scan, std::size_t node)
{
    const std::string_view whole = scan.skip();
    if (!scan.ok() || whole.size() > kMostArrayBytes)
        return;
    std::string& text = m_texts.emplace_back();
    bool inside = false;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const char c = whole[i];
        if (!inside && i > 0 && (c == '[' || c == '{')) {
            m_texts.pop_back();
            return;
        }
        if (inside || (c != ' ' && c != '\t' && c != '\n' && c != '\r'))
            text += c;
        if (inside && c == '\\')
            text += whole[++i];
        else if (c == '"')
            inside = !inside;
    }
    m_columns.text(columnOf(node), text);
}

} // namespace wg::logs

// JSON objects as rows: members of objects become columns a.b.c, arrays of scalars are kept as compact JSON text up to 1 KiB,
// other arrays are not kept. Keys are expected in the order of the record before, so that most cost one comparison.
#pragma once

#include "core/logs/json_scan.h"
#include "core/logs/record_columns.h"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wg::logs {

class JsonFlattener {
public:
    static constexpr std::size_t kMostLevels = 32; ///< deeper objects are read over
    static constexpr std::size_t kMostArrayBytes = 1024;

    explicit JsonFlattener(RecordColumns& columns) : m_columns(columns) { }

    /// Takes the next value of the scan, which must be an object, as a record; the caller commits or rolls back. Views of the
    /// scan's text are used until then.
    void record(JsonScan& scan);

private:
    struct Node { ///< a key of an object
        std::string raw, name; ///< as it stands in the text; path with dots
        std::size_t column = RecordColumns::kNone;
        bool known = false; ///< column was asked for
        std::vector<std::size_t> children; ///< in order of appearance
        std::unordered_map<std::string, std::size_t> index; ///< of children, once there are many
    };

    void object(JsonScan& scan, std::size_t node, std::size_t level);
    void value(JsonScan& scan, std::size_t node, std::size_t level);
    void array(JsonScan& scan, std::size_t node);
    [[nodiscard]] std::size_t child(std::size_t node, std::string_view raw, std::size_t& expected);
    [[nodiscard]] std::size_t columnOf(std::size_t node);
    /// What stands between the quotes of the key that comes next if this record is like the last one.
    [[nodiscard]] std::string_view expectedKey(std::size_t node, std::size_t expected) const;

    RecordColumns& m_columns;
    std::vector<Node> m_nodes = std::vector<Node>(1); ///< the first is the record itself
    std::deque<std::string> m_texts; ///< unescaped texts of the record
};

} // namespace wg::logs

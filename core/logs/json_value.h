// A JSON document as a tree, for the formats whose records are put together from several places. Large parts nobody needs
// (prompts, messages, events) are never built.
#pragma once

#include "core/logs/json_scan.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wg::logs {

struct JsonValue {
    enum class Type { Null, True, False, Number, String, Array, Object };

    JsonValue();
    JsonValue(const JsonValue&);
    JsonValue(JsonValue&&) noexcept;
    JsonValue& operator=(const JsonValue&);
    JsonValue& operator=(JsonValue&&) noexcept;
    ~JsonValue();

    Type type = Type::Null;
    double number = 0;
    std::string text; ///< of strings; of numbers as they were written
    std::vector<JsonValue> items;
    std::vector<std::pair<std::string, JsonValue>>
        members; ///< in order; of a key that comes twice the last value, as in Python

    [[nodiscard]] bool isObject() const { return type == Type::Object; }
    [[nodiscard]] bool isArray() const { return type == Type::Array; }
    [[nodiscard]] bool isString() const { return type == Type::String; }
    [[nodiscard]] bool isNumber() const { return type == Type::Number; }
    /// Null when there is no such member, or this is no object.
    [[nodiscard]] const JsonValue* find(std::string_view key) const;
    /// find() along "a.b.c".
    [[nodiscard]] const JsonValue* at(std::string_view path) const;
    /// Text of a scalar: a string as it is, numbers as they were written, true, false; compact JSON of arrays and objects; ""
    /// of null.
    [[nodiscard]] std::string str() const;
};

/// Takes the next value of the scan. Members whose key is in `skip` (may be null) are read over.
[[nodiscard]] JsonValue readJsonValue(JsonScan& scan, bool (*skip)(std::string_view key));
/// The same, but only the first item of each array and the first 64 bytes of each text: what the document is like.
[[nodiscard]] JsonValue readJsonOutline(JsonScan& scan);

} // namespace wg::logs

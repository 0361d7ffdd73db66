#include "core/logs/json_value.h"

#include "core/logs/text_decoder.h"

#include <algorithm>

namespace wg::logs {
namespace {

constexpr std::size_t kOutlineText = 64;

std::string textOf(std::string_view raw, bool escaped)
{
    std::string out;
    if (escaped)
        JsonScan::unescape(raw, out);
    return repairUtf8(escaped ? std::string_view(out) : raw);
}

void quote(std::string_view text, std::string& out)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20)
            out += ' ';
        else
            out += c;
    }
    out += '"';
}

void print(const JsonValue& value, std::string& out)
{
    if (value.isArray()) {
        out += '[';
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            out += i == 0 ? "" : ",";
            print(value.items[i], out);
        }
        out += ']';
    } else if (value.isObject()) {
        out += '{';
        for (std::size_t i = 0; i < value.members.size(); ++i) {
            out += i == 0 ? "" : ",";
            quote(value.members[i].first, out);
            out += ':';
            print(value.members[i].second, out);
        }
        out += '}';
    } else if (value.isString()) {
        quote(value.text, out);
    } else {
        out += value.type == JsonValue::Type::Null ? "null" : value.str();
    }
}

struct Wanted {
    bool (*skip)(std::string_view) = nullptr;
    bool outline = false;
};

JsonValue readAt(JsonScan& scan, const Wanted& wanted, std::size_t depth)
{
    JsonValue out;
    const char c = scan.peek();
    if (depth > JsonScan::kMostDepth) {
        scan.fail("arrays and objects are nested too deeply");
    } else if (c == '"') {
        bool escaped = false;
        const std::string_view raw = scan.string(escaped);
        out.type = JsonValue::Type::String;
        out.text = textOf(wanted.outline ? raw.substr(0, kOutlineText) : raw, escaped);
    } else if (JsonScan::beginsNumber(c)) {
        const JsonScan::Number number = scan.number();
        out.type = JsonValue::Type::Number;
        out.number = number.value;
        out.text = number.text;
    } else if (scan.take('[')) {
        out.type = JsonValue::Type::Array;
        for (bool first = true; scan.element(first);) {
            if (wanted.outline && !out.items.empty())
                (void)scan.skip();
            else
                out.items.push_back(readAt(scan, wanted, depth + 1));
        }
    } else if (scan.take('{')) {
        out.type = JsonValue::Type::Object;
        std::string_view raw;
        for (bool first = true; scan.key(raw, first);) {
            std::string key = textOf(raw, raw.find('\\') != std::string_view::npos);
            if (wanted.skip != nullptr && wanted.skip(key)) {
                (void)scan.skip();
                continue;
            }
            JsonValue value = readAt(scan, wanted, depth + 1);
            out.members.emplace_back(std::move(key), std::move(value));
        }
    } else {
        const JsonScan::Word word = scan.word();
        out.type = word == JsonScan::Word::True ? JsonValue::Type::True
            : word == JsonScan::Word::False     ? JsonValue::Type::False
                                                : JsonValue::Type::Null;
    }
    return out;
}

} // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(const JsonValue&) = default;
JsonValue::JsonValue(JsonValue&&) noexcept = default;
JsonValue& JsonValue::operator=(const JsonValue&) = default;
JsonValue& JsonValue::operator=(JsonValue&&) noexcept = default;
JsonValue::~JsonValue() = default;

const JsonValue* JsonValue::find(std::string_view key) const
{
    const auto at = std::find_if(members.rbegin(), members.rend(), [key](const auto& member) { return member.first == key; });
    return at == members.rend() ? nullptr : &at->second;
}

const JsonValue* JsonValue::at(std::string_view path) const
{
    const JsonValue* value = this;
    while (value != nullptr) {
        const std::size_t dot = path.find('.');
        value = value->find(path.substr(0, dot));
        if (dot == std::string_view::npos)
            break;
        path.remove_prefix(dot + 1);
    }
    return value;
}

std::string JsonValue::str() const
{
    switch (type) {
    case Type::Null:
        return {};
    case Type::True:
        return "true";
    case Type::False:
        return "false";
    case Type::Number:
    case Type::String:
        return text;
    case Type::Array:
    case Type::Object:
        break;
    }
    std::string out;
    print(*this, out);
    return out;
}

JsonValue readJsonValue(JsonScan& scan, bool (*skip)(std::string_view key))
{
    return readAt(scan, {skip, false}, 0);
}

JsonValue readJsonOutline(JsonScan& scan)
{
    return readAt(scan, {nullptr, true}, 0);
}

} // namespace wg::logs

#include "core/formats/json.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

namespace wg::formats {
namespace {

using Json = nlohmann::ordered_json;

/// Builds the tree from nlohmann's events. Own handler because ordered_json looks keys up linearly (a quadratic trap on
/// an object of a million keys), and because depth and duplicates are decided here.
class Builder : public nlohmann::json_sax<Json> {
public:
    explicit Builder(const JsonLimits& limits) : m_limits(limits) { }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json::object()); }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override
    {
        Level& level = m_stack.back();
        level.replace = !level.keys.insert(name).second;
        if (level.replace && m_limits.duplicateKeys == DuplicateKeys::Refuse) {
            m_message = fmt::format("duplicate key \"{}\"", name);
            return false;
        }
        level.key = std::move(name);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override
    {
        m_offset = position;
        m_message = error.what();
        return false;
    }

    Json root;
    [[nodiscard]] const std::string& message() const { return m_message; }
    [[nodiscard]] bool tooDeep() const { return m_tooDeep; }
    [[nodiscard]] std::size_t offset() const { return m_offset; }

private:
    struct Level {
        Json* node = nullptr;
        std::string key{};
        bool replace = false;
        std::unordered_set<std::string> keys{};
    };

    template <class Value>
    bool add(Value&& value)
    {
        place(Json(std::forward<Value>(value)));
        return true;
    }

    /// Nodes under construction stay where they are: a container grows only while its last child is complete.
    Json* place(Json value)
    {
        if (m_stack.empty()) {
            root = std::move(value);
            return &root;
        }
        Level& level = m_stack.back();
        if (level.node->is_array()) {
            auto& array = level.node->get_ref<Json::array_t&>();
            return &array.emplace_back(std::move(value));
        }
        auto& object = level.node->get_ref<Json::object_t&>();
        if (level.replace) {
            const auto old = std::ranges::find(object, level.key, [](const auto& member) { return member.first; });
            old->second = std::move(value);
            return &old->second;
        }
        object.push_back({level.key, std::move(value)});
        return &object.back().second;
    }

    bool open(Json container)
    {
        if (m_stack.size() >= m_limits.maxDepth) {
            m_tooDeep = true;
            m_message = fmt::format("nested deeper than the limit of {} levels", m_limits.maxDepth);
            return false;
        }
        Json* node = place(std::move(container));
        m_stack.push_back({node});
        return true;
    }

    bool close()
    {
        m_stack.pop_back();
        return true;
    }

    const JsonLimits& m_limits;
    std::vector<Level> m_stack;
    std::string m_message;
    std::size_t m_offset = 0;
    bool m_tooDeep = false;
};

/// Follows the events and keeps nothing.
class Checker : public nlohmann::json_sax<Json> {
public:
    explicit Checker(std::size_t maxDepth) : m_maxDepth(maxDepth) { }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return false; }
    bool key(string_t&) override { return true; }
    bool start_object(std::size_t) override { return open(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_object() override { return m_depth-- > 0; }
    bool end_array() override { return m_depth-- > 0; }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override
    {
        m_offset = position;
        m_message = error.what();
        return false;
    }

    [[nodiscard]] const std::string& message() const { return m_message; }
    [[nodiscard]] bool tooDeep() const { return m_depth > m_maxDepth; }
    [[nodiscard]] std::size_t offset() const { return m_offset; }

private:
    bool open()
    {
        if (++m_depth <= m_maxDepth)
            return true;
        m_message = fmt::format("nested deeper than the limit of {} levels", m_maxDepth);
        return false;
    }

    std::size_t m_maxDepth;
    std::size_t m_depth = 0;
    std::size_t m_offset = 0;
    std::string m_message;
};

/// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while …" -> what follows the place.
std::string withoutPlace(std::string_view what)
{
    if (const auto end = what.find("] "); what.starts_with('[') && end != std::string_view::npos)
        what.remove_prefix(end + 2);
    if (const auto end = what.find(": "); what.starts_with("parse error") && end != std::string_view::npos)
        what.remove_prefix(end + 2);
    return std::string(what);
}

/// Counts the bytes the parser has taken, so that our own refusals have a place too.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, const char** reached) : m_at(at), m_reached(reached) { }
    reference operator*() const { return *m_at; }
    CountingIterator& operator++()
    {
        ++m_at;
        *m_reached = std::max(*m_reached, m_at);
        return *this;
    }
    CountingIterator operator++(int)
    {
        CountingIterator old = *this;
        ++*this;
        return old;
    }
    bool operator==(const CountingIterator& other) const { return m_at == other.m_at; }
    bool operator!=(const CountingIterator& other) const { return m_at != other.m_at; }

private:
    const char* m_at;
    const char** m_reached;
};

template <class Handler>
Result<void> run(std::string_view text, const std::string& inputName, Handler& handler)
{
    const std::size_t mark = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    const std::string_view body = text.substr(mark);
    const char* reached = body.data();
    try {
        const char* const end = body.data() + body.size();
        if (Json::sax_parse(CountingIterator(body.data(), &reached), CountingIterator(end, &reached), &handler))
            return {};
    } catch (const std::exception& error) {
        return fail(ErrorCode::Parse, fmt::format("not valid JSON: {}", error.what()), Position{.input = inputName});
    }
    // nlohmann says how many bytes were read, the offending one included.
    const std::size_t read = handler.offset() > 0 ? handler.offset() : static_cast<std::size_t>(reached - body.data());
    const Position position = positionAt(text, mark + (read > 0 ? read - 1 : 0), inputName);
    return fail(handler.tooDeep() ? ErrorCode::Limit : ErrorCode::Parse,
        fmt::format("not valid JSON: {} (byte {})", withoutPlace(handler.message()), position.offset), position);
}

} // namespace

Position positionAt(std::string_view text, std::size_t offset, const std::string& inputName)
{
    Position out{.input = inputName, .offset = std::min(offset, text.size()), .line = 1, .column = 1};
    for (const char c : text.substr(0, out.offset)) {
        if (c == '\n') {
            ++out.line;
            out.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++out.column;
        }
    }
    return out;
}

Result<Json> parseJson(std::string_view text, const std::string& inputName, const JsonLimits& limits)
{
    if (text.size() > limits.maxBytes)
        return fail(ErrorCode::Limit, fmt::format("{} bytes of JSON are over the limit of {}", text.size(), limits.maxBytes),
            Position{.input = inputName});
    Builder builder(limits);
    WG_CHECK(run(text, inputName, builder));
    return std::move(builder.root);
}

Result<void> checkJson(std::string_view text, const std::string& inputName, std::size_t maxDepth)
{
    Checker checker(maxDepth);
    return run(text, inputName, checker);
}

} // namespace wg::formats

// JSON token by token over bytes that lie in memory, as Python's json reads it: RFC 8259, and NaN, Infinity and -Infinity.
// Builds nothing: the JSON readers of logs are written on it, and it tells what is torn (the bytes end too early) from what is
// wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wg::logs {

class JsonScan {
public:
    enum class Status { Ok, Torn, Bad };
    static constexpr std::size_t kMostDepth = 512; ///< nested arrays and objects

    /// The text must outlive the scan and every view it gives.
    explicit JsonScan(std::string_view text) : m_begin(text.data()), m_at(m_begin), m_end(m_begin + text.size()) { }

    [[nodiscard]] Status status() const { return m_status; }
    [[nodiscard]] bool ok() const { return m_status == Status::Ok; }
    [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(m_at - m_begin); }
    /// What is wrong, for people: "a comma or } is missing".
    [[nodiscard]] std::string_view reason() const { return m_reason; }

    /// The first byte of the next token, blanks skipped; 0 at the end of the text.
    [[nodiscard]] char peek()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
        return m_at == m_end ? '\0' : *m_at;
    }
    /// Takes `wanted` when it is the next token.
    bool take(char wanted)
    {
        if (peek() != wanted || m_at == m_end || !ok())
            return false;
        ++m_at;
        return true;
    }
    void fail(std::string_view reason); ///< Torn when the text ends here

    /// Members of an object: take('{'), then while (key(raw)) take one value each. `raw` is what stands between the quotes; the
    /// key that is likely may be given as `expected`, and `raw` is that view when it came.
    [[nodiscard]] bool key(std::string_view& raw, bool& first, std::string_view expected = {});
    /// Elements of an array: take('['), then while (element(first)) take one value each.
    [[nodiscard]] bool element(bool& first);

    /// A string's bytes between its quotes, escapes as they are; `escaped` tells whether there are any.
    [[nodiscard]] std::string_view string(bool& escaped);
    struct Number {
        double value = 0;
        bool huge = false; ///< written as digits only, and beyond what a double holds exactly
        bool decimal = false; ///< value is units / 10^scale (NumberCells::pushDecimal)
        std::uint8_t scale = 0;
        std::int64_t units = 0;
        std::string_view text;
    };
    [[nodiscard]] Number number(); ///< also NaN, Infinity and -Infinity
    /// Takes true, false or null, whichever is next.
    enum class Word { True, False, Null };
    [[nodiscard]] Word word();
    /// Takes the next value whatever it is and gives its bytes.
    std::string_view skip();

    [[nodiscard]] static bool beginsNumber(char c) { return (c >= '0' && c <= '9') || c == '-' || c == 'N' || c == 'I'; }
    /// Appends the text of a string with escapes; halves of surrogate pairs that stand alone become U+FFFD.
    static void unescape(std::string_view raw, std::string& out);

private:
    bool literal(std::string_view text);

    const char* m_begin;
    const char* m_at;
    const char* m_end;
    Status m_status = Status::Ok;
    std::string_view m_reason;
};

} // namespace wg::logs

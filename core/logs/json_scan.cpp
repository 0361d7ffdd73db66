#include "core/logs/json_scan.h"

#include "core/base/number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

namespace wg::logs {
namespace {

constexpr double kExact = 9007199254740992.0; // 2^53
constexpr std::size_t kExactDigits = 15;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexOf(char c)
{
    if (isDigit(c))
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Marks quotes, backslashes and control characters among these eight bytes by their highest bit. The lowest mark is right;
/// those above it need not be.
std::uint64_t specials(std::uint64_t word)
{
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    constexpr std::uint64_t kHigh = 0x8080808080808080;
    const auto below = [](std::uint64_t x, std::uint64_t n) { return (x - kOnes * n) & ~x & kHigh; };
    return below(word ^ (kOnes * '"'), 1) | below(word ^ (kOnes * '\\'), 1) | below(word, 0x20);
}

void appendUtf8(std::uint32_t code, std::string& out)
{
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// The four digits of \uXXXX; 0x110000 when there are none.
std::uint32_t unit(std::string_view raw, std::size_t at)
{
    std::uint32_t code = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
        const int digit = i < raw.size() ? hexOf(raw[i]) : -1;
        if (digit < 0)
            return 0x110000;
        code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return code;
}

} // namespace

void JsonScan::fail(std::string_view reason)
{
    if (!ok())
        return;
    m_status = m_at == m_end ? Status::Torn : Status::Bad;
    m_reason = m_at == m_end ? std::string_view("it ends too early") : reason;
}

bool JsonScan::key(std::string_view& raw, bool& first, std::string_view expected)
{
    if (!ok() || take('}'))
        return false;
    if (!first && !take(',')) {
        fail("a comma or } is missing");
        return false;
    }
    if (peek() != '"') {
        fail("a key in quotes is missing");
        return false;
    }
    first = false;
    const auto left = static_cast<std::size_t>(m_end - m_at);
    if (!expected.empty() && left > expected.size() + 1 && m_at[expected.size() + 1] == '"'
        && std::memcmp(m_at + 1, expected.data(), expected.size()) == 0) {
        raw = expected; // the same bytes, so that the caller knows it by its address
        m_at += expected.size() + 2;
    } else {
        bool escaped = false;
        raw = string(escaped);
    }
    if (!take(':'))
        fail("a colon is missing after a key");
    return ok();
}

bool JsonScan::element(bool& first)
{
    if (!ok() || take(']')) {
        return false;
    }
    if (!first && !take(',')) {
        fail("a comma or ] is missing");
        return false;
    }
    if (!first && peek() == ']')
        fail("a value is missing after a comma");
    first = false;
    return ok();
}

std::string_view JsonScan::string(bool& escaped)
{
    escaped = false;
    if (!take('"')) {
        fail("a string is missing");
        return {};
    }
    const char* const begin = m_at;
    while (m_at != m_end) {
        while (m_end - m_at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, m_at, sizeof word);
            const std::uint64_t marks = specials(word);
            if (marks != 0) {
                m_at += std::countr_zero(marks) / 8;
                break;
            }
            m_at += 8;
        }
        if (m_at == m_end)
            break;
        const char c = *m_at;
        if (c == '"')
            return {begin, static_cast<std::size_t>(m_at++ - begin)};
        if (static_cast<unsigned char>(c) < 0x20) {
            fail("a line break or control character inside a string");
            return {};
        }
        ++m_at;
        if (c != '\\')
            continue;
        escaped = true;
        if (m_at == m_end)
            break;
        const char kind = *m_at;
        if (kind == 'u') {
            for (int i = 0; i < 4; ++i) {
                ++m_at;
                if (m_at == m_end || hexOf(*m_at) < 0) {
                    fail("\\u without four hexadecimal digits");
                    return {};
                }
            }
        } else if (std::string_view("\"\\/bfnrt").find(kind) == std::string_view::npos) {
            fail("an unknown escape in a string");
            return {};
        }
        ++m_at;
    }
    fail("a string is never closed");
    return {};
}

bool JsonScan::literal(std::string_view text)
{
    const std::string_view rest(m_at, static_cast<std::size_t>(m_end - m_at));
    if (rest.starts_with(text)) {
        m_at += text.size();
        return true;
    }
    if (rest.size() < text.size() && text.starts_with(rest))
        m_at = m_end; // torn
    return false;
}

JsonScan::Number JsonScan::number()
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInf = std::numeric_limits<double>::infinity();
    static constexpr std::array<double, 16> kTens = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    (void)peek();
    const char* const begin = m_at;
    const auto token = [&] { return std::string_view(begin, static_cast<std::size_t>(m_at - begin)); };
    const bool negative = m_at != m_end && *m_at == '-';
    if (negative)
        ++m_at;
    if (m_at != m_end && *m_at == 'I' && literal("Infinity"))
        return {.value = negative ? -kInf : kInf, .text = token()};
    if (!negative && m_at != m_end && *m_at == 'N' && literal("NaN"))
        return {.value = kNan, .text = token()};
    const char* digits = m_at;
    std::uint64_t mantissa = 0;
    const auto takeDigits = [&] {
        const char* const from = m_at;
        for (; m_at != m_end && isDigit(*m_at); ++m_at)
            mantissa = mantissa * 10 + static_cast<std::uint64_t>(*m_at - '0'); // of use up to 15 digits only
        return static_cast<std::size_t>(m_at - from);
    };
    const std::size_t before = takeDigits();
    if (before == 0 || (before > 1 && *digits == '0')) {
        if (before > 0)
            m_at = digits + 1;
        fail("a value is missing or misspelled");
        return {};
    }
    std::size_t after = 0;
    bool exponent = false;
    bool point = false;
    if (m_at != m_end && *m_at == '.') {
        point = true;
        ++m_at;
        after = takeDigits();
        if (after == 0) {
            fail("digits are missing after a decimal point");
            return {};
        }
    }
    if (m_at != m_end && (*m_at == 'e' || *m_at == 'E')) {
        exponent = true;
        ++m_at;
        if (m_at != m_end && (*m_at == '+' || *m_at == '-'))
            ++m_at;
        if (takeDigits() == 0) {
            fail("digits are missing in an exponent");
            return {};
        }
    }
    if (!exponent && before + after <= kExactDigits) {
        const double value = static_cast<double>(mantissa) / kTens.at(after); // both exact: rounded once
        const auto units = static_cast<std::int64_t>(mantissa);
        if (mantissa == 0 && !point)
            return {.decimal = true, .text = token()}; // Python's -0 is the whole number 0
        return {.value = negative ? -value : value,
            .decimal = mantissa != 0 || !negative,
            .scale = static_cast<std::uint8_t>(after),
            .units = negative ? -units : units,
            .text = token()};
    }
    double value = 0;
    if (std::from_chars(begin, m_at, value).ec != std::errc())
        value = parsePromFloat(token()).value_or(kNan); // beyond a double: infinite, or 0
    return {.value = value, .huge = !point && !exponent && (value >= kExact || value <= -kExact), .text = token()};
}

JsonScan::Word JsonScan::word()
{
    const char c = peek();
    if (c == 't' && literal("true"))
        return Word::True;
    if (c == 'f' && literal("false"))
        return Word::False;
    if (c != 'n' || !literal("null"))
        fail("a value is missing or misspelled");
    return Word::Null;
}

std::string_view JsonScan::skip()
{
    (void)peek();
    const char* const begin = m_at;
    std::string open; // the brackets we are in
    std::string firsts; // whether nothing came yet, for each
    do {
        if (!open.empty()) {
            bool first = firsts.back() != 0;
            std::string_view raw;
            const bool more = open.back() == '{' ? key(raw, first) : element(first);
            firsts.back() = first ? 1 : 0;
            if (!more) {
                open.pop_back();
                firsts.pop_back();
                continue;
            }
        }
        const char c = peek();
        bool escaped = false;
        if (c == '"')
            (void)string(escaped);
        else if (beginsNumber(c))
            (void)number();
        else if (c == '{' || c == '[') {
            (void)take(c);
            open += c;
            firsts += '\1';
            if (open.size() > kMostDepth)
                fail("arrays and objects are nested too deeply");
        } else
            (void)word();
    } while (ok() && !open.empty());
    return {begin, static_cast<std::size_t>(m_at - begin)};
}

void JsonScan::unescape(std::string_view raw, std::string& out)
{
    std::size_t at = 0;
    while (at < raw.size()) {
        const std::size_t slash = raw.find('\\', at);
        out += raw.substr(at, slash == std::string_view::npos ? slash : slash - at);
        if (slash == std::string_view::npos || slash + 1 >= raw.size())
            return;
        const char kind = raw[slash + 1];
        at = slash + 2;
        constexpr std::string_view kKinds = "bfnrt";
        if (kind != 'u') {
            const std::size_t named = kKinds.find(kind);
            out += named == std::string_view::npos ? kind : "\b\f\n\r\t"[named];
            continue;
        }
        std::uint32_t code = unit(raw, at);
        at += 4;
        if (code >= 0xD800 && code < 0xDC00 && raw.substr(std::min(at, raw.size())).starts_with("\\u")) {
            const std::uint32_t low = unit(raw, at + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                at += 6;
            }
        }
        appendUtf8((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF ? 0xFFFD : code, out);
    }
}

} // namespace wg::logs

#include "app/plain_text.h"

#include "core/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wg::app {
namespace {

struct CodeRange {
    unsigned first, last;
};

/// Controls, marks and turns of direction, line separators, and what is no character.
constexpr std::array<CodeRange, 7> kUnseen{
    {{0, 0x1f}, {0x7f, 0x9f}, {0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfffe, 0xffff}}};

/// The code point of one UTF-8 character.
unsigned codeOf(std::string_view character)
{
    const auto lead = static_cast<unsigned char>(character.front());
    unsigned code = character.size() == 1 ? lead : lead & (0xffU >> (character.size() + 1));
    for (const char c : character.substr(1))
        code = code << 6U | (static_cast<unsigned char>(c) & 0x3fU);
    return code;
}

} // namespace

std::string plainText(std::string_view text, bool keepLines)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text, at);
        const std::string_view character = text.substr(at, std::max<std::size_t>(length, 1));
        at += character.size();
        const unsigned code = length > 0 ? codeOf(character) : static_cast<unsigned char>(character.front());
        const bool unseen = std::ranges::any_of(kUnseen, [code](CodeRange r) { return r.first <= code && code <= r.last; });
        if (code == '\n' || code == '\t')
            out += code == '\n' && keepLines ? '\n' : ' ';
        else if (unseen || length == 0)
            out += code > 0xff ? fmt::format("\\u{:04x}", code) : fmt::format("\\x{:02x}", code);
        else
            out += character;
    }
    return out;
}

} // namespace wg::app

// UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace wg {

/// Bytes of the character at `at`; 0 when no character begins there. 1 at the end of the text.
[[nodiscard]] std::size_t utf8Length(std::string_view text, std::size_t at = 0);

/// Empty text is.
[[nodiscard]] bool isUtf8(std::string_view text);

/// Characters of UTF-8 text: the width of columns, good enough where no character is wide.
[[nodiscard]] std::size_t codePoints(std::string_view text);

} // namespace wg

// Text from outside (labels, names, messages) as a terminal and a report may show it.
#pragma once

#include <string>
#include <string_view>

namespace wg::app {

/// What cannot be seen is made visible: control characters (C1 too) and bytes that are no UTF-8 as \xNN, marks that turn the
/// direction of what follows as \uNNNN. Line breaks and tabs become blanks; line breaks stay with `keepLines`.
[[nodiscard]] std::string plainText(std::string_view text, bool keepLines = false);

} // namespace wg::app

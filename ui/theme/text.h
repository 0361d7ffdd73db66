// Text from outside, made fit for one line of a widget. Everything that is drawn from labels, titles or files passes here.
#pragma once

#include <QString>

#include <string_view>

namespace wg::ui::theme {

inline constexpr int kMaxShownText = 256; ///< characters; what is longer is cut with an ellipsis

/// Valid UTF-16 of at most `most` characters: control characters and bidi overrides are written as "\u202E", so that text
/// cannot reorder or hide its neighbours. Never interprets markup; widgets that do need toHtmlEscaped() on top.
[[nodiscard]] QString shown(std::string_view utf8, int most = kMaxShownText);
[[nodiscard]] QString shown(const QString& text, int most = kMaxShownText);
/// The same keeping line breaks, for messages of several lines.
[[nodiscard]] QString shownLines(const QString& text, int most = 4096);

} // namespace wg::ui::theme

// What can be typed at the cursor of a PromQL expression, however unfinished the text is. Knows the language, not the data:
// names of metrics, labels and values come from the caller's source. Offsets are bytes of the UTF-8 text.
#pragma once

#include "core/promql/compat.h"
#include "core/promql/lexer.h"
#include "core/series/matcher.h"

#include <string>
#include <string_view>
#include <vector>

namespace wg::promql {

enum class CompletionKind {
    Nothing, ///< inside a comment, a plain string or a number
    Expression, ///< a metric name, a function, an aggregation
    LabelName, ///< in braces, or of by() without() on() ignoring() group_left() group_right()
    LabelValue, ///< of `label`
    Duration, ///< in brackets or after offset
    Operator, ///< after a whole operand: operators, offset, @, by, on …
};

struct CompletionContext {
    CompletionKind kind = CompletionKind::Nothing;
    SourceRange replace; ///< what a choice takes the place of: the word around the cursor, or the string with its quotes
    std::string prefix; ///< of the word (unquoted), up to the cursor
    std::string label; ///< of LabelValue: whose value
    /// The selector the labels or values are wanted of: other matchers typed so far, with __name__ where it is known; those
    /// that are no valid matcher are left out. Empty: any series.
    std::vector<series::Matcher> matchers;
    std::string metric; ///< value of the __name__ matcher, empty if not known
    bool regex = false; ///< LabelValue of a matcher =~ or !~
    char quote = '\0'; ///< that the word is in: " ' or `; none if it has none
};

/// cursor <= text.size(). Linear in the length of the text.
[[nodiscard]] CompletionContext completionAt(std::string_view text, std::size_t cursor, Compat compat = Compat::V3);

struct CompletionItem {
    enum class Kind { Function, Aggregation, Keyword, Operator, Duration };

    Kind kind = Kind::Keyword;
    std::string_view text; ///< what is typed
    std::string_view signature; ///< of functions and aggregations
    std::string_view help; ///< one line, may be empty
};

/// What the language itself offers in this context: words that begin with the prefix (case does not matter), ordered by name.
[[nodiscard]] std::vector<CompletionItem> languageItems(const CompletionContext& context, Compat compat = Compat::V3);

/// What to put in the place of context.replace for a metric, label or value from the data: quoted and escaped where needed
/// (a value always, and as a regular expression that matches it alone where the matcher takes one; a metric name that needs
/// quotes as {"a.b"}).
[[nodiscard]] std::string completionText(const CompletionContext& context, std::string_view name);

} // namespace wg::promql

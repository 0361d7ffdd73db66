// What completion offers at a caret: from the grammar's own words and the source's names to a short list, best first.
// No widgets.
#pragma once

#include <QString>

#include <vector>

namespace wg::ui::editors {

class CompletionNames;

struct CompletionItem {
    enum class Kind { Function, Aggregation, Keyword, Metric, Label, Value, Duration };

    Kind kind = Kind::Metric;
    QString name; ///< shown, and what the typed text is compared with
    QString insert; ///< takes the place of what was typed
    int caretBack = 0; ///< characters between the caret and the end of `insert` afterwards
    bool again = false; ///< offer the next completion at once: the value after a label
    QString detail; ///< one or two words: "counter", "aggregation"
    QString signature;
    QString help;
};

struct Completions {
    int begin = 0, end = 0; ///< UTF-16 positions that the chosen item replaces
    QString typed; ///< [begin, caret), without a quote
    std::vector<CompletionItem> items; ///< best first
    bool eager = false; ///< worth showing before anything is typed: inside braces, quotes, a grouping
};

/// At most kMostItems that hold `typed` (whatever the case): those that begin with it, those with a part that does, the others;
/// in each of the three in the given order.
[[nodiscard]] std::vector<CompletionItem> ranked(std::vector<CompletionItem> items, const QString& typed);
inline constexpr std::size_t kMostItems = 200;

/// For `text` with the caret at the UTF-16 position. Names that are not known yet are asked for; names.arrived() then says when
/// to ask again. nullptr: only the grammar's own words.
[[nodiscard]] Completions completionsAt(const QString& text, int caret, CompletionNames* names);

} // namespace wg::ui::editors

// What a reader of a known format says of the table it gives: kind, task and columns, so that nothing has to be guessed from
// names. Readers of plain tables (CSV, JSONL) give none; core/evaluation decides then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wg::logs {

enum class Kind { Predictions, Results, History, Table };
enum class Task { None, Binary, Multiclass, Regression, Multilabel, Ranking, LanguageModel, Detection };

/// Names of columns of the table; empty where there is none.
struct Layout {
    Kind kind = Kind::Table;
    Task task = Task::None; ///< None with Predictions: by the values, as for a CSV
    std::string label, prediction, model, dataset, id, time, step;
    std::vector<std::string> scores;
    std::string key, value; ///< history in long form
    std::vector<std::string> series; ///< history: the columns to plot; empty: all numeric ones
    std::vector<std::string> by; ///< columns that make groups, where they have more than one value
    std::string note; ///< "Hugging Face trainer state", said aloud
};

} // namespace wg::logs

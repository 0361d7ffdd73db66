// A log in memory: its columns, and what each of them was decided to be. Immutable once opened; safe to share.
#pragma once

#include "core/evaluation/evaluate.h"
#include "core/evaluation/rows.h"
#include "core/logs/table.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wg::evaluation {

using ColumnIndex = std::size_t;

/// One model of a predictions log: its score and its decisions, where there are such columns.
struct ModelColumns {
    std::string name; ///< empty when the log holds one model
    std::optional<ColumnIndex> score, prediction;
};

/// What the columns are. Rows that are appended later are read by the same decisions (continue_log.h).
struct LogDecisions {
    std::string file; ///< path as given
    Options options;
    Kind kind = Kind::Table;
    Task task = Task::None;
    Roles roles;

    // Columns of the roles.
    std::optional<ColumnIndex> label, model, dataset, time, step, id, weight;
    std::vector<ColumnIndex> by; ///< --by
    std::vector<ColumnIndex> series; ///< history and table: numeric columns to plot
    std::optional<ColumnIndex> key, value; ///< history in long form

    // Predictions.
    std::vector<ModelColumns> models; ///< at least one
    std::vector<ColumnIndex> classScores; ///< probabilities of roles.scoreClasses
    bool confidence = false; ///< the score is the probability of the predicted class
    std::vector<std::string> classes; ///< in sort order; binary: negative, positive
    bool scoreIsOfNegative = false; ///< binary: the only class probability is of the other class
    bool oneVersusRest = false; ///< binary out of several classes: all but the positive are the negative
    /// lm: values of each sample (exact match, a scorer's verdict), NaN where there is none; numbers() gives words as numbers,
    /// too (C and true are 1, P 0.5). Empty: label and prediction are compared as texts.
    std::vector<ColumnIndex> sampleScores;
    std::optional<ColumnIndex>
        query; ///< ranking: rows of one query are one list; label is the relevance; a rank counts as its negative
};

class OpenedLog : public LogDecisions {
public:
    logs::Table table;
    Warnings notes;
    Rows rows; ///< used rows of the table
    std::uint64_t skipped = 0; ///< with the table's bad rows
    std::map<ColumnIndex, logs::Numbers> parsed; ///< numbers of text columns in numeric roles

    /// The column's cells as numbers, NaN where there is none.
    [[nodiscard]] const logs::Numbers& numbers(ColumnIndex column) const;
};

/// Decides what the columns of a table are. The second half of openLog(), for tables that come from elsewhere.
[[nodiscard]] Result<std::shared_ptr<const OpenedLog>> recognise(std::string file, logs::Table table, const Options& options);

} // namespace wg::evaluation

// First step of recognising a log: which columns claim which role, by name and by what the user said.
#pragma once

#include "core/evaluation/evaluate.h"
#include "core/logs/table.h"

#include <optional>
#include <string>
#include <vector>

namespace wg::evaluation {

/// Columns by role. A role without a choice may have several claims; checkClaims() refuses those.
struct Claims {
    std::vector<std::size_t> label, prediction, model, dataset, time, id;
    std::vector<std::size_t> scores; ///< plain names and <model>_proba
    std::vector<std::size_t> modelPredictions; ///< <model>_pred
    std::vector<std::size_t> classScores; ///< prob_<class>, one model's
    std::vector<std::string> scoreClasses; ///< the class of each, as it is written in the label
    std::vector<std::size_t> by;
    std::optional<std::size_t> step, key, value, weight;
    std::optional<Task> task; ///< of a known format
};

/// Usage error when the user names a column that is not there.
[[nodiscard]] Result<Claims> findClaims(const logs::Table& table, const Options& options);
/// What the layout of a known format says, in place of names; by, weights, and what else the user names stay.
[[nodiscard]] Result<Claims> claimsOfLayout(const logs::Table& table, const Options& options);
/// True when the layout of the table decides: there is one, and the user named no label, score, prediction or other task.
[[nodiscard]] bool layoutDecides(const logs::Table& table, const Options& options);
/// Columns whose cells decide or are evaluated, by name: what to keep of a log of predictions (ReadOptions::keep).
[[nodiscard]] std::vector<std::string> neededColumns(const logs::Table& table, const Options& options);

/// Usage error that names the candidates and the option, when two columns claim one role of a predictions log.
[[nodiscard]] Result<void> checkClaims(const logs::Table& table, const Claims& claims);
/// The same for a headerless file whose columns could be label and score.
[[nodiscard]] Result<void> checkHeaderless(const logs::Table& table, const Options& options);

/// True when some cell is a finite number.
[[nodiscard]] bool hasNumbers(const logs::Column& column);
/// Distinct texts of the column that are not missing, at most `limit` + 1 of them.
[[nodiscard]] std::vector<std::string> distinctTexts(const logs::Column& column, std::size_t limit);

} // namespace wg::evaluation

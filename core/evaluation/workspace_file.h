// The Evaluate page as a file: which logs, how they were read, what was chosen. Names and choices only, no data of the logs.
// JSON: {"watchglassEvaluate": 1, "logs": [...], ...}; paths below the file's folder are written relative to it.
#pragma once

#include "core/evaluation/evaluate.h"
#include "core/evaluation/slices.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wg::evaluation {

/// What the user said of a log's columns; defaults are left out.
[[nodiscard]] nlohmann::ordered_json optionsJson(const Options& options);
/// Unknown keys are ignored, keys of a wrong type count as not said.
[[nodiscard]] Options optionsFrom(const nlohmann::ordered_json& json);

struct SavedLog {
    std::string path; ///< absolute
    Options options;
    bool checked = true;
    std::string fingerprint; ///< when it was saved: another one means that the file has changed
    bool operator==(const SavedLog&) const = default;
};

struct SavedWorkspace {
    std::vector<SavedLog> logs;
    std::vector<std::string> runs; ///< absolute paths of training runs
    std::vector<std::string> unchosenModels; ///< keys of EvaluatedModel
    std::string candidate, reference; ///< keys of the models compared; empty: the first two
    std::optional<double> threshold;
    double level = 0.95;
    double costFalsePositive = 1, costFalseNegative = 1;
    std::string tab; ///< "overview", "slices", "drift", "runs"
    std::vector<std::pair<std::string, int>> slices; ///< column, bins
    std::string sliceMetric;
    bool operator==(const SavedWorkspace&) const = default;
};

/// True for the beginning of such a file.
[[nodiscard]] bool looksLikeWorkspace(std::string_view head);
/// `folder`: where the file lies or will lie.
[[nodiscard]] std::string workspaceText(const SavedWorkspace& workspace, const std::string& folder);
/// Fails with Parse and a position, and with Unsupported for a newer version.
[[nodiscard]] Result<SavedWorkspace> parseWorkspace(
    std::string_view text, const std::string& folder, const std::string& inputName);

} // namespace wg::evaluation

// Which names mean which role (log-reading "Names"). Names are compared in one form: trimmed, lower case, blank - . / as _.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wg::evaluation {

[[nodiscard]] std::string comparedName(std::string_view name);

// These take compared names.
[[nodiscard]] bool isLabelName(std::string_view name);
[[nodiscard]] bool isLabelSuffix(std::string_view name); ///< *_target, *_label, *_actual: only where nothing better is there
[[nodiscard]] bool isScoreName(std::string_view name);
[[nodiscard]] bool isPredictionName(std::string_view name);
[[nodiscard]] bool isPredictedId(std::string_view name); ///< pred_id: a prediction unless every value is another
[[nodiscard]] bool isDatasetName(std::string_view name);
[[nodiscard]] bool isTimeName(std::string_view name);
[[nodiscard]] int stepRank(std::string_view name); ///< 0 for the best x column of a history; -1: none
[[nodiscard]] bool isQueryName(std::string_view name); ///< query_id, qid, …: which list a row of a ranking belongs to
[[nodiscard]] bool isRelevanceName(std::string_view name);
[[nodiscard]] bool isRankName(std::string_view name); ///< 1 comes first
[[nodiscard]] bool isRankingName(std::string_view name); ///< one of the three
[[nodiscard]] bool isIntervalName(std::string_view name); ///< low, pred_upper, …: the ends of a predicted interval
[[nodiscard]] bool isMetricName(std::string_view name); ///< accuracy, macro_f1, …: figures computed by others

/// "malignant" of prob_malignant; nullopt when the name has no such prefix.
[[nodiscard]] std::optional<std::string> classOfScore(std::string_view name);

// These take names as they are written and give the model's: "lr" of lr_proba or lr_pred.
[[nodiscard]] std::optional<std::string> modelOfScore(std::string_view name);
[[nodiscard]] std::optional<std::string> modelOfPrediction(std::string_view name);

} // namespace wg::evaluation

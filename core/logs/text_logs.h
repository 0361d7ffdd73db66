// Logs that are printed lines: consoles of XGBoost and LightGBM, COCO's evaluation, scikit-learn's classification report,
// MLflow's metric files. Each is a sniff and a function from a line to cells, in one table.
#pragma once

#include "core/logs/reader.h"

#include <memory>
#include <string_view>

namespace wg::logs {

// For the rows of formats() (reader.h).
[[nodiscard]] bool isBoostingLog(std::string_view start); ///< "[0]\ttrain-logloss:0.69"
[[nodiscard]] std::unique_ptr<TableReader> makeBoostingLog(const ReadOptions& options);
[[nodiscard]] bool isCocoText(std::string_view start);
[[nodiscard]] std::unique_ptr<TableReader> makeCocoText(const ReadOptions& options);
[[nodiscard]] bool isClassificationReport(std::string_view start);
[[nodiscard]] std::unique_ptr<TableReader> makeClassificationReport(const ReadOptions& options);
[[nodiscard]] bool isMlflowMetric(std::string_view start); ///< mlruns/…/metrics/NAME: "timestamp value step"
[[nodiscard]] std::unique_ptr<TableReader> makeMlflowMetric(const ReadOptions& options);

} // namespace wg::logs

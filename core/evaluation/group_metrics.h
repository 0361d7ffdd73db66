// The metrics of one model over some rows of a predictions log.
#pragma once

#include "core/evaluation/opened_log.h"
#include "core/evaluation/predictions.h"
#include "core/mlmetrics/binary.h"
#include "core/mlmetrics/metric.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wg::evaluation {

/// A model's columns ready for counting; made once, used for every group and window. Refers to the log.
struct ModelData {
    const OpenedLog& log;
    const ModelColumns& model;
    std::vector<ClassCode> actual, predicted; ///< classes by table row; empty where there is no such column
    std::optional<double> threshold; ///< binary: decides in place of the prediction column; unset: as logged
};
/// With the log's own threshold (Options::threshold).
[[nodiscard]] ModelData prepareModel(const OpenedLog& log, const ModelColumns& model);

/// Everything of the group but `by`: metrics, and, as the options say, curves and intervals. Fails with Cancelled, and for
/// formulas that do not fit the log.
[[nodiscard]] Result<Group> evaluateRows(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel);

enum class Curves { Yes, No };
/// The same without intervals and formulas: for windows and slices.
[[nodiscard]] Group evaluateRows(const ModelData& data, const Rows& rows, Curves curves);
[[nodiscard]] Group evaluateRows(const ModelData& data, std::span<const std::uint32_t> rows, Curves curves);

/// What follows from decisions alone: accuracy … mcc, and mse, rmse, mae over numeric labels.
struct Costs {
    double falsePositive = 1, falseNegative = 1;
};
void addDecisionMetrics(const mlmetrics::BinaryCounts& counts, const std::vector<std::string>& classes, const Costs& costs,
    std::map<std::string, double>& metrics, std::map<std::string, std::string>& undefined);
void addMetric(std::string_view key, const mlmetrics::Metric& metric, std::map<std::string, double>& metrics,
    std::map<std::string, std::string>& undefined);
void addMetric(std::string_view key, const mlmetrics::Metric& metric, Group& group);
[[nodiscard]] Confusion binaryConfusion(const mlmetrics::BinaryCounts& rows, const std::vector<std::string>& classes);

/// A metric that is a function of the four cells alone.
struct DecisionMetric {
    std::string_view key;
    mlmetrics::Metric (*of)(const mlmetrics::BinaryCounts& counts);
};
[[nodiscard]] std::span<const DecisionMetric> decisionMetrics();

} // namespace wg::evaluation

// The metrics of one model over some rows of a predictions log.
#pragma once

#include "core/evaluation/opened_log.h"
#include "core/mlmetrics/binary.h"

#include <span>

namespace wg::evaluation {

/// A model's columns ready for counting; made once, used for every group and window. Refers to the log.
struct ModelData {
    const OpenedLog& log;
    const ModelColumns& model;
    std::vector<std::uint32_t> actual, predicted; ///< classes by table row; empty where there is no such column
};
[[nodiscard]] ModelData prepareModel(const OpenedLog& log, const ModelColumns& model);

enum class Curves { Yes, No };
/// Everything of the group but `by`.
[[nodiscard]] Group evaluateRows(const ModelData& data, std::span<const std::uint32_t> rows, Curves curves);

/// What follows from decisions alone: accuracy … mcc, and mse, rmse, mae over numeric labels.
void addDecisionMetrics(const mlmetrics::BinaryCounts& counts, const std::vector<std::string>& classes,
    std::map<std::string, double>& metrics, std::map<std::string, std::string>& undefined);
void addMetric(std::string_view key, const mlmetrics::Metric& metric, std::map<std::string, double>& metrics,
    std::map<std::string, std::string>& undefined);
[[nodiscard]] Confusion binaryConfusion(const mlmetrics::BinaryCounts& rows, const std::vector<std::string>& classes);

/// One task each.
void evaluateBinary(const ModelData& data, std::span<const std::uint32_t> rows, Curves curves, Group& group);
void evaluateMulticlass(const ModelData& data, std::span<const std::uint32_t> rows, Group& group);
void evaluateRegression(const ModelData& data, std::span<const std::uint32_t> rows, Group& group);

/// `column`'s numbers of these rows.
[[nodiscard]] std::vector<double> gather(const logs::Numbers& column, std::span<const std::uint32_t> rows);
/// Weights of these rows; empty without --weights.
[[nodiscard]] std::vector<double> gatherWeights(const OpenedLog& log, std::span<const std::uint32_t> rows);

} // namespace wg::evaluation

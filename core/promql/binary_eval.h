// Binary operators on values: scalars with anything here, vectors with vectors in vector_matching.h.
#pragma once

#include "core/promql/evaluation.h"

namespace wg::promql {

/// One of the arithmetic operators, as Go's math package computes it.
[[nodiscard]] double arithmetic(BinaryOp op, double lhs, double rhs);
[[nodiscard]] bool compare(BinaryOp op, double lhs, double rhs);
/// The element of the result, or absent(): a comparison without bool filters and keeps `kept`.
[[nodiscard]] double combine(const Binary& binary, double lhs, double rhs, double kept);
/// Arithmetic and bool take the metric name away.
[[nodiscard]] bool dropsMetricName(const Binary& binary);

[[nodiscard]] Result<StepValue> evaluateBinary(Evaluation& evaluation, const Binary& binary, const Grid& grid);

} // namespace wg::promql

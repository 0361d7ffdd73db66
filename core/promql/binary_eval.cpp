#include "core/promql/binary_eval.h"

#include "core/promql/vector_matching.h"

#include <cmath>
#include <limits>

namespace wg::promql {
namespace {

ScalarSteps scalarWithScalar(const Binary& binary, ScalarSteps lhs, const ScalarSteps& rhs)
{
    for (std::size_t i = 0; i < lhs.size(); ++i)
        lhs[i] = isComparison(binary.op) ? (compare(binary.op, lhs[i], rhs[i]) ? 1 : 0) : arithmetic(binary.op, lhs[i], rhs[i]);
    return lhs;
}

Result<StepVector> vectorWithScalar(
    const EngineOptions& options, const Binary& binary, StepVector vector, const ScalarSteps& scalar, bool scalarIsLeft)
{
    for (StepSeries& s : vector) {
        for (std::size_t i = 0; i < s.v.size(); ++i) {
            if (!isAbsent(s.v[i]))
                s.v[i] = scalarIsLeft ? combine(binary, scalar[i], s.v[i], s.v[i]) : combine(binary, s.v[i], scalar[i], s.v[i]);
        }
    }
    dropAbsent(vector);
    if (dropsMetricName(binary)) {
        WG_CHECK(removeNames(vector, options));
    }
    return vector;
}

} // namespace

double arithmetic(BinaryOp op, double lhs, double rhs)
{
    switch (op) {
    case BinaryOp::Add:
        return lhs + rhs;
    case BinaryOp::Sub:
        return lhs - rhs;
    case BinaryOp::Mul:
        return lhs * rhs;
    case BinaryOp::Div:
        return lhs / rhs;
    case BinaryOp::Mod:
        return std::fmod(lhs, rhs);
    case BinaryOp::Atan2:
        return std::atan2(lhs, rhs);
    case BinaryOp::Pow:
        return std::pow(lhs, rhs);
    default:
        return std::numeric_limits<double>::quiet_NaN();
    }
}

bool compare(BinaryOp op, double lhs, double rhs)
{
    switch (op) {
    case BinaryOp::Eq:
        return lhs == rhs;
    case BinaryOp::Ne:
        return lhs != rhs;
    case BinaryOp::Le:
        return lhs <= rhs;
    case BinaryOp::Lt:
        return lhs < rhs;
    case BinaryOp::Ge:
        return lhs >= rhs;
    case BinaryOp::Gt:
        return lhs > rhs;
    default:
        return false;
    }
}

double combine(const Binary& binary, double lhs, double rhs, double kept)
{
    if (!isComparison(binary.op))
        return arithmetic(binary.op, lhs, rhs);
    const bool holds = compare(binary.op, lhs, rhs);
    if (binary.returnBool)
        return holds ? 1 : 0;
    return holds ? kept : absent();
}

bool dropsMetricName(const Binary& binary)
{
    return binary.returnBool || (!isComparison(binary.op) && !isSetOp(binary.op));
}

Result<StepValue> evaluateBinary(Evaluation& evaluation, const Binary& binary, const Grid& grid)
{
    WG_TRY(StepValue left, evaluate(evaluation, *binary.lhs, grid));
    WG_TRY(StepValue right, evaluate(evaluation, *binary.rhs, grid));
    auto* leftVector = std::get_if<StepVector>(&left);
    auto* rightVector = std::get_if<StepVector>(&right);
    if (leftVector == nullptr && rightVector == nullptr)
        return scalarWithScalar(binary, std::get<ScalarSteps>(std::move(left)), std::get<ScalarSteps>(right));
    if (leftVector == nullptr)
        return vectorWithScalar(evaluation.options, binary, std::move(*rightVector), std::get<ScalarSteps>(left), true);
    if (rightVector == nullptr)
        return vectorWithScalar(evaluation.options, binary, std::move(*leftVector), std::get<ScalarSteps>(right), false);
    if (isSetOp(binary.op))
        return combineSets(evaluation, binary, std::move(*leftVector), std::move(*rightVector));
    return matchVectors(evaluation, binary, *leftVector, *rightVector, grid.count);
}

} // namespace wg::promql

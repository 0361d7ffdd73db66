#include "core/promql/binary_eval.h"

#include "core/promql/vector_matching.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::promql {
namespace {

ScalarSteps scalarWithScalar(const Binary& binary, ScalarSteps lhs, const ScalarSteps& rhs)
{
    withOperator(binary.op, [&](auto f) {
        for (std::size_t i = 0; i < lhs.size(); ++i)
            lhs[i] = elementOf(f, true, lhs[i], rhs[i], 0);
    });
    return lhs;
}

/// The vector's element is what a comparison keeps, whichever side it is on.
void combineColumn(const Binary& binary, std::vector<double>& column, const ScalarSteps& scalar, bool scalarIsLeft)
{
    withOperator(binary.op, [&](auto f) {
        for (std::size_t i = 0; i < column.size(); ++i) {
            const double v = column[i];
            if (isAbsent(v))
                continue;
            column[i] = scalarIsLeft ? elementOf(f, binary.returnBool, scalar[i], v, v)
                                     : elementOf(f, binary.returnBool, v, scalar[i], v);
        }
    });
}

Result<StepVector> vectorWithScalar(
    Evaluation& evaluation, const Binary& binary, StepVector vector, const ScalarSteps& scalar, bool scalarIsLeft)
{
    if (isTrim(binary.op)) {
        if (!vector.empty())
            sayTrimOfFloats(evaluation, binary);
        return StepVector{};
    }
    for (StepSeries& s : vector) {
        WG_CHECK(evaluation.checkpoint());
        combineColumn(binary, s.v, scalar, scalarIsLeft);
    }
    if (isComparison(binary.op))
        dropAbsent(vector);
    if (binary.returnBool || changesMeaning(binary.op, evaluation.options.compat))
        WG_CHECK(removeNames(vector, evaluation));
    return vector;
}

} // namespace

bool changesMeaning(BinaryOp op, Compat compat)
{
    if (op == BinaryOp::Atan2)
        return !atan2KeepsTheName(compat);
    return !isComparison(op) && !isSetOp(op) && !isTrim(op);
}

SourceRange rangeOf(const Binary& binary)
{
    return {binary.lhs->range.begin, binary.rhs->range.end};
}

void sayTrimOfFloats(Evaluation& evaluation, const Binary& binary)
{
    evaluation.say(Warning::Severity::Info, rangeOf(binary),
        fmt::format("incompatible sample types encountered for binary operator \"{0}\": float {0} float", opText(binary.op)));
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
        return vectorWithScalar(evaluation, binary, std::move(*rightVector), std::get<ScalarSteps>(left), true);
    if (rightVector == nullptr)
        return vectorWithScalar(evaluation, binary, std::move(*leftVector), std::get<ScalarSteps>(right), false);
    if (isSetOp(binary.op))
        return combineSets(evaluation, binary, std::move(*leftVector), std::move(*rightVector));
    return matchVectors(evaluation, binary, std::move(*leftVector), std::move(*rightVector), grid.count);
}

} // namespace wg::promql

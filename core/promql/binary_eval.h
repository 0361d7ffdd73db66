// Binary operators on values: scalars with anything here, vectors with vectors in vector_matching.h.
#pragma once

#include "core/promql/evaluation.h"

#include <cmath>
#include <utility>

namespace wg::promql {

/// Arithmetic and bool change what a series means: its metric name goes.
[[nodiscard]] bool changesMeaning(BinaryOp op, Compat compat);
[[nodiscard]] constexpr bool isTrim(BinaryOp op)
{
    return op == BinaryOp::TrimUpper || op == BinaryOp::TrimLower;
}
/// From the beginning of the left side to the end of the right one.
[[nodiscard]] SourceRange rangeOf(const Binary& binary);
/// Native histograms only can be trimmed: floats give nothing but an info.
void sayTrimOfFloats(Evaluation& evaluation, const Binary& binary);

/// Calls use(f) where f(lhs, rhs) computes the operator as Go's math package does; bool for comparisons, else double. One call
/// per column: the loop over steps is inside `use`.
template <class Use>
decltype(auto) withOperator(BinaryOp op, Use&& use)
{
    switch (op) {
    case BinaryOp::Add:
        return use([](double a, double b) { return a + b; });
    case BinaryOp::Sub:
        return use([](double a, double b) { return a - b; });
    case BinaryOp::Mul:
        return use([](double a, double b) { return a * b; });
    case BinaryOp::Div:
        return use([](double a, double b) { return a / b; });
    case BinaryOp::Mod:
        return use([](double a, double b) { return std::fmod(a, b); });
    case BinaryOp::Atan2:
        return use([](double a, double b) { return std::atan2(a, b); });
    case BinaryOp::Pow:
        return use([](double a, double b) { return std::pow(a, b); });
    case BinaryOp::Eq:
        return use([](double a, double b) { return a == b; });
    case BinaryOp::Ne:
        return use([](double a, double b) { return a != b; });
    case BinaryOp::Le:
        return use([](double a, double b) { return a <= b; });
    case BinaryOp::Lt:
        return use([](double a, double b) { return a < b; });
    case BinaryOp::Ge:
        return use([](double a, double b) { return a >= b; });
    case BinaryOp::Gt:
        return use([](double a, double b) { return a > b; });
    default:
        return use([](double, double) { return absent(); });
    }
}

/// One element of the result: a comparison gives 1 or 0 with bool, and else keeps `kept` or nothing.
template <class F>
double elementOf(F f, bool returnBool, double lhs, double rhs, double kept)
{
    if constexpr (std::is_same_v<decltype(f(lhs, rhs)), bool>) {
        const bool holds = f(lhs, rhs);
        if (returnBool)
            return holds ? 1 : 0;
        return holds ? kept : absent();
    } else {
        return f(lhs, rhs);
    }
}

[[nodiscard]] Result<StepValue> evaluateBinary(Evaluation& evaluation, const Binary& binary, const Grid& grid);

} // namespace wg::promql

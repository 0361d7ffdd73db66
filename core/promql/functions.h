// Implementations of the functions in function_table.h, one file per family.
#pragma once

#include "core/promql/evaluation.h"
#include "core/promql/function_table.h"

#include <span>

namespace wg::promql {

struct CallContext {
    Evaluation& evaluation;
    const Expr& expr; ///< of the call
    const Call& call;
    const Grid& grid;
    std::vector<StepValue> arguments; ///< evaluated, in the order written; see FunctionRow::evaluated

    [[nodiscard]] StepVector& vector(std::size_t i) { return std::get<StepVector>(arguments[i]); }
    [[nodiscard]] const ScalarSteps& scalar(std::size_t i) const { return std::get<ScalarSteps>(arguments[i]); }
    [[nodiscard]] const std::string& text(std::size_t i) const { return std::get<std::string>(arguments[i]); }
    /// Of an argument, as messages place it: without parentheses around it.
    [[nodiscard]] SourceRange place(std::size_t i) const { return withoutParens(*call.arguments[i]).range; }
    [[nodiscard]] Compat compat() const { return evaluation.options.compat; }
};

struct FunctionRow {
    std::string_view name;
    Result<StepValue> (*run)(CallContext&);
    std::size_t evaluated = static_cast<std::size_t>(-1); ///< how many arguments, from the first, are evaluated before `run`
};

[[nodiscard]] std::span<const FunctionRow> mathFunctions(); ///< element by element
[[nodiscard]] std::span<const FunctionRow> timeFunctions(); ///< time(), start(), day_of_week() …
[[nodiscard]] std::span<const FunctionRow> counterFunctions(); ///< rate, delta, deriv …: what changed within a range
[[nodiscard]] std::span<const FunctionRow> regressionFunctions(); ///< deriv, predict_linear …: a line through a range
[[nodiscard]] std::span<const FunctionRow> overTimeFunctions(); ///< *_over_time
[[nodiscard]] std::span<const FunctionRow> vectorFunctions(); ///< whole vectors: absent, scalar, timestamp …
[[nodiscard]] std::span<const FunctionRow> labelFunctions(); ///< label_join, label_replace
[[nodiscard]] std::span<const FunctionRow> sortFunctions();
[[nodiscard]] std::span<const FunctionRow> infoFunctions();
[[nodiscard]] std::span<const FunctionRow> histogramFunctions();

/// Never null for a row of the function table (a test holds them together).
[[nodiscard]] const FunctionRow* findImplementation(std::string_view name);

} // namespace wg::promql

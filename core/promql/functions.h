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
    std::vector<StepValue> arguments; ///< evaluated; as many as were written

    [[nodiscard]] StepVector& vector(std::size_t i) { return std::get<StepVector>(arguments[i]); }
    [[nodiscard]] const ScalarSteps& scalar(std::size_t i) const { return std::get<ScalarSteps>(arguments[i]); }
    [[nodiscard]] const std::string& text(std::size_t i) const { return std::get<std::string>(arguments[i]); }
};

struct FunctionRow {
    std::string_view name;
    Result<StepValue> (*run)(CallContext&);
};

[[nodiscard]] std::span<const FunctionRow> mathFunctions(); ///< element by element
[[nodiscard]] std::span<const FunctionRow> timeFunctions(); ///< time(), day_of_week() …
[[nodiscard]] std::span<const FunctionRow> counterFunctions(); ///< rate, delta, deriv …: what changed within a range
[[nodiscard]] std::span<const FunctionRow> overTimeFunctions(); ///< *_over_time
[[nodiscard]] std::span<const FunctionRow> vectorFunctions(); ///< whole vectors: sort, absent, label_join …
[[nodiscard]] std::span<const FunctionRow> histogramFunctions();

/// Never null for a row of the function table (a test holds them together).
[[nodiscard]] const FunctionRow* findImplementation(std::string_view name);

} // namespace wg::promql

// What PromQL functions there are: one row each. Type check, completion and help read it; implementations are
// registered in functions.h under the same names, and a test holds the two together.
#pragma once

#include "core/promql/ast.h"

#include <array>
#include <span>
#include <string_view>

namespace wg::promql {

struct FunctionInfo {
    std::string_view name;
    std::array<ValueType, 5> arguments; ///< the first `argumentCount` count
    int argumentCount = 0; ///< with the optional ones
    int optional = 0; ///< how many at the end may be left out; -1: the last may come any number of times
    ValueType returns = ValueType::InstantVector;
    std::string_view signature; ///< "rate(v range-vector)", for completion
    std::string_view help; ///< one line
};

struct AggregateInfo {
    std::string_view name;
    std::string_view signature;
    std::string_view help;
};

/// Ordered by name.
[[nodiscard]] std::span<const FunctionInfo> functionTable();
[[nodiscard]] const FunctionInfo* findFunction(std::string_view name);
/// Aggregations are part of the grammar; here is what completion says of them.
[[nodiscard]] std::span<const AggregateInfo> aggregateTable();

} // namespace wg::promql

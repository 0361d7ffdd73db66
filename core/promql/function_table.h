// What PromQL functions there are: one row each. Type check, completion and help read it; implementations are
// registered in functions.h under the same names, and a test holds the two together.
#pragma once

#include "core/promql/ast.h"
#include "core/promql/compat.h"

#include <array>
#include <span>
#include <string_view>

namespace wg::promql {

struct FunctionInfo {
    std::string_view name;
    std::array<ValueType, 5> arguments; ///< the first `argumentCount` count
    int argumentCount = 0; ///< with the optional ones
    int optional = 0; ///< 0: all are needed; else the last may be left out, or come up to so often (-1: any number of times)
    ValueType returns = ValueType::InstantVector;
    std::string_view signature; ///< "rate(v range-vector)", for completion
    std::string_view help; ///< one line
    Versions versions = Versions::All;
};

struct AggregateInfo {
    std::string_view name;
    std::string_view signature;
    std::string_view help;
    Versions versions = Versions::All;
};

/// Ordered by name, those of every version.
[[nodiscard]] std::span<const FunctionInfo> functionTable();
[[nodiscard]] const FunctionInfo* findFunction(std::string_view name);
/// Null too for one that this version does not know. Names are case-sensitive.
[[nodiscard]] const FunctionInfo* findFunction(std::string_view name, Compat compat);
/// Aggregations are part of the grammar; here is what completion says of them.
[[nodiscard]] std::span<const AggregateInfo> aggregateTable();
/// Case does not matter, as in the grammar.
[[nodiscard]] const AggregateInfo* findAggregate(std::string_view name, Compat compat);

} // namespace wg::promql

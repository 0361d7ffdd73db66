// Where versions of Prometheus answer differently: the one list. Every other file asks a function of this one.
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace wg::promql {

enum class Compat {
    V3, ///< 3.14
    V2_55,
    V2_42,
};

/// "3", "2.55", "2.42". The error names what is accepted.
[[nodiscard]] Result<Compat> parseCompat(std::string_view text);

/// 3.0: a sample exactly at the older end of a range, a subquery or the look-back is out (the ranges were wrongly counted one
/// sample longer than they are when scrapes are evenly spaced).
[[nodiscard]] constexpr bool rangesAreLeftOpen(Compat compat)
{
    return compat == Compat::V3;
}

} // namespace wg::promql

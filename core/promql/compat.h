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

/// Which versions know a function, an aggregation or a word.
enum class Versions { All, From2_55, From3, Until2_55 };

[[nodiscard]] constexpr bool isIn(Versions versions, Compat compat)
{
    switch (versions) {
    case Versions::From2_55:
        return compat != Compat::V2_42;
    case Versions::From3:
        return compat == Compat::V3;
    case Versions::Until2_55:
        return compat != Compat::V3;
    case Versions::All:
        break;
    }
    return true;
}

/// 3.5: the metadata labels __type__ and __unit__ go where the metric name goes (they describe what the name names).
[[nodiscard]] constexpr bool metadataLabelsGoWithTheName(Compat compat)
{
    return compat == Compat::V3;
}

} // namespace wg::promql

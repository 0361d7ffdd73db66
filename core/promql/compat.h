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

/// 2.48: answers carry warnings and infos of the evaluation.
[[nodiscard]] constexpr bool hasAnnotations(Compat compat)
{
    return compat != Compat::V2_42;
}

/// 2.51: rate() and the like look for the zero of a counter only within what they would extrapolate, half a distance of
/// samples at most (before, zero was looked for over the whole way to the start of the range).
[[nodiscard]] constexpr bool zeroIsSoughtWithinExtrapolation(Compat compat)
{
    return compat != Compat::V2_42;
}

/// 3.12: rate() and the like see resets in the start times that samples have, and start_timestamp() gives them.
[[nodiscard]] constexpr bool startTimesCount(Compat compat)
{
    return compat == Compat::V3;
}

/// 3.14: mad_over_time() of samples with a NaN among them is NaN (before, NaN sorted below all numbers).
[[nodiscard]] constexpr bool madOfNanIsNan(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.42: a minus sign that makes two series equal fails. Later they become one where they have no step in common.
[[nodiscard]] constexpr bool negationRefusesEqualSeries(Compat compat)
{
    return compat == Compat::V2_42;
}

/// 2.55: the removal of metric names can wait until the end of the query (a flag; upstream's test engine has it on).
[[nodiscard]] constexpr bool canDelayNameRemoval(Compat compat)
{
    return compat != Compat::V2_42;
}

/// Until 3.5 an evaluation of a test script that says nothing of warnings expected none.
[[nodiscard]] constexpr bool scriptsAreSilentUnlessTold(Compat compat)
{
    return compat != Compat::V3;
}

} // namespace wg::promql

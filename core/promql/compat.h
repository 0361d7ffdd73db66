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

/// 3.0: label names are any UTF-8, in quotes where they would not do without.
[[nodiscard]] constexpr bool labelNamesAreUtf8(Compat compat)
{
    return compat == Compat::V3;
}

/// 3.0: the dot of a regular expression matches line breaks too.
[[nodiscard]] constexpr bool dotMatchesLineBreaks(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.54 made label_replace and label_join work on whole series: two that come to have the same labels were refused even if they
/// have no step in common. 3.x joins such series again, as 2.42 does.
[[nodiscard]] constexpr bool labelFunctionsRefuseCollisions(Compat compat)
{
    return compat == Compat::V2_55;
}

/// 3.8: sort functions in a range query are warned of.
[[nodiscard]] constexpr bool warnsOfSortInRanges(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.49: bucket counts that differ by rounding only count as equal, so that no monotonicity has to be forced on them.
[[nodiscard]] constexpr bool bucketsMayDifferByRounding(Compat compat)
{
    return compat != Compat::V2_42;
}

/// Until 3.0 the warnings about classic histograms name the metric; since then only where its name is still there, with delayed
/// name removal.
[[nodiscard]] constexpr bool histogramWarningsNameTheMetric(Compat compat, bool delayedNameRemoval)
{
    return compat != Compat::V3 || delayedNameRemoval;
}

/// Until 3.0 a metric without a name is said to have the name "".
[[nodiscard]] constexpr bool namesAreSaidEmpty(Compat compat)
{
    return compat != Compat::V3;
}

/// 3.8: the info about forced monotonicity says which buckets, by how much and when.
[[nodiscard]] constexpr bool monotonicityIsDescribed(Compat compat)
{
    return compat == Compat::V3;
}

/// 3.5: histogram_fraction() takes classic histograms too.
[[nodiscard]] constexpr bool fractionsOfClassicHistograms(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.54: sum() compensates for rounding (Kahan); avg() does from 2.55.
[[nodiscard]] constexpr bool aggregationsCompensate(Compat compat)
{
    return compat != Compat::V2_42;
}

/// 3.8: a mean that would overflow weighs the old mean and the new value (before, it added the difference, and needed special
/// care for infinities).
[[nodiscard]] constexpr bool meanIsWeighted(Compat compat)
{
    return compat == Compat::V3;
}

/// 3.0: one infinity or NaN alone has the variance NaN (before, the first value of a group was not looked at, and it was 0).
[[nodiscard]] constexpr bool varianceLooksAtTheFirst(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.54 to 3.4 took the parameter of an aggregation from the first step of a range query for all of them.
[[nodiscard]] constexpr bool parameterIsOfTheFirstStep(Compat compat)
{
    return compat == Compat::V2_55;
}

/// 3.6: a parameter of topk() and the like that is NaN is named as such, and no element is asked for before what is too large.
[[nodiscard]] constexpr bool parametersAreCheckedTogether(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.42: a better element makes the worst one leave the heap of topk() before it enters, and a NaN makes way even for a NaN
/// (later it takes the worst one's place): which of equal values stay differs.
[[nodiscard]] constexpr bool topkPopsTheWorst(Compat compat)
{
    return compat == Compat::V2_42;
}

/// 2.42: atan2 keeps the metric name, as if it did not change what a series means.
[[nodiscard]] constexpr bool atan2KeepsTheName(Compat compat)
{
    return compat == Compat::V2_42;
}

/// 3.9: two elements that match one fail even where the comparison drops them (before, it depended on the values).
[[nodiscard]] constexpr bool droppedMatchesCount(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.54: numbers and durations mean the same, in seconds: foo[300], foo > 10m, foo @ 1m.
[[nodiscard]] constexpr bool numbersAreDurations(Compat compat)
{
    return compat != Compat::V2_42;
}

/// 2.54: digits may be grouped, 1_000, and what is no number is said earlier ("1e", "2.5.").
[[nodiscard]] constexpr bool digitsMayBeGrouped(Compat compat)
{
    return compat != Compat::V2_42;
}

/// 2.42 has no zero duration: foo[0s] and foo offset 0s are errors alike. Later only ranges and steps must be positive.
[[nodiscard]] constexpr bool zeroDurationIsAnError(Compat compat)
{
    return compat == Compat::V2_42;
}

/// 2.50: a duration with a unit that there is not ("5m1hs") is refused by naming the unit; before, as no duration at all.
[[nodiscard]] constexpr bool namesUnknownUnits(Compat compat)
{
    return compat != Compat::V2_42;
}

/// Until 3.0 any letter within brackets was read as the colon: foo[5m x 5s].
[[nodiscard]] constexpr bool lettersAreColonsInBrackets(Compat compat)
{
    return compat != Compat::V3;
}

/// 2.55: {"my.metric", "label.x"="y"}.
[[nodiscard]] constexpr bool matchersMayBeQuoted(Compat compat)
{
    return compat != Compat::V2_42;
}

/// 3.4: foo[5m * 2], offset (1h / 2), step(), range(), min_of(,), max_of(,). Experimental until 3.14.
[[nodiscard]] constexpr bool knowsDurationExpressions(Compat compat)
{
    return compat == Compat::V3;
}

/// 3.14 (feature flag): start(), end(), step() … are functions of the query's times; before, only @ takes start() and end().
[[nodiscard]] constexpr bool knowsQueryTimeFunctions(Compat compat)
{
    return compat == Compat::V3;
}

/// 3.9: </ and >/ cut native histograms.
[[nodiscard]] constexpr bool knowsTrimOperators(Compat compat)
{
    return compat == Compat::V3;
}

/// 2.42 prints 1000000 as 1e+06; later numbers are printed with all their digits.
[[nodiscard]] constexpr bool printsShortNumbers(Compat compat)
{
    return compat == Compat::V2_42;
}

/// 2.42: avg_over_time() carries a mean along (later it divides a sum, as long as that does not overflow).
[[nodiscard]] constexpr bool meanOverTimeIsCarried(Compat compat)
{
    return compat == Compat::V2_42;
}

/// 2.42: what a compensated sum lost becomes NaN where the sum overflows, and with it a variance (later it is forgotten there).
[[nodiscard]] constexpr bool compensationOverflows(Compat compat)
{
    return compat == Compat::V2_42;
}

} // namespace wg::promql

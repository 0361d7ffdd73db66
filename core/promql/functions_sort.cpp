#include "core/promql/functions.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace wg::promql {
namespace {

/// Order means something in instant queries only.
bool ordersAnything(CallContext& context)
{
    if (context.grid.count == 1)
        return true;
    if (warnsOfSortInRanges(context.compat()))
        context.evaluation.say(Warning::Severity::Warning, context.expr.range,
            "sort is ineffective for range queries since results are always ordered by labels");
    return false;
}

constexpr std::size_t kComparison = 64; // costs as much as so many samples

/// Once the query must end nothing comes before anything, which ends the sorting soon.
template <class Before>
Result<StepValue> sorted(CallContext& context, StepVector vector, Before&& before)
{
    Pulse pulse(context.evaluation);
    std::ranges::stable_sort(
        vector, [&](const StepSeries& a, const StepSeries& b) { return pulse.spend(kComparison) && before(a, b); });
    WG_CHECK(pulse.result());
    return vector;
}

template <bool Descending>
Result<StepValue> sort(CallContext& context)
{
    StepVector out = std::move(context.vector(0));
    if (!ordersAnything(context))
        return out;
    return sorted(context, std::move(out), [](const StepSeries& a, const StepSeries& b) {
        if (std::isnan(a.v[0]) || std::isnan(b.v[0]))
            return !std::isnan(a.v[0]) && std::isnan(b.v[0]);
        return Descending ? a.v[0] > b.v[0] : a.v[0] < b.v[0];
    });
}

/// The run of digits, or of anything else, that `text` begins with.
std::string_view firstChunk(std::string_view text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t end = 1;
    while (end < text.size() && isDigit(text[end]) == isDigit(text[0]))
        ++end;
    return text.substr(0, end);
}

std::optional<std::int64_t> wholeNumber(std::string_view chunk)
{
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(chunk.data(), chunk.data() + chunk.size(), out);
    return error == std::errc() && end == chunk.data() + chunk.size() ? std::optional(out) : std::nullopt;
}

/// Natural order: "node2" before "node10". Chunks that are numbers are compared as such (the package facette/natsort).
bool comesBefore(std::string_view a, std::string_view b)
{
    while (!a.empty() && !b.empty()) {
        const std::string_view chunkA = firstChunk(a);
        const std::string_view chunkB = firstChunk(b);
        const auto numberA = wholeNumber(chunkA);
        const auto numberB = wholeNumber(chunkB);
        const bool same = numberA && numberB ? *numberA == *numberB : chunkA == chunkB;
        if (!same)
            return numberA && numberB ? *numberA < *numberB : chunkA < chunkB;
        a.remove_prefix(chunkA.size());
        b.remove_prefix(chunkB.size());
    }
    return a.empty() && !b.empty();
}

template <bool Descending>
Result<StepValue> sortByLabel(CallContext& context)
{
    StepVector out = std::move(context.vector(0));
    if (!ordersAnything(context))
        return out;
    return sorted(context, std::move(out), [&context](const StepSeries& left, const StepSeries& right) {
        const series::Labels& a = Descending ? *right.labels : *left.labels;
        const series::Labels& b = Descending ? *left.labels : *right.labels;
        for (std::size_t i = 1; i < context.arguments.size(); ++i) {
            const std::string_view valueA = a.get(context.text(i));
            const std::string_view valueB = b.get(context.text(i));
            if (comesBefore(valueA, valueB) || comesBefore(valueB, valueA))
                return comesBefore(valueA, valueB);
        }
        return a < b;
    });
}

constexpr FunctionRow kRows[] = {
    {"sort", sort<false>},
    {"sort_by_label", sortByLabel<false>},
    {"sort_by_label_desc", sortByLabel<true>},
    {"sort_desc", sort<true>},
};

} // namespace

std::span<const FunctionRow> sortFunctions()
{
    return kRows;
}

} // namespace wg::promql

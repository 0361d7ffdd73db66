#include "core/evaluation/group_data.h"

#include "core/evaluation/column_names.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr double kDefaultThreshold = 0.5;

std::vector<std::uint8_t> gatherPositive(const std::vector<ClassCode>& codes, const Rows& rows)
{
    std::vector<std::uint8_t> out(rows.size());
    rows.forEachRun([&](std::uint32_t first, std::size_t count, std::size_t at) {
        for (std::size_t i = 0; i < count; ++i)
            out[at + i] = codes[first + i] == 1 ? 1 : 0;
    });
    return out;
}

std::vector<double> gatherScores(const ModelData& data, const Rows& rows)
{
    std::vector<double> out = gather(data.log.numbers(*data.model.score), rows);
    if (data.log.scoreIsOfNegative) {
        for (double& score : out)
            score = 1 - score;
    } else if (data.log.confidence) {
        std::size_t i = 0;
        rows.forEach([&](std::uint32_t row) {
            if (data.predicted[row] != 1)
                out[i] = 1 - out[i];
            ++i;
        });
    }
    return out;
}

/// For each class its probability column; empty, and why, when one is missing.
std::vector<ColumnIndex> columnsOfClasses(const OpenedLog& log, std::string& why)
{
    std::vector<ColumnIndex> out;
    if (log.classScores.empty()) {
        why = "no probabilities by class (columns prob_<class>)";
        return out;
    }
    for (const std::string& name : log.classes) {
        const auto at = std::find(log.roles.scoreClasses.begin(), log.roles.scoreClasses.end(), name);
        if (at == log.roles.scoreClasses.end()) {
            why = fmt::format("there is no probability column of class {}", name);
            return {};
        }
        out.push_back(log.classScores[static_cast<std::size_t>(at - log.roles.scoreClasses.begin())]);
    }
    return out;
}

/// The most probable class of each row, the first column of equal ones; empty without probabilities, or when one is of no
/// class.
std::vector<std::uint32_t> mostProbable(const OpenedLog& log, const Rows& rows)
{
    std::vector<std::uint32_t> out;
    std::vector<double> best;
    for (std::size_t k = 0; k < log.classScores.size(); ++k) {
        const auto at = std::find(log.classes.begin(), log.classes.end(), log.roles.scoreClasses[k]);
        if (at == log.classes.end())
            return {};
        const auto code = static_cast<std::uint32_t>(at - log.classes.begin());
        std::vector<double> values = gather(log.numbers(log.classScores[k]), rows);
        if (k == 0) {
            best = std::move(values);
            out.assign(best.size(), code);
            continue;
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] > best[i]) {
                best[i] = values[i];
                out[i] = code;
            }
        }
    }
    return out;
}

std::optional<ColumnIndex> columnNamed(const OpenedLog& log, std::span<const std::string_view> names)
{
    for (const std::string_view name : names) {
        for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
            const logs::Column& column = log.table.columns[i];
            if (column.numeric && column.kept && comparedName(column.name) == name)
                return i;
        }
    }
    return std::nullopt;
}

template <class T>
std::vector<std::uint32_t> widened(const std::vector<T>& codes)
{
    return {codes.begin(), codes.end()};
}

} // namespace

std::vector<double> gather(const logs::Numbers& column, const Rows& rows)
{
    std::vector<double> out(rows.size());
    rows.forEachRun([&](std::uint32_t first, std::size_t count, std::size_t at) {
        if (count == 1)
            out[at] = column[first];
        else
            column.copy(first, count, out.data() + at);
    });
    return out;
}

std::vector<ClassCode> gather(const std::vector<ClassCode>& codes, const Rows& rows)
{
    std::vector<ClassCode> out(rows.size());
    rows.forEachRun([&](std::uint32_t first, std::size_t count, std::size_t at) {
        std::copy_n(codes.begin() + first, count, out.begin() + static_cast<std::ptrdiff_t>(at));
    });
    return out;
}

std::vector<double> gatherWeights(const OpenedLog& log, const Rows& rows)
{
    return log.weight ? gather(log.numbers(*log.weight), rows) : std::vector<double>();
}

mlmetrics::BinaryCounts BinaryRows::counts(bool weighted) const
{
    const std::span<const double> w = weighted ? std::span<const double>(weights) : std::span<const double>();
    if (!threshold)
        return mlmetrics::countBinary(actual, decided, w);
    std::array<double, 4> sums{}; // [2 * actual + decided]
    if (w.empty()) {
        std::array<std::uint64_t, 4> rows{};
        for (std::size_t i = 0; i < actual.size(); ++i)
            ++rows[2U * actual[i] + (scores[i] >= *threshold ? 1U : 0U)];
        for (std::size_t i = 0; i < 4; ++i)
            sums[i] = static_cast<double>(rows[i]);
    } else {
        for (std::size_t i = 0; i < actual.size(); ++i)
            sums[2U * actual[i] + (scores[i] >= *threshold ? 1U : 0U)] += w[i];
    }
    return {.truePositives = sums[3], .falsePositives = sums[1], .trueNegatives = sums[0], .falseNegatives = sums[2]};
}

BinaryRows binaryRows(const ModelData& data, const Rows& rows)
{
    BinaryRows out;
    out.actual = gatherPositive(data.actual, rows);
    out.weights = gatherWeights(data.log, rows);
    if (data.model.score) {
        out.scores = gatherScores(data, rows);
        out.probabilities = std::all_of(out.scores.begin(), out.scores.end(), [](double s) { return s >= 0 && s <= 1; });
    }
    if (data.model.prediction && !(data.threshold && data.model.score))
        out.decided = gatherPositive(data.predicted, rows);
    else if (!data.model.score)
        out.undecided = "no score and no prediction column";
    else if (!data.threshold && !out.probabilities)
        out.undecided = "scores lie outside [0,1]: a threshold is needed (--threshold)";
    else
        out.threshold = data.threshold.value_or(kDefaultThreshold);
    return out;
}

ClassRows classRows(const ModelData& data, const Rows& rows)
{
    ClassRows out;
    out.actual = widened(gather(data.actual, rows));
    out.decided = data.model.prediction ? widened(gather(data.predicted, rows)) : mostProbable(data.log, rows);
    out.weights = gatherWeights(data.log, rows);
    for (const ColumnIndex column : columnsOfClasses(data.log, out.noProbabilities))
        out.probabilities.push_back(gather(data.log.numbers(column), rows));
    return out;
}

NumberRows numberRows(const ModelData& data, const Rows& rows)
{
    constexpr std::array<std::string_view, 5> kLow = {"low", "lower", "pred_low", "pred_lower", "y_pred_low"};
    constexpr std::array<std::string_view, 5> kHigh = {"high", "upper", "pred_high", "pred_upper", "y_pred_high"};
    NumberRows out;
    out.actual = gather(data.log.numbers(*data.log.label), rows);
    out.predicted = gather(data.log.numbers(*data.model.prediction), rows);
    out.weights = gatherWeights(data.log, rows);
    const auto low = columnNamed(data.log, kLow);
    const auto high = columnNamed(data.log, kHigh);
    if (low && high) {
        out.low = gather(data.log.numbers(*low), rows);
        out.high = gather(data.log.numbers(*high), rows);
    }
    return out;
}

} // namespace wg::evaluation

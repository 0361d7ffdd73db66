// Two models of several classes.
#include "core/evaluation/compare_tasks.h"
#include "core/evaluation/resampling.h"
#include "core/mlmetrics/multiclass.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace wg::evaluation {
namespace {

using mlmetrics::ConfusionMatrix;

constexpr std::array<std::string_view, 5> kKeys = {"accuracy", "balanced_accuracy", "f1_macro", "f1_weighted", "mcc"};
using Values = std::array<double, kKeys.size()>;

Values valuesOf(const ConfusionMatrix& matrix)
{
    const auto metrics = mlmetrics::multiclass(matrix);
    return {metrics.accuracy.value, metrics.balancedAccuracy.value, metrics.macro.f1.value, metrics.weighted.f1.value,
        metrics.mcc.value};
}

/// Rows by actual class and both decisions; only what occurs.
struct JointCells {
    std::vector<std::array<std::uint32_t, 3>> places;
    std::vector<double> counts;
    std::vector<std::uint32_t> cellOfRow;

    JointCells(const ClassRows& a, const ClassRows& b)
    {
        std::map<std::array<std::uint32_t, 3>, std::uint32_t> index;
        for (std::size_t i = 0; i < a.actual.size(); ++i) {
            const std::array<std::uint32_t, 3> place = {a.actual[i], a.decided[i], b.decided[i]};
            const auto [at, added] = index.try_emplace(place, static_cast<std::uint32_t>(places.size()));
            if (added) {
                places.push_back(place);
                counts.push_back(0);
            }
            counts[at->second] += 1;
            cellOfRow.push_back(at->second);
        }
    }
    [[nodiscard]] Values side(std::span<const double> cells, std::size_t classes, std::size_t which) const
    {
        ConfusionMatrix matrix(classes);
        for (std::size_t i = 0; i < cells.size(); ++i)
            matrix.add(places[i][0], places[i][which], cells[i]);
        return valuesOf(matrix);
    }
};

Result<void> pairedDecisions(
    const ComparedSides& sides, const ClassRows& a, const ClassRows& b, std::size_t classes, Comparison& out)
{
    const JointCells joint(a, b);
    for (std::size_t i = 0; i < joint.places.size(); ++i) {
        const auto [actual, left, right] = joint.places[i];
        const auto rows = static_cast<std::uint64_t>(joint.counts[i]);
        out.onlyCandidateRight += left == actual && right != actual ? rows : 0;
        out.onlyReferenceRight += left != actual && right == actual ? rows : 0;
    }
    const auto compute = [&](std::span<const double> cells, std::span<double> difference) {
        const Values x = joint.side(cells, classes, 1);
        const Values y = joint.side(cells, classes, 2);
        for (std::size_t j = 0; j < kKeys.size(); ++j)
            difference[j] = x[j] - y[j];
    };
    std::vector<double> weighted = joint.counts;
    std::vector<mlmetrics::Bootstrap> drawn;
    if (a.weights.empty()) {
        WG_TRY(drawn, mlmetrics::bootstrapCells(joint.counts, kKeys.size(), compute, sides.draws(0), sides.cancel));
    } else {
        std::ranges::fill(weighted, 0.0);
        for (std::size_t i = 0; i < a.actual.size(); ++i)
            weighted[joint.cellOfRow[i]] += a.weights[i];
        const auto byRow = [&](std::span<const std::uint32_t> times, std::span<double> difference) {
            std::vector<double> cells(joint.counts.size(), 0.0);
            for (std::size_t i = 0; i < times.size(); ++i)
                cells[joint.cellOfRow[i]] += times[i] * a.weights[i];
            compute(cells, difference);
        };
        WG_TRY(
            drawn, mlmetrics::bootstrapRows(a.actual.size(), kKeys.size(), byRow, sides.draws(a.actual.size()), sides.cancel));
    }
    const Values x = joint.side(weighted, classes, 1);
    const Values y = joint.side(weighted, classes, 2);
    for (std::size_t j = 0; j < kKeys.size(); ++j) {
        if (kKeys[j] == "accuracy" && a.weights.empty())
            addMcNemar(x[j], y[j], drawn[j], out);
        else
            addPaired(kKeys[j], x[j], y[j], drawn[j], out);
    }
    return {};
}

/// Minus the logarithm of the true class's share of the row's probabilities; NaN outside of [0,1].
std::vector<double> surprises(const ClassRows& rows)
{
    static constexpr double kEps = std::numeric_limits<double>::epsilon();
    std::vector<double> out(rows.actual.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        double sum = 0;
        for (const auto& column : rows.probabilities)
            sum += std::clamp(column[i], kEps, 1 - kEps);
        out[i] = -std::log(std::clamp(rows.probabilities[rows.actual[i]][i], kEps, 1 - kEps) / sum);
    }
    return out;
}

bool areProbabilities(const ClassRows& rows)
{
    return !rows.probabilities.empty() && std::ranges::all_of(rows.probabilities, [](const std::vector<double>& column) {
        return std::ranges::all_of(column, [](double p) { return p >= 0 && p <= 1; });
    });
}

Result<void> logLoss(const ComparedSides& sides, const ClassRows& a, const ClassRows& b, Comparison& out)
{
    if (!areProbabilities(a) || !areProbabilities(b))
        return {};
    const std::vector<double> left = surprises(a);
    const std::vector<double> right = surprises(b);
    const auto copy = [](std::span<const double> mean, std::span<double> values) { std::ranges::copy(mean, values.begin()); };
    if (sides.paired()) {
        const auto settings = sides.draws(left.size());
        const std::array<std::span<const double>, 2> columns = {left, right};
        const auto means = [](std::span<const double> mean, std::span<double> values) {
            values[0] = mean[0] - mean[1];
            values[1] = mean[0];
            values[2] = mean[1];
        };
        WG_TRY(const auto drawn, mlmetrics::bootstrapMeans(columns, a.weights, 3, means, settings, sides.cancel));
        addPaired("log_loss", drawn[1].estimate, drawn[2].estimate, drawn[0], out);
        return {};
    }
    const std::array<std::span<const double>, 1> x = {left};
    const std::array<std::span<const double>, 1> y = {right};
    WG_TRY(const auto drawnA, mlmetrics::bootstrapMeans(x, a.weights, 1, copy, sides.draws(left.size()), sides.cancel));
    WG_TRY(const auto drawnB, mlmetrics::bootstrapMeans(y, b.weights, 1, copy, sides.draws(right.size()), sides.cancel));
    addIndependent("log_loss", drawnA[0], drawnB[0], sides.options.level, out);
    return {};
}

Result<std::vector<mlmetrics::Bootstrap>> drawOneSide(const ComparedSides& sides, const ClassRows& rows, std::size_t classes)
{
    const auto compute = [&](std::span<const std::uint32_t> times, std::span<double> values) {
        ConfusionMatrix matrix(classes);
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (times[i] > 0)
                matrix.add(rows.actual[i], rows.decided[i], times[i] * (rows.weights.empty() ? 1.0 : rows.weights[i]));
        }
        std::ranges::copy(valuesOf(matrix), values.begin());
    };
    return mlmetrics::bootstrapRows(rows.actual.size(), kKeys.size(), compute, sides.draws(rows.actual.size()), sides.cancel);
}

} // namespace

Result<void> compareMulticlass(const ComparedSides& sides, Comparison& out)
{
    const ClassRows a = classRows(sides.candidate, sides.rows.candidate);
    const ClassRows b = classRows(sides.reference, sides.rows.reference);
    const std::size_t classes = sides.candidate.log.classes.size();
    if (!a.decided.empty() && !b.decided.empty()) {
        if (sides.paired()) {
            WG_CHECK(pairedDecisions(sides, a, b, classes, out));
        } else {
            WG_TRY(const auto left, drawOneSide(sides, a, classes));
            WG_TRY(const auto right, drawOneSide(sides, b, classes));
            for (std::size_t j = 0; j < kKeys.size(); ++j)
                addIndependent(kKeys[j], left[j], right[j], sides.options.level, out);
        }
    }
    return logLoss(sides, a, b, out);
}

} // namespace wg::evaluation

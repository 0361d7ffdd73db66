// Two binary models: DeLong for the area, McNemar for the share of right decisions, bootstrap for everything else.
#include "core/evaluation/binary_intervals.h"
#include "core/evaluation/compare_tasks.h"
#include "core/evaluation/resampling.h"
#include "core/mlmetrics/delong.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace wg::evaluation {
namespace {

/// What is tested. Few on purpose: Holm's correction pays for every one of them.
constexpr std::array<std::string_view, 7> kDecisions = {
    "accuracy", "balanced_accuracy", "precision", "recall", "specificity", "f1", "mcc"};
constexpr std::size_t kTested = kDecisions.size();
constexpr std::array<std::string_view, 2> kScores = {"average_precision", "ece"};
constexpr std::size_t kCells = 8; ///< actual, decided by the candidate, decided by the reference

using Cells = std::array<double, kCells>;

std::size_t cellOf(const BinaryRows& a, const BinaryRows& b, std::size_t i)
{
    return 4U * a.actual[i] + (a.isDecided(i) ? 2U : 0U) + (b.isDecided(i) ? 1U : 0U);
}

/// The counts of one side out of the joint cells; `bit` is 2 for the candidate, 1 for the reference.
mlmetrics::BinaryCounts countsOf(std::span<const double> cells, std::size_t bit)
{
    mlmetrics::BinaryCounts out;
    for (std::size_t cell = 0; cell < kCells; ++cell) {
        const bool decided = (cell & bit) != 0;
        if (cell >= 4)
            (decided ? out.truePositives : out.falseNegatives) += cells[cell];
        else
            (decided ? out.falsePositives : out.trueNegatives) += cells[cell];
    }
    return out;
}

double decisionMetric(std::string_view key, const mlmetrics::BinaryCounts& counts)
{
    const auto metrics = decisionMetrics();
    return std::ranges::find(metrics, key, &DecisionMetric::key)->of(counts).value;
}

Result<void> pairedDecisions(const ComparedSides& sides, const BinaryRows& a, const BinaryRows& b, Comparison& out)
{
    const std::size_t n = a.actual.size();
    Cells rows{};
    Cells weighted{};
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t cell = cellOf(a, b, i);
        rows[cell] += 1;
        weighted[cell] += a.weights.empty() ? 1 : a.weights[i];
    }
    // 1 and 6: only the reference is wrong (a false alarm, a miss); 2 and 5: only the candidate is.
    out.onlyCandidateRight = static_cast<std::uint64_t>(rows[1] + rows[6]);
    out.onlyReferenceRight = static_cast<std::uint64_t>(rows[2] + rows[5]);
    const auto compute = [](std::span<const double> cells, std::span<double> difference) {
        for (std::size_t j = 0; j < kTested; ++j)
            difference[j] =
                decisionMetric(kDecisions[j], countsOf(cells, 2)) - decisionMetric(kDecisions[j], countsOf(cells, 1));
    };
    std::vector<mlmetrics::Bootstrap> drawn;
    if (a.weights.empty()) {
        WG_TRY(drawn, mlmetrics::bootstrapCells(rows, kTested, compute, sides.draws(0), sides.cancel));
    } else {
        std::array<std::vector<double>, kCells> indicators;
        indicators.fill(std::vector<double>(n, 0.0));
        for (std::size_t i = 0; i < n; ++i)
            indicators[cellOf(a, b, i)][i] = 1;
        const std::vector<std::span<const double>> columns(indicators.begin(), indicators.end());
        WG_TRY(drawn, mlmetrics::bootstrapMeans(columns, a.weights, kTested, compute, sides.draws(n), sides.cancel));
    }
    for (std::size_t j = 0; j < kTested; ++j) {
        const double candidate = decisionMetric(kDecisions[j], countsOf(weighted, 2));
        const double reference = decisionMetric(kDecisions[j], countsOf(weighted, 1));
        if (kDecisions[j] == "accuracy" && a.weights.empty())
            addMcNemar(candidate, reference, drawn[j], out);
        else
            addPaired(kDecisions[j], candidate, reference, drawn[j], out);
    }
    return {};
}

Result<void> pairedScores(const ComparedSides& sides, const BinaryRows& a, const BinaryRows& b, Comparison& out)
{
    const std::size_t n = a.actual.size();
    const auto settings = sides.draws(n);
    const std::array<std::span<const double>, 2> scores = {a.scores, b.scores};
    const auto areas = mlmetrics::delong(a.actual, scores, a.weights, sides.options.threads);
    const auto test = mlmetrics::pairedAucTest(areas, 0, 1, sides.options.level);
    addDifference("roc_auc", areas.auc[0].value, areas.auc[1].value, test.interval, test.p, "paired DeLong", out);

    const ScoreResampler left(a);
    const ScoreResampler right(b);
    constexpr std::size_t kAll = ScoreResampler::kKeys.size();
    const auto both = [&](std::span<const std::uint32_t> times, std::array<double, kAll>& x, std::array<double, kAll>& y) {
        left.compute(times, x);
        right.compute(times, y);
    };
    std::array<std::size_t, kScores.size()> at{};
    for (std::size_t j = 0; j < kScores.size(); ++j)
        at[j] = static_cast<std::size_t>(std::ranges::find(ScoreResampler::kKeys, kScores[j]) - ScoreResampler::kKeys.begin());
    const auto compute = [&](std::span<const std::uint32_t> times, std::span<double> difference) {
        std::array<double, kAll> x{};
        std::array<double, kAll> y{};
        both(times, x, y);
        for (std::size_t j = 0; j < kScores.size(); ++j)
            difference[j] = x[at[j]] - y[at[j]];
    };
    WG_TRY(const auto drawn, mlmetrics::bootstrapRows(n, kScores.size(), compute, settings, sides.cancel));
    std::array<double, kAll> x{};
    std::array<double, kAll> y{};
    both(std::vector<std::uint32_t>(n, 1), x, y);
    for (std::size_t j = 0; j < kScores.size(); ++j)
        addPaired(kScores[j], x[at[j]], y[at[j]], drawn[j], out);
    if (!a.probabilities || !b.probabilities)
        return {};
    const std::array<std::vector<double>, 4> losses = {logLosses(a), logLosses(b), squaredErrors(a), squaredErrors(b)};
    const std::vector<std::span<const double>> columns(losses.begin(), losses.end());
    // Two statistics of differences, and four values: one set of draws.
    const auto means = [](std::span<const double> mean, std::span<double> values) {
        values[0] = mean[0] - mean[1];
        values[1] = mean[2] - mean[3];
        std::ranges::copy(mean, values.begin() + 2);
    };
    WG_TRY(const auto loss, mlmetrics::bootstrapMeans(columns, a.weights, 6, means, settings, sides.cancel));
    addPaired("log_loss", loss[2].estimate, loss[3].estimate, loss[0], out);
    addPaired("brier", loss[4].estimate, loss[5].estimate, loss[1], out);
    return {};
}

/// Draws of one side on its own.
struct OneSide {
    std::vector<mlmetrics::Bootstrap> decisions, scores, losses;
};

Result<OneSide> drawOneSide(const ComparedSides& sides, const BinaryRows& rows)
{
    OneSide out;
    const auto settings = sides.draws(rows.actual.size());
    if (rows.undecided.empty()) {
        const auto indicators = cellIndicators(rows);
        const auto compute = [](std::span<const double> cells, std::span<double> values) {
            const mlmetrics::BinaryCounts counts{
                .truePositives = cells[0], .falsePositives = cells[1], .trueNegatives = cells[2], .falseNegatives = cells[3]};
            for (std::size_t j = 0; j < kTested; ++j)
                values[j] = decisionMetric(kDecisions[j], counts);
        };
        const std::vector<std::span<const double>> columns(indicators.begin(), indicators.end());
        WG_TRY(out.decisions, mlmetrics::bootstrapMeans(columns, rows.weights, kTested, compute, settings, sides.cancel));
    }
    if (rows.scores.empty())
        return out;
    const ScoreResampler resampler(rows);
    const auto compute = [&](std::span<const std::uint32_t> times, std::span<double> values) {
        resampler.compute(times, values);
    };
    WG_TRY(out.scores,
        mlmetrics::bootstrapRows(rows.actual.size(), ScoreResampler::kKeys.size(), compute, settings, sides.cancel));
    if (!rows.probabilities)
        return out;
    const std::array<std::vector<double>, 2> losses = {logLosses(rows), squaredErrors(rows)};
    const std::vector<std::span<const double>> columns(losses.begin(), losses.end());
    const auto means = [](std::span<const double> mean, std::span<double> values) { std::ranges::copy(mean, values.begin()); };
    WG_TRY(out.losses, mlmetrics::bootstrapMeans(columns, rows.weights, 2, means, settings, sides.cancel));
    return out;
}

Result<void> independent(const ComparedSides& sides, const BinaryRows& a, const BinaryRows& b, Comparison& out)
{
    const double level = sides.options.level;
    if (!a.scores.empty() && !b.scores.empty()) {
        const auto area = [&](const BinaryRows& rows) {
            const std::array<std::span<const double>, 1> scores = {rows.scores};
            return mlmetrics::delong(rows.actual, scores, rows.weights, sides.options.threads);
        };
        const auto left = area(a);
        const auto right = area(b);
        const auto test = mlmetrics::unpairedAucTest(left.auc[0], left.variance(0), right.auc[0], right.variance(0), level);
        addDifference("roc_auc", left.auc[0].value, right.auc[0].value, test.interval, test.p, "DeLong", out);
    }
    WG_TRY(const OneSide left, drawOneSide(sides, a));
    WG_TRY(const OneSide right, drawOneSide(sides, b));
    const bool weighted = !a.weights.empty() || !b.weights.empty();
    if (!left.decisions.empty() && !right.decisions.empty()) {
        const auto x = a.counts(false);
        const auto y = b.counts(false);
        if (!weighted)
            addProportions("accuracy", x.truePositives + x.trueNegatives, x.total(), y.truePositives + y.trueNegatives,
                y.total(), level, out);
        for (std::size_t j = weighted ? 0 : 1; j < kTested; ++j)
            addIndependent(kDecisions[j], left.decisions[j], right.decisions[j], level, out);
    }
    for (std::size_t j = 0; j < ScoreResampler::kKeys.size() && !left.scores.empty() && !right.scores.empty(); ++j) {
        if (std::ranges::find(kScores, ScoreResampler::kKeys[j]) != kScores.end())
            addIndependent(ScoreResampler::kKeys[j], left.scores[j], right.scores[j], level, out);
    }
    for (std::size_t j = 0; j < left.losses.size() && j < right.losses.size(); ++j)
        addIndependent(j == 0 ? "log_loss" : "brier", left.losses[j], right.losses[j], level, out);
    return {};
}

} // namespace

Result<void> compareBinary(const ComparedSides& sides, Comparison& out)
{
    const BinaryRows a = binaryRows(sides.candidate, sides.rows.candidate);
    const BinaryRows b = binaryRows(sides.reference, sides.rows.reference);
    if (!sides.paired())
        return independent(sides, a, b, out);
    if (!a.scores.empty() && !b.scores.empty())
        WG_CHECK(pairedScores(sides, a, b, out));
    if (a.undecided.empty() && b.undecided.empty())
        WG_CHECK(pairedDecisions(sides, a, b, out));
    return {};
}

} // namespace wg::evaluation

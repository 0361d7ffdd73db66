// Two regressions, and two language models by the scores of their samples.
#include "core/evaluation/compare_tasks.h"
#include "core/evaluation/language_scores.h"
#include "core/evaluation/regression_moments.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace wg::evaluation {
namespace {

constexpr std::array<std::string_view, 4> kErrors = {"rmse", "mae", "r2", "mape"};
constexpr std::size_t kColumns = 7; ///< of ErrorColumns
using Moments = std::array<double, ErrorColumns::kKeys.size()>;

std::array<std::size_t, kErrors.size()> places()
{
    std::array<std::size_t, kErrors.size()> out{};
    for (std::size_t j = 0; j < kErrors.size(); ++j)
        out[j] = static_cast<std::size_t>(std::ranges::find(ErrorColumns::kKeys, kErrors[j]) - ErrorColumns::kKeys.begin());
    return out;
}

Moments momentsOf(std::span<const double> means)
{
    Moments out{};
    ErrorColumns::values(means, out);
    return out;
}

/// MAPE only where both have it.
bool has(std::string_view key, const ErrorColumns& a, const ErrorColumns& b)
{
    return key != "mape" || (!a.relative.empty() && !b.relative.empty());
}

void copyMeans(std::span<const double> mean, std::span<double> values)
{
    std::ranges::copy(mean, values.begin());
}

Result<void> pairedScores(const ComparedSides& sides, const std::vector<double>& a, const std::vector<double>& b,
    std::span<const double> weights, Comparison& out)
{
    const std::array<std::span<const double>, 2> columns = {a, b};
    const auto means = [](std::span<const double> mean, std::span<double> values) {
        values[0] = mean[0] - mean[1];
        values[1] = mean[0];
        values[2] = mean[1];
    };
    WG_TRY(const auto drawn, mlmetrics::bootstrapMeans(columns, weights, 3, means, sides.draws(a.size()), sides.cancel));
    const auto mark = [](double v) { return v == 0 || v == 1; };
    if (!std::ranges::all_of(a, mark) || !std::ranges::all_of(b, mark)) {
        addPaired("mean_score", drawn[1].estimate, drawn[2].estimate, drawn[0], out);
        return {};
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        out.onlyCandidateRight += a[i] > b[i] ? 1 : 0;
        out.onlyReferenceRight += a[i] < b[i] ? 1 : 0;
    }
    if (weights.empty())
        addMcNemar(drawn[1].estimate, drawn[2].estimate, drawn[0], out);
    else
        addPaired("accuracy", drawn[1].estimate, drawn[2].estimate, drawn[0], out);
    return {};
}

} // namespace

Result<void> compareRegression(const ComparedSides& sides, Comparison& out)
{
    if (!sides.candidate.model.prediction || !sides.reference.model.prediction)
        return {};
    const NumberRows a = numberRows(sides.candidate, sides.rows.candidate);
    const NumberRows b = numberRows(sides.reference, sides.rows.reference);
    const ErrorColumns left(a);
    const ErrorColumns right(b);
    const auto at = places();
    if (!sides.paired()) {
        const auto draw = [&](const ErrorColumns& errors, const NumberRows& rows) {
            return mlmetrics::bootstrapMeans(errors.columns(), rows.weights, ErrorColumns::kKeys.size(), ErrorColumns::values,
                sides.draws(rows.actual.size()), sides.cancel);
        };
        WG_TRY(const auto x, draw(left, a));
        WG_TRY(const auto y, draw(right, b));
        for (std::size_t j = 0; j < kErrors.size(); ++j) {
            if (has(kErrors[j], left, right))
                addIndependent(kErrors[j], x[at[j]], y[at[j]], sides.options.level, out);
        }
        return {};
    }
    std::vector<std::span<const double>> columns;
    for (const auto* errors : {&left, &right}) {
        const auto own = errors->columns();
        columns.insert(columns.end(), own.begin(), own.end());
    }
    // Differences first, then the candidate's and the reference's own values.
    constexpr std::size_t kAll = 3 * kErrors.size();
    const auto compute = [&at](std::span<const double> means, std::span<double> values) {
        const Moments x = momentsOf(means.first(kColumns));
        const Moments y = momentsOf(means.subspan(kColumns));
        for (std::size_t j = 0; j < kErrors.size(); ++j) {
            values[j] = x[at[j]] - y[at[j]];
            values[kErrors.size() + j] = x[at[j]];
            values[2 * kErrors.size() + j] = y[at[j]];
        }
    };
    WG_TRY(const auto drawn,
        mlmetrics::bootstrapMeans(columns, a.weights, kAll, compute, sides.draws(a.actual.size()), sides.cancel));
    for (std::size_t j = 0; j < kErrors.size(); ++j) {
        if (has(kErrors[j], left, right))
            addPaired(kErrors[j], drawn[kErrors.size() + j].estimate, drawn[2 * kErrors.size() + j].estimate, drawn[j], out);
    }
    return {};
}

Result<void> compareLanguage(const ComparedSides& sides, Comparison& out)
{
    if (!sides.candidate.model.score || !sides.reference.model.score)
        return {};
    const OpenedLog& logA = sides.candidate.log;
    const OpenedLog& logB = sides.reference.log;
    std::vector<double> a = sampleScores(logA, *sides.candidate.model.score, sides.rows.candidate);
    std::vector<double> b = sampleScores(logB, *sides.reference.model.score, sides.rows.reference);
    std::vector<double> weightsA = gatherWeights(logA, sides.rows.candidate);
    std::vector<double> weightsB = gatherWeights(logB, sides.rows.reference);
    if (sides.paired()) {
        std::size_t kept = 0; // samples that both have scored
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (std::isnan(a[i]) || std::isnan(b[i]))
                continue;
            a[kept] = a[i];
            b[kept] = b[i];
            if (!weightsA.empty())
                weightsA[kept] = weightsA[i];
            ++kept;
        }
        a.resize(kept);
        b.resize(kept);
        weightsA.resize(weightsA.empty() ? 0 : kept);
        return kept == 0 ? Result<void>{} : pairedScores(sides, a, b, weightsA, out);
    }
    const auto draw = [&](std::vector<double>& scores, std::vector<double>& weights) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            if (std::isnan(scores[i]))
                continue;
            scores[kept] = scores[i];
            if (!weights.empty())
                weights[kept] = weights[i];
            ++kept;
        }
        scores.resize(kept);
        weights.resize(weights.empty() ? 0 : kept);
        const std::array<std::span<const double>, 1> columns = {scores};
        return mlmetrics::bootstrapMeans(columns, weights, 1, copyMeans, sides.draws(kept), sides.cancel);
    };
    WG_TRY(const auto x, draw(a, weightsA));
    WG_TRY(const auto y, draw(b, weightsB));
    addIndependent("mean_score", x[0], y[0], sides.options.level, out);
    return {};
}

} // namespace wg::evaluation

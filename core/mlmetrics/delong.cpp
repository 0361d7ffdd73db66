#include "core/mlmetrics/delong.h"

#include "core/mlmetrics/ranked.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace wg::mlmetrics {
namespace {

struct RankedRow {
    double score;
    std::uint32_t row;
};

double sumOf(std::span<const RankedRow> rows, std::span<const double> weights)
{
    if (weights.empty())
        return static_cast<double>(rows.size());
    double sum = 0;
    for (const RankedRow& row : rows)
        sum += weights[row.row];
    return sum;
}

struct ClassWeights {
    double positives = 0, negatives = 0;
};

/// For each row the share of the other class on the wrong side of it, ties half: 1 - V10 and 1 - V01 of the paper.
std::vector<double> wrongShares(std::span<const std::uint8_t> actual, std::span<const double> score,
    std::span<const double> weights, const ClassWeights& all, unsigned threads)
{
    const RankedScores<RankedRow> ranked(actual, threads, CancelToken(),
        [=](std::size_t row) { return RankedRow{score[row], static_cast<std::uint32_t>(row)}; });
    std::vector<ClassWeights> starts(ranked.buckets()); // weights above each bucket
    ranked.forEachBucket([&](std::size_t i) {
        const auto bucket = ranked.bucket(i);
        starts[i] = {sumOf(bucket.positives, weights), sumOf(bucket.negatives, weights)};
    });
    ClassWeights above;
    for (ClassWeights& start : starts) {
        const ClassWeights own = std::exchange(start, above);
        above = {above.positives + own.positives, above.negatives + own.negatives};
    }
    std::vector<double> out(actual.size());
    ranked.forEachBucket([&](std::size_t i) {
        ClassWeights passed = starts[i];
        const auto bucket = ranked.bucket(i);
        forEachScore(bucket.positives, bucket.negatives, [&](double, auto positives, auto negatives) {
            const double tp = sumOf(positives, weights);
            const double fp = sumOf(negatives, weights);
            for (const RankedRow& row : positives)
                out[row.row] = (passed.negatives + fp / 2) / all.negatives;
            passed.positives += tp;
            passed.negatives += fp;
            for (const RankedRow& row : negatives)
                out[row.row] = std::max(0.0, all.positives - passed.positives + tp / 2) / all.positives;
        });
    });
    return out;
}

/// Means over the rows of each class.
ClassWeights means(std::span<const std::uint8_t> actual, std::span<const double> values, std::span<const double> weights,
    const ClassWeights& all)
{
    ClassWeights sums;
    for (std::size_t i = 0; i < actual.size(); ++i)
        (actual[i] != 0 ? sums.positives : sums.negatives) += (weights.empty() ? 1 : weights[i]) * values[i];
    return {sums.positives / all.positives, sums.negatives / all.negatives};
}

struct Model {
    std::vector<double> wrong;
    ClassWeights mean;
};

double covariance(const DelongResult& result, std::span<const std::uint8_t> actual, std::span<const double> weights,
    const ClassWeights& all, const Model& a, const Model& b)
{
    double positives = 0;
    double negatives = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double w = weights.empty() ? 1 : weights[i] * weights[i];
        if (actual[i] != 0)
            positives += w * (a.wrong[i] - a.mean.positives) * (b.wrong[i] - b.mean.positives);
        else
            negatives += w * (a.wrong[i] - a.mean.negatives) * (b.wrong[i] - b.mean.negatives);
    }
    const auto m = static_cast<double>(result.positives);
    const auto n = static_cast<double>(result.negatives);
    return positives / (all.positives * all.positives) * (m / (m - 1))
        + negatives / (all.negatives * all.negatives) * (n / (n - 1));
}

AucTest aucTest(const Metric& a, const Metric& b, double variance, double level, std::string_view method)
{
    if (!a.defined() || !b.defined())
        return {.difference = a.defined() ? b : a, .interval = {.level = level, .method = method}};
    AucTest out{.difference = {a.value - b.value}, .interval = {.level = level, .method = method}};
    if (std::isnan(variance))
        return out;
    const double deviation = std::sqrt(std::max(0.0, variance));
    const double reach = normalDeviate(level) * deviation;
    out.interval.low = out.difference.value - reach;
    out.interval.high = out.difference.value + reach;
    out.z = deviation == 0 && out.difference.value == 0 ? 0 : out.difference.value / deviation;
    out.p = twoSidedP(out.z);
    return out;
}

} // namespace

DelongResult delong(std::span<const std::uint8_t> actual, std::span<const std::span<const double>> scores,
    std::span<const double> weights, unsigned threads)
{
    const std::size_t k = scores.size();
    DelongResult out{.auc = std::vector<Metric>(k, undefined(actual.empty() ? "no rows" : "only one class")),
        .covariance = std::vector<double>(k * k, std::numeric_limits<double>::quiet_NaN())};
    ClassWeights all;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        (actual[i] != 0 ? all.positives : all.negatives) += weights.empty() ? 1 : weights[i];
        ++(actual[i] != 0 ? out.positives : out.negatives);
    }
    if (out.positives == 0 || out.negatives == 0)
        return out;
    std::vector<Model> models(k);
    for (std::size_t i = 0; i < k; ++i) {
        models[i].wrong = wrongShares(actual, scores[i], weights, all, threads);
        models[i].mean = means(actual, models[i].wrong, weights, all);
        out.auc[i] = {1 - models[i].mean.positives};
    }
    if (out.positives < 2 || out.negatives < 2)
        return out;
    (void)parallelFor(k * k, threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t i = begin; i < end; ++i) {
            const std::size_t a = i / k;
            const std::size_t b = i % k;
            if (a <= b)
                out.covariance[i] = out.covariance[b * k + a] = covariance(out, actual, weights, all, models[a], models[b]);
        }
        return {};
    });
    return out;
}

Interval aucInterval(const Metric& auc, double variance, double level)
{
    Interval out{.level = level, .method = "DeLong"};
    if (!auc.defined() || std::isnan(variance))
        return out;
    const double reach = normalDeviate(level) * std::sqrt(variance);
    out.low = std::max(0.0, auc.value - reach);
    out.high = std::min(1.0, auc.value + reach);
    return out;
}

AucTest pairedAucTest(const DelongResult& models, std::size_t a, std::size_t b, double level)
{
    const double variance = models.variance(a) + models.variance(b) - 2 * models.covarianceOf(a, b);
    return aucTest(models.auc[a], models.auc[b], variance, level, "paired DeLong");
}

AucTest unpairedAucTest(const Metric& aucA, double varianceA, const Metric& aucB, double varianceB, double level)
{
    return aucTest(aucA, aucB, varianceA + varianceB, level, "DeLong");
}

} // namespace wg::mlmetrics

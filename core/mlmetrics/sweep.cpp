#include "core/mlmetrics/sweep.h"

#include "core/mlmetrics/sort.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace wg::mlmetrics {
namespace {

/// Positives and negatives are sorted apart and merged: no label has to travel with its score.
Sweep sweepRows(std::span<const std::uint8_t> actual, std::span<const double> score)
{
    const auto positives = static_cast<std::size_t>(std::count(actual.begin(), actual.end(), std::uint8_t{1}));
    std::vector<double> yes;
    std::vector<double> no;
    yes.reserve(positives);
    no.reserve(actual.size() - positives);
    for (std::size_t i = 0; i < actual.size(); ++i)
        (actual[i] != 0 ? yes : no).push_back(score[i]);
    sortDescending(yes);
    sortDescending(no);
    Sweep out;
    out.positives = yes.size();
    out.negatives = no.size();
    out.score.reserve(actual.size()); // pages that stay unused cost nothing
    out.truePositives.reserve(actual.size());
    out.falsePositives.reserve(actual.size());
    std::size_t y = 0;
    std::size_t n = 0;
    while (y < yes.size() || n < no.size()) {
        const double value = n == no.size() || (y < yes.size() && yes[y] >= no[n]) ? yes[y] : no[n];
        while (y < yes.size() && yes[y] == value)
            ++y;
        while (n < no.size() && no[n] == value)
            ++n;
        out.score.push_back(value);
        out.truePositives.push_back(y);
        out.falsePositives.push_back(n);
    }
    return out;
}

Sweep sweepWeighted(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights)
{
    struct Row {
        double score, weight;
        bool positive;
    };
    std::vector<Row> rows;
    rows.reserve(actual.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
        rows.push_back({score[i] + 0.0, weights[i], actual[i] != 0});
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.score > b.score; });
    Sweep out;
    double weightedTrue = 0;
    double weightedFalse = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        (rows[i].positive ? weightedTrue : weightedFalse) += rows[i].weight;
        ++(rows[i].positive ? out.positives : out.negatives);
        if (i + 1 < rows.size() && rows[i + 1].score == rows[i].score)
            continue;
        out.score.push_back(rows[i].score);
        out.truePositives.push_back(out.positives);
        out.falsePositives.push_back(out.negatives);
        out.weightedTruePositives.push_back(weightedTrue);
        out.weightedFalsePositives.push_back(weightedFalse);
    }
    return out;
}

/// Cumulated counts as one type, whether the sweep has weights or not.
struct Cumulated {
    const Sweep& s;

    [[nodiscard]] bool weighted() const { return !s.weightedTruePositives.empty(); }
    [[nodiscard]] double tp(std::size_t i) const
    {
        return weighted() ? s.weightedTruePositives[i] : static_cast<double>(s.truePositives[i]);
    }
    [[nodiscard]] double fp(std::size_t i) const
    {
        return weighted() ? s.weightedFalsePositives[i] : static_cast<double>(s.falsePositives[i]);
    }
    [[nodiscard]] double positives() const { return s.score.empty() ? 0 : tp(s.score.size() - 1); }
    [[nodiscard]] double negatives() const { return s.score.empty() ? 0 : fp(s.score.size() - 1); }
};

std::size_t countAtLeast(const Sweep& sweep, double threshold)
{
    const auto end = std::upper_bound(sweep.score.begin(), sweep.score.end(), threshold, std::greater<>());
    return static_cast<std::size_t>(end - sweep.score.begin());
}

} // namespace

Sweep sweep(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights)
{
    return weights.empty() ? sweepRows(actual, score) : sweepWeighted(actual, score, weights);
}

BinaryCounts countsAt(const Sweep& sweep, double threshold)
{
    const Cumulated sums{sweep};
    const std::size_t n = countAtLeast(sweep, threshold);
    const double tp = n == 0 ? 0 : sums.tp(n - 1);
    const double fp = n == 0 ? 0 : sums.fp(n - 1);
    return {.truePositives = tp,
        .falsePositives = fp,
        .trueNegatives = sums.negatives() - fp,
        .falseNegatives = sums.positives() - tp};
}

BinaryCounts rowsAt(const Sweep& sweep, double threshold)
{
    const std::size_t n = countAtLeast(sweep, threshold);
    const std::uint64_t tp = n == 0 ? 0 : sweep.truePositives[n - 1];
    const std::uint64_t fp = n == 0 ? 0 : sweep.falsePositives[n - 1];
    return {.truePositives = static_cast<double>(tp),
        .falsePositives = static_cast<double>(fp),
        .trueNegatives = static_cast<double>(sweep.negatives - fp),
        .falseNegatives = static_cast<double>(sweep.positives - tp)};
}

CurvePoints rocCurve(const Sweep& sweep)
{
    CurvePoints out;
    if (sweep.positives == 0 || sweep.negatives == 0)
        return out;
    const Cumulated sums{sweep};
    const std::size_t n = sweep.score.size();
    out.threshold.reserve(n + 1);
    out.x.reserve(n + 1);
    out.y.reserve(n + 1);
    out.threshold.push_back(std::numeric_limits<double>::infinity());
    out.x.push_back(0);
    out.y.push_back(0);
    for (std::size_t i = 0; i < n; ++i) {
        out.threshold.push_back(sweep.score[i]);
        out.x.push_back(sums.fp(i) / sums.negatives());
        out.y.push_back(sums.tp(i) / sums.positives());
    }
    return out;
}

CurvePoints prCurve(const Sweep& sweep)
{
    CurvePoints out;
    if (sweep.positives == 0)
        return out;
    const Cumulated sums{sweep};
    out.threshold = sweep.score;
    out.x.reserve(sweep.score.size());
    out.y.reserve(sweep.score.size());
    for (std::size_t i = 0; i < sweep.score.size(); ++i) {
        out.x.push_back(sums.tp(i) / sums.positives());
        out.y.push_back(sums.tp(i) / (sums.tp(i) + sums.fp(i)));
    }
    return out;
}

Metric rocAuc(const Sweep& sweep)
{
    if (sweep.score.empty())
        return undefined("no rows");
    if (sweep.positives == 0 || sweep.negatives == 0)
        return undefined("only one class");
    const Cumulated sums{sweep};
    double twice = 0; // twice the area in units of one positive times one negative
    double lastTp = 0;
    double lastFp = 0;
    for (std::size_t i = 0; i < sweep.score.size(); ++i) {
        twice += (sums.fp(i) - lastFp) * (sums.tp(i) + lastTp);
        lastTp = sums.tp(i);
        lastFp = sums.fp(i);
    }
    return {twice / 2 / sums.positives() / sums.negatives()};
}

Metric averagePrecision(const Sweep& sweep)
{
    if (sweep.score.empty())
        return undefined("no rows");
    if (sweep.positives == 0)
        return undefined("no positive label");
    const Cumulated sums{sweep};
    double sum = 0;
    double lastTp = 0;
    for (std::size_t i = 0; i < sweep.score.size(); ++i) {
        const double tp = sums.tp(i);
        if (tp != lastTp)
            sum += (tp - lastTp) * (tp / (tp + sums.fp(i)));
        lastTp = tp;
    }
    return {sum / sums.positives()};
}

} // namespace wg::mlmetrics

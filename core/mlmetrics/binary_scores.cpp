#include "core/mlmetrics/binary_scores.h"

#include "core/mlmetrics/binary_curves.h"
#include "core/mlmetrics/delong.h"
#include "core/mlmetrics/score_pass.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <type_traits>
#include <utility>

namespace wg::mlmetrics {
namespace {

constexpr std::string_view kNoRows = "no rows";
constexpr std::string_view kOneClass = "only one class";
constexpr std::string_view kNoPositive = "no positive label";

// Between two points that are kept TPR and FPR move by at most kBox, and, as |d precision| <= d total / total, precision
// by at most kRelative: a quarter of a pixel of 1000 together. The rest of kScreenError is for simplify().
constexpr double kBox = 1.0 / 8000;
constexpr double kRelative = 1.0 / 5000;
// Curves that use little of their range, as balanced accuracy without a signal, need more points than that.
constexpr std::size_t kCurveKnots = 65536;
constexpr double kSimplifyError = kScreenError / 2;
constexpr int kRoundThresholds = 1000;
/// Sums are made per stretch and added in order, so that they are the same for any number of threads.
constexpr std::size_t kStretches = 64;

/// Variance of a weighted mean of V over a class, V = 1 - wrong / other; binary_scores.h has the formula.
double classVariance(const ScorePass::Wrong& wrong, const Mass& mass, double other)
{
    const double mean = wrong.sum / (mass.weight * other);
    const double squares =
        wrong.squaresSquare / (other * other) - 2 * mean * wrong.squaresSum / other + mean * mean * mass.squares;
    const auto rows = static_cast<double>(mass.rows);
    return std::max(0.0, squares) / (mass.weight * mass.weight) * (rows / (rows - 1));
}

template <class Item>
class Summary {
public:
    Summary(const RankedScores<Item>& ranked, const BinaryScoresOptions& options, const CancelToken& cancel)
        : m_ranked(ranked)
        , m_options(options)
        , m_cancel(cancel)
        , m_starts(ranked.buckets() + 1)
    {
        addUp();
        m_pass.costFalsePositive = options.costFalsePositive;
        m_pass.costFalseNegative = options.costFalseNegative;
        m_pass.maxFalse = options.maxFpr * m_pass.negatives.weight;
    }

    BinaryScores make()
    {
        BinaryScores out;
        out.positives = m_pass.positives.rows;
        out.negatives = m_pass.negatives.rows;
        out.positiveWeight = m_pass.positives.weight;
        out.negativeWeight = m_pass.negatives.weight;
        ScorePass::Sums sums = pass(keepRule());
        if (m_cancel.cancelled())
            return {};
        out.distinct = sums.distinct;
        addAreas(sums, out);
        addBest(sums, out);
        if (sums.points.empty())
            return withoutRows(out);
        out.greatest = sums.points.front().score;
        out.least = sums.points.back().score;
        const bool fewer = sums.points.size() < sums.distinct;
        if (fewer && sums.distinct <= m_options.knots) {
            sums.points = pass({.all = true}).points;
            addTable(sums.points, out);
        } else if (m_options.knots > 0) {
            addTable(sums.distinct <= m_options.knots ? sums.points : withRoundThresholds(sums, out), out);
        }
        if (m_options.curves == CurveDetail::All && sums.points.size() < sums.distinct)
            sums.points = pass({.all = true}).points;
        addCurves(sums.points, out);
        addHistogram(out);
        return m_cancel.cancelled() ? BinaryScores{} : out;
    }

private:
    /// Counts above each bucket.
    void addUp()
    {
        std::vector<std::pair<Mass, Mass>> sums(m_ranked.buckets());
        m_ranked.forEachBucket([&](std::size_t i) {
            const auto bucket = m_ranked.bucket(i);
            sums[i] = {massOf(bucket.positives), massOf(bucket.negatives)};
        });
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const Mass& p = m_pass.positives;
            const Mass& n = m_pass.negatives;
            m_starts[i] = {.tp = p.weight, .fp = n.weight, .rowsTp = p.rows, .rowsFp = n.rows};
            m_pass.positives.add(sums[i].first);
            m_pass.negatives.add(sums[i].second);
        }
        m_starts.back() = {.tp = m_pass.positives.weight,
            .fp = m_pass.negatives.weight,
            .rowsTp = m_pass.positives.rows,
            .rowsFp = m_pass.negatives.rows};
    }

    [[nodiscard]] double total() const { return m_pass.positives.weight + m_pass.negatives.weight; }

    [[nodiscard]] KeepRule keepRule() const
    {
        if (m_ranked.size() <= m_options.knots)
            return {.all = true};
        const std::size_t knots =
            m_options.curves == CurveDetail::None ? m_options.knots : std::max(m_options.knots, kCurveKnots);
        return {.all = false,
            .tp = m_pass.positives.weight * kBox,
            .fp = m_pass.negatives.weight * kBox,
            .total = total() / static_cast<double>(std::max<std::size_t>(knots, 1)),
            .relative = kRelative};
    }

    [[nodiscard]] ScorePass::Sums pass(const KeepRule& rule)
    {
        m_pass.keep = rule;
        const std::size_t buckets = m_ranked.buckets();
        const std::size_t stretches = std::min(kStretches, buckets);
        std::vector<ScorePass::Sums> parts(stretches);
        (void)parallelFor(stretches, m_options.threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t i = begin; i < end && !m_cancel.cancelled(); ++i)
                parts[i] = stretch(buckets * i / stretches, buckets * (i + 1) / stretches);
            return {};
        });
        for (std::size_t i = 1; i < stretches; ++i)
            ScorePass::add(parts[0], std::move(parts[i]), m_pass);
        return std::move(parts[0]);
    }
    [[nodiscard]] ScorePass::Sums stretch(std::size_t from, std::size_t to) const
    {
        ScorePass pass(m_pass, m_starts[from]);
        for (std::size_t i = from; i < to; ++i) {
            const auto bucket = m_ranked.bucket(i);
            forEachScore(bucket.positives, bucket.negatives,
                [&](double score, auto positives, auto negatives) { pass.step(score, massOf(positives), massOf(negatives)); });
        }
        return pass.finish();
    }

    void addAreas(const ScorePass::Sums& sums, BinaryScores& out) const
    {
        const Mass& p = m_pass.positives;
        const Mass& n = m_pass.negatives;
        if (p.rows + n.rows == 0 || p.rows == 0 || n.rows == 0) {
            const std::string_view reason = p.rows + n.rows == 0 ? kNoRows : kOneClass;
            out.rocAuc = out.partialAuc = undefined(reason);
        } else {
            out.rocAuc = {1 - sums.positives.sum / (p.weight * n.weight)};
            if (p.rows > 1 && n.rows > 1)
                out.rocAucVariance = classVariance(sums.positives, p, n.weight) + classVariance(sums.negatives, n, p.weight);
            const double most = m_options.maxFpr;
            const double area = sums.partialArea / (p.weight * n.weight);
            const double chance = most * most / 2;
            out.partialAuc = most < 1 ? Metric{(1 + (area - chance) / (most - chance)) / 2} : out.rocAuc;
        }
        out.rocAucInterval = aucInterval(out.rocAuc, out.rocAucVariance, m_options.level);
        if (p.rows == 0) {
            out.averagePrecision = out.prAuc = undefined(p.rows + n.rows == 0 ? kNoRows : kNoPositive);
        } else {
            out.averagePrecision = {sums.precisionSteps / p.weight};
            out.prAuc = {sums.precisionTrapezoids / p.weight};
        }
    }

    [[nodiscard]] BinaryCounts counts(const ScorePoint& at) const
    {
        return {.truePositives = at.tp,
            .falsePositives = at.fp,
            .trueNegatives = m_pass.negatives.weight - at.fp,
            .falseNegatives = m_pass.positives.weight - at.tp};
    }

    void addBest(const ScorePass::Sums& sums, BinaryScores& out)
    {
        const ScorePoint nothing;
        const auto best = [&](const ScorePoint& at, Metric value) {
            if (at.rowsTp + at.rowsFp > 0)
                m_best.push_back(at);
            return BestThreshold{value, value.defined() ? at.score : std::numeric_limits<double>::quiet_NaN()};
        };
        const ScorePoint& ahead = sums.ahead.value > 0 ? sums.ahead.at : nothing;
        const Metric j = youdenJ(counts(ahead));
        out.youdenJ = best(ahead, j);
        const bool otherWay = sums.behind.value > std::max(0.0, sums.ahead.value);
        out.ks = best(otherWay ? sums.behind.at : ahead, j);
        if (j.defined() && otherWay)
            out.ks.value = {-youdenJ(counts(sums.behind.at)).value};
        const Metric f = mlmetrics::f1(counts(sums.f1));
        out.f1 = best(sums.f1, m_pass.positives.rows == 0 ? undefined(out.negatives == 0 ? kNoRows : kNoPositive) : f);
        const ScorePoint& cheap = sums.cheap.value > 0 ? sums.cheap.at : nothing;
        out.cost = best(cheap, mlmetrics::cost(counts(cheap), m_options.costFalsePositive, m_options.costFalseNegative));
    }

    BinaryScores& withoutRows(BinaryScores& out) const
    {
        out.least = out.greatest = std::numeric_limits<double>::quiet_NaN();
        return out;
    }

    /// The range that a slider or a histogram shows.
    [[nodiscard]] std::pair<double, double> range(const BinaryScores& out) const
    {
        if (out.least >= 0 && out.greatest <= 1)
            return {0, 1};
        FiniteRange finite;
        for (std::size_t i = 0; i < m_ranked.buckets(); ++i) {
            const auto bucket = m_ranked.bucket(i);
            for (const auto& part : {bucket.positives, bucket.negatives}) {
                for (const Item& item : part)
                    finite.add(scoreOf(item));
            }
        }
        return finite.high >= finite.low ? std::pair{finite.low, finite.high} : std::pair{0.0, 1.0};
    }

    /// Rows with score >= threshold.
    [[nodiscard]] ScorePoint at(double threshold) const
    {
        const std::size_t i = m_ranked.bucketOf(threshold);
        const auto above = [&](std::span<const Item> items) {
            const auto end =
                std::partition_point(items.begin(), items.end(), [&](const Item& item) { return scoreOf(item) >= threshold; });
            return massOf(items.first(static_cast<std::size_t>(end - items.begin())));
        };
        ScorePoint point = m_starts[i];
        const Mass positives = above(m_ranked.bucket(i).positives);
        const Mass negatives = above(m_ranked.bucket(i).negatives);
        point.score = threshold;
        point.rowsTp += positives.rows;
        point.rowsFp += negatives.rows;
        point.tp = point.rowsTp == m_pass.positives.rows ? m_pass.positives.weight : point.tp + positives.weight;
        point.fp = point.rowsFp == m_pass.negatives.rows ? m_pass.negatives.weight : point.fp + negatives.weight;
        return point;
    }

    [[nodiscard]] std::vector<ScorePoint> withRoundThresholds(const ScorePass::Sums& sums, const BinaryScores& out) const
    {
        std::vector<ScorePoint> points = sums.points;
        points.insert(points.end(), m_best.begin(), m_best.end());
        const auto [low, high] = range(out);
        for (int i = 0; i <= kRoundThresholds; ++i) {
            const double share = static_cast<double>(i) / kRoundThresholds;
            points.push_back(at(low + (high - low) * share));
        }
        std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
        const auto same = [](const auto& a, const auto& b) { return a.score == b.score; };
        points.erase(std::unique(points.begin(), points.end(), same), points.end());
        const auto empty = [](const ScorePoint& point) { return point.rowsTp + point.rowsFp == 0; };
        points.erase(points.begin(), std::find_if_not(points.begin(), points.end(), empty)); // above all scores
        while (points.size() > 1 && points[points.size() - 2].rowsTp + points[points.size() - 2].rowsFp == m_ranked.size())
            points.pop_back(); // below all scores
        return points;
    }

    void addTable(const std::vector<ScorePoint>& points, BinaryScores& out) const
    {
        Sweep& table = out.table;
        table.positives = out.positives;
        table.negatives = out.negatives;
        constexpr bool kWeighted = !std::is_same_v<Item, double>;
        for (const ScorePoint& point : points) {
            table.score.push_back(point.score);
            table.truePositives.push_back(point.rowsTp);
            table.falsePositives.push_back(point.rowsFp);
            if constexpr (kWeighted) {
                table.weightedTruePositives.push_back(point.tp);
                table.weightedFalsePositives.push_back(point.fp);
            }
        }
    }

    void addCurves(const std::vector<ScorePoint>& points, BinaryScores& out) const
    {
        if (m_options.curves == CurveDetail::None)
            return;
        const double error = m_options.curves == CurveDetail::Screen ? kSimplifyError : 0;
        BinaryCurves curves = binaryCurves(points, m_pass, error, m_options.threads);
        out.roc = std::move(curves.roc);
        out.pr = std::move(curves.pr);
        out.curves = std::move(curves.others);
    }

    void addHistogram(BinaryScores& out) const
    {
        const std::size_t bins = m_options.histogramBins;
        if (bins == 0)
            return;
        ClassHistogram& histogram = out.histogram;
        std::tie(histogram.low, histogram.high) = range(out);
        ScorePoint above = m_starts.back(); // rows at or above the bin's low end
        for (std::size_t i = 1; i <= bins; ++i) {
            const double edge =
                histogram.low + (histogram.high - histogram.low) * (static_cast<double>(i) / static_cast<double>(bins));
            const ScorePoint next = i == bins ? ScorePoint{} : at(edge);
            histogram.positives.push_back(above.tp - next.tp);
            histogram.negatives.push_back(above.fp - next.fp);
            above = next;
        }
    }

    const RankedScores<Item>& m_ranked;
    const BinaryScoresOptions& m_options;
    const CancelToken& m_cancel;
    std::vector<ScorePoint> m_starts; ///< counts above each bucket, and of all rows
    PassOptions m_pass;
    std::vector<ScorePoint> m_best;
};

template <class Item, class ItemOf>
BinaryScores summariseItems(
    std::span<const std::uint8_t> actual, const BinaryScoresOptions& options, const CancelToken& cancel, ItemOf item)
{
    const RankedScores<Item> ranked(actual, options.threads, cancel, item);
    return cancel.cancelled() ? BinaryScores{} : Summary<Item>(ranked, options, cancel).make();
}

} // namespace

BinaryScores summarise(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights,
    const BinaryScoresOptions& options, const CancelToken& cancel)
{
    if (weights.empty())
        return summariseItems<double>(actual, options, cancel, [=](std::size_t row) { return score[row]; });
    return summariseItems<WeightedScore>(
        actual, options, cancel, [=](std::size_t row) { return WeightedScore{score[row], weights[row]}; });
}

} // namespace wg::mlmetrics

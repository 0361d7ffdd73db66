// One walk down the ranked scores: running counts, and all that is a sum or an extreme over thresholds (binary_scores.h has the
// formulas). Passes over consecutive stretches of scores are made apart and added.
#pragma once

#include "core/mlmetrics/ranked.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace wg::mlmetrics {

struct WeightedScore {
    double score, weight;
};

/// Rows of one class: how many, their weight, and the sum of its squares.
struct Mass {
    std::uint64_t rows = 0;
    double weight = 0, squares = 0;

    void add(const Mass& other)
    {
        rows += other.rows;
        weight += other.weight;
        squares += other.squares;
    }
};
[[nodiscard]] inline Mass massOf(std::span<const double> scores)
{
    const auto count = static_cast<double>(scores.size());
    return {scores.size(), count, count};
}
[[nodiscard]] inline Mass massOf(std::span<const WeightedScore> items)
{
    Mass mass{.rows = items.size()};
    for (const WeightedScore& item : items) {
        mass.weight += item.weight;
        mass.squares += item.weight * item.weight;
    }
    return mass;
}

/// Rows with score >= this one.
struct ScorePoint {
    double score = std::numeric_limits<double>::infinity();
    double tp = 0, fp = 0;
    std::uint64_t rowsTp = 0, rowsFp = 0;
};

/// Which points are kept: all, or so many that no curve moves by more than a share of a pixel between two of them.
struct KeepRule {
    bool all = false;
    double tp = 0, fp = 0; ///< a point follows once as much has been added,
    double total = 0; ///< and once this much of both has,
    double relative = 0; ///< or this share of what is there already, or of what is still to come
};

struct PassOptions {
    Mass positives, negatives; ///< of all rows
    double maxFalse = 0; ///< partial AUC: up to this FP
    double costFalsePositive = 1, costFalseNegative = 1;
    KeepRule keep;
};

class ScorePass {
public:
    struct Best {
        double value = -std::numeric_limits<double>::infinity(); ///< in the measure's own scale
        ScorePoint at;
    };
    /// Sums over rows of a class of how much of the other class is on the wrong side of it, ties half.
    struct Wrong {
        double sum = 0; ///< of w * wrong
        double squaresSum = 0; ///< of w^2 * wrong
        double squaresSquare = 0; ///< of w^2 * wrong^2
    };
    struct Sums {
        std::uint64_t distinct = 0;
        Wrong positives, negatives;
        double precisionSteps = 0, precisionTrapezoids = 0, partialArea = 0;
        Best ahead, behind, cheap; ///< greatest TPR - FPR, greatest FPR - TPR, least cost (negative)
        ScorePoint f1; ///< where F1 is greatest; tp 0: nowhere above 0
        std::vector<ScorePoint> points;
    };

    ScorePass(const PassOptions& options, const ScorePoint& start) : m_options(options), m_at(start) { }

    /// The next lower score with the rows that have it.
    void step(double score, const Mass& positives, const Mass& negatives);
    /// Keeps the last two points as well: where all is decided positive some curves do not exist.
    [[nodiscard]] Sums finish();

    /// `later` belongs to lower scores.
    static void add(Sums& sums, Sums&& later, const PassOptions& options);

private:
    void addPositives(const ScorePoint& before, const Mass& positives, const Mass& negatives);
    void addNegatives(const ScorePoint& before, const Mass& positives, const Mass& negatives);
    void keep();

    const PassOptions& m_options;
    ScorePoint m_at, m_before;
    Sums m_sums;
    double m_nextTp = 0, m_nextFp = 0, m_nextTotal = 0;
};

inline bool isBetterF1(const ScorePoint& a, const ScorePoint& b, double positives)
{
    return a.tp * (b.tp + b.fp + positives) > b.tp * (a.tp + a.fp + positives);
}

inline void ScorePass::step(double score, const Mass& positives, const Mass& negatives)
{
    m_before = m_at;
    const ScorePoint& before = m_before;
    ++m_sums.distinct;
    m_at.score = score;
    m_at.rowsTp += positives.rows;
    m_at.rowsFp += negatives.rows;
    // The last of a class closes at exactly its weight: no rounding may leave rows over.
    m_at.tp = m_at.rowsTp == m_options.positives.rows ? m_options.positives.weight : m_at.tp + positives.weight;
    m_at.fp = m_at.rowsFp == m_options.negatives.rows ? m_options.negatives.weight : m_at.fp + negatives.weight;
    if (positives.rows > 0)
        addPositives(before, positives, negatives);
    if (negatives.rows > 0)
        addNegatives(before, positives, negatives);
    if (m_options.keep.all || m_at.tp >= m_nextTp || m_at.fp >= m_nextFp || m_at.tp + m_at.fp >= m_nextTotal)
        keep();
}

/// Precision, F1 and Youden's J can only rise, and costs fall, where positives are added.
inline void ScorePass::addPositives(const ScorePoint& before, const Mass& positives, const Mass& negatives)
{
    const double wrong = before.fp + negatives.weight / 2;
    m_sums.positives.sum += positives.weight * wrong;
    m_sums.positives.squaresSum += positives.squares * wrong;
    m_sums.positives.squaresSquare += positives.squares * wrong * wrong;
    const double total = before.tp + before.fp;
    const double precision = m_at.tp / (m_at.tp + m_at.fp);
    m_sums.precisionSteps += positives.weight * precision;
    m_sums.precisionTrapezoids += positives.weight * (precision + (total > 0 ? before.tp / total : 1)) / 2;
    if (isBetterF1(m_at, m_sums.f1, m_options.positives.weight))
        m_sums.f1 = m_at;
    // Products, not shares: whole numbers stay exact, so equals are seen to be equal.
    const double ahead = m_at.tp * m_options.negatives.weight - m_at.fp * m_options.positives.weight;
    if (ahead > m_sums.ahead.value)
        m_sums.ahead = {ahead, m_at};
    const double gain = m_at.tp * m_options.costFalseNegative - m_at.fp * m_options.costFalsePositive;
    if (gain > m_sums.cheap.value)
        m_sums.cheap = {gain, m_at};
}

inline void ScorePass::addNegatives(const ScorePoint& before, const Mass& positives, const Mass& negatives)
{
    const double wrong = m_options.positives.weight - m_at.tp + positives.weight / 2;
    m_sums.negatives.sum += negatives.weight * wrong;
    m_sums.negatives.squaresSum += negatives.squares * wrong;
    m_sums.negatives.squaresSquare += negatives.squares * wrong * wrong;
    const double behind = m_at.fp * m_options.positives.weight - m_at.tp * m_options.negatives.weight;
    if (behind > m_sums.behind.value)
        m_sums.behind = {behind, m_at};
    if (before.fp < m_options.maxFalse) {
        const double width = std::min(m_at.fp, m_options.maxFalse) - before.fp;
        const double rise = (m_at.tp - before.tp) * (width / (m_at.fp - before.fp));
        m_sums.partialArea += width * (before.tp + rise / 2);
    }
}

inline void ScorePass::keep()
{
    const KeepRule& rule = m_options.keep;
    const double total = m_at.tp + m_at.fp;
    const double rest = m_options.positives.weight + m_options.negatives.weight - total;
    m_nextTp = m_at.tp + rule.tp;
    m_nextFp = m_at.fp + rule.fp;
    m_nextTotal = total + std::min(rule.total, std::min(total, rest) * rule.relative);
    m_sums.points.push_back(m_at);
}

inline ScorePass::Sums ScorePass::finish()
{
    if (m_sums.distinct > 0 && m_sums.points.back().score != m_at.score) {
        if (m_sums.points.back().score != m_before.score)
            m_sums.points.push_back(m_before);
        m_sums.points.push_back(m_at);
    }
    return std::move(m_sums);
}

inline void ScorePass::add(Sums& sums, Sums&& later, const PassOptions& options)
{
    const auto addWrong = [](Wrong& to, const Wrong& from) {
        to.sum += from.sum;
        to.squaresSum += from.squaresSum;
        to.squaresSquare += from.squaresSquare;
    };
    const auto keepBest = [](Best& best, const Best& other) {
        if (other.value > best.value)
            best = other;
    };
    sums.distinct += later.distinct;
    addWrong(sums.positives, later.positives);
    addWrong(sums.negatives, later.negatives);
    sums.precisionSteps += later.precisionSteps;
    sums.precisionTrapezoids += later.precisionTrapezoids;
    sums.partialArea += later.partialArea;
    keepBest(sums.ahead, later.ahead);
    keepBest(sums.behind, later.behind);
    keepBest(sums.cheap, later.cheap);
    if (isBetterF1(later.f1, sums.f1, options.positives.weight))
        sums.f1 = later.f1;
    sums.points.insert(sums.points.end(), later.points.begin(), later.points.end());
}

} // namespace wg::mlmetrics

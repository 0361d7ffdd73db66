// How scores of classes become one figure: shared by several classes, several labels and the report. Internal to the module.
#pragma once

#include "core/mlmetrics/multiclass.h"

#include <string_view>

namespace wg::mlmetrics {

[[nodiscard]] inline double valueOrZero(const Metric& metric)
{
    return metric.defined() ? metric.value : 0;
}

/// Of one class from its hits, decisions and rows.
[[nodiscard]] inline ClassScores scoresOf(double hit, double predicted, double actual, double beta)
{
    constexpr std::string_view kNeither = "neither among labels nor predictions";
    const double square = beta * beta;
    return {ratio(hit, predicted, "never predicted"), ratio(hit, actual, "not among the labels"),
        ratio(2 * hit, predicted + actual, kNeither), actual, ratio((1 + square) * hit, predicted + square * actual, kNeither),
        ratio(hit, predicted + actual - hit, kNeither)};
}

/// A weighted mean over classes or rows; what is undefined counts as 0.
class AverageSums {
public:
    void add(const ClassScores& scores, double weight)
    {
        m_precision += weight * valueOrZero(scores.precision);
        m_recall += weight * valueOrZero(scores.recall);
        m_f1 += weight * valueOrZero(scores.f1);
        m_fBeta += weight * valueOrZero(scores.fBeta);
        m_jaccard += weight * valueOrZero(scores.jaccard);
        m_weight += weight;
    }

    [[nodiscard]] Averages averages(std::string_view reasonWithoutWeight) const
    {
        const auto mean = [&](double sum) { return ratio(sum, m_weight, reasonWithoutWeight); };
        return {mean(m_precision), mean(m_recall), mean(m_f1), mean(m_fBeta), mean(m_jaccard)};
    }

private:
    double m_precision = 0, m_recall = 0, m_f1 = 0, m_fBeta = 0, m_jaccard = 0, m_weight = 0;
};

} // namespace wg::mlmetrics

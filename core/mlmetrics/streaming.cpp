#include "core/mlmetrics/streaming.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wg::mlmetrics {
void StreamingMean::add(double value, double weight)
{
    m_weight += weight;
    const double distance = value - m_mean;
    m_mean += distance * weight / m_weight;
    m_squares += weight * distance * (value - m_mean);
}

Metric StreamingMean::mean() const
{
    return m_weight > 0 ? Metric{m_mean} : undefined("no rows");
}

StreamingAuc::Run StreamingAuc::makeRun(
    std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights, std::uint8_t wanted)
{
    std::vector<std::pair<double, double>> rows;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        if ((actual[i] != 0) == (wanted != 0))
            rows.emplace_back(score[i], weightOf(weights, i));
    }
    std::sort(rows.begin(), rows.end());
    Run run;
    run.below.push_back(0);
    for (const auto& [value, weight] : rows) {
        run.score.push_back(value);
        run.below.push_back(run.below.back() + weight);
    }
    return run;
}

/// Sum over pairs (x of `a`, y of `b`) of their weights' product where x > y, half where equal; by bisection of the longer one.
double StreamingAuc::winsOver(const Run& a, const Run& b)
{
    const bool aShort = a.score.size() <= b.score.size();
    const Run& few = aShort ? a : b;
    const Run& many = aShort ? b : a;
    double sum = 0; // of few over many
    auto from = many.score.begin();
    for (std::size_t i = 0; i < few.score.size(); ++i) {
        from = std::lower_bound(from, many.score.end(), few.score[i]);
        const auto to = std::upper_bound(from, many.score.end(), few.score[i]);
        const double under = many.below[static_cast<std::size_t>(from - many.score.begin())];
        const double upTo = many.below[static_cast<std::size_t>(to - many.score.begin())];
        sum += (few.below[i + 1] - few.below[i]) * ((under + upTo) / 2);
    }
    return aShort ? sum : few.below.back() * many.below.back() - sum;
}

void StreamingAuc::push(Side& side, Run run)
{
    if (run.score.empty())
        return;
    side.total += run.below.back();
    while (!side.runs.empty() && side.runs.back().score.size() < 2 * run.score.size()) {
        run = merged(side.runs.back(), run);
        side.runs.pop_back();
    }
    side.runs.push_back(std::move(run));
}

StreamingAuc::Run StreamingAuc::merged(const Run& a, const Run& b)
{
    Run out;
    out.score.reserve(a.score.size() + b.score.size());
    out.below.reserve(a.below.size() + b.below.size());
    out.below.push_back(0);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.score.size() || j < b.score.size()) {
        const bool takeA = j == b.score.size() || (i < a.score.size() && a.score[i] <= b.score[j]);
        const Run& from = takeA ? a : b;
        std::size_t& at = takeA ? i : j;
        out.score.push_back(from.score[at]);
        out.below.push_back(out.below.back() + (from.below[at + 1] - from.below[at]));
        ++at;
    }
    return out;
}

void StreamingAuc::add(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        m_problem = problem;
    if (!m_problem.empty())
        return;
    m_rows += actual.size();
    Run positive = makeRun(actual, score, weights, 1);
    Run negative = makeRun(actual, score, weights, 0);
    for (const Run& old : m_negative.runs)
        m_wins += winsOver(positive, old);
    push(m_positive, std::move(positive));
    for (const Run& any : m_positive.runs) // the new ones among them
        m_wins += winsOver(any, negative);
    push(m_negative, std::move(negative));
}

Metric StreamingAuc::auc() const
{
    if (!m_problem.empty())
        return undefined(m_problem);
    if (m_positive.total == 0 || m_negative.total == 0)
        return undefined(m_rows == 0 ? "no rows" : "only one class");
    return {m_wins / (m_positive.total * m_negative.total)};
}

void StreamingBinary::add(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        m_problem = problem;
    if (!m_problem.empty())
        return;
    std::vector<std::uint8_t> decided(score.size());
    for (std::size_t i = 0; i < score.size(); ++i) {
        decided[i] = score[i] >= m_threshold ? 1 : 0;
        m_probabilities = m_probabilities && score[i] >= 0 && score[i] <= 1;
        if (!m_probabilities)
            continue;
        constexpr double kEps = std::numeric_limits<double>::epsilon();
        const double yes = std::clamp(score[i], kEps, 1 - kEps);
        const double error = score[i] - actual[i];
        m_brier.add(error * error, weightOf(weights, i));
        m_logLoss.add(-std::log(actual[i] != 0 ? yes : 1 - yes), weightOf(weights, i));
    }
    const BinaryCounts counts = countBinary(actual, decided, weights);
    m_counts.truePositives += counts.truePositives;
    m_counts.falsePositives += counts.falsePositives;
    m_counts.trueNegatives += counts.trueNegatives;
    m_counts.falseNegatives += counts.falseNegatives;
    m_auc.add(actual, score, weights);
}

namespace {
constexpr std::string_view kNoProbability = "scores lie outside [0,1], so they are no probabilities";
}

Metric StreamingBinary::brier() const
{
    return m_problem.empty() ? (m_probabilities ? m_brier.mean() : undefined(kNoProbability)) : undefined(m_problem);
}

Metric StreamingBinary::logLoss() const
{
    return m_problem.empty() ? (m_probabilities ? m_logLoss.mean() : undefined(kNoProbability)) : undefined(m_problem);
}

void StreamingRegression::add(
    std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        m_problem = problem;
    if (!m_problem.empty())
        return;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double weight = weightOf(weights, i);
        const double error = predicted[i] - actual[i];
        m_constant = m_constant && (m_rows == 0 || actual[i] == m_firstLabel);
        m_firstLabel = m_rows == 0 ? actual[i] : m_firstLabel;
        ++m_rows;
        m_label.add(actual[i], weight);
        m_error.add(error, weight);
        m_square.add(error * error, weight);
        m_absolute.add(std::abs(error), weight);
        m_maxError = std::max(m_maxError, std::abs(error));
        m_zeroLabel = m_zeroLabel || actual[i] == 0;
        m_negative = m_negative || actual[i] < 0 || predicted[i] < 0;
        if (!m_zeroLabel)
            m_relative.add(std::abs(error / actual[i]), weight);
        if (!m_negative) {
            const double distance = std::log1p(predicted[i]) - std::log1p(actual[i]);
            m_logSquare.add(distance * distance, weight);
        }
    }
}

RegressionMetrics StreamingRegression::metrics() const
{
    if (!m_problem.empty()) {
        const Metric none = undefined(m_problem);
        return {none, none, none, none, none, none, none, none, none, none, none, none};
    }
    RegressionMetrics out = regression({}, {});
    if (m_rows == 0)
        return out;
    out.mse = m_square.mean();
    out.rmse = {std::sqrt(out.mse.value)};
    out.mae = m_absolute.mean();
    if (m_constant || m_label.squares() == 0) {
        out.r2 = out.explainedVariance = undefined(m_rows < 2 ? "fewer than two rows" : "all labels are equal");
    } else {
        out.r2 = {1 - out.mse.value * m_label.total() / m_label.squares()};
        out.explainedVariance = {1 - m_error.squares() / m_label.squares()};
    }
    out.medianAe = out.d2Absolute = undefined("a median needs all rows");
    out.mape = m_zeroLabel ? undefined("a label is 0") : m_relative.mean();
    out.msle = m_negative ? undefined("a label or prediction is negative") : m_logSquare.mean();
    out.rmsle = m_negative ? out.msle : Metric{std::sqrt(out.msle.value)};
    out.maxError = {m_maxError};
    out.meanBias = m_error.mean();
    return out;
}

} // namespace wg::mlmetrics

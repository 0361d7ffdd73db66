#include "core/evaluation/resampling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace wg::evaluation {
namespace {

constexpr double kMaxFpr = 0.1;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kRowDraws = 2e9; ///< about five seconds on two cores
constexpr int kLeastDraws = 200;

/// McClish's standardised area under ROC for FPR up to kMaxFpr, point by point.
class PartialArea {
public:
    void add(double fpr, double tpr)
    {
        const double end = std::min(fpr, kMaxFpr);
        if (end > m_fpr) {
            const double slope = fpr > m_fpr ? (tpr - m_tpr) / (fpr - m_fpr) : 0;
            const double top = m_tpr + slope * (end - m_fpr);
            m_area += (end - m_fpr) * (m_tpr + top) / 2;
        }
        m_fpr = fpr;
        m_tpr = tpr;
    }
    [[nodiscard]] double value() const
    {
        constexpr double kLeast = kMaxFpr * kMaxFpr / 2;
        return (1 + (m_area - kLeast) / (kMaxFpr - kLeast)) / 2;
    }

private:
    double m_fpr = 0, m_tpr = 0, m_area = 0;
};

} // namespace

ScoreResampler::ScoreResampler(const BinaryRows& rows)
    : m_order(rows.scores.size())
    , m_actual(rows.actual)
    , m_scores(rows.scores)
    , m_weights(rows.weights)
{
    std::iota(m_order.begin(), m_order.end(), 0U);
    std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) { return m_scores[a] > m_scores[b]; });
    m_last.reserve(m_order.size());
    for (std::size_t i = 0; i < m_order.size(); ++i)
        m_last.push_back(i + 1 == m_order.size() || m_scores[m_order[i]] != m_scores[m_order[i + 1]] ? 1 : 0);
    if (!rows.probabilities)
        return;
    std::array<double, kBins> ends{}; // [low, high), as calibrate() has it
    for (std::size_t k = 0; k < kBins; ++k)
        ends[k] = static_cast<double>(k + 1) / kBins;
    m_bin.reserve(m_scores.size());
    for (const double score : m_scores) {
        const auto at = std::upper_bound(ends.begin(), ends.end(), score) - ends.begin();
        m_bin.push_back(static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(at, kBins - 1)));
    }
}

void ScoreResampler::areas(std::span<const std::uint32_t> multiplicity, std::span<double> out) const
{
    double positives = 0;
    double negatives = 0;
    for (std::uint32_t row = 0; row < m_actual.size(); ++row)
        (m_actual[row] != 0 ? positives : negatives) += weightOf(row, multiplicity);
    double tp = 0;
    double fp = 0;
    double lastTp = 0;
    double lastPrecision = 1;
    double steps = 0;
    double trapezoids = 0;
    double gap = 0;
    PartialArea partial;
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const std::uint32_t row = m_order[i];
        if (multiplicity[row] != 0)
            (m_actual[row] != 0 ? tp : fp) += weightOf(row, multiplicity);
        if (m_last[i] == 0 || tp + fp == 0)
            continue;
        const double precision = tp / (tp + fp);
        steps += (tp - lastTp) * precision;
        trapezoids += (tp - lastTp) * (precision + lastPrecision) / 2;
        lastTp = tp;
        lastPrecision = precision;
        if (positives > 0 && negatives > 0) {
            partial.add(fp / negatives, tp / positives);
            gap = std::max(gap, std::abs(tp / positives - fp / negatives));
        }
    }
    const bool both = positives > 0 && negatives > 0;
    out[0] = positives > 0 ? steps / positives : kNan;
    out[1] = positives > 0 ? trapezoids / positives : kNan;
    out[2] = both ? partial.value() : kNan;
    out[3] = both ? gap : kNan;
}

void ScoreResampler::calibration(std::span<const std::uint32_t> multiplicity, std::span<double> out) const
{
    out[0] = out[1] = kNan;
    if (m_bin.empty())
        return;
    Bins bins;
    double total = 0;
    for (std::uint32_t row = 0; row < m_bin.size(); ++row) {
        if (multiplicity[row] == 0)
            continue;
        const double weight = weightOf(row, multiplicity);
        total += weight;
        bins.weight[m_bin[row]] += weight;
        bins.score[m_bin[row]] += weight * m_scores[row];
        bins.positive[m_bin[row]] += m_actual[row] != 0 ? weight : 0;
    }
    if (total == 0)
        return;
    out[0] = out[1] = 0;
    for (std::size_t k = 0; k < kBins; ++k) {
        if (bins.weight[k] == 0)
            continue;
        const double off = std::abs(bins.score[k] - bins.positive[k]);
        out[0] += off / total;
        out[1] = std::max(out[1], off / bins.weight[k]);
    }
}

void ScoreResampler::compute(std::span<const std::uint32_t> multiplicity, std::span<double> out) const
{
    areas(multiplicity, out.first(4));
    calibration(multiplicity, out.subspan(4));
}

std::vector<double> logLosses(const BinaryRows& rows)
{
    constexpr double kEps = std::numeric_limits<double>::epsilon();
    std::vector<double> out(rows.actual.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double yes = std::clamp(rows.scores[i], kEps, 1 - kEps);
        out[i] = -std::log(rows.actual[i] != 0 ? yes : 1 - yes);
    }
    return out;
}

std::vector<double> squaredErrors(const BinaryRows& rows)
{
    std::vector<double> out(rows.actual.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double error = rows.scores[i] - rows.actual[i];
        out[i] = error * error;
    }
    return out;
}

std::array<std::vector<double>, 4> cellIndicators(const BinaryRows& rows)
{
    std::array<std::vector<double>, 4> out;
    out.fill(std::vector<double>(rows.actual.size(), 0.0));
    for (std::size_t i = 0; i < rows.actual.size(); ++i) {
        const bool decided = rows.isDecided(i);
        const bool right = decided == (rows.actual[i] != 0);
        out[right ? (decided ? 0 : 2) : (decided ? 1 : 3)][i] = 1;
    }
    return out;
}

Interval meanInterval(double mean, std::span<const double> values, std::span<const double> weights, double level)
{
    Interval out;
    out.level = level;
    out.method = "standard error";
    const auto n = static_cast<double>(values.size());
    if (values.size() < 2)
        return out;
    double squares = 0;
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double weight = weights.empty() ? 1 : weights[i];
        const double off = weight * (values[i] - mean);
        squares += off * off;
        total += weight;
    }
    const double half = mlmetrics::normalDeviate(level) * std::sqrt(squares * n / (n - 1)) / total;
    out.low = mean - half;
    out.high = mean + half;
    return out;
}

mlmetrics::BootstrapOptions bootstrapOptions(double level, int draws, std::uint64_t seed, unsigned threads, std::size_t rows)
{
    const double most = rows == 0 ? draws : std::max<double>(kLeastDraws, kRowDraws / static_cast<double>(rows));
    return {level, static_cast<int>(std::min<double>(draws, most)), seed, threads};
}

void takeInterval(std::string_view key, const Interval& interval, Group& group)
{
    if (interval.defined() && group.metrics.contains(std::string(key)))
        group.intervals.insert_or_assign(std::string(key), interval);
}

} // namespace wg::evaluation

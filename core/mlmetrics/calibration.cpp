#include "core/mlmetrics/calibration.h"

#include "core/mlmetrics/flash_sort.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <cmath>

namespace wg::mlmetrics {
namespace {

std::vector<double> edgesOf(std::span<const double> p, std::size_t bins, BinRule rule)
{
    std::vector<double> edges;
    const auto share = [bins](std::size_t i) { return static_cast<double>(i) / static_cast<double>(bins); };
    if (rule == BinRule::EqualWidth) {
        for (std::size_t i = 0; i <= bins; ++i)
            edges.push_back(share(i));
        return edges;
    }
    std::vector<double> sorted(p.begin(), p.end());
    flashSort(std::span(sorted), FlashMapping{}, 0);
    std::reverse(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i <= bins; ++i) {
        const double rank = static_cast<double>(sorted.size() - 1) * share(i);
        const auto at = static_cast<std::size_t>(rank);
        const double next = sorted[std::min(at + 1, sorted.size() - 1)];
        edges.push_back(std::lerp(sorted[at], next, rank - std::floor(rank)));
    }
    return edges;
}

/// Sums over the rows of a bin; all but the rows are weighted.
struct Sums {
    double middle = 0; ///< of the bin
    double weight = 0, squares = 0, positive = 0;
    double deviation = 0, deviationSquare = 0, deviationPositive = 0; ///< of p from the middle; its square; times y
    std::uint64_t rows = 0;

    [[nodiscard]] double meanScore() const { return middle + deviation / weight; }
    [[nodiscard]] double observed() const { return positive / weight; }
    [[nodiscard]] double variance() const { return std::max(0.0, deviationSquare - deviation * deviation / weight); }
    [[nodiscard]] double covariance() const { return deviationPositive - deviation * observed(); }
};

struct Rows {
    std::span<const std::uint8_t> actual;
    std::span<const double> p, weights;

    [[nodiscard]] double weight(std::size_t i) const { return weights.empty() ? 1 : weights[i]; }
};

/// Equally wide: [edge k, edge k + 1), the last with its end. Equally full: (edge k, edge k + 1], the first with its beginning.
class BinOf {
public:
    BinOf(const std::vector<double>& edges, BinRule rule)
        : m_inner(edges.begin() + 1, edges.end() - 1)
        , m_guess(rule == BinRule::EqualWidth ? static_cast<double>(edges.size() - 1) : 0)
    {
    }
    std::size_t operator()(double p) const
    {
        if (m_guess == 0)
            return static_cast<std::size_t>(std::lower_bound(m_inner.begin(), m_inner.end(), p) - m_inner.begin());
        std::size_t bin = std::min(m_inner.size(), static_cast<std::size_t>(p * m_guess)); // one off at an edge
        bin += bin < m_inner.size() && p >= m_inner[bin] ? 1 : 0;
        return bin - (bin > 0 && p < m_inner[bin - 1] ? 1 : 0);
    }

private:
    std::vector<double> m_inner;
    double m_guess; ///< number of bins when they are equally wide
};

/// Products of deviations from the bin's middle first: what is lost when the means are taken off is less than 1e-16 of the
/// bin's width squared.
std::vector<Sums> sumsOf(const Rows& rows, const std::vector<double>& edges, BinRule rule)
{
    const BinOf binOf(edges, rule);
    std::vector<Sums> sums(edges.size() - 1);
    for (std::size_t k = 0; k < sums.size(); ++k)
        sums[k].middle = (edges[k] + edges[k + 1]) / 2;
    for (std::size_t i = 0; i < rows.p.size(); ++i) {
        Sums& bin = sums[binOf(rows.p[i])];
        const double w = rows.weight(i);
        const double deviation = w * (rows.p[i] - bin.middle);
        bin.weight += w;
        bin.squares += w * w;
        bin.deviation += deviation;
        bin.deviationSquare += deviation * (rows.p[i] - bin.middle);
        bin.positive += rows.actual[i] != 0 ? w : 0;
        bin.deviationPositive += rows.actual[i] != 0 ? deviation : 0;
        ++bin.rows;
    }
    return sums;
}

void addFigures(const std::vector<Sums>& sums, Calibration& out)
{
    double total = 0;
    double positive = 0;
    for (const Sums& bin : sums) {
        total += bin.weight;
        positive += bin.positive;
    }
    const double prevalence = positive / total;
    double expected = 0;
    double most = 0;
    double reliability = 0;
    double resolution = 0;
    double variance = 0;
    double covariance = 0;
    for (const Sums& bin : sums) {
        if (bin.rows == 0)
            continue;
        const double gap = bin.observed() - bin.meanScore();
        expected += bin.weight * std::abs(gap);
        most = std::max(most, std::abs(gap));
        reliability += bin.weight * gap * gap;
        resolution += bin.weight * (bin.observed() - prevalence) * (bin.observed() - prevalence);
        variance += bin.variance();
        covariance += 2 * bin.covariance();
    }
    out.expectedError = {expected / total};
    out.maximumError = {most};
    out.reliability = {reliability / total};
    out.resolution = {resolution / total};
    out.uncertainty = {prevalence * (1 - prevalence)};
    out.withinVariance = {variance / total};
    out.withinCovariance = {covariance / total};
}

} // namespace

Calibration calibrate(std::span<const std::uint8_t> actual, std::span<const double> p, std::span<const double> weights,
    std::size_t bins, BinRule rule, double level)
{
    Calibration out;
    const bool probabilities = std::all_of(p.begin(), p.end(), [](double v) { return v >= 0 && v <= 1; });
    if (p.empty() || bins == 0 || !probabilities) {
        const Metric none =
            undefined(p.empty() || bins == 0 ? "no rows" : "scores lie outside [0,1], so they are no probabilities");
        out.expectedError = out.maximumError = out.brier = out.reliability = out.resolution = out.uncertainty =
            out.withinVariance = out.withinCovariance = none;
        return out;
    }
    const std::vector<double> edges = edgesOf(p, bins, rule);
    const std::vector<Sums> sums = sumsOf({actual, p, weights}, edges, rule);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const Sums& bin = sums[i];
        if (bin.rows == 0)
            continue;
        const double share = bin.weight / bin.squares;
        out.bins.push_back({.low = edges[i],
            .high = edges[i + 1],
            .meanScore = bin.meanScore(),
            .observed = bin.observed(),
            .interval = wilson(bin.positive * share, bin.weight * share, level),
            .rows = bin.rows,
            .weight = bin.weight});
    }
    addFigures(sums, out);
    out.brier = brier(actual, p, weights);
    return out;
}

} // namespace wg::mlmetrics

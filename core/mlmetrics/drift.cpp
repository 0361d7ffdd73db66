#include "core/mlmetrics/drift.h"
#include "core/mlmetrics/kolmogorov.h"
#include "core/mlmetrics/weighted_quantile.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

namespace wg::mlmetrics {
namespace {

constexpr std::string_view kNoRows = "no rows on one side";
constexpr std::uint64_t kExactRows = 10'000; // scipy's limit
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// One side of a comparison: values ascending with the weight up to and including each.
struct Side {
    std::vector<double> values;
    std::vector<double> cumulated; ///< empty without weights
    double total = 0;
    double effective = 0; ///< Kish's number of rows
    std::string_view problem; ///< why there is nothing to compare

    [[nodiscard]] double upTo(std::size_t count) const
    {
        if (count == 0)
            return 0;
        return (cumulated.empty() ? static_cast<double>(count) : cumulated[count - 1]) / total;
    }
    [[nodiscard]] double shareBelow(double value) const
    {
        return upTo(static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), value) - values.begin()));
    }
};

Side sideOf(std::span<const double> values, std::span<const double> weights)
{
    Side out;
    out.problem = values.empty() ? kNoRows : weightProblem(weights);
    if (!out.problem.empty())
        return out;
    if (weights.empty()) {
        out.values.assign(values.begin(), values.end());
        std::sort(out.values.begin(), out.values.end());
        out.total = out.effective = static_cast<double>(values.size());
        return out;
    }
    std::vector<std::pair<double, double>> rows;
    rows.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        rows.emplace_back(values[i], weights[i]);
    std::sort(rows.begin(), rows.end());
    double squares = 0;
    for (const auto& [value, weight] : rows) {
        out.values.push_back(value);
        out.total += weight;
        squares += weight * weight;
        out.cumulated.push_back(out.total);
    }
    out.effective = squares > 0 ? out.total * out.total / squares : 0;
    return out;
}

/// Calls each(value, next value, share of a up to it, share of b up to it) at every distinct value.
template <class Each>
void walkBoth(const Side& a, const Side& b, Each each)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.values.size() || j < b.values.size()) {
        const double value =
            std::min(i < a.values.size() ? a.values[i] : kInfinity, j < b.values.size() ? b.values[j] : kInfinity);
        while (i < a.values.size() && a.values[i] == value)
            ++i;
        while (j < b.values.size() && b.values[j] == value)
            ++j;
        each(value, i, j);
    }
}

std::string_view problemOf(const Side& a, const Side& b)
{
    return a.problem.empty() ? b.problem : a.problem;
}

TestResult ksOf(const Side& a, const Side& b)
{
    TestResult out;
    out.test = "Kolmogorov-Smirnov";
    out.reason = problemOf(a, b);
    if (!out.reason.empty())
        return out;
    const std::uint64_t m = a.values.size();
    const std::uint64_t n = b.values.size();
    if (a.cumulated.empty() && b.cumulated.empty()) {
        std::uint64_t steps = 0; // of 1 / (m n)
        walkBoth(a, b, [&](double, std::uint64_t i, std::uint64_t j) {
            steps = std::max(steps, i * n > j * m ? i * n - j * m : j * m - i * n);
        });
        const std::uint64_t common = std::gcd(m, n);
        const std::uint64_t reduced = m / common;
        steps /= common;
        out.statistic = static_cast<double>(steps) / (static_cast<double>(reduced) * static_cast<double>(n));
        if (steps == 0 || std::max(m, n) <= kExactRows) {
            out.p = steps == 0 ? 1 : kolmogorovTwoSampleTail(m, n, steps);
            out.test = "Kolmogorov-Smirnov (exact)";
            return out;
        }
    } else {
        out.statistic = 0;
        walkBoth(a, b, [&](double, std::size_t i, std::size_t j) {
            out.statistic = std::max(out.statistic, std::abs(a.upTo(i) - b.upTo(j)));
        });
    }
    const double rows = std::nearbyint(a.effective * b.effective / (a.effective + b.effective));
    out.p = kolmogorovTail(static_cast<std::uint64_t>(std::max(1.0, rows)), out.statistic);
    return out;
}

Metric wassersteinOf(const Side& a, const Side& b)
{
    if (const std::string_view problem = problemOf(a, b); !problem.empty())
        return undefined(problem);
    double sum = 0;
    double gap = 0; // between the shares, from `last` on
    double last = 0;
    walkBoth(a, b, [&](double value, std::size_t i, std::size_t j) {
        if (gap > 0)
            sum += gap * (value - last);
        gap = std::abs(a.upTo(i) - b.upTo(j));
        last = value;
    });
    return {sum};
}

double lowerQuantile(const Side& side, double q)
{
    if (side.cumulated.empty())
        return quantileOfSorted(side.values, q);
    const auto at = std::lower_bound(side.cumulated.begin(), side.cumulated.end(), q * side.total);
    return side.values[std::min(static_cast<std::size_t>(at - side.cumulated.begin()), side.values.size() - 1)];
}

/// -Inf, the inner quantiles without repetition, +Inf. A constant reference gets a bin of its own value.
std::vector<double> edgesOf(const Side& reference, int bins)
{
    std::vector<double> edges{-kInfinity};
    for (int k = 1; k < bins; ++k)
        edges.push_back(lowerQuantile(reference, static_cast<double>(k) / bins));
    if (reference.values.front() == reference.values.back())
        edges = {-kInfinity, reference.values.front(), std::nextafter(reference.values.front(), kInfinity)};
    edges.push_back(kInfinity);
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

double psiPart(double reference, double window)
{
    const double p = std::max(reference, kPsiFloor);
    const double q = std::max(window, kPsiFloor);
    return (q - p) * std::log(q / p);
}

double sumOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

Metric populationStability(std::span<const double> reference, std::span<const double> window)
{
    const double all = sumOf(reference);
    const double allWindow = sumOf(window);
    if (!(all > 0) || !(allWindow > 0))
        return undefined(kNoRows);
    double sum = 0;
    for (std::size_t i = 0; i < reference.size(); ++i)
        sum += psiPart(reference[i] / all, window[i] / allWindow);
    return {sum};
}

Metric jensenShannonDistance(std::span<const double> p, std::span<const double> q)
{
    const double allP = sumOf(p);
    const double allQ = sumOf(q);
    if (!(allP > 0) || !(allQ > 0))
        return undefined(kNoRows);
    double divergence = 0; // twice, in bits
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double one = p[i] / allP;
        const double other = q[i] / allQ;
        const double middle = (one + other) / 2;
        divergence += one > 0 ? one * std::log2(one / middle) : 0;
        divergence += other > 0 ? other * std::log2(other / middle) : 0;
    }
    return {std::sqrt(std::max(0.0, divergence / 2))};
}

TestResult chi2Homogeneity(std::span<const double> counts, std::size_t categories)
{
    TestResult out;
    out.test = "chi-squared";
    const std::size_t samples = categories == 0 ? 0 : counts.size() / categories;
    std::vector<double> rows(samples);
    std::vector<double> columns(categories);
    for (std::size_t i = 0; i < samples * categories; ++i) {
        rows[i / categories] += counts[i];
        columns[i % categories] += counts[i];
    }
    const double total = sumOf(rows);
    const auto used = std::count_if(columns.begin(), columns.end(), [](double sum) { return sum > 0; });
    if (samples < 2 || std::any_of(rows.begin(), rows.end(), [](double sum) { return !(sum > 0); })) {
        out.reason = kNoRows;
        return out;
    }
    if (used < 2) {
        out.reason = "fewer than two categories";
        return out;
    }
    out.statistic = 0;
    for (std::size_t i = 0; i < samples * categories; ++i) {
        const double expected = rows[i / categories] * columns[i % categories] / total;
        if (expected > 0)
            out.statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    out.degrees = static_cast<double>(samples - 1) * static_cast<double>(used - 1);
    out.p = chiSquaredTail(out.statistic, out.degrees);
    return out;
}

TestResult ksTwoSample(
    std::span<const double> a, std::span<const double> b, std::span<const double> weightsA, std::span<const double> weightsB)
{
    return ksOf(sideOf(a, weightsA), sideOf(b, weightsB));
}

Metric wassersteinDistance(
    std::span<const double> a, std::span<const double> b, std::span<const double> weightsA, std::span<const double> weightsB)
{
    return wassersteinOf(sideOf(a, weightsA), sideOf(b, weightsB));
}

NumericDrift numericDrift(std::span<const double> reference, std::span<const double> window, int bins,
    std::span<const double> referenceWeights, std::span<const double> windowWeights)
{
    const Side one = sideOf(reference, referenceWeights);
    const Side other = sideOf(window, windowWeights);
    NumericDrift out;
    out.ks = ksOf(one, other);
    out.wasserstein = wassersteinOf(one, other);
    if (const std::string_view problem = problemOf(one, other); !problem.empty()) {
        out.psi = out.jensenShannon = undefined(problem);
        return out;
    }
    const std::vector<double> edges = edgesOf(one, std::max(bins, 1));
    std::vector<double> shares;
    std::vector<double> windowShares;
    double before = 0;
    double windowBefore = 0;
    for (std::size_t i = 1; i < edges.size(); ++i) {
        const bool last = i + 1 == edges.size();
        const double upTo = last ? 1 : one.shareBelow(edges[i]);
        const double windowUpTo = last ? 1 : other.shareBelow(edges[i]);
        const ShareBin bin{edges[i - 1], edges[i], upTo - before, windowUpTo - windowBefore,
            psiPart(upTo - before, windowUpTo - windowBefore)};
        before = upTo;
        windowBefore = windowUpTo;
        if (bin.reference <= 0 && bin.window <= 0)
            continue; // below the least value when a quantile is that value
        out.bins.push_back(bin);
        shares.push_back(bin.reference);
        windowShares.push_back(bin.window);
    }
    out.psi = populationStability(shares, windowShares);
    out.jensenShannon = jensenShannonDistance(shares, windowShares);
    return out;
}

CategoryDrift categoryDrift(std::span<const double> reference, std::span<const double> window)
{
    CategoryDrift out;
    out.psi = populationStability(reference, window);
    out.jensenShannon = jensenShannonDistance(reference, window);
    std::vector<double> counts(reference.begin(), reference.end());
    counts.insert(counts.end(), window.begin(), window.end());
    out.chi2 = chi2Homogeneity(counts, reference.size());
    const double all = sumOf(reference);
    const double allWindow = sumOf(window);
    for (std::size_t i = 0; i < reference.size(); ++i) {
        const auto code = static_cast<double>(i);
        const double p = all > 0 ? reference[i] / all : 0;
        const double q = allWindow > 0 ? window[i] / allWindow : 0;
        out.bins.push_back({code, code, p, q, psiPart(p, q)});
    }
    return out;
}

} // namespace wg::mlmetrics

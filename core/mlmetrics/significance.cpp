#include "core/mlmetrics/significance.h"
#include "core/mlmetrics/interval.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace wg::mlmetrics {
namespace {

// Out of range gives NaN or infinity, never an exception.
namespace policies = boost::math::policies;
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>>;

TestResult undefinedTest(std::string_view test, std::string_view reason)
{
    TestResult out;
    out.test = test;
    out.reason = reason;
    return out;
}

struct Moments {
    double mean = 0, variance = 0;
};

Moments momentsOf(std::span<const double> values)
{
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return {mean, squares / (n - 1)};
}

} // namespace

double chiSquaredTail(double statistic, double degrees)
{
    return boost::math::cdf(complement(boost::math::chi_squared_distribution<double, Quiet>(degrees), statistic));
}

TestResult mcNemar(std::uint64_t onlyA, std::uint64_t onlyB)
{
    const auto discordant = static_cast<double>(onlyA) + static_cast<double>(onlyB);
    if (discordant < 25) {
        TestResult out{
            static_cast<double>(std::min(onlyA, onlyB)), 1, std::numeric_limits<double>::quiet_NaN(), "McNemar (exact)", {}};
        if (discordant > 0) {
            const boost::math::binomial_distribution<double, Quiet> half(discordant, 0.5);
            out.p = std::min(1.0, 2 * boost::math::cdf(half, out.statistic));
        }
        return out;
    }
    const double difference = std::abs(static_cast<double>(onlyA) - static_cast<double>(onlyB));
    const double corrected = std::max(0.0, difference - 1);
    const double statistic = corrected * corrected / discordant;
    return {statistic, chiSquaredTail(statistic, 1), 1, "McNemar", {}};
}

std::vector<double> holm(std::span<const double> p)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (!std::isnan(p[i]))
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> out(p.begin(), p.end());
    double greatest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        greatest = std::max(greatest, std::min(1.0, p[order[rank]] * static_cast<double>(order.size() - rank)));
        out[order[rank]] = greatest;
    }
    return out;
}

TestResult twoProportionZ(double successesA, double rowsA, double successesB, double rowsB)
{
    constexpr std::string_view kTest = "two-proportion z";
    if (rowsA <= 0 || rowsB <= 0)
        return undefinedTest(kTest, "no rows on one side");
    const double share = (successesA + successesB) / (rowsA + rowsB);
    const double variance = share * (1 - share) * (1 / rowsA + 1 / rowsB);
    if (variance <= 0)
        return undefinedTest(kTest, "all rows are alike");
    const double z = (successesA / rowsA - successesB / rowsB) / std::sqrt(variance);
    return {z, twoSidedP(z), std::numeric_limits<double>::quiet_NaN(), kTest, {}};
}

TestResult welchT(double meanA, double varianceA, double rowsA, double meanB, double varianceB, double rowsB)
{
    constexpr std::string_view kTest = "Welch t";
    if (rowsA < 2 || rowsB < 2)
        return undefinedTest(kTest, "fewer than two rows on one side");
    const double partA = varianceA / rowsA;
    const double partB = varianceB / rowsB;
    if (partA + partB <= 0)
        return undefinedTest(kTest, "both sides are constant");
    const double t = (meanA - meanB) / std::sqrt(partA + partB);
    const double degrees = (partA + partB) * (partA + partB) / (partA * partA / (rowsA - 1) + partB * partB / (rowsB - 1));
    const boost::math::students_t_distribution<double, Quiet> student(degrees);
    return {t, 2 * boost::math::cdf(complement(student, std::abs(t))), degrees, kTest, {}};
}

TestResult welchT(std::span<const double> a, std::span<const double> b)
{
    if (a.size() < 2 || b.size() < 2)
        return welchT(0, 0, static_cast<double>(a.size()), 0, 0, static_cast<double>(b.size()));
    const Moments one = momentsOf(a);
    const Moments other = momentsOf(b);
    return welchT(
        one.mean, one.variance, static_cast<double>(a.size()), other.mean, other.variance, static_cast<double>(b.size()));
}

TestResult normalZ(double estimate, double standardError)
{
    if (!(standardError > 0))
        return undefinedTest("z", "the standard error is 0");
    const double z = estimate / standardError;
    return {z, twoSidedP(z), std::numeric_limits<double>::quiet_NaN(), "z", {}};
}

} // namespace wg::mlmetrics

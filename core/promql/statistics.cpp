#include "core/promql/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::promql {
namespace {

void kahanAdd(double v, double& sum, double& compensation)
{
    const double total = sum + v;
    if (std::isinf(total))
        compensation = 0;
    else if (std::abs(sum) >= std::abs(v))
        compensation += (sum - total) + v;
    else
        compensation += (v - total) + sum;
    sum = total;
}

} // namespace

void KahanSum::add(double v)
{
    kahanAdd(v, sum, compensation);
}

double KahanSum::value() const
{
    return std::isinf(sum) ? sum : sum + compensation;
}

void KahanMean::add(double v)
{
    ++m_count;
    if (!m_incremental) {
        KahanSum next = m_sum;
        next.add(v);
        if (m_count == 1 || !std::isinf(next.sum)) {
            m_sum = next;
            return;
        }
        // From here m_sum holds the mean.
        m_incremental = true;
        m_sum.sum /= m_count - 1;
        m_sum.compensation /= m_count - 1;
    }
    if (std::isinf(m_sum.sum) && (std::isinf(v) ? (m_sum.sum > 0) == (v > 0) : !std::isnan(v)))
        return; // an infinite mean stays what it is
    const double correction = m_sum.sum + m_sum.compensation;
    m_sum.add(v / m_count - correction / m_count);
}

double KahanMean::value() const
{
    if (m_incremental)
        return m_sum.sum + m_sum.compensation;
    return (m_sum.sum + m_sum.compensation) / m_count;
}

void Welford::add(double v)
{
    ++count;
    const double delta = v - (mean + meanCompensation);
    kahanAdd(delta / count, mean, meanCompensation);
    kahanAdd(delta * (v - (mean + meanCompensation)), aux, auxCompensation);
}

void Welford::addPlain(double v)
{
    ++count;
    const double delta = v - mean;
    mean += delta / count;
    aux += delta * (v - mean);
}

double Welford::variance() const
{
    return (aux + auxCompensation) / count;
}

double quantileOf(double phi, std::span<double> values)
{
    if (values.empty() || std::isnan(phi))
        return std::numeric_limits<double>::quiet_NaN();
    if (phi < 0)
        return -std::numeric_limits<double>::infinity();
    if (phi > 1)
        return std::numeric_limits<double>::infinity();
    std::ranges::sort(values, [](double a, double b) { return std::isnan(a) ? !std::isnan(b) : a < b; });
    const auto n = static_cast<double>(values.size());
    const double rank = phi * (n - 1);
    const double lower = std::max(0.0, std::floor(rank));
    const double upper = std::min(n - 1, lower + 1);
    const double weight = rank - std::floor(rank);
    return values[static_cast<std::size_t>(lower)] * (1 - weight) + values[static_cast<std::size_t>(upper)] * weight;
}

} // namespace wg::promql

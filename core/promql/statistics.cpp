#include "core/promql/statistics.h"

#include <algorithm>
#include <cmath>

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

template <bool Weighs>
void KahanMeanOf<Weighs>::add(double v)
{
    ++m_count;
    if (m_isMean)
        return carry(v);
    KahanSum next = m_sum;
    next.add(v);
    if (m_count == 1 || !std::isinf(next.sum)) {
        m_sum = next;
        return;
    }
    m_isMean = true;
    m_sum.sum /= m_count - 1;
    m_sum.compensation /= m_count - 1;
    carry(v);
}

template <bool Weighs>
void KahanMeanOf<Weighs>::carry(double v)
{
    if constexpr (Weighs) {
        const double weight = (m_count - 1) / m_count;
        m_sum.sum *= weight;
        m_sum.compensation *= weight;
        m_sum.add(v / m_count);
    } else {
        if (std::isinf(m_sum.sum) && (std::isinf(v) ? (m_sum.sum > 0) == (v > 0) : !std::isnan(v)))
            return; // an infinite mean stays what it is
        const double correction = m_sum.sum + m_sum.compensation;
        m_sum.add(v / m_count - correction / m_count);
    }
}

template <bool Weighs>
double KahanMeanOf<Weighs>::value() const
{
    if (m_isMean)
        return m_sum.sum + m_sum.compensation;
    return m_sum.sum / m_count + m_sum.compensation / m_count;
}

template class KahanMeanOf<false>;
template class KahanMeanOf<true>;

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
    std::ranges::sort(values, [](double a, double b) { return std::isnan(a) ? !std::isnan(b) : a < b; });
    return quantileOfOrdered(phi, values.size(), [&](std::size_t i) { return values[i]; });
}

} // namespace wg::promql

#include "core/mlmetrics/kolmogorov.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>
#include <vector>

#include <boost/math/special_functions/beta.hpp>

namespace wg::mlmetrics {
namespace {

using Matrix = std::vector<double>; // square, row by row

constexpr int kScaleBits = 400; // a step of the exponent that is kept apart

Matrix product(const Matrix& a, const Matrix& b, std::size_t m)
{
    Matrix out(m * m);
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t k = 0; k < m; ++k) {
            const double left = a[i * m + k];
            for (std::size_t j = 0; j < m; ++j)
                out[i * m + j] += left * b[k * m + j];
        }
    }
    return out;
}

/// A matrix times 2^exponent.
struct Scaled {
    Matrix cells;
    int exponent = 0;

    void shrink(std::size_t centre)
    {
        if (cells[centre] < std::ldexp(1, kScaleBits))
            return;
        for (double& cell : cells)
            cell = std::ldexp(cell, -kScaleBits);
        exponent += kScaleBits;
    }
};

/// Marsaglia, Tsang, Wang (2003): the matrix H for n d = k - h.
Matrix durbinMatrix(std::size_t m, double h)
{
    Matrix out(m * m);
    std::vector<double> inverseFactorial(m + 1, 1);
    for (std::size_t i = 1; i <= m; ++i)
        inverseFactorial[i] = inverseFactorial[i - 1] / static_cast<double>(i);
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = 0; j < m && j <= i + 1; ++j)
            out[i * m + j] = inverseFactorial[i + 1 - j];
    }
    for (std::size_t i = 0; i < m; ++i) {
        const double edge = std::pow(h, static_cast<double>(i + 1));
        out[i * m] -= edge * inverseFactorial[i + 1];
        out[(m - 1) * m + i] -= std::pow(h, static_cast<double>(m - i)) * inverseFactorial[m - i];
    }
    out[(m - 1) * m] += (2 * h > 1 ? std::pow(2 * h - 1, static_cast<double>(m)) : 0) * inverseFactorial[m];
    return out;
}

/// P(D_n < d) = n! / n^n (H^n) at (k, k).
double durbinBelow(std::uint64_t n, double d)
{
    const double steps = static_cast<double>(n) * d;
    const auto k = static_cast<std::size_t>(std::ceil(steps));
    const std::size_t m = 2 * k - 1;
    const std::size_t centre = (k - 1) * m + (k - 1);
    Scaled base{durbinMatrix(m, static_cast<double>(k) - steps)};
    Scaled power{Matrix(m * m)};
    for (std::size_t i = 0; i < m; ++i)
        power.cells[i * m + i] = 1;
    for (std::uint64_t left = n; left > 0; left /= 2) {
        if (left % 2 != 0) {
            power = {product(power.cells, base.cells, m), power.exponent + base.exponent};
            power.shrink(centre);
        }
        if (left > 1) {
            base = {product(base.cells, base.cells, m), 2 * base.exponent};
            base.shrink(centre);
        }
    }
    double p = power.cells[centre];
    int exponent = power.exponent;
    for (std::uint64_t i = 1; i <= n; ++i) {
        p *= static_cast<double>(i) / static_cast<double>(n);
        if (p < std::ldexp(1, -kScaleBits)) {
            p = std::ldexp(p, kScaleBits);
            exponent -= kScaleBits;
        }
    }
    return std::ldexp(p, exponent);
}

/// Pelz and Good (1976): P(D_n < d) = K0 + K1 / sqrt(n) + K2 / n + K3 / n^1.5 + O(1 / n^2), as sums over the odd half-integers
/// (j + 1/2) and the integers.
double pelzGoodBelow(std::uint64_t n, double d)
{
    const double root = std::sqrt(static_cast<double>(n));
    const double z = root * d;
    const double z2 = z * z;
    const double z4 = z2 * z2;
    const double z6 = z4 * z2;
    constexpr double kPi2 = std::numbers::pi * std::numbers::pi;
    double k0 = 0;
    double k1 = 0;
    double k2 = 0;
    double k3 = 0;
    const int terms = 1 + static_cast<int>(std::ceil(16 * z / std::numbers::pi));
    for (int j = 0; j < terms; ++j) {
        const double h2 = kPi2 * (j + 0.5) * (j + 0.5);
        const double weight = std::exp(-h2 / (2 * z2));
        k0 += weight;
        k1 += (h2 - z2) * weight;
        k2 += (6 * z6 + 2 * z4 + h2 * (2 * z4 - 5 * z2) + h2 * h2 * (1 - 2 * z2)) * weight;
        k3 += (-30 * z6 - 90 * z4 * z4 + h2 * (135 * z4 - 96 * z6) + h2 * h2 * (212 * z4 - 60 * z2)
                  + h2 * h2 * h2 * (5 - 30 * z2))
            * weight;
    }
    double extra2 = 0;
    double extra3 = 0;
    for (int j = 1; j <= terms; ++j) {
        const double h2 = kPi2 * j * j;
        const double weight = std::exp(-h2 / (2 * z2));
        extra2 += h2 * weight;
        extra3 += h2 * (3 * z2 - h2) * weight;
    }
    const double sqrt2Pi = std::sqrt(2 * std::numbers::pi);
    k0 *= sqrt2Pi / z;
    k1 *= sqrt2Pi / (6 * z4);
    k2 = sqrt2Pi * (k2 / (72 * z6 * z) - extra2 / (36 * z2 * z));
    k3 = sqrt2Pi * (k3 / (6480 * z4 * z6) + extra3 / (216 * z6));
    const double n1 = static_cast<double>(n);
    return k0 + k1 / root + k2 / n1 + k3 / (n1 * root);
}

/// Ruben and Gambino (1982): 1/(2n) < d <= 1/n.
double smallBelow(std::uint64_t n, double steps)
{
    double p = 1;
    for (std::uint64_t i = 1; i <= n && p > 0; ++i)
        p *= static_cast<double>(i) / static_cast<double>(n) * (2 * steps - 1);
    return p;
}

} // namespace

double kolmogorovTwoSampleTail(std::uint64_t m, std::uint64_t n, std::uint64_t steps)
{
    const std::uint64_t common = std::gcd(m, n);
    const std::uint64_t stepM = n / common; // what one value of either sample moves the difference of the two shares
    const std::uint64_t stepN = m / common;
    // u[j]: chance that a path from (0,0) to (i,j), all being equally likely, has touched the outside, where the shares are
    // `steps` or more apart. Only the corridor between is walked; outside of it u is 1.
    std::vector<double> u(n + 1, 1);
    std::fill_n(u.begin(), std::min(n, (steps - 1) / stepN) + 1, 0.0);
    std::vector<double> inverse(m + n + 1);
    for (std::uint64_t i = 1; i <= m + n; ++i)
        inverse[i] = 1 / static_cast<double>(i);
    for (std::uint64_t i = 1; i <= m; ++i) {
        const std::uint64_t at = i * stepM;
        const std::uint64_t low = at >= steps ? (at - steps) / stepN + 1 : 0;
        const std::uint64_t high = std::min(n, (at + steps - 1) / stepN);
        if (low > high)
            return 1;
        if (low > 0)
            u[low - 1] = 1;
        for (std::uint64_t j = std::max<std::uint64_t>(low, 1); j <= high; ++j) {
            const double share = static_cast<double>(i) * inverse[i + j];
            u[j] = share * u[j] + (1 - share) * u[j - 1];
        }
    }
    return u[n];
}

double smirnovTail(std::uint64_t n, double d)
{
    if (d <= 0)
        return 1;
    if (d >= 1)
        return 0;
    const auto size = static_cast<double>(n);
    if (n > 1'000'000) // O(1/n) of the value off (Kolmogorov's limit with its next term); the sum would take too long
        return std::exp(-(6 * size * d + 1) * (6 * size * d + 1) / (18 * size));
    double sum = 0;
    const auto last = static_cast<std::uint64_t>(std::floor(size * (1 - d)));
    for (std::uint64_t j = 0; j <= last; ++j) {
        const auto count = static_cast<double>(j);
        const double p = d + count / size;
        if (p >= 1) // only the last, with a factor 0^(n-j)
            sum += j == n ? 1 / p : 0;
        else // C(n, j) p^j (1-p)^(n-j), without the loss of digits of logarithms of factorials
            sum += boost::math::ibeta_derivative(count + 1, size - count + 1, p) / (size + 1) / p;
    }
    return std::min(1.0, d * sum);
}

double kolmogorovTail(std::uint64_t n, double d)
{
    const auto size = static_cast<double>(n);
    const double steps = size * d;
    if (n == 0 || steps <= 0.5)
        return 1;
    if (d >= 1)
        return 0;
    if (steps <= 1)
        return 1 - smallBelow(n, steps);
    const double square = steps * d;
    if (steps >= size - 1)
        return 2 * std::pow(1 - d, size);
    if (d >= 0.5)
        return std::min(1.0, 2 * smirnovTail(n, d));
    if (square >= 370) // 2 exp(-740) is no double any more
        return 0;
    if (n <= 140)
        return square <= 4 ? std::clamp(1 - durbinBelow(n, d), 0.0, 1.0) : 2 * smirnovTail(n, d);
    if (square >= (n > 1'000'000 ? 12 : 2.2))
        return std::min(1.0, 2 * smirnovTail(n, d));
    const bool small = n <= 100'000 && size * std::pow(d, 1.5) <= 1.4;
    return std::clamp(1 - (small ? durbinBelow(n, d) : pelzGoodBelow(n, d)), 0.0, 1.0);
}

} // namespace wg::mlmetrics

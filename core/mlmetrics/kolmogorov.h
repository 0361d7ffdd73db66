// Tail probabilities of the Kolmogorov-Smirnov statistics.
// Two samples, exact: the lattice path recursion of Hodges (1958), done for the outside so that small values keep their digits.
// One sample, exact or to 1e-10: Simard and L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution" (2011):
// Marsaglia-Tsang-Wang's matrix, Pelz-Good's series, twice Smirnov's one-sided tail.
#pragma once

#include <cstdint>

namespace wg::mlmetrics {

/// P(D >= d) for samples of m and n values without ties, where d = steps / lcm(m, n) and steps > 0. O(m n d).
[[nodiscard]] double kolmogorovTwoSampleTail(std::uint64_t m, std::uint64_t n, std::uint64_t steps);

/// P(D_n >= d) for one sample of n >= 1 values; equals scipy's kstwo.sf.
[[nodiscard]] double kolmogorovTail(std::uint64_t n, double d);

/// P(D_n^+ >= d), one-sided (Birnbaum and Tingey 1951).
[[nodiscard]] double smirnovTail(std::uint64_t n, double d);

} // namespace wg::mlmetrics

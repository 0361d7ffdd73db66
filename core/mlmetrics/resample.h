// Random draws of the bootstrap: counter-based, so that draw b is the same whoever makes it. Internal to the module.
// Generator: SplitMix64 (Steele, Lea, Flood 2014). Binomial: inversion for small n p, else BTRS, Hormann, "The generation of
// binomial random variates" (1993). Multinomial: a chain of binomials.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace wg::mlmetrics {

class SplitMix {
public:
    SplitMix(std::uint64_t seed, std::uint64_t stream) : m_state(mixed(mixed(seed) + stream * kStep)) { }

    std::uint64_t next() { return mixed(m_state += kStep); }
    /// In (0,1).
    double uniform() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1p-53; }

    /// A well mixed function of a number.
    static std::uint64_t mixed(std::uint64_t value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    }

private:
    static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15ULL;
    std::uint64_t m_state;
};

/// Successes among `trials` of probability p in [0,1].
[[nodiscard]] std::uint64_t drawBinomial(SplitMix& random, std::uint64_t trials, double p);

/// As many draws as `cells` add up to (whole numbers), each cell with the chance of its share; out is as long.
void drawMultinomial(SplitMix& random, std::span<const double> cells, std::span<double> out);

/// How often each of out.size() rows is drawn in as many draws with replacement. About 1 ns a row, in blocks that fit a cache.
void drawMultiplicities(SplitMix& random, std::span<std::uint32_t> out);

} // namespace wg::mlmetrics

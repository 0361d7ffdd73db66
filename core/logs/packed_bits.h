// Small whole numbers side by side, as many bits each as the largest needs. What compact columns are made of.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

namespace wg::logs {

/// A run of values below 2^width, packed. Written once, read by index in constant time.
class PackedBits {
public:
    static constexpr unsigned kMostWidth = 57; ///< any of them lies within 8 bytes from the byte it begins in

    PackedBits() = default;
    /// `count` values of `width` <= kMostWidth bits: value(0), value(1), …
    template <class Value>
    PackedBits(std::size_t count, unsigned width, const Value& value)
        : m_words(width == 0 ? 0 : (count * width + 63) / 64 + 1)
        , m_mask((std::uint64_t{1} << width) - 1)
        , m_width(width)
    {
        std::uint64_t word = 0;
        unsigned used = 0;
        std::uint64_t* out = m_words.data();
        for (std::size_t i = 0; i < count && width > 0; ++i) {
            const std::uint64_t bits = value(i);
            word |= bits << used;
            used += width;
            if (used >= 64) {
                *out++ = word;
                used -= 64;
                word = used == 0 ? 0 : bits >> (width - used);
            }
        }
        if (used > 0)
            *out = word;
    }

    [[nodiscard]] std::uint64_t get(std::size_t index) const
    {
        if (m_width == 0)
            return 0;
        const std::size_t bit = index * m_width;
        std::uint64_t word = 0;
        std::memcpy(&word, reinterpret_cast<const char*>(m_words.data()) + bit / 8, sizeof word);
        return word >> (bit % 8) & m_mask;
    }
    [[nodiscard]] std::uint64_t mask() const { return m_mask; } ///< the largest value
    [[nodiscard]] std::size_t bytes() const { return m_words.size() * sizeof(std::uint64_t); }

private:
    std::vector<std::uint64_t> m_words; ///< one more than needed: reads go over the end
    std::uint64_t m_mask = 0;
    unsigned m_width = 0;
};

} // namespace wg::logs

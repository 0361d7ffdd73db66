// Bits in words of 64, most significant first: what chunks are written with and read from.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wg::tsdb {

/// Grows a stream. Writing happens on a Pen, a small value that compilers keep in registers.
class BitWriter {
public:
    class Pen {
    public:
        /// The lowest `count` bits of `bits`, 1 to 64 of them; the others must be 0.
        void write(std::uint64_t bits, unsigned count)
        {
            if (count < m_free) {
                m_free -= count;
                m_word |= bits << m_free;
                return;
            }
            const unsigned over = count - m_free;
            *m_next++ = m_word | bits >> over;
            m_free = 64 - over;
            m_word = over == 0 ? 0 : bits << m_free;
        }

    private:
        friend BitWriter;
        std::uint64_t* m_next = nullptr;
        std::uint64_t m_word = 0;
        unsigned m_free = 64; ///< bits of m_word not yet used, never 0
    };

    /// A pen for at most `bits` more bits; the writer is not to be used until lift().
    [[nodiscard]] Pen set(std::size_t bits)
    {
        const std::size_t full = m_full.size();
        m_full.resize(full + bits / 64 + 1);
        m_pen.m_next = m_full.data() + full;
        return m_pen;
    }
    void lift(const Pen& pen)
    {
        m_pen = pen;
        m_full.resize(static_cast<std::size_t>(pen.m_next - m_full.data()));
    }

    /// Whole words, the last one filled up with zeros.
    [[nodiscard]] std::size_t words() const { return m_full.size() + (m_pen.m_free < 64 ? 1 : 0); }
    void appendTo(std::vector<std::uint64_t>& out) const
    {
        out.insert(out.end(), m_full.begin(), m_full.end());
        if (m_pen.m_free < 64)
            out.push_back(m_pen.m_word);
    }
    void clear()
    {
        m_full.clear();
        m_pen = {};
    }

private:
    std::vector<std::uint64_t> m_full; ///< words that no bit will be added to
    Pen m_pen;
};

/// Never reads past its words: there it sees zeros, and overrun() tells.
class BitReader {
public:
    explicit BitReader(std::span<const std::uint64_t> words) : m_words(words) { }

    /// The next 64 bits from `ahead` bits further on; nothing is consumed.
    [[nodiscard]] std::uint64_t peek(unsigned ahead = 0) const
    {
        const std::size_t at = m_at + ahead;
        const std::size_t word = at / 64;
        const unsigned used = at % 64;
        if (word + 1 < m_words.size()) [[likely]]
            return m_words[word] << used | m_words[word + 1] >> 1 >> (63 - used);
        return word < m_words.size() ? m_words[word] << used : 0;
    }
    void skip(std::size_t bits) { m_at += bits; }
    [[nodiscard]] bool overrun() const { return m_at > m_words.size() * 64; }

private:
    std::span<const std::uint64_t> m_words;
    std::size_t m_at = 0;
};

} // namespace wg::tsdb

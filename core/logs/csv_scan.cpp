#include "core/logs/csv_scan.h"

#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace wg::logs {
namespace {

/// A bit for each of 64 bytes.
struct Marks {
    std::uint64_t delimiters = 0, feeds = 0, returns = 0;
    std::uint64_t odd = 0; ///< quotes and NULs
};

#if defined(__x86_64__)

struct Sse2 {
    static Marks marks(const char* at, char delimiter)
    {
        Marks out;
        for (int i = 0; i < 4; ++i) {
            const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16 * i));
            const auto bits = [i](__m128i equal) {
                return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(equal))) << (16 * i);
            };
            out.delimiters |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)));
            out.feeds |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
            out.returns |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
            out.odd |=
                bits(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_setzero_si128())));
        }
        return out;
    }
};

struct Avx2 {
    WG_AVX2 static std::uint64_t both(__m256i low, __m256i high)
    {
        return static_cast<unsigned>(_mm256_movemask_epi8(low))
            | static_cast<std::uint64_t>(static_cast<unsigned>(_mm256_movemask_epi8(high))) << 32;
    }
    WG_AVX2 static std::uint64_t equal(__m256i low, __m256i high, char c)
    {
        const __m256i all = _mm256_set1_epi8(c);
        return both(_mm256_cmpeq_epi8(low, all), _mm256_cmpeq_epi8(high, all));
    }
    WG_AVX2 static Marks marks(const char* at, char delimiter)
    {
        const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
        const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32));
        return {equal(low, high, delimiter), equal(low, high, '\n'), equal(low, high, '\r'),
            equal(low, high, '"') | equal(low, high, '\0')};
    }
};

#else

struct Bytewise {
    static Marks marks(const char* at, char delimiter)
    {
        Marks out;
        for (int i = 0; i < 64; ++i) {
            const std::uint64_t bit = std::uint64_t{1} << i;
            out.delimiters |= at[i] == delimiter ? bit : 0;
            out.feeds |= at[i] == '\n' ? bit : 0;
            out.returns |= at[i] == '\r' ? bit : 0;
            out.odd |= at[i] == '"' || at[i] == '\0' ? bit : 0;
        }
        return out;
    }
};

#endif

/// One loop for all instruction sets; it is compiled anew in each function it is inlined into.
template <class Set>
[[gnu::always_inline]] inline void scanAs(std::string_view text, char delimiter, CsvScan& out)
{
    const std::size_t blocks = (text.size() + 63) / 64;
    out.ends.resize(blocks);
    out.lines = 0;
    out.plain = true;
    for (std::size_t i = 0; i < blocks; ++i) {
        const char* at = text.data() + 64 * i;
        const Marks marks = Set::marks(at, delimiter);
        const std::size_t left = text.size() - 64 * i;
        const std::uint64_t within = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
        const std::uint64_t beforeFeed = marks.feeds >> 1 | static_cast<std::uint64_t>(at[64] == '\n' ? 1 : 0) << 63;
        if (((marks.odd | (marks.returns & ~beforeFeed)) & within) != 0) {
            out.plain = false;
            return;
        }
        out.ends[i] = (marks.delimiters | marks.feeds) & within;
        out.lines += static_cast<unsigned>(std::popcount(marks.feeds & within));
    }
}

#if defined(__x86_64__)
WG_AVX2 void scanAvx2(std::string_view text, char delimiter, CsvScan& out)
{
    scanAs<Avx2>(text, delimiter, out);
}

void scanBase(std::string_view text, char delimiter, CsvScan& out)
{
    scanAs<Sse2>(text, delimiter, out);
}
#else
void scanBase(std::string_view text, char delimiter, CsvScan& out)
{
    scanAs<Bytewise>(text, delimiter, out);
}
#endif

} // namespace

bool hasAvx2()
{
#if defined(__x86_64__)
    static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi2") != 0;
    return has;
#else
    return false;
#endif
}

void scanCsv(std::string_view text, char delimiter, CsvScan& out)
{
#if defined(__x86_64__)
    if (hasAvx2())
        return scanAvx2(text, delimiter, out);
#endif
    scanBase(text, delimiter, out);
}

} // namespace wg::logs

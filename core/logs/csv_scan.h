// The first look at a piece of delimited text: where its cells end, 64 bytes at a time.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#if defined(__x86_64__)
/// A function for machines that have these; ask hasAvx2() first.
#define WG_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#endif

namespace wg::logs {

[[nodiscard]] bool hasAvx2();

/// Bytes behind the text that must be readable.
inline constexpr std::size_t kScanReach = 64;

struct CsvScan {
    std::vector<std::uint64_t> ends; ///< a bit per byte: delimiter or LF. Bits behind the text are 0
    std::uint64_t lines = 0; ///< LFs
    /// False: there are quotes, NULs or CRs without an LF behind them, and the rest is not filled in.
    bool plain = true;
};

/// `text` ends with an LF.
void scanCsv(std::string_view text, char delimiter, CsvScan& out);

} // namespace wg::logs

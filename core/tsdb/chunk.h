// Samples of one series, compressed after the Gorilla paper (Pelkonen et al., VLDB 2015): times as the difference of
// their differences, values as the XOR with the one before. Exact for every bit pattern and every ascending time.
//
// Times and values lie in streams of their own, so that the long runs of "as before" are found with one instruction.
//
//   word 0        ┌───────────────┬──────────────────────────────┐
//                 │ samples: 32   │ words of the time stream: 32 │
//        1        ├───────────────┴──────────────────────────────┤
//                 │ first time: 64                               │
//        2        ├──────────────────────────────────────────────┤
//                 │ first value, its bits: 64                    │
//        3        ├──────────────────────────────────────────────┤
//                 │ time stream: one code per further sample,    │
//                 │ zeros up to a whole word                     │
//                 ├──────────────────────────────────────────────┤
//                 │ value stream: the same                       │
//                 └──────────────────────────────────────────────┘
//
//   time code: d = (t - t₋₁) - (t₋₁ - t₋₂), modulo 2⁶⁴; t₀ - t₋₁ counts as 0
//   ┌───┐            ┌────┬───────┐ ┌─────┬──────┐ ┌──────┬───────┐ ┌───────┬───────┐ ┌────────┬───────┐ ┌────────┬───────┐
//   │ 0 │ when d = 0 │ 10 │ d: 14 │ │ 110 │ d: 7 │ │ 1110 │ d: 17 │ │ 11110 │ d: 20 │ │ 111110 │ d: 33 │ │ 111111 │ d: 64 │
//   └───┘            └────┴───────┘ └─────┴──────┘ └──────┴───────┘ └───────┴───────┘ └────────┴───────┘ └────────┴───────┘
//   The widths are Prometheus' with 7 for jitter and 33 for long gaps added. Where that makes a code longer than its own
//   it is by one or two bits, which fewer headers pay for: its chunks have 120 samples.
//
//   value code: x = bits(v) XOR bits(v₋₁)
//   ┌───┐            ┌────┬───────────────────────────┐ ┌────┬──────────────────┬───────────┬──────┐
//   │ 0 │ when x = 0 │ 10 │ x within the window of    │ │ 11 │ zeros before: 5  │ n - 1: 6  │ x: n │ a new window
//   └───┘            │    │ the last code 11          │ └────┴──────────────────┴───────────┴──────┘
//                    └────┴───────────────────────────┘
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/tsdb/bit_stream.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wg::tsdb {

/// The writer seals here. Larger chunks save little; a reader of a few samples decodes a whole one.
inline constexpr std::uint32_t kChunkSamples = 512;
/// More than this in a header is damage.
inline constexpr std::uint32_t kMaxChunkSamples = 1U << 16;

/// From sample `from` of a chunk on the counter began at `start`. Rare, so kept beside the bits.
struct StartRun {
    std::uint32_t from = 0;
    TimeMs start = 0;
};

/// Immutable once made.
struct Chunk {
    TimeMs first = 0;
    TimeMs last = 0;
    std::uint32_t samples = 0; ///< at least 1
    std::vector<std::uint64_t> words = {};
    std::vector<StartRun> starts = {}; ///< ascending; before the first run the start is unknown, 0

    [[nodiscard]] std::size_t bytes() const;
};

/// A chunk that still grows.
class ChunkWriter {
public:
    /// Times ascend strictly, also from call to call; `start` has one entry per sample or none at all.
    void append(std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start);
    [[nodiscard]] std::uint32_t samples() const { return m_samples; }
    [[nodiscard]] TimeMs first() const { return m_first; }
    [[nodiscard]] TimeMs last() const { return m_last; }
    [[nodiscard]] std::size_t bytes() const;
    /// A copy of what was appended so far.
    [[nodiscard]] Chunk chunk() const;
    void clear();

private:
    void writeTimes(std::span<const TimeMs> t);
    void writeValues(std::span<const double> v);

    std::uint32_t m_samples = 0;
    TimeMs m_first = 0;
    TimeMs m_last = 0;
    std::uint64_t m_delta = 0;
    std::uint64_t m_firstBits = 0;
    std::uint64_t m_lastBits = 0;
    unsigned m_leading = 64; ///< of the window; no x fits into the first
    unsigned m_length = 0;
    TimeMs m_start = 0;
    BitWriter m_times;
    BitWriter m_values;
    std::vector<StartRun> m_starts;
};

/// The number of samples; an error when the header is damaged. Takes any words.
[[nodiscard]] Result<std::uint32_t> chunkSamples(std::span<const std::uint64_t> words);
/// Both spans must have chunkSamples() entries. Any words are safe; what cannot have been written is an error.
[[nodiscard]] Result<void> decodeChunk(std::span<const std::uint64_t> words, std::span<TimeMs> t, std::span<double> v);
/// One entry per sample.
void decodeStarts(const Chunk& chunk, std::span<TimeMs> start);

} // namespace wg::tsdb

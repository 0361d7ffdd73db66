#include "core/tsdb/chunk.h"

#include <algorithm>
#include <array>

namespace wg::tsdb {
namespace {

constexpr std::size_t kHeaderWords = 3;

/// By the number of leading ones of a time code: how long the prefix is, and the number after it.
struct TimeCode {
    unsigned prefix;
    unsigned width;
};
constexpr std::array<TimeCode, 7> kTimeCodes{{{1, 0}, {2, 14}, {3, 7}, {4, 17}, {5, 20}, {6, 33}, {6, 64}}};

constexpr unsigned kLeadingBits = 5;
constexpr unsigned kLengthBits = 6;
constexpr unsigned kMaxLeading = (1U << kLeadingBits) - 1;

constexpr std::size_t kMaxTimeBits = 6 + 64;
constexpr std::size_t kMaxValueBits = 2 + kLeadingBits + kLengthBits + 64;
constexpr std::size_t kAtOnce = 64; ///< samples that room is made for

/// Bits of the shortest two's complement that holds the number.
constexpr std::size_t signedWidth(std::int64_t number)
{
    return 65 - static_cast<std::size_t>(std::countl_zero(static_cast<std::uint64_t>(number ^ number >> 63)));
}

/// The shortest time code for a number, by its signedWidth().
constexpr auto kCodeOfWidth = [] {
    std::array<std::uint8_t, 65> out{};
    for (std::size_t width = 1; width < out.size(); ++width) {
        unsigned shortest = ~0U;
        for (std::size_t ones = 1; ones < kTimeCodes.size(); ++ones) {
            const auto [prefix, room] = kTimeCodes[ones];
            if (room >= width && prefix + room < shortest) {
                shortest = prefix + room;
                out[width] = static_cast<std::uint8_t>(ones);
            }
        }
    }
    return out;
}();

bool ascending(std::span<const TimeMs> t)
{
    bool all = true;
    for (std::size_t i = 1; i < t.size(); ++i)
        all &= t[i - 1] < t[i];
    return all;
}

bool decodeTimes(BitReader bits, std::uint64_t t, std::span<TimeMs> out)
{
    std::uint64_t delta = 0;
    const auto add = [&](TimeCode code) {
        delta += static_cast<std::uint64_t>(static_cast<std::int64_t>(bits.peek(code.prefix)) >> (64 - code.width));
        bits.skip(code.prefix + code.width);
    };
    out[0] = static_cast<TimeMs>(t);
    for (std::size_t i = 1; i < out.size();) {
        const std::uint64_t next = bits.peek();
        if (next >> 63 == 0) {
            const auto run = std::min<std::size_t>(static_cast<std::size_t>(std::countl_zero(next)), out.size() - i);
            for (std::size_t k = 0; k < run; ++k)
                out[i + k] = static_cast<TimeMs>(t += delta);
            bits.skip(run);
            i += run;
            continue;
        }
        // The two usual codes are branches, foretold by the processor; the table would make it wait.
        if (next >> 62 == 0b10)
            add(kTimeCodes[1]);
        else if (next >> 61 == 0b110)
            add(kTimeCodes[2]);
        else
            add(kTimeCodes[static_cast<std::size_t>(std::min(std::countl_one(next), 6))]);
        out[i++] = static_cast<TimeMs>(t += delta);
    }
    return !bits.overrun() && ascending(out);
}

bool decodeValues(BitReader bits, std::uint64_t first, std::span<double> out)
{
    double value = std::bit_cast<double>(first);
    std::uint64_t last = first;
    unsigned length = 0;
    unsigned trailing = 0;
    out[0] = value;
    for (std::size_t i = 1; i < out.size();) {
        const std::uint64_t next = bits.peek();
        if (next >> 63 == 0) {
            const auto run = std::min<std::size_t>(static_cast<std::size_t>(std::countl_zero(next)), out.size() - i);
            std::fill_n(out.data() + i, run, value);
            bits.skip(run);
            i += run;
            continue;
        }
        unsigned prefix = 2;
        if ((next >> 62 & 1) != 0) {
            const auto leading = static_cast<unsigned>(next >> (62 - kLeadingBits)) & kMaxLeading;
            length = (static_cast<unsigned>(next >> (62 - kLeadingBits - kLengthBits)) & ((1U << kLengthBits) - 1)) + 1;
            if (leading + length > 64)
                return false;
            trailing = 64 - leading - length;
            prefix += kLeadingBits + kLengthBits;
        } else if (length == 0) {
            return false;
        }
        last ^= bits.peek(prefix) >> (64 - length) << trailing;
        bits.skip(prefix + length);
        value = std::bit_cast<double>(last);
        out[i++] = value;
    }
    return !bits.overrun();
}

std::unexpected<Error> damaged()
{
    return fail(ErrorCode::Parse, "a chunk of samples is damaged");
}

} // namespace

std::size_t Chunk::bytes() const
{
    return words.size() * sizeof(std::uint64_t) + starts.size() * sizeof(StartRun);
}

void ChunkWriter::append(std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start)
{
    std::size_t i = 0;
    if (m_samples == 0 && !t.empty()) {
        m_first = m_last = t[0];
        m_firstBits = m_lastBits = std::bit_cast<std::uint64_t>(v[0]);
        i = 1;
    }
    for (std::size_t k = 0; k < start.size(); ++k) {
        if (start[k] != m_start)
            m_starts.push_back({m_samples + static_cast<std::uint32_t>(k), start[k]});
        m_start = start[k];
    }
    if (start.empty() && m_start != 0 && !t.empty()) {
        m_starts.push_back({m_samples, 0});
        m_start = 0;
    }
    m_samples += static_cast<std::uint32_t>(t.size());
    for (; i < t.size(); i += kAtOnce) {
        const std::size_t count = std::min(kAtOnce, t.size() - i);
        writeTimes(t.subspan(i, count));
        writeValues(v.subspan(i, count));
    }
}

void ChunkWriter::writeTimes(std::span<const TimeMs> t)
{
    BitWriter::Pen pen = m_times.set(t.size() * kMaxTimeBits);
    auto last = static_cast<std::uint64_t>(m_last);
    std::uint64_t lastDelta = m_delta;
    for (const TimeMs time : t) {
        const std::uint64_t delta = static_cast<std::uint64_t>(time) - last;
        const std::uint64_t change = delta - lastDelta;
        last = static_cast<std::uint64_t>(time);
        lastDelta = delta;
        if (change == 0) {
            pen.write(0, 1);
            continue;
        }
        const std::size_t ones = kCodeOfWidth[signedWidth(static_cast<std::int64_t>(change))];
        const auto [prefix, width] = kTimeCodes[ones];
        pen.write(((std::uint64_t{1} << ones) - 1) << (prefix - ones), prefix);
        pen.write(change & ~std::uint64_t{0} >> (64 - width), width);
    }
    m_last = t.back();
    m_delta = lastDelta;
    m_times.lift(pen);
}

void ChunkWriter::writeValues(std::span<const double> v)
{
    BitWriter::Pen pen = m_values.set(v.size() * kMaxValueBits);
    std::uint64_t last = m_lastBits;
    unsigned windowLeading = m_leading;
    unsigned windowLength = m_length;
    for (const double value : v) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        const std::uint64_t change = bits ^ last;
        last = bits;
        if (change == 0) {
            pen.write(0, 1);
            continue;
        }
        const unsigned leading = std::min(static_cast<unsigned>(std::countl_zero(change)), kMaxLeading);
        const auto trailing = static_cast<unsigned>(std::countr_zero(change));
        const unsigned length = 64 - leading - trailing;
        const bool inWindow = leading >= windowLeading && leading + length <= windowLeading + windowLength;
        // A window much wider than needed costs more than a new one.
        if (inWindow && windowLength <= length + kLeadingBits + kLengthBits) {
            pen.write(2, 2);
            pen.write(change >> (64 - windowLeading - windowLength), windowLength);
            continue;
        }
        windowLeading = leading;
        windowLength = length;
        const std::uint64_t header = (std::uint64_t{3} << kLeadingBits | leading) << kLengthBits | (length - 1);
        pen.write(header, 2 + kLeadingBits + kLengthBits);
        pen.write(change >> trailing, length);
    }
    m_lastBits = last;
    m_leading = windowLeading;
    m_length = windowLength;
    m_values.lift(pen);
}

std::size_t ChunkWriter::bytes() const
{
    if (m_samples == 0)
        return 0;
    return (kHeaderWords + m_times.words() + m_values.words()) * sizeof(std::uint64_t) + m_starts.size() * sizeof(StartRun);
}

Chunk ChunkWriter::chunk() const
{
    Chunk out{m_first, m_last, m_samples};
    out.words.reserve(kHeaderWords + m_times.words() + m_values.words());
    out.words = {std::uint64_t{m_samples} << 32 | m_times.words(), static_cast<std::uint64_t>(m_first), m_firstBits};
    m_times.appendTo(out.words);
    m_values.appendTo(out.words);
    out.starts = m_starts;
    return out;
}

void ChunkWriter::clear()
{
    m_samples = 0;
    m_delta = 0;
    m_leading = 64;
    m_length = 0;
    m_start = 0;
    m_times.clear();
    m_values.clear();
    m_starts.clear();
}

Result<std::uint32_t> chunkSamples(std::span<const std::uint64_t> words)
{
    if (words.size() < kHeaderWords)
        return damaged();
    const auto samples = static_cast<std::uint32_t>(words[0] >> 32);
    if (samples == 0 || samples > kMaxChunkSamples || (words[0] & 0xffff'ffff) > words.size() - kHeaderWords)
        return damaged();
    return samples;
}

Result<void> decodeChunk(std::span<const std::uint64_t> words, std::span<TimeMs> t, std::span<double> v)
{
    WG_TRY(const std::uint32_t samples, chunkSamples(words));
    if (t.size() != samples || v.size() != samples)
        return damaged();
    const auto streams = words.subspan(kHeaderWords);
    const std::size_t timeWords = words[0] & 0xffff'ffff;
    if (!decodeTimes(BitReader(streams.first(timeWords)), words[1], t)
        || !decodeValues(BitReader(streams.subspan(timeWords)), words[2], v))
        return damaged();
    return {};
}

void decodeStarts(const Chunk& chunk, std::span<TimeMs> start)
{
    std::size_t from = 0;
    TimeMs value = 0;
    for (const StartRun& run : chunk.starts) {
        std::fill(start.begin() + static_cast<std::ptrdiff_t>(from), start.begin() + run.from, value);
        from = run.from;
        value = run.start;
    }
    std::fill(start.begin() + static_cast<std::ptrdiff_t>(from), start.end(), value);
}

} // namespace wg::tsdb

// Any words decode or are refused; any samples come back bit by bit.
#include "core/tsdb/chunk.h"

#include <cstdlib>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::vector<std::uint64_t> words(size / sizeof(std::uint64_t));
    if (!words.empty())
        std::memcpy(words.data(), data, words.size() * sizeof(std::uint64_t));
    std::vector<wg::TimeMs> t(wg::tsdb::chunkSamples(words).value_or(0));
    std::vector<double> v(t.size());
    static_cast<void>(wg::tsdb::decodeChunk(words, t, v));

    std::vector<wg::TimeMs> times;
    std::vector<double> values(words.size() / 2);
    for (std::size_t i = 0; i < values.size(); ++i) { // pairs of step and value; the lowest bits make a step short or long
        const std::uint64_t step = words[2 * i] >> (words[2 * i] % 64);
        times.push_back(times.empty() ? static_cast<wg::TimeMs>(step)
                                      : static_cast<wg::TimeMs>(static_cast<std::uint64_t>(times.back()) + step));
        if (i > 0 && times[i] <= times[i - 1])
            return 0;
        std::memcpy(&values[i], &words[2 * i + 1], sizeof(double));
    }
    wg::tsdb::ChunkWriter writer;
    writer.append(times, values, {});
    t.resize(times.size());
    v.resize(times.size());
    if (!times.empty()
        && (!wg::tsdb::decodeChunk(writer.chunk().words, t, v) || t != times
            || std::memcmp(v.data(), values.data(), v.size() * sizeof(double)) != 0))
        std::abort();
    return 0;
}

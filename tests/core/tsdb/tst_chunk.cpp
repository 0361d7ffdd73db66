#include "core/series/value.h"
#include "core/tsdb/chunk.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace wg;
using tsdb::Chunk;
using tsdb::ChunkWriter;

namespace {

constexpr TimeMs kLeast = std::numeric_limits<TimeMs>::min();
constexpr TimeMs kMost = std::numeric_limits<TimeMs>::max();

struct Samples {
    std::vector<TimeMs> t;
    std::vector<double> v;
    std::vector<TimeMs> start = {};
};

Chunk encode(const Samples& samples)
{
    ChunkWriter writer;
    writer.append(samples.t, samples.v, samples.start);
    return writer.chunk();
}

/// Values as bits: NaN payloads and the sign of zero count.
std::vector<std::uint64_t> bitsOf(const std::vector<double>& values)
{
    std::vector<std::uint64_t> out;
    for (const double value : values)
        out.push_back(std::bit_cast<std::uint64_t>(value));
    return out;
}

Result<Samples> decode(std::span<const std::uint64_t> words)
{
    WG_TRY(const std::uint32_t count, tsdb::chunkSamples(words));
    Samples out{std::vector<TimeMs>(count), std::vector<double>(count)};
    WG_CHECK(tsdb::decodeChunk(words, out.t, out.v));
    return out;
}

bool sameAfterwards(const Samples& samples)
{
    const auto decoded = decode(encode(samples).words);
    return decoded && decoded->t == samples.t && bitsOf(decoded->v) == bitsOf(samples.v);
}

class Random {
public:
    explicit Random(unsigned seed) : m_engine(seed) { }

    std::uint64_t bits() { return m_engine(); }
    std::uint64_t below(std::uint64_t end) { return m_engine() % end; }

    /// Each magnitude is as likely as any other.
    std::uint64_t anySize() { return m_engine() >> below(64); }

    double hostile(double before)
    {
        const auto special = {series::staleMarker(), std::nan(""), std::bit_cast<double>(0x7ff0'0000'0000'0001U),
            std::bit_cast<double>(0xffff'ffff'ffff'ffffU), std::numeric_limits<double>::infinity(),
            -std::numeric_limits<double>::infinity(), 0.0, -0.0, std::numeric_limits<double>::denorm_min(),
            -std::numeric_limits<double>::max(), 1.0, 0.1};
        switch (below(5)) {
        case 0:
            return *(special.begin() + below(special.size()));
        case 1:
            return before;
        case 2:
            return std::bit_cast<double>(std::bit_cast<std::uint64_t>(before) ^ anySize());
        case 3:
            return std::bit_cast<double>(bits());
        default:
            return std::floor(static_cast<double>(below(1'000'000)));
        }
    }

private:
    std::mt19937_64 m_engine;
};

Samples hostile(Random& random, std::size_t count)
{
    Samples out;
    auto t = static_cast<TimeMs>(random.bits());
    std::uint64_t step = 15'000;
    double value = 1;
    while (out.t.size() < count) {
        out.t.push_back(t);
        out.v.push_back(value = random.hostile(value));
        if (random.below(3) == 0)
            step = random.anySize() + 1;
        const std::uint64_t left = static_cast<std::uint64_t>(kMost) - static_cast<std::uint64_t>(t);
        if (left == 0)
            break;
        step = std::min(step, left / 2 + 1); // so that there is always room for one more
        t = static_cast<TimeMs>(static_cast<std::uint64_t>(t) + step);
    }
    return out;
}

} // namespace

class TestChunk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyBitComesBack()
    {
        Random random(1);
        for (int round = 0; round < 1000; ++round) {
            const Samples samples = hostile(random, 1 + random.below(tsdb::kChunkSamples + 100));
            QVERIFY2(sameAfterwards(samples), qPrintable(QString::number(round)));
        }
    }

    void everyTimeCode()
    {
        // Both ends of every width, and one beyond.
        for (const unsigned width : {7U, 14U, 17U, 20U, 33U}) {
            const TimeMs edge = TimeMs{1} << (width - 1);
            for (const TimeMs change : {edge - 1, edge, -edge, -edge - 1, edge + 1}) {
                const TimeMs step = TimeMs{1} << 40;
                QVERIFY(sameAfterwards({{5, 5 + step, 5 + 2 * step + change, 5 + 3 * step + change}, {1, 2, 3, 4}}));
            }
        }
        QVERIFY(sameAfterwards({{kLeast, kMost}, {1, 2}}));
        QVERIFY(sameAfterwards({{kLeast, 0, kMost}, {1, 2, 3}}));
        QVERIFY(sameAfterwards({{kLeast, kMost - 1, kMost}, {1, 2, 3}}));
        QVERIFY(sameAfterwards({{kLeast, kLeast + 1, kMost}, {1, 2, 3}}));
        QVERIFY(sameAfterwards({{kMost}, {1}}));
    }

    void everyWindow()
    {
        for (unsigned leading = 0; leading < 64; ++leading) {
            for (unsigned trailing = 0; leading + trailing < 64; ++trailing) {
                const std::uint64_t x = ~std::uint64_t{0} >> leading & ~std::uint64_t{0} << trailing;
                const std::uint64_t narrow = std::uint64_t{1} << trailing;
                QVERIFY(sameAfterwards({{1, 2, 3, 4, 5},
                    {0.0, std::bit_cast<double>(x), std::bit_cast<double>(x ^ narrow), std::bit_cast<double>(narrow), 0.0}}));
            }
        }
    }

    void piecesMakeTheSameChunk()
    {
        Random random(2);
        Samples samples = hostile(random, tsdb::kChunkSamples);
        for (std::size_t i = 0; i < samples.t.size(); ++i)
            samples.start.push_back(static_cast<TimeMs>(i / 100));
        const Chunk whole = encode(samples);
        ChunkWriter writer;
        for (std::size_t i = 0; i < samples.t.size();) {
            const std::size_t count = std::min<std::size_t>(1 + random.below(90), samples.t.size() - i);
            writer.append(std::span(samples.t).subspan(i, count), std::span(samples.v).subspan(i, count),
                std::span(samples.start).subspan(i, count));
            i += count;
            const auto soFar = decode(writer.chunk().words);
            QVERIFY(soFar && soFar->t == std::vector(samples.t.begin(), samples.t.begin() + static_cast<std::ptrdiff_t>(i)));
        }
        QVERIFY(writer.chunk().words == whole.words);
        QCOMPARE(writer.bytes(), whole.bytes());
        writer.clear();
        writer.append(samples.t, samples.v, samples.start);
        QVERIFY(writer.chunk().words == whole.words);
    }

    void startTimes()
    {
        ChunkWriter writer;
        writer.append(std::vector<TimeMs>{1, 2}, std::vector<double>{1, 1}, {});
        writer.append(std::vector<TimeMs>{3, 4, 5}, std::vector<double>{1, 1, 1}, std::vector<TimeMs>{-7, -7, 3});
        writer.append(std::vector<TimeMs>{6}, std::vector<double>{1}, {});
        const Chunk chunk = writer.chunk();
        QCOMPARE(chunk.starts.size(), std::size_t(3));
        std::vector<TimeMs> starts(chunk.samples);
        tsdb::decodeStarts(chunk, starts);
        QCOMPARE(starts, (std::vector<TimeMs>{0, 0, -7, -7, 3, 0}));
    }

    void regularSamplesAreSmall()
    {
        Samples samples;
        for (TimeMs i = 0; i < tsdb::kChunkSamples; ++i) {
            samples.t.push_back(1'700'000'000'000 + i * 15'000);
            samples.v.push_back(1);
        }
        // Header, one code for the first step, and two bits a sample.
        QCOMPARE(encode(samples).bytes(), std::size_t((3 + 9 + 8) * 8));
    }

    void damageIsAnErrorOrOtherSamples()
    {
        Random random(3);
        for (int round = 0; round < 60; ++round) {
            const std::vector<std::uint64_t> good = encode(hostile(random, 200)).words;
            for (std::size_t size = 0; size < good.size(); ++size) // cut off: never enough bits
                QVERIFY(!decode(std::span(good).first(size)));
            for (int flip = 0; flip < 100; ++flip) {
                auto bad = good;
                bad[random.below(bad.size())] ^= std::uint64_t{1} << random.below(64);
                const auto decoded = decode(bad);
                QVERIFY(!decoded || std::ranges::adjacent_find(decoded->t, std::greater_equal{}) == decoded->t.end());
            }
        }
    }

    void whatCannotHaveBeenWritten()
    {
        const auto code = [](const std::vector<std::uint64_t>& words) {
            const auto decoded = decode(words);
            return decoded ? std::string("fine") : decoded.error().text();
        };
        const std::string damaged = "a chunk of samples is damaged";
        const std::uint64_t two = std::uint64_t{2} << 32;
        QCOMPARE(code({}), damaged);
        QCOMPARE(code({0, 1, 1}), damaged); // no sample
        QCOMPARE(code({~std::uint64_t{0}, 1, 1}), damaged); // more samples than a chunk may have
        QCOMPARE(code({std::uint64_t{1} << 32 | 1, 1, 1}), damaged); // a word of times that is not there
        QCOMPARE(code({std::uint64_t{1} << 32, 1, 1}), std::string("fine"));
        QCOMPARE(code({two | 1, 1, 1, 0, 0}), damaged); // the second time is the first
        const std::uint64_t stepOne = std::uint64_t{0b110'0000001} << 54;
        QCOMPARE(code({two | 1, 1, 1, stepOne, 0}), std::string("fine"));
        QCOMPARE(code({two | 1, static_cast<std::uint64_t>(kMost), 1, stepOne, 0}), damaged); // overflow
        QCOMPARE(code({two | 1, 1, 1, stepOne, std::uint64_t{0b10} << 62}), damaged); // no window yet
        const std::uint64_t tooWide = std::uint64_t{0b11'00001'111111} << 51; // 1 + 64 bits
        QCOMPARE(code({two | 1, 1, 1, stepOne, tooWide, 0}), damaged);
        QCOMPARE(code({two | 1, 1, 1, stepOne}), damaged); // no values
        std::vector<TimeMs> t(1);
        std::vector<double> v(1);
        const std::vector<std::uint64_t> fine{two | 1, 1, 1, stepOne, 0};
        QVERIFY(!tsdb::decodeChunk(fine, t, v)); // a caller's mistake overruns nothing
    }
};

QTEST_APPLESS_MAIN(TestChunk)
#include "tst_chunk.moc"

// What is kept decoded never shows: heads of any budget answer alike.
#include "core/tsdb/chunk.h"
#include "core/tsdb/head.h"

#include <fmt/format.h>

#include <QtTest>

#include <bit>
#include <random>

using namespace wg;
using series::Labels;
using series::Matcher;
using series::SeriesView;
using tsdb::Head;
using tsdb::HeadOptions;

namespace {

constexpr std::uint64_t kSampleBytes = 16;

Labels labelsOf(std::uint64_t i)
{
    return {{"__name__", i % 2 == 0 ? "even" : "odd"}, {"i", std::to_string(i)}};
}

std::string text(const std::vector<SeriesView>& views)
{
    std::string out;
    for (const SeriesView& view : views) {
        out += view.labels->text() + (view.hasHistograms ? " h:" : ":");
        for (std::size_t i = 0; i < view.t.size(); ++i)
            out += fmt::format(" {} {:x} {}", view.t[i], std::bit_cast<std::uint64_t>(view.v[i]),
                view.start.empty() || view.start[i] == 0 ? "" : std::to_string(view.start[i]));
        out += '\n';
    }
    return out;
}

std::string answers(const Head& head, TimeMs from, TimeMs to)
{
    const std::vector<Matcher> odd{Matcher::make(series::MatchOp::Equal, "__name__", "odd").value()};
    std::string out = text(head.select({}, from, to, {}).value()) + text(head.select(odd, from, to, {}).value());
    const auto found = head.seriesLabels(odd, from, to).value();
    for (const Labels& labels : found)
        out += labels.text() + '\n';
    for (const auto& list : {head.labelNames({}, from, to).value(), head.labelValues("i", odd, from, to).value()})
        out += fmt::format("{}\n", fmt::join(list, ","));
    return out;
}

/// Series a with samples at 1, 2, … and their times as values.
void fill(Head& head, const char* name, TimeMs from, TimeMs to)
{
    std::vector<TimeMs> t;
    for (TimeMs time = from; time < to; ++time)
        t.push_back(time);
    head.append({{"__name__", name}}, t, std::vector<double>(t.begin(), t.end()));
}

} // namespace

class TestHeadCache : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyBudgetAnswersAlike()
    {
        std::mt19937_64 random(7);
        const auto below = [&random](std::uint64_t end) { return random() % end; };
        Head large;
        Head small(HeadOptions{4000 * kSampleBytes});
        Head tiny(HeadOptions{700 * kSampleBytes});
        Head none(HeadOptions{0});
        const std::vector<Head*> heads{&large, &small, &tiny, &none};
        TimeMs now = 0;
        for (int round = 0; round < 200; ++round) {
            const Labels labels = labelsOf(below(12));
            std::vector<TimeMs> t;
            std::vector<double> v;
            std::vector<TimeMs> start;
            TimeMs time = now - static_cast<TimeMs>(below(200)); // some of it is refused
            const std::uint64_t count = below(round % 10 == 0 ? 1500 : 40);
            for (std::uint64_t i = 0; i < count; ++i) {
                t.push_back(time += static_cast<TimeMs>(below(8)));
                v.push_back(static_cast<double>(below(50)));
                start.push_back(below(9) == 0 ? now : 0);
            }
            now = std::max(now, time - 100);
            if (round % 7 != 0)
                start.clear();
            const auto refused = large.append(labels, t, v, start);
            for (Head* head : {&small, &tiny, &none}) {
                const auto same = head->append(labels, t, v, start);
                QVERIFY(same.duplicate == refused.duplicate && same.outOfOrder == refused.outOfOrder);
            }
            if (round % 50 == 0) {
                for (Head* head : heads)
                    head->appendHistogramTimes(labels, std::vector<TimeMs>{time});
            }
            const auto from = static_cast<TimeMs>(below(static_cast<std::uint64_t>(now) + 2));
            const TimeMs to = from + static_cast<TimeMs>(below(round % 3 == 0 ? 20'000 : 60)) - 1;
            const std::string want = answers(large, from, to);
            for (const Head* head : {&small, &tiny, &none})
                QVERIFY2(answers(*head, from, to) == want, qPrintable(QString::number(round)));
            QVERIFY(small.memory().bytesDecoded <= 4000 * kSampleBytes);
            QVERIFY(tiny.memory().bytesDecoded <= 700 * kSampleBytes);
        }
        QVERIFY(large.sampleCount() > 15'000);
        for (const Head* head : heads) {
            QCOMPARE(head->sampleCount(), large.sampleCount());
            QCOMPARE(head->memory().bytesCompressed, large.memory().bytesCompressed);
            QVERIFY(head->extent() == large.extent());
        }
        QCOMPARE(large.memory().seriesDecoded, large.seriesCount());
        QCOMPARE(none.memory().bytesDecoded, 0U);
    }

    void viewsOutliveEviction()
    {
        Head head(HeadOptions{3000 * kSampleBytes});
        fill(head, "a", 1, 2001);
        const auto kept = head.select({}, 1, 2000, {}).value();
        const std::string before = text(kept);
        for (const char* name : {"b", "c", "d"}) {
            fill(head, name, 1, 2001);
            static_cast<void>(head.select({}, 1, 5000, {}));
        }
        fill(head, "a", 2001, 3001);
        QVERIFY(head.memory().bytesDecoded <= 3000 * kSampleBytes);
        QCOMPARE(text(kept), before);
    }

    void whatIsAskedForComesBackAndStays()
    {
        const std::vector<Matcher> a{Matcher::make(series::MatchOp::Equal, "__name__", "a").value()};
        Head head(HeadOptions{4500 * kSampleBytes});
        fill(head, "a", 1, 2001);
        fill(head, "b", 1, 2001);
        static_cast<void>(head.select(a, 1, 2000, {}));
        fill(head, "c", 1, 2001);
        QCOMPARE(head.memory().seriesDecoded, std::size_t(2));
        const auto first = head.select(a, 1, 2000, {}).value();
        const auto second = head.select(a, 1, 2000, {}).value();
        QVERIFY(first[0].t.data() == second[0].t.data()); // a stayed: b left, nobody had asked for it
    }

    void aNarrowLookBackDecodesOnlyWhatItNeeds()
    {
        Head head(HeadOptions{0});
        fill(head, "a", 1, 10 * tsdb::kChunkSamples);
        const auto views = head.select({}, 3, 5, {}).value();
        QCOMPARE(text(views), std::string("a: 3 4008000000000000  4 4010000000000000  5 4014000000000000 \n"));
        Head cached(HeadOptions{130'000 * kSampleBytes});
        fill(cached, "a", 1, 10 * tsdb::kChunkSamples);
        fill(cached, "big", 1, 127'000); // pushes a out
        QCOMPARE(cached.memory().seriesDecoded, std::size_t(1));
        const std::vector<Matcher> a{Matcher::make(series::MatchOp::Equal, "__name__", "a").value()};
        const TimeMs newest = 10 * tsdb::kChunkSamples - 1;
        static_cast<void>(cached.select(a, 3, 5, {})); // the oldest chunk of ten is not worth keeping
        QCOMPARE(cached.memory().seriesDecoded, std::size_t(1));
        const std::uint64_t before = cached.memory().bytesDecoded;
        static_cast<void>(cached.select(a, newest - 5, newest, {})); // the newest is, alone
        QCOMPARE(cached.memory().seriesDecoded, std::size_t(2));
        QCOMPARE(cached.memory().bytesDecoded - before, (tsdb::kChunkSamples - 1) * kSampleBytes);
        const auto hot = cached.select(a, newest - 5, newest, {}).value();
        QVERIFY(hot[0].t.data() == cached.select(a, newest - 5, newest, {}).value()[0].t.data());
        fill(cached, "a", newest + 1, newest + 3);
        const auto grown = cached.select(a, newest, newest + 9, {}).value();
        QCOMPARE(grown[0].t.size(), std::size_t(3));
    }

    void aSeriesLargerThanTheBudgetIsNotKept()
    {
        Head head(HeadOptions{100 * kSampleBytes});
        fill(head, "a", 1, 2001);
        QCOMPARE(head.memory().bytesDecoded, 0U);
        QCOMPARE(head.select({}, 0, 9999, {}).value()[0].t.size(), std::size_t(2000));
        QCOMPARE(head.memory().bytesDecoded, 0U);
    }

    void newSeriesFallIntoOrder()
    {
        Head head(HeadOptions{0});
        for (const char* name : {"m", "c", "x"})
            fill(head, name, 1, 3);
        static_cast<void>(head.select({}, 0, 9, {}));
        for (const char* name : {"a", "z", "n", "d"})
            fill(head, name, 1, 3);
        std::string names;
        const auto found = head.seriesLabels({}, 0, 9).value();
        for (const Labels& labels : found)
            names += labels.metricName();
        QCOMPARE(names, std::string("acdmnxz"));
    }
};

QTEST_APPLESS_MAIN(TestHeadCache)
#include "tst_head_cache.moc"

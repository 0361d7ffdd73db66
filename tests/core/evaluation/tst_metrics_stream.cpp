// Metrics of growing logs against fresh loads of the same rows, on random logs fed in random pieces; and what a piece costs.
#include "core/evaluation/stream.h"
#include "tests/helpers/csv_log.h"

#include <QtTest>

#include <cmath>
#include <functional>
#include <map>
#include <random>

#include <fmt/format.h>

using namespace wg;
using namespace wg::evaluation;

namespace {

constexpr TimeMs kEnd = 1'700'000'000'000;

/// Takes samples as a store does: what is not newer is refused.
class Kept : public series::Appendable {
public:
    Refused append(const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v) override
    {
        auto& series = samples[labels.text()];
        for (std::size_t i = 0; i < t.size(); ++i) {
            if (!series.empty() && t[i] <= series.rbegin()->first)
                ++refused;
            else
                series[t[i]] = v[i];
        }
        return {};
    }
    std::map<std::string, std::map<TimeMs, double>> samples;
    int refused = 0;
};

using Write = std::function<std::string(std::mt19937_64&, int row)>;

struct LogKind {
    const char* name;
    std::string header;
    Write row;
};

double unit(std::mt19937_64& random)
{
    return std::uniform_real_distribution<double>(0, 1)(random);
}

/// Seconds since 1970, ascending, now and then two rows at once, now and then a gap.
std::string timeOf(int row)
{
    return fmt::format("{}", 1'600'000'000 + row / 2 * 7 + (row > 120 ? 3600 : 0));
}

std::vector<LogKind> kinds()
{
    return {
        {"binary", "time,label,score,model",
            [](std::mt19937_64& random, int row) {
                const int label = row < 2 ? row : unit(random) < 0.3 ? 1 : 0;
                return fmt::format("{},{},{:.3f},{}", timeOf(row), label, 0.5 * label + 0.5 * unit(random),
                    unit(random) < 0.5 || row < 2 ? "a" : "b");
            }},
        {"decided", "time,label,prediction,score",
            [](std::mt19937_64& random, int row) {
                const bool missing = row > 10 && unit(random) < 0.1;
                return fmt::format("{},{},{},{:.2f}", timeOf(row),
                    row < 2                  ? row
                        : unit(random) < 0.5 ? 1
                                             : 0,
                    missing                  ? ""
                        : unit(random) < 0.5 ? "1"
                                             : "0",
                    unit(random));
            }},
        {"several models", "time,label,lr_proba,dt_proba",
            [](std::mt19937_64& random, int row) {
                return fmt::format("{},{},{:.3f},{:.1f}", timeOf(row),
                    row < 2                  ? row
                        : unit(random) < 0.5 ? 1
                                             : 0,
                    unit(random), unit(random));
            }},
        {"classes", "time,label,prediction",
            [](std::mt19937_64& random, int row) {
                const std::vector<std::string> names{"cat", "dog", "eel"};
                const auto any = [&] { return names[static_cast<std::size_t>(unit(random) * 2.999)]; };
                return fmt::format("{},{},{}", timeOf(row), row < 3 ? names[static_cast<std::size_t>(row)] : any(), any());
            }},
        {"amounts", "time,actual,predicted",
            [](std::mt19937_64& random, int row) {
                const double actual = 10 * unit(random) + 0.01;
                return fmt::format("{},{:.4f},{:.4f}", timeOf(row), actual, actual + unit(random));
            }},
    };
}

std::string csvOf(const LogKind& kind, unsigned seed, int rows)
{
    std::mt19937_64 random(seed);
    std::string out = kind.header + "\n";
    for (int row = 0; row < rows; ++row)
        out += kind.row(random, row) + "\n";
    return out;
}

std::string firstRows(const std::string& csv, int rows)
{
    std::size_t at = 0;
    for (int line = 0; line <= rows; ++line)
        at = csv.find('\n', at) + 1;
    return csv.substr(0, at);
}

/// The log opened with `first` rows, then the rest in random pieces.
Result<MetricsStream> grow(const std::string& csv, int first, int all, unsigned seed, const Window& window, Kept& out,
    std::vector<int>* pieces = nullptr)
{
    const auto log = test::csvLog(firstRows(csv, first));
    WG_CHECK(appendSeries(*log, "L", window, kEnd, out, {}));
    WG_TRY(MetricsStream stream, MetricsStream::begin(log, "L", window, kEnd, {}));
    std::mt19937_64 random(seed);
    for (int known = first; known < all;) {
        const int next = std::min(all, known + 1 + static_cast<int>(unit(random) * 60));
        WG_TRY(const logs::Table table, test::csvTable(firstRows(csv, next)));
        WG_TRY(const auto outcome, stream.take(table, static_cast<std::size_t>(known), kEnd + next, out, {}));
        if (outcome != MetricsStream::Outcome::Taken)
            return fail(ErrorCode::Execution, "reopen");
        if (pieces != nullptr)
            pieces->push_back(next - known);
        known = next;
    }
    return stream;
}

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)) || (std::isnan(a) && std::isnan(b));
}

} // namespace

class TestMetricsStream : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runningMetricsAreThoseOfAllRows()
    {
        constexpr int kRows = 400;
        for (const LogKind& kind : kinds()) {
            for (unsigned seed = 1; seed <= 4; ++seed) {
                const std::string csv = csvOf(kind, seed, kRows);
                Kept out;
                const auto stream = grow(csv, 60, kRows, seed, {}, out);
                QVERIFY2(stream, stream ? "" : (kind.name + stream.error().text()).c_str());
                EvaluateOptions options;
                options.curves = EvaluateOptions::Curves::None;
                const auto log = test::csvLog(csv);
                const auto fresh = evaluate(*log, options, {}).value();
                QCOMPARE(stream->running().size(), fresh.groups.size());
                QCOMPARE(stream->rows(), fresh.rows);
                QCOMPARE(stream->skipped(), fresh.skipped);
                std::size_t compared = 0;
                for (const RunningGroup& group : stream->running()) {
                    const auto same = std::ranges::find(fresh.groups, group.by, &Group::by);
                    QVERIFY(same != fresh.groups.end());
                    QCOMPARE(group.rows, same->rows);
                    for (const auto& [key, value] : group.metrics) {
                        QVERIFY2(same->metrics.contains(key), key.c_str());
                        QVERIFY2(near(value, same->metrics.at(key)), fmt::format("{} {} {}", kind.name, key, value).c_str());
                        ++compared;
                    }
                }
                QVERIFY(compared >= 7 * fresh.groups.size());
            }
        }
    }

    void samplesEndWithThoseOfAFreshLoad()
    {
        constexpr int kRows = 300;
        for (const LogKind& kind : kinds()) {
            const std::string csv = csvOf(kind, 9, kRows);
            Kept grown;
            QVERIFY(grow(csv, 50, kRows, 5, {}, grown));
            QCOMPARE(grown.refused, 0);
            Kept fresh;
            QVERIFY(appendSeries(*test::csvLog(csv), "L", {}, kEnd, fresh, {}));
            std::size_t compared = 0;
            for (const auto& [series, samples] : grown.samples) {
                if (samples.size() < 3)
                    continue; // no running metric: the sample of the first load
                QVERIFY2(fresh.samples.contains(series), fmt::format("{}: {}", kind.name, series).c_str());
                const auto last = fresh.samples.at(series).rbegin();
                QVERIFY2(near(samples.rbegin()->second, last->second), series.c_str());
                QVERIFY(samples.rbegin()->first >= last->first);
                QVERIFY(samples.rbegin()->first < last->first + 100); // at its time, or a little later where time stood still
                ++compared;
            }
            QVERIFY(compared > 5);
        }
    }

    void closedWindowsAreThoseOfAFreshLoad()
    {
        constexpr int kRows = 400;
        for (const Window& window : {Window{0, 2 * kMinute}, Window{0, kHour}, Window{25, 0}}) {
            for (const LogKind& kind : kinds()) {
                const std::string csv = csvOf(kind, 21, kRows);
                Kept grown;
                const auto stream = grow(csv, 70, kRows, 3, window, grown);
                QVERIFY(stream);
                QCOMPARE(grown.refused, 0);
                QCOMPARE(stream->late(), std::uint64_t{0});
                Kept fresh;
                QVERIFY(appendSeries(*test::csvLog(csv), "L", window, kEnd, fresh, {}));
                for (const auto& [series, samples] : fresh.samples) {
                    const auto rows = "eval_rows" + series.substr(series.find('{'));
                    const bool whole =
                        window.rows > 0 && fresh.samples.at(rows).rbegin()->second == static_cast<double>(window.rows);
                    const auto open = whole ? 0U : 1U;
                    std::size_t left = samples.size() - std::min<std::size_t>(samples.size(), open);
                    for (const auto& [at, value] : samples) {
                        if (left-- == 0)
                            break; // the last window is open yet
                        QVERIFY2(grown.samples[series].contains(at), fmt::format("{} {} {}", kind.name, series, at).c_str());
                        QVERIFY2(near(grown.samples[series].at(at), value), series.c_str());
                    }
                }
            }
        }
    }

    void costsByTheNewRows()
    {
        constexpr int kRows = 2000;
        const std::string csv = csvOf(kinds().front(), 4, kRows);
        Kept out;
        const auto running = grow(csv, 1000, kRows, 8, {}, out);
        QVERIFY(running);
        QCOMPARE(running->touched(), std::uint64_t{1000}); // each new row once, none of the old ones
        const auto windowed = grow(csv, 1000, kRows, 8, {0, kMinute}, out);
        QVERIFY(windowed);
        QVERIFY(windowed->touched() <= 2 * 1000 + 40); // and once more when its window closes, with what was open before
        std::map<std::string, std::size_t> before;
        Kept twice;
        std::vector<int> pieces;
        QVERIFY(grow(csv, 1000, kRows, 8, {}, twice, &pieces));
        for (const auto& [series, samples] : twice.samples)
            QVERIFY(samples.size() <= pieces.size() + 1); // a sample a piece
    }

    void lateRowsAreCounted()
    {
        const std::string head = "time,label,score\n";
        const std::string early = "1600000000,0,0.1\n1600000001,1,0.9\n1600000100,1,0.8\n";
        const std::string late = "1600000002,1,0.2\n1600000200,0,0.3\n";
        const auto log = test::csvLog(head + early);
        Kept out;
        const Window window{0, kMinute};
        QVERIFY(appendSeries(*log, "L", window, kEnd, out, {}));
        auto stream = MetricsStream::begin(log, "L", window, kEnd, {}).value();
        QVERIFY(stream.take(test::csvTable(head + early + late).value(), 3, kEnd, out, {}));
        QCOMPARE(stream.late(), std::uint64_t{1});
        QCOMPARE(out.samples.at(R"(eval_rows{log="L"})").rbegin()->second, 1.0); // the window of the third row
    }

    void whatBreaksTheDecisionsAsksForAReopening()
    {
        const std::string head = "label,prediction\n";
        const auto log = test::csvLog(head + "cat,cat\ndog,cat\neel,dog\n");
        const auto outcome = [&](const std::string& more) {
            Kept out;
            auto stream = MetricsStream::begin(log, "L", {}, kEnd, {}).value();
            const auto taken =
                stream.take(test::csvTable(head + "cat,cat\ndog,cat\neel,dog\n" + more).value(), 3, kEnd, out, {});
            return taken.value();
        };
        QCOMPARE(outcome("dog,dog\n"), MetricsStream::Outcome::Taken);
        QCOMPARE(outcome("dog,\n"), MetricsStream::Outcome::Taken); // left out, counted
        QCOMPARE(outcome("fox,dog\n"), MetricsStream::Outcome::Reopen);
        QCOMPARE(outcome("dog,fox\n"), MetricsStream::Outcome::Reopen);
        const auto empty = test::csvLog("label,score\n");
        auto stream = MetricsStream::begin(empty, "L", {}, kEnd, {}).value();
        Kept out;
        QCOMPARE(stream.take(test::csvTable("label,score\n1,0.5\n").value(), 0, kEnd, out, {}).value(),
            MetricsStream::Outcome::Reopen);
    }

    void historiesGiveTheirNewRows()
    {
        const auto log = test::csvLog("epoch,loss\n1,0.9\n2,0.8\n");
        Kept out;
        QVERIFY(appendSeries(*log, "L", {}, kEnd, out, {}));
        auto stream = MetricsStream::begin(log, "L", {}, kEnd, {}).value();
        QVERIFY(stream.take(test::csvTable("epoch,loss\n1,0.9\n2,0.8\n3,0.7\n4,0.6\n").value(), 2, kEnd + 500, out, {}));
        const auto& loss = out.samples.at(R"(loss{log="L"})");
        QCOMPARE(loss.size(), std::size_t{4});
        QCOMPARE(loss.rbegin()->second, 0.6);
        QCOMPARE(out.samples.at(R"(epoch{log="L"})").rbegin()->second, 4.0);
    }

    void intervalsAndSlicesAreSeries()
    {
        std::string csv = "label,score,language\n";
        std::mt19937_64 random(1);
        for (int i = 0; i < 200; ++i)
            csv += fmt::format("{},{:.3f},{}\n", i % 2, 0.3 * (i % 2) + 0.7 * unit(random), i % 3 == 0 ? "de" : "en");
        Options options;
        options.by = {"language"};
        Kept out;
        QVERIFY(appendSeries(*test::csvLog(csv, options), "L", {}, kEnd, out, {}));
        for (const char* metric : {"f1", "roc_auc", "accuracy"}) {
            const std::string labels = R"({language="de", log="L", slice="language=de"})";
            const auto value = [&](const std::string& name) {
                return out.samples.at(fmt::format("eval_{}{}", name, labels)).begin()->second;
            };
            QVERIFY(value(metric + std::string("_low")) < value(metric));
            QVERIFY(value(metric + std::string("_high")) > value(metric));
        }
    }
};

QTEST_APPLESS_MAIN(TestMetricsStream)
#include "tst_metrics_stream.moc"

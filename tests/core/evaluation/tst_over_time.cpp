// A metric over time against figures counted here; versions, detectors.
#include "core/evaluation/over_time.h"
#include "core/evaluation/windows.h"
#include "tests/helpers/csv_log.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include <fmt/format.h>

using namespace wg;
using namespace wg::evaluation;

namespace {

constexpr TimeMs kStart = 1'600'000'000'000;

struct Row {
    TimeMs at = 0;
    int label = 0, decided = 0;
    std::string version;
};

/// Right nine times of ten, then, from `turn` on, six times of ten; in time but for a few that come out of order.
std::vector<Row> randomRows(unsigned seed, int count, int turn)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<Row> out;
    for (int i = 0; i < count; ++i) {
        const int label = unit(random) < 0.5 ? 1 : 0;
        const bool right = unit(random) < (i < turn ? 0.9 : 0.6);
        const TimeMs at = kStart + i * 10'000 + static_cast<TimeMs>(unit(random) * 3000) / 1000 * 1000;
        out.push_back({at, label, right ? label : 1 - label, i < turn ? "5.1" : "5.2"});
    }
    std::swap(out[3], out[5]);
    return out;
}

std::string csvOf(const std::vector<Row>& rows, bool timed)
{
    std::string out = timed ? "time,label,prediction,version\n" : "label,prediction,version\n";
    for (const Row& row : rows)
        out +=
            (timed ? fmt::format("{},", row.at / 1000) : "") + fmt::format("{},{},{}\n", row.label, row.decided, row.version);
    return out;
}

double accuracyOf(const std::vector<Row>& rows)
{
    return static_cast<double>(std::ranges::count_if(rows, [](const Row& row) { return row.label == row.decided; }))
        / static_cast<double>(rows.size());
}

OverTimeOptions optionsFor(const std::string& metric, const Window& window = {})
{
    OverTimeOptions out;
    out.metric = metric;
    out.window = window;
    out.end = kStart;
    return out;
}

} // namespace

class TestOverTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void windowsOfTime()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const std::vector<Row> rows = randomRows(seed, 600, 300);
            const Contender contender = test::contenderOf(test::csvLog(csvOf(rows, true)));
            const auto over = overTime(contender, optionsFor("accuracy", {0, 10 * kMinute}), {});
            QVERIFY2(over, over ? "" : over.error().text().c_str());
            QVERIFY(over->hasTime);
            std::map<TimeMs, std::vector<Row>> windows;
            for (const Row& row : rows)
                windows[row.at / (10 * kMinute) * (10 * kMinute)].push_back(row);
            QCOMPARE(over->points.size(), windows.size());
            auto expected = windows.begin();
            for (const WindowPoint& point : over->points) {
                QCOMPARE(point.from, expected->first);
                QCOMPARE(point.rows, static_cast<std::uint64_t>(expected->second.size()));
                QCOMPARE(*point.value, accuracyOf(expected->second));
                QVERIFY(point.interval.contains(*point.value));
                QVERIFY(point.at > point.from && point.at <= point.from + 10 * kMinute);
                ++expected;
            }
        }
    }

    void windowsOfRowsAndRoundOnes()
    {
        const std::vector<Row> rows = randomRows(8, 1000, 500);
        const Contender contender = test::contenderOf(test::csvLog(csvOf(rows, false)));
        const auto over = overTime(contender, optionsFor("accuracy", {300, 0}), {});
        QCOMPARE(over->points.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i) {
            const auto from = rows.begin() + static_cast<std::ptrdiff_t>(300 * i);
            const auto to = rows.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(1000, 300 * (i + 1)));
            QCOMPARE(*over->points[i].value, accuracyOf({from, to}));
            QCOMPARE(over->points[i].at, kStart - static_cast<TimeMs>(3 - i) * 1000);
        }
        const auto usual = overTime(contender, optionsFor("accuracy"), {});
        QCOMPARE(usual->window.rows, std::uint64_t{50}); // 1000 / 40, made round
        QCOMPARE(usual->points.size(), std::size_t{20});
        const auto timed = overTime(test::contenderOf(test::csvLog(csvOf(rows, true))), optionsFor("accuracy"), {});
        QCOMPARE(timed->window.duration, 5 * kMinute); // 10,000 s / 40
        QVERIFY(timed->points.size() > 30 && timed->points.size() < 50);
        const auto none = overTime(contender, optionsFor("accuracy", {0, kHour}), {});
        QCOMPARE(none.error().code, ErrorCode::Usage);
    }

    void versionsBeforeAndAfter()
    {
        const std::vector<Row> rows = randomRows(3, 800, 400);
        OverTimeOptions options = optionsFor("accuracy");
        options.version = "version";
        const auto over = overTime(test::contenderOf(test::csvLog(csvOf(rows, true))), options, {});
        QVERIFY2(over, over ? "" : over.error().text().c_str());
        QCOMPARE(over->versions.size(), std::size_t{1});
        const VersionChange& change = over->versions.front();
        QCOMPARE(change.from, std::string("5.1"));
        QCOMPARE(change.to, std::string("5.2"));
        QCOMPARE(change.at, rows[400].at);
        const double before = accuracyOf({rows.begin(), rows.begin() + 400});
        const double after = accuracyOf({rows.begin() + 400, rows.end()});
        QCOMPARE(*change.before, before);
        QCOMPARE(*change.after, after);
        const double pooled = (before + after) / 2;
        const double z = (after - before) / std::sqrt(pooled * (1 - pooled) * 2 / 400);
        QVERIFY(std::abs(change.p - std::erfc(std::abs(z) / std::sqrt(2.0))) < 1e-12);
        QCOMPARE(change.test, std::string_view("two proportions"));
        for (const char* metric : {"f1", "mcc"}) {
            options.metric = metric;
            const auto other = overTime(test::contenderOf(test::csvLog(csvOf(rows, true))), options, {});
            QVERIFY(other->versions.front().p < 1e-6);
            QVERIFY(!other->versions.front().test.empty());
        }
        options.version = "nothing";
        QCOMPARE(overTime(test::contenderOf(test::csvLog(csvOf(rows, true))), options, {}).error().code, ErrorCode::Usage);
    }

    void versionsSideBySide()
    {
        std::vector<Row> rows = randomRows(4, 600, 300);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i].version = i < 200 || i % 2 == 0 ? "old" : "new";
        OverTimeOptions options = optionsFor("accuracy");
        options.version = "version";
        const auto over = overTime(test::contenderOf(test::csvLog(csvOf(rows, false))), options, {});
        QCOMPARE(over->versions.size(), std::size_t{1});
        QVERIFY(!over->notes.empty());
        QCOMPARE(*over->versions.front().before, accuracyOf({rows.begin(), rows.begin() + 201}));
        std::vector<Row> fresh;
        std::ranges::copy_if(rows, std::back_inserter(fresh), [](const Row& row) { return row.version == "new"; });
        QCOMPARE(*over->versions.front().after, accuracyOf(fresh));
    }

    void changesOfModelAreVersions()
    {
        std::string csv = "model,label,prediction\n";
        for (int i = 0; i < 200; ++i)
            csv += fmt::format("{},{},{}\n", i < 100 ? "a" : "b", i % 2, i < 100 || i % 4 < 2 ? i % 2 : 1 - i % 2);
        OverTimeOptions options = optionsFor("accuracy");
        options.version = "model";
        const auto over = overTime(test::contenderOf(test::csvLog(csv), 1), options, {});
        QVERIFY(over);
        QCOMPARE(over->name, std::string("b"));
        QCOMPARE(over->versions.size(), std::size_t{1});
        QCOMPARE(*over->versions.front().before, 1.0);
        QCOMPARE(*over->versions.front().after, 0.5);
    }

    void detectorsTellOfTheTurn()
    {
        for (const bool timed : {true, false}) {
            const std::vector<Row> rows = randomRows(6, 4000, 2000);
            const auto over = overTime(test::contenderOf(test::csvLog(csvOf(rows, timed))), optionsFor("accuracy"), {});
            std::map<std::string_view, std::uint64_t> first;
            for (const ChangeDetection& one : over->detections) {
                if (one.row >= 1900)
                    first.try_emplace(one.detector, one.row);
            }
            for (const char* detector : {"ADWIN", "Page-Hinkley", "DDM"})
                QVERIFY2(first.contains(detector) && first[detector] < 2600, detector);
            const auto calm =
                overTime(test::contenderOf(test::csvLog(csvOf(randomRows(6, 2000, 2000), timed))), optionsFor("accuracy"), {});
            QVERIFY(std::ranges::none_of(calm->detections, [](const ChangeDetection& one) { return one.detector == "ADWIN"; }));
        }
    }

    void residualsAreWatchedToo()
    {
        std::mt19937_64 random(1);
        std::normal_distribution<double> noise(0, 1);
        std::string csv = "actual,predicted\n";
        for (int i = 0; i < 3000; ++i) {
            const double actual = 100 * noise(random);
            csv += fmt::format("{:.6f},{:.6f}\n", actual, actual + (i < 1500 ? 1 : 6) * noise(random));
        }
        const auto over = overTime(test::contenderOf(test::csvLog(csv)), optionsFor("mae"), {});
        QVERIFY2(over, over ? "" : over.error().text().c_str());
        QVERIFY(std::ranges::any_of(over->detections,
            [](const ChangeDetection& one) { return one.detector == "ADWIN" && one.row > 1500 && one.row < 1700; }));
        QVERIFY(std::ranges::none_of(over->detections, [](const ChangeDetection& one) { return one.detector == "DDM"; }));
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(overTime(test::contenderOf(test::csvLog(csv)), optionsFor("mae"), cancel).error().code, ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestOverTime)
#include "tst_over_time.moc"

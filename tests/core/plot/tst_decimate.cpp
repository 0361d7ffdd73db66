#include "core/plot/decimate.h"

#include <QtTest>

#include <cmath>
#include <map>
#include <random>

using namespace wg;
using namespace wg::plot;

namespace {

struct Data {
    std::vector<TimeMs> t;
    std::vector<double> v;
};

Data randomData(std::mt19937& random, std::size_t size)
{
    Data data;
    TimeMs time = static_cast<TimeMs>(random() % 1000) - 500;
    for (std::size_t i = 0; i < size; ++i) {
        time += 1 + static_cast<TimeMs>(random() % (random() % 50 == 0 ? 400 : 10));
        data.t.push_back(time);
        const auto kind = random() % 40;
        data.v.push_back(kind == 0 ? NAN : kind == 1 ? HUGE_VAL : kind == 2 ? -HUGE_VAL : static_cast<double>(random() % 1000));
    }
    return data;
}

/// What decimate() promises, written the slow way: every point looked at, one by one.
std::vector<Column> fullScan(const Data& data, TimeRange window, int columns, DurationMs maxGap)
{
    std::map<int, Column> out;
    bool broken = false;
    const TimeMs* previous = nullptr;
    for (std::size_t i = 0; i < data.t.size(); ++i) {
        const TimeMs t = data.t[i];
        int column = 0;
        if (t < window.from) {
            if (i + 1 < data.t.size() && data.t[i + 1] < window.from)
                continue;
            column = -1;
        } else if (t > window.to) {
            if (i > 0 && data.t[i - 1] > window.to)
                continue;
            column = columns;
        } else {
            column = std::min(columns - 1,
                static_cast<int>(static_cast<double>(t - window.from)
                    * (static_cast<double>(columns) / static_cast<double>(window.length()))));
        }
        const double v = data.v[i];
        if (!std::isfinite(v)) {
            broken = true;
            continue;
        }
        const bool gap = broken || (maxGap > 0 && previous && t - *previous > maxGap);
        auto [at, isNew] = out.try_emplace(column, Column{double(t), double(t), v, v, v, v, 0, gap && !out.empty()});
        Column& c = at->second;
        c.lastX = double(t);
        c.last = v;
        c.min = std::min(c.min, v);
        c.max = std::max(c.max, v);
        broken = false;
        previous = &data.t[i];
    }
    std::vector<Column> list;
    for (const auto& [index, column] : out)
        list.push_back(column);
    return list;
}

} // namespace

class TestDecimate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsFullScan()
    {
        std::mt19937 random(42);
        for (int round = 0; round < 2000; ++round) {
            const Data data = randomData(random, random() % 400);
            const TimeMs from = static_cast<TimeMs>(random() % 3000) - 800;
            const TimeRange window{from, from + 1 + static_cast<TimeMs>(random() % 3000)};
            const int columns = 1 + static_cast<int>(random() % 200);
            const DurationMs maxGap = random() % 2 ? 0 : 50;
            auto got = decimate(data.t, data.v, window, columns, maxGap);
            const auto want = fullScan(data, window, columns, maxGap);
            for (Column& column : got)
                column.count = 0;
            QVERIFY2(got == want, qPrintable(QString("round %1").arg(round)));
        }
    }

    void spikeSurvives()
    {
        Data data;
        for (int i = 0; i < 1'000'000; ++i) {
            data.t.push_back(i);
            data.v.push_back(1);
        }
        data.v[654'321] = 99;
        const auto columns = decimate(data.t, data.v, {0, 999'999}, 800, 0);
        QCOMPARE(columns.size(), std::size_t(800));
        QCOMPARE(std::ranges::max(columns, {}, &Column::max).max, 99.0);
        QCOMPARE(std::ranges::count_if(polyline(columns), [](Point p) { return p.y == 99; }), 1);
        std::uint64_t points = 0;
        for (const Column& column : columns)
            points += column.count;
        QCOMPARE(points, std::uint64_t(1'000'000));
    }

    void gaps()
    {
        const std::vector<TimeMs> t{0, 10, 20, 30, 90, 100};
        const std::vector<double> v{1, 2, NAN, 4, 5, 6};
        const auto text = [&](DurationMs maxGap) {
            QString out;
            for (const Point p : polyline(decimate(t, v, {0, 100}, 100, maxGap)))
                out += std::isnan(p.y) ? QString("| ") : QString("%1:%2 ").arg(p.x).arg(p.y);
            return out;
        };
        QCOMPARE(text(0), QString("0:1 10:2 | 30:4 90:5 100:6 "));
        QCOMPARE(text(15), QString("0:1 10:2 | 30:4 | 90:5 100:6 "));
        QVERIFY(decimate({}, {}, {0, 100}, 100, 0).empty());
        QVERIFY(decimate(t, v, {100, 100}, 100, 0).empty());
        QVERIFY(decimate(t, std::vector<double>(6, NAN), {0, 100}, 100, 0).empty());
    }

    void polylineKeepsFewPointsExact()
    {
        std::mt19937 random(3);
        Data data;
        for (int i = 0; i < 50; ++i) {
            data.t.push_back(i * 20);
            data.v.push_back(static_cast<double>(random() % 100));
        }
        const auto points = polyline(decimate(data.t, data.v, {0, 1000}, 1000, 0));
        QCOMPARE(points.size(), data.t.size());
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(points[i], (Point{static_cast<double>(data.t[i]), data.v[i]}));
    }

    void curve()
    {
        std::vector<double> x;
        std::vector<double> y;
        for (int i = 0; i <= 100'000; ++i) {
            x.push_back(i / 100'000.0);
            y.push_back(std::sqrt(i / 100'000.0));
        }
        const auto points = thinCurve(x, y, {0, 1}, {0, 1}, 250, 250);
        QVERIFY(points.size() < 2100 && points.size() > 250);
        QCOMPARE(points.front(), (Point{0, 0}));
        QCOMPARE(points.back(), (Point{1, 1}));
        // No dropped point is further than a pixel from a kept one.
        for (std::size_t i = 0, k = 0; i < x.size(); ++i) {
            while (k + 1 < points.size() && points[k + 1].x <= x[i])
                ++k;
            QVERIFY(std::abs(x[i] - points[k].x) * 250 <= 1 && std::abs(y[i] - points[k].y) * 250 <= 1);
        }
    }
};

QTEST_APPLESS_MAIN(TestDecimate)
#include "tst_decimate.moc"

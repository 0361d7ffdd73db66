#include "core/plot/clip.h"
#include "core/plot/nearest.h"
#include "core/plot/stack.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace wg;
using namespace wg::plot;

namespace {

QString shown(const std::vector<double>& values)
{
    QStringList out;
    for (const double value : values)
        out << (std::isnan(value) ? QString("-") : QString::number(value));
    return out.join(" ");
}

double area(const std::vector<Point>& polygon)
{
    double sum = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const Point a = polygon[i];
        const Point b = polygon[(i + 1) % polygon.size()];
        sum += a.x * b.y - b.x * a.y;
    }
    return std::abs(sum) / 2;
}

} // namespace

class TestShapes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stacksNormal()
    {
        const std::vector<TimeMs> t{0, 10, 20};
        const std::vector<double> a{1, 2, NAN};
        const std::vector<double> b{10, -20, 30};
        const std::vector<double> c{5, -5, 5};
        const std::vector<StackInput> inputs{{t, a}, {t, b}, {t, c}};
        const Stacked normal = stack(inputs, StackMode::Normal, 0);
        QCOMPARE(normal.t, t);
        QCOMPARE(shown(normal.bands[0].high), QString("1 2 -"));
        QCOMPARE(shown(normal.bands[1].low), QString("1 0 0"));
        QCOMPARE(shown(normal.bands[1].high), QString("11 -20 30"));
        QCOMPARE(shown(normal.bands[2].high), QString("16 -25 35"));
    }

    void stacksPercent()
    {
        const std::vector<TimeMs> t{0, 10, 20};
        const std::vector<double> a{1, 0, NAN};
        const std::vector<double> b{3, 0, 7};
        const Stacked percent = stack(std::vector<StackInput>{{t, a}, {t, b}}, StackMode::Percent, 0);
        QCOMPARE(shown(percent.bands[0].high), QString("25 0 -"));
        QCOMPARE(shown(percent.bands[1].low), QString("25 0 0"));
        QCOMPARE(shown(percent.bands[1].high), QString("100 0 100"));
    }

    void stacksSeriesOfOtherTimes()
    {
        const std::vector<TimeMs> ta{0, 10, 20, 30, 40};
        const std::vector<double> a{1, 1, 1, 1, 1};
        const std::vector<TimeMs> tb{5, 15, 40};
        const std::vector<double> b{10, 20, 70};
        const Stacked joined = stack(std::vector<StackInput>{{ta, a}, {tb, b}}, StackMode::Normal, 0);
        QCOMPARE(joined.t, (std::vector<TimeMs>{0, 5, 10, 15, 20, 30, 40}));
        QCOMPARE(shown(joined.bands[1].high), QString("- 11 16 21 31 51 71"));
        const Stacked broken = stack(std::vector<StackInput>{{ta, a}, {tb, b}}, StackMode::Normal, 12);
        QCOMPARE(shown(broken.bands[1].high), QString("- 11 16 21 - - 71"));
        QCOMPARE(shown(broken.bands[0].high), QString("1 1 1 1 1 1 1"));
        QVERIFY(stack({}, StackMode::Normal, 0).t.empty());
    }

    void clipsLines()
    {
        const Rect rect{0, 0, 100, 50};
        const auto parts = clipPolyline(
            std::vector<Point>{{-50, 25}, {50, 25}, {50, 100}, {80, 25}, {90, 25}, {90, NAN}, {10, 10}, {20, 20}}, rect);
        QCOMPARE(parts.size(), std::size_t(3));
        QCOMPARE(parts[0], (std::vector<Point>{{0, 25}, {50, 25}, {50, 50}}));
        QCOMPARE(parts[1], (std::vector<Point>{{70, 50}, {80, 25}, {90, 25}}));
        QCOMPARE(parts[2], (std::vector<Point>{{10, 10}, {20, 20}}));
        QVERIFY(clipPolyline(std::vector<Point>{{-5, -5}, {-1, 60}}, rect).empty());
    }

    void clippedLinesStayInsideAndLoseNothing()
    {
        std::mt19937 random(9);
        std::uniform_real_distribution<double> anywhere(-200, 300);
        const Rect rect{10, 20, 80, 60};
        const auto length = [](Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); };
        for (int round = 0; round < 500; ++round) {
            std::vector<Point> line;
            for (int i = 0; i < 10; ++i)
                line.push_back({anywhere(random), anywhere(random)});
            double clipped = 0;
            for (const auto& part : clipPolyline(line, rect)) {
                QVERIFY(part.size() >= 2);
                for (std::size_t i = 0; i < part.size(); ++i) {
                    QVERIFY(rect.contains(part[i]));
                    clipped += i > 0 ? length(part[i - 1], part[i]) : 0;
                }
            }
            double sampled = 0; // by walking the line in small steps
            constexpr int kSteps = 2000;
            for (std::size_t i = 1; i < line.size(); ++i) {
                for (int k = 0; k < kSteps; ++k) {
                    const double share = (k + 0.5) / kSteps;
                    const Point p{line[i - 1].x + share * (line[i].x - line[i - 1].x),
                        line[i - 1].y + share * (line[i].y - line[i - 1].y)};
                    sampled += rect.contains(p) ? length(line[i - 1], line[i]) / kSteps : 0;
                }
            }
            QVERIFY(std::abs(clipped - sampled) < 5);
        }
    }

    void clipsPolygons()
    {
        const Rect rect{0, 0, 100, 50};
        QCOMPARE(area(clipPolygon(std::vector<Point>{{-10, -10}, {200, -10}, {200, 200}, {-10, 200}}, rect)), 5000.0);
        QCOMPARE(area(clipPolygon(std::vector<Point>{{50, 0}, {150, 0}, {150, 50}, {50, 50}}, rect)), 2500.0);
        QCOMPARE(area(clipPolygon(std::vector<Point>{{0, 100}, {50, 0}, {100, 100}}, rect)), 1250.0);
        QVERIFY(clipPolygon(std::vector<Point>{{-10, -10}, {-5, -10}, {-5, -5}}, rect).empty());
        QVERIFY(clipPolygon({}, rect).empty());
        for (const Point p : clipPolygon(std::vector<Point>{{-10, 20}, {300, 33}, {NAN, 3}, {40, 900}}, rect))
            QVERIFY(rect.contains(p));
    }

    void nearest()
    {
        const std::vector<TimeMs> t{0, 10, 20};
        QVERIFY(!nearestIndex({}, 5));
        QCOMPARE(*nearestIndex(t, -100), std::size_t(0));
        QCOMPARE(*nearestIndex(t, 5), std::size_t(0));
        QCOMPARE(*nearestIndex(t, 6), std::size_t(1));
        QCOMPARE(*nearestIndex(t, 99), std::size_t(2));
        const std::vector<double> low{1, 1, 1};
        const std::vector<double> high{9, NAN, 9};
        const Viewport view{{0, 20}, {0, 10}, {0, 0, 200, 100}, false};
        const std::vector<LineRef> lines{{t, low}, {t, high}};
        QCOMPARE(nearestSeries(lines, view, {0, 20}, 5)->series, std::size_t(1));
        QCOMPARE(nearestSeries(lines, view, {0, 80}, 5)->series, std::size_t(0));
        QCOMPARE(nearestSeries(lines, view, {100, 0}, 5)->series, std::size_t(0)); // the other has no value there
        QVERIFY(!nearestSeries(lines, view, {450, 0}, 5));
    }
};

QTEST_APPLESS_MAIN(TestShapes)
#include "tst_shapes.moc"

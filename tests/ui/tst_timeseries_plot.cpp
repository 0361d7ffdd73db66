#include "ui/plot/series_colors.h"
#include "ui/plot/time_series_plot.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QSvgGenerator>
#include <QtTest>
#include <QtWidgets>

#include <cmath>
#include <limits>

using namespace wg;
using namespace wg::ui::plot;
namespace theme = wg::ui::theme;

namespace {

struct Samples {
    std::vector<TimeMs> t;
    std::vector<double> v;
};

PlotSeries seriesOf(const std::shared_ptr<Samples>& samples, const QColor& color = QColor(255, 0, 0))
{
    PlotSeries series;
    series.name = "a";
    series.owner = samples;
    series.t = samples->t;
    series.v = samples->v;
    series.color = color;
    series.fill = 0;
    return series;
}

std::shared_ptr<Samples> level(std::size_t count, DurationMs step, double value)
{
    auto samples = std::make_shared<Samples>();
    for (std::size_t i = 0; i < count; ++i) {
        samples->t.push_back(static_cast<TimeMs>(i) * step);
        samples->v.push_back(value);
    }
    return samples;
}

bool reddish(const QColor& color)
{
    return color.red() > 150 && color.green() < 90 && color.blue() < 90;
}

/// Highest pixel row with the series' colour in a band of columns; -1: none.
int topOfInk(const QImage& image, const QRectF& area, double from, double to)
{
    for (int y = int(area.top()); y <= int(area.bottom()); ++y) {
        for (int x = int(from); x <= int(to); ++x) {
            if (reddish(image.pixelColor(x, y)))
                return y;
        }
    }
    return -1;
}

QWidget* canvas(TimeSeriesPlot& plot)
{
    return plot.findChild<QWidget*>({}, Qt::FindDirectChildrenOnly);
}

QPoint at(const TimeSeriesPlot& plot, double x, double y)
{
    const auto area = plot.plotRect();
    return {int(area.left() + x * area.width()), int(area.top() + y * area.height())};
}

void drag(QWidget* target, const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {})
{
    QTest::mousePress(target, Qt::LeftButton, modifiers, from);
    for (const auto& point : {from + (to - from) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, point, target->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(target, &move);
    }
    QTest::mouseRelease(target, Qt::LeftButton, modifiers, to);
}

} // namespace

class TestTimeSeriesPlot : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void spikeInAMillionIsVisible()
    {
        auto samples = level(1'000'000, kSecond, 1);
        samples->v[377'777] = 100;
        TimeSeriesPlot plot;
        plot.resize(800, 300);
        plot.setRange({0, 1'000'000 * kSecond}, units::Zone::utc());
        plot.setSeries({seriesOf(samples)});
        plot.show();
        plot.replotNow();
        const auto area = plot.plotRect();
        const double x = area.left() + 0.377777 * area.width();
        const auto image = plot.grab().toImage();
        const int spike = topOfInk(image, area, x - 2, x + 2);
        QVERIFY(spike >= 0 && spike < area.top() + area.height() * 0.2);
        QVERIFY(topOfInk(image, area, x + 10, x + 100) > area.top() + area.height() * 0.8);
        QVERIFY(plot.shapes().at(0).pointCount() <= std::size_t(4 * 802));
    }

    void notFiniteValuesAreGaps()
    {
        auto samples = level(241, 15 * kSecond, 5);
        const double inf = std::numeric_limits<double>::infinity();
        for (std::size_t i = 60; i < 120; ++i)
            samples->v[i] = i % 3 == 0 ? std::nan("") : i % 3 == 1 ? inf : -inf;
        samples->v[200] = 9;
        TimeSeriesPlot plot;
        plot.resize(600, 240);
        plot.setRange({0, kHour}, units::Zone::utc());
        plot.setSeries({seriesOf(samples)});
        plot.show();
        plot.replotNow();
        QVERIFY(std::isfinite(plot.viewport().values.low) && plot.viewport().values.high < 20);
        const auto area = plot.plotRect();
        const auto image = plot.grab().toImage();
        QVERIFY(topOfInk(image, area, area.left() + 0.1 * area.width(), area.left() + 0.2 * area.width()) > 0);
        QCOMPARE(topOfInk(image, area, area.left() + 0.27 * area.width(), area.left() + 0.48 * area.width()), -1);
    }

    void emptyAndHopelessInputs_data()
    {
        QTest::addColumn<QVector<double>>("values");
        const double nan = std::nan("");
        QTest::newRow("none") << QVector<double>();
        QTest::newRow("one") << QVector<double>{3};
        QTest::newRow("all NaN") << QVector<double>{nan, nan, nan};
        QTest::newRow("huge") << QVector<double>{-1.7e308, 1.7e308, 0};
        QTest::newRow("tiny") << QVector<double>{5e-324, 0, 5e-324};
        QTest::newRow("negative zero") << QVector<double>{-0.0, -0.0};
    }
    void emptyAndHopelessInputs()
    {
        QFETCH(QVector<double>, values);
        auto samples = std::make_shared<Samples>();
        for (int i = 0; i < values.size(); ++i) {
            samples->t.push_back((i + 1) * kMinute);
            samples->v.push_back(values[i]);
        }
        for (const auto draw : {DrawStyle::Line, DrawStyle::Bars, DrawStyle::Points}) {
            for (const auto stacking : {Stacking::None, Stacking::Normal, Stacking::Percent}) {
                for (const bool log : {false, true}) {
                    TimeSeriesPlot plot;
                    plot.resize(300, 200);
                    auto series = seriesOf(samples);
                    series.draw = draw;
                    series.stacking = stacking;
                    ValueAxis axis;
                    axis.logarithmic = log;
                    plot.setValueAxis(axis);
                    plot.setRange({0, kHour}, units::Zone::utc());
                    plot.setSeries({series, series});
                    plot.show();
                    plot.replotNow();
                    const auto view = plot.viewport().values;
                    QVERIFY(std::isfinite(view.low) && std::isfinite(view.high) && view.low < view.high);
                    for (const auto& shape : plot.shapes()) {
                        for (const auto& line : shape.lines) {
                            for (const auto& point : line)
                                QVERIFY(std::isfinite(point.x()) && std::isfinite(point.y()));
                        }
                    }
                }
            }
        }
    }

    /// Hazard 47: QSvgGenerator writes no clip, so nothing may be drawn outside to begin with.
    void svgHasNothingOutsideThePlot()
    {
        auto samples = level(2000, 10 * kSecond, 0);
        for (std::size_t i = 0; i < samples->v.size(); ++i)
            samples->v[i] = 1000 * std::sin(static_cast<double>(i) / 9) + (i % 50 == 0 ? 1e6 : 0);
        TimeSeriesPlot plot;
        plot.resize(640, 320);
        ValueAxis axis;
        axis.min = -500;
        axis.max = 500;
        plot.setValueAxis(axis);
        auto filledSeries = seriesOf(samples);
        filledSeries.fill = 0.3;
        auto bars = seriesOf(samples);
        bars.draw = DrawStyle::Bars;
        auto points = seriesOf(samples);
        points.draw = DrawStyle::Points;
        plot.setSeries({filledSeries, bars, points});
        plot.setThresholds({{400, Qt::yellow, true, true, true}, {4000, Qt::yellow, true, true, true}});
        plot.setMarks({{9000 * kSecond, "m"}, {-5, "n"}});
        plot.setAlertSpans({{-kHour, 100 * kHour, AlertLevel::Pending}});
        plot.setRange({8000 * kSecond, 10000 * kSecond}, units::Zone::utc()); // zoomed: data go on at both sides
        QBuffer buffer;
        QSvgGenerator svg;
        svg.setOutputDevice(&buffer);
        svg.setSize({640, 320});
        svg.setViewBox(QRect(0, 0, 640, 320));
        QPainter painter(&svg);
        plot.paintTo(painter, {0, 0, 640, 320});
        const QRectF area = plot.plotRect();
        painter.end();
        const auto text = QString::fromUtf8(buffer.data());
        static const QRegularExpression kPath("<(?:path|polyline|polygon)[^>]*?(?: d| points)=\"([^\"]+)\"");
        static const QRegularExpression kPair("(-?[0-9.]+(?:e[-+]?[0-9]+)?)[ ,]+(-?[0-9.]+(?:e[-+]?[0-9]+)?)");
        int checked = 0;
        for (auto paths = kPath.globalMatch(text); paths.hasNext();) {
            const auto coordinates = paths.next().captured(1);
            for (auto pairs = kPair.globalMatch(coordinates); pairs.hasNext(); ++checked) {
                const auto pair = pairs.next();
                const double x = pair.captured(1).toDouble(), y = pair.captured(2).toDouble();
                // Four pixels for dots and the strip under the axis.
                const bool inside = area.adjusted(-4, -4, 4, 8).contains(x, y);
                QVERIFY2(inside, qPrintable(QStringLiteral("%1 %2 is outside").arg(x).arg(y)));
            }
        }
        QVERIFY(checked > 500);
        QVERIFY(text.contains("</text>"));
    }

    void crosshairAndTooltip()
    {
        auto low = level(241, 15 * kSecond, 1), high = level(241, 15 * kSecond, 3);
        TimeSeriesPlot plot;
        plot.resize(600, 240);
        auto a = seriesOf(low), b = seriesOf(high);
        b.name = "b";
        plot.setRange({0, kHour}, units::Zone::utc());
        plot.setSeries({a, b});
        plot.show();
        plot.replotNow();
        QSignalSpy hovered(&plot, &TimeSeriesPlot::hovered);
        QTest::mouseMove(canvas(plot), at(plot, 0.5, 0.9));
        QTRY_VERIFY(!hovered.isEmpty());
        const auto time = hovered.last().at(0).value<std::optional<TimeMs>>();
        QVERIFY(time.has_value());
        QVERIFY(std::abs(*time - kHour / 2) <= 15 * kSecond);
        QVERIFY(plot.findChild<theme::TooltipFrame*>()->isVisible());
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(canvas(plot), &leave);
        QVERIFY(!plot.findChild<theme::TooltipFrame*>()->isVisible());
        QVERIFY(!hovered.last().at(0).value<std::optional<TimeMs>>());

        // A crosshair from another panel changes pixels of its column only.
        QTest::qWait(20);
        const auto before = plot.grab().toImage();
        plot.setCrosshair(kHour / 4);
        QTest::qWait(20);
        const auto after = plot.grab().toImage();
        const auto area = plot.plotRect();
        const int x = int(area.left() + area.width() / 4);
        int column = 0, elsewhere = 0;
        for (int y = int(area.top()); y < int(area.bottom()); ++y) {
            for (int k = 0; k < before.width(); ++k) {
                if (before.pixel(k, y) != after.pixel(k, y))
                    ++(std::abs(k - x) <= 2 ? column : elsewhere);
            }
        }
        QVERIFY(column > area.height() * 0.9);
        QCOMPARE(elsewhere, 0);
    }

    void zoomPanAndOut()
    {
        TimeSeriesPlot plot;
        plot.resize(600, 240);
        plot.setRange({0, kHour}, units::Zone::utc());
        plot.setSeries({seriesOf(level(241, 15 * kSecond, 1))});
        plot.show();
        plot.replotNow();
        QSignalSpy zoomed(&plot, &TimeSeriesPlot::zoomRequested);
        QSignalSpy out(&plot, &TimeSeriesPlot::zoomOutRequested);

        drag(canvas(plot), at(plot, 0.75, 0.5), at(plot, 0.25, 0.5));
        QCOMPARE(zoomed.size(), 1);
        auto range = zoomed.takeFirst().at(0).value<TimeRange>();
        QVERIFY(std::abs(range.from - kHour / 4) < 30 * kSecond);
        QVERIFY(std::abs(range.to - 3 * kHour / 4) < 30 * kSecond);

        drag(canvas(plot), at(plot, 0.5, 0.5), at(plot, 0.5, 0.5) + QPoint(1, 0)); // a click is no selection
        QCOMPARE(zoomed.size(), 0);

        drag(canvas(plot), at(plot, 0.5, 0.5), at(plot, 0.75, 0.5), Qt::ShiftModifier);
        QCOMPARE(zoomed.size(), 1);
        range = zoomed.takeFirst().at(0).value<TimeRange>();
        QVERIFY(std::abs(range.from + kHour / 4) < 30 * kSecond);
        QCOMPARE(range.length(), kHour);

        plot.setRange({0, kHour}, units::Zone::utc());
        plot.replotNow();
        const auto centre = at(plot, 0.5, 0.5);
        for (int i = 0; i < 3; ++i) {
            QWheelEvent wheel(centre, canvas(plot)->mapToGlobal(centre), {}, {0, 120}, {}, {}, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(canvas(plot), &wheel);
        }
        QTRY_COMPARE(zoomed.size(), 1); // three notches, one request
        range = zoomed.takeFirst().at(0).value<TimeRange>();
        QVERIFY(std::abs(range.length() - DurationMs(kHour * 0.512)) < kMinute);

        QTest::mouseDClick(canvas(plot), Qt::LeftButton, {}, centre);
        QCOMPARE(out.size(), 1);
    }

    void aSelectionTakesTheCrosshairAway()
    {
        TimeSeriesPlot plot;
        plot.resize(600, 240);
        plot.setRange({0, kHour}, units::Zone::utc());
        plot.setSeries({seriesOf(level(241, 15 * kSecond, 1))});
        plot.show();
        plot.replotNow();
        QSignalSpy hovered(&plot, &TimeSeriesPlot::hovered);
        const auto last = [&] { return hovered.last().at(0).value<std::optional<TimeMs>>(); };
        const auto moveTo = [&](const QPoint& to) {
            QMouseEvent move(QEvent::MouseMove, to, canvas(plot)->mapToGlobal(to), Qt::NoButton, Qt::NoButton, {});
            QCoreApplication::sendEvent(canvas(plot), &move);
        };
        moveTo(at(plot, 0.25, 0.5));
        QVERIFY(!hovered.isEmpty() && last());
        drag(canvas(plot), at(plot, 0.25, 0.5), at(plot, 0.75, 0.5));
        QVERIFY(!last());
        moveTo(at(plot, 0.5, 0.5));
        QVERIFY(last().has_value());
    }

    void aPanelGivesEachOfEightSeriesItsOwnColour()
    {
        auto& colors = ui::plot::SeriesColors::instance();
        colors.clear();
        const auto keys = [](std::initializer_list<int> numbers) {
            std::vector<ui::plot::SeriesKey> out;
            for (const int number : numbers)
                out.push_back({series::Labels({{"n", std::to_string(number)}}), ""});
            return out;
        };
        (void)colors.assign(keys({0, 1, 2, 3, 4, 5, 6, 7, 8})); // 8 has the global colour of 0
        const auto styles = colors.assign(keys({0, 8, 1}));
        QCOMPARE(styles[0].color, 0);
        QCOMPARE(styles[2].color, 1); // keeps its own
        QCOMPARE(styles[1].color, 2);
        QCOMPARE(styles[1].dash, 0);
        QCOMPARE(colors.assign(keys({8}))[0].color, 0);
    }

    void escapeCancelsASelection()
    {
        TimeSeriesPlot plot;
        plot.resize(600, 240);
        plot.setRange({0, kHour}, units::Zone::utc());
        plot.setSeries({seriesOf(level(241, 15 * kSecond, 1))});
        plot.show();
        plot.replotNow();
        QSignalSpy zoomed(&plot, &TimeSeriesPlot::zoomRequested);
        const auto from = at(plot, 0.2, 0.5), to = at(plot, 0.6, 0.5);
        QTest::mousePress(canvas(plot), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, canvas(plot)->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(canvas(plot), &move);
        QTest::keyClick(&plot, Qt::Key_Escape);
        QTest::mouseRelease(canvas(plot), Qt::LeftButton, {}, to);
        QCOMPARE(zoomed.size(), 0);
    }

    void hiddenSeriesLeaveTheAxis()
    {
        TimeSeriesPlot plot;
        plot.resize(600, 240);
        plot.setRange({0, kHour}, units::Zone::utc());
        plot.setSeries({seriesOf(level(241, 15 * kSecond, 1)), seriesOf(level(241, 15 * kSecond, 1000))});
        plot.show();
        plot.replotNow();
        QVERIFY(plot.viewport().values.high >= 1000);
        plot.setSeriesHidden(1, true);
        plot.replotNow();
        QVERIFY(plot.viewport().values.high < 3);
        QVERIFY(plot.shapes().at(1).lines.empty());
        QVERIFY(!plot.shapes().at(0).lines.empty());
    }

    void stacksAddUp()
    {
        TimeSeriesPlot plot;
        plot.resize(600, 240);
        plot.setRange({0, kHour}, units::Zone::utc());
        auto a = seriesOf(level(241, 15 * kSecond, 10)), b = seriesOf(level(241, 15 * kSecond, 30));
        a.stacking = b.stacking = Stacking::Normal;
        plot.setSeries({a, b});
        plot.show();
        plot.replotNow();
        const auto& line = plot.shapes().at(1).lines.at(0);
        const double value = plot.viewport().yScale().toData(line.first().y());
        QVERIFY2(std::abs(value - 40) < 1e-6, qPrintable(QString::number(value)));
        QCOMPARE(plot.viewport().values.low, 0.0);
    }
};

QTEST_MAIN(TestTimeSeriesPlot)
#include "tst_timeseries_plot.moc"

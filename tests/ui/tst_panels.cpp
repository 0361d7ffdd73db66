#include "ui/panels/legend.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_series.h"
#include "ui/plot/histogram_plot.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QtTest>
#include <QtWidgets>

#include <cmath>
#include <limits>

using namespace wg;
using namespace wg::ui;

namespace {

std::shared_ptr<evaluation::Curve> staircase(std::size_t points)
{
    auto curve = std::make_shared<evaluation::Curve>();
    for (std::size_t i = 0; i <= points; ++i) {
        const double x = static_cast<double>(i) / static_cast<double>(points);
        curve->x.push_back(x);
        curve->y.push_back(std::sqrt(x));
        curve->threshold.push_back(i == 0 ? std::numeric_limits<double>::infinity() : 1 - x);
    }
    return curve;
}

std::shared_ptr<panels::PanelData> dataOf(std::vector<double> values)
{
    auto data = std::make_shared<panels::PanelData>();
    data->range = {0, kHour};
    series::Series one;
    one.labels = series::Labels({{"__name__", "up"}, {"job", "a"}});
    for (std::size_t i = 0; i < values.size(); ++i)
        one.t.push_back(static_cast<TimeMs>(i) * kMinute);
    one.v = std::move(values);
    data->frames.push_back({"A", "{{job}}", std::make_shared<const series::Value>(series::Matrix{{one}})});
    return data;
}

dashboard::Panel panelOf(const std::string& type)
{
    dashboard::Panel panel;
    panel.type = type;
    panel.title = "Title";
    panel.targets.emplace_back().refId = "A";
    return panel;
}

} // namespace

class TestPanels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void coloursStayWithLabelSets()
    {
        auto& colors = ui::plot::SeriesColors::instance();
        colors.clear();
        const series::Labels a({{"__name__", "x"}, {"i", "a"}}), b({{"__name__", "x"}, {"i", "b"}}),
            otherMetric({{"__name__", "y"}, {"i", "b"}});
        const auto first = colors.assign(std::vector<ui::plot::SeriesKey>{{a, "a"}, {b, "b"}});
        QVERIFY(first[0].color != first[1].color);
        QCOMPARE(colors.assign(std::vector<ui::plot::SeriesKey>{{otherMetric, "z"}})[0].color, first[1].color);
        // One label set, several queries of it: told apart, and the same in the next panel.
        const std::vector<ui::plot::SeriesKey> quantiles = {{a, "p50"}, {a, "p99"}};
        const auto one = colors.assign(quantiles), two = colors.assign(quantiles);
        QVERIFY(one[0].color != one[1].color);
        QCOMPARE(two[1].color, one[1].color);
        std::vector<ui::plot::SeriesKey> many;
        for (int i = 0; i < 20; ++i)
            many.push_back({series::Labels({{"n", std::to_string(i)}}), ""});
        std::set<std::pair<int, int>> styles;
        for (const auto& style : colors.assign(many))
            styles.insert({style.color, style.dash});
        QCOMPARE(styles.size(), std::size_t(20)); // eight colours in three dashes
    }

    void operatingPointFollowsTheThreshold()
    {
        ui::plot::XYCurvePlot plot(ui::plot::XYCurvePlot::Kind::Roc);
        plot.resize(320, 320);
        plot.setCurves({{"m", "0.9", Qt::red, staircase(1'000'000), 0.75}});
        plot.show();
        plot.replotNow();
        auto at = plot.operatingPoint(0);
        QVERIFY(at && std::abs(at->x() - 0.25) < 1e-5 && std::abs(at->y() - 0.5) < 1e-5);
        plot.setThreshold(2); // above every score: nothing is found
        at = plot.operatingPoint(0);
        QVERIFY(at && at->x() == 0 && at->y() == 0);
        const auto area = plot.plotRect();
        QVERIFY(std::abs(area.width() - area.height()) <= 1);
        QSignalSpy picked(&plot, &ui::plot::XYCurvePlot::thresholdPicked);
        auto* canvas = plot.findChild<QWidget*>({}, Qt::FindDirectChildrenOnly);
        QTest::mousePress(canvas, Qt::LeftButton, {},
            QPoint(int(area.left() + 0.25 * area.width()), int(area.bottom() - 0.5 * area.height())));
        QCOMPARE(picked.size(), 1);
        QVERIFY(std::abs(picked[0][0].toDouble() - 0.75) < 0.02);
    }

    void scoresAreBinned()
    {
        evaluation::ThresholdTable table;
        table.score = {1.0, 0.95, 0.5, 0.05, 0.0};
        table.truePositives = {2, 3, 3, 4, 4};
        table.falsePositives = {0, 1, 2, 2, 7};
        const auto bins = ui::plot::binScores(table, 10);
        QCOMPARE(bins.positives, (std::vector<double>{1, 0, 0, 0, 0, 0, 0, 0, 0, 3}));
        QCOMPARE(bins.negatives, (std::vector<double>{5, 0, 0, 0, 0, 1, 0, 0, 0, 1}));
    }

    /// Columns never share their room: the mean goes first, then the least value; wide numbers get wide columns.
    void legendColumnsGiveWay()
    {
        panels::Legend legend;
        legend.setForm(panels::Legend::Form::Table, {"Last", "Min", "Mean", "Max"}, {"Mean", "Min"});
        legend.setEntries({{"Prompt", Qt::red, {"3811 tok/s", "4498 tok/s", "2340 tok/s", "24950 tok/s"}}});
        QCOMPARE(legend.columnsAt(900).size(), 4);
        int before = 4;
        for (int width = 900; width > 40; --width) {
            const QStringList columns = legend.columnsAt(width);
            QVERIFY(columns.size() <= before);
            before = static_cast<int>(columns.size());
            const QStringList expected[] = {{"Last"}, {"Last", "Max"}, {"Last", "Min", "Max"}, {"Last", "Min", "Mean", "Max"}};
            QCOMPARE(columns, expected[before - 1]);
        }
        QCOMPARE(before, 1);
    }

    void legendIsolatesAndAdds()
    {
        panels::Legend legend;
        legend.setForm(panels::Legend::Form::Table, {"Last"});
        legend.setEntries({{"a", Qt::red, {"1"}}, {"b", Qt::blue, {"2"}}, {"c", Qt::green, {"3"}}});
        legend.resize(300, legend.heightFor(300));
        legend.show();
        QSignalSpy changed(&legend, &panels::Legend::hiddenChanged);
        const auto row = [](int i) { return QPoint(40, 20 * (i + 1) + 10); };
        QTest::mouseClick(&legend, Qt::LeftButton, {}, row(1));
        QCOMPARE(legend.hiddenEntries(), (std::set<std::size_t>{0, 2}));
        QTest::mouseClick(&legend, Qt::LeftButton, Qt::ControlModifier, row(2));
        QCOMPARE(legend.hiddenEntries(), (std::set<std::size_t>{0}));
        QTest::mouseClick(&legend, Qt::LeftButton, {}, row(1));
        QTest::mouseClick(&legend, Qt::LeftButton, {}, row(1)); // the isolated one again: all are back
        QVERIFY(legend.hiddenEntries().empty());
        QCOMPARE(changed.size(), 4);
    }

    void frameKeepsDataOnProblems()
    {
        panels::PanelFrame frame;
        frame.resize(400, 260);
        frame.setPanel(panelOf("timeseries"), units::Zone::utc());
        frame.show();
        const auto good = dataOf({1, 2, 3});
        frame.setData(good);
        QVERIFY(frame.view()->isVisible());
        frame.setProblem(panels::PanelProblem{"Connection refused", "127.0.0.1:9090"});
        QCOMPARE(frame.data(), good.get());
        QVERIFY(frame.view()->isVisible());
        auto* badge = frame.findChildren<theme::Badge*>().last();
        QVERIFY(badge->isVisible());
        QTest::mouseClick(badge, Qt::LeftButton);
        auto* bubble = frame.findChild<panels::MessageBubble*>();
        QVERIFY(bubble && bubble->isVisible() && bubble->pinned());
        QVERIFY(bubble->text().contains("127.0.0.1:9090"));
        QTest::keyClick(bubble, Qt::Key_Escape);
        QVERIFY(!bubble->isVisible());
        frame.setProblem(std::nullopt);
        QVERIFY(!badge->isVisible());
    }

    /// A chart that could only be blank says why; where there are numbers too, they are drawn.
    void nativeHistogramsAreNoLines()
    {
        panels::PanelFrame frame;
        frame.resize(600, 260);
        frame.setPanel(panelOf("timeseries"), units::Zone::utc());
        frame.show();
        series::Series one;
        one.labels = series::Labels({{"__name__", "latency"}});
        one.histograms = {{kMinute, {}}};
        const auto data = dataOf({});
        data->frames = {{"A", "", std::make_shared<const series::Value>(series::Matrix{{one, one}})}};
        frame.setData(data);
        auto* empty = frame.findChild<panels::EmptyState*>();
        QVERIFY(empty->isVisible() && !frame.view()->isVisible());
        QCOMPARE(empty->accessibleName(), QString("2 series are native histograms, which a chart cannot draw"));
        QVERIFY(empty->accessibleDescription().contains("histogram_quantile(0.9"));
        const auto mixed = dataOf({1, 2});
        mixed->frames.push_back(data->frames.front());
        frame.setData(mixed);
        QVERIFY(!empty->isVisible() && frame.view()->isVisible());
    }

    void loadingLineWaits()
    {
        panels::PanelFrame frame;
        frame.resize(300, 200);
        frame.setPanel(panelOf("stat"), units::Zone::utc());
        frame.show();
        auto* line = frame.findChild<panels::LoadingLine*>();
        frame.setLoading(true);
        QVERIFY(!line->isVisible());
        QTRY_VERIFY(line->isVisible());
        frame.setLoading(false);
        QVERIFY(!line->isVisible());
    }

    void emptyAnswersSayWhich()
    {
        panels::PanelFrame frame;
        frame.resize(300, 200);
        frame.setPanel(panelOf("stat"), units::Zone::utc());
        frame.show();
        frame.setData(dataOf({1}));
        auto* empty = frame.findChild<panels::EmptyState*>();
        QVERIFY(!empty->isVisible());
        auto none = std::make_shared<panels::PanelData>();
        none->emptyQueries = {"up == 7"};
        frame.setData(none);
        QVERIFY(empty->isVisible());
        QVERIFY(!frame.view()->isVisible());
    }

    void unknownTypesGetThePlaceholder()
    {
        const std::unique_ptr<panels::PanelView> view(panels::makeView("nodeGraph", nullptr));
        QVERIFY(view && !view->wantsData());
        for (const auto& kind : panels::kinds()) {
            const std::unique_ptr<panels::PanelView> known(panels::makeView(kind.type, nullptr));
            QVERIFY(known);
        }
    }

    void valuesAreShownByTheirField()
    {
        dashboard::FieldConfig config;
        config.unit = "percent";
        config.thresholds.steps = {{std::nullopt, "green"}, {80, "yellow"}, {95, "red"}};
        auto value = panels::showValue(96.5, config);
        QCOMPARE(value.number, QString("96.5"));
        QCOMPARE(value.suffix, QString("%"));
        QCOMPARE(value.color, theme::colors().critical);
        QCOMPARE(value.level, 2);
        QVERIFY(!panels::showValue(50, config).color.isValid());
        QCOMPARE(panels::showValue(std::nullopt, config).number, QString("No data"));
        QCOMPARE(panels::showValue(std::nan(""), config).number, QString("No data"));
        dashboard::ValueMapping mapping;
        mapping.match = "1";
        mapping.text = "up";
        mapping.color = "green";
        config.mappings = {mapping};
        value = panels::showValue(1, config);
        QCOMPARE(value.text(), QString("up"));
        QCOMPARE(value.color, theme::colors().ok);
        mapping.kind = dashboard::ValueMapping::Kind::Regex;
        mapping.match = "/^5\\d\\d$/";
        mapping.text = "server error";
        config.mappings.push_back(mapping);
        QCOMPARE(panels::showValue(503, config).text(), QString("server error"));
        QCOMPARE(panels::showValue(404, config).number, QString("404"));
        mapping.text.clear(); // only the colour; the value crosses the highest threshold
        config.mappings = {mapping};
        value = panels::showValue(503, config);
        QCOMPARE(value.number, QString("503"));
        QCOMPARE(value.color, theme::colors().ok);
        QCOMPARE(value.level, 2);
        config.thresholds.mode = dashboard::ThresholdMode::Percentage;
        config.min = 0;
        config.max = 10;
        QCOMPARE(panels::stepsOf(config, panels::scaleOf(config, {})).at(1).value, 8.0);
    }

    void copyGivesText()
    {
        panels::PanelFrame frame;
        frame.setPanel(panelOf("timeseries"), units::Zone::utc());
        frame.setData(dataOf({1.5, 2}));
        QCOMPARE(
            frame.view()->asText(), QString("time\tseries\tvalue\n1970-01-01T00:00:00Z\ta\t1.5\n1970-01-01T00:01:00Z\ta\t2\n"));
    }
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"

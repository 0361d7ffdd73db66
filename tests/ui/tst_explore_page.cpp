// The Explore page over a source that answers by hand: runs, errors, latest wins, values at the pointer.
#include "core/runtime/sources/local_source.h"
#include "core/tsdb/head.h"
#include "fake_source.h"
#include "page_shots.h"
#include "ui/editors/completion_popup.h"
#include "ui/editors/promql_editor.h"
#include "ui/plot/time_series_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/explore_graph.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/explore_row.h"
#include "ui/shell/explore_side.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/main_window.h"

#include <QLabel>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <array>

#include <cmath>
#include <functional>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

constexpr TimeMs kNow = 1'786'717'920'000;

struct Fixture {
    Workspace workspace;
    test::FakeSource* source;
    std::unique_ptr<ExplorePage> page;

    Fixture()
    {
        workspace.clock = [] { return kNow; };
        auto fake = std::make_unique<test::FakeSource>("prom");
        source = fake.get();
        (void)workspace.sources.add(std::move(fake));
        page = std::make_unique<ExplorePage>(workspace);
        page->resize(1520, 828);
        page->show();
        page->activated();
    }
};

/// An hour of a small fleet: a classic histogram, a counter and a gauge of three servers.
std::shared_ptr<tsdb::Head> servingHour()
{
    auto head = std::make_shared<tsdb::Head>();
    std::vector<TimeMs> times;
    for (TimeMs t = kNow - kHour - 10 * kMinute; t <= kNow; t += 15 * kSecond)
        times.push_back(t);
    const auto add = [&](series::Labels labels, const std::function<double(std::size_t)>& value) {
        std::vector<double> values;
        for (std::size_t i = 0; i < times.size(); ++i)
            values.push_back(value(i));
        head->append(labels, times, values);
    };
    for (int server = 0; server < 3; ++server) {
        const std::string instance = "vllm-" + std::to_string(server) + ":8000";
        const std::string model = server == 2 ? "qwen-72b" : "llama-70b";
        const std::array<const char*, 6> bounds{"0.5", "1", "2.5", "5", "10", "+Inf"};
        for (std::size_t b = 0; b < bounds.size(); ++b)
            add(series::Labels{{"__name__", "vllm:ttft_seconds_bucket"}, {"instance", instance}, {"le", bounds[b]},
                    {"model", "llama-70b"}},
                [&](std::size_t i) {
                    const double x = static_cast<double>(i);
                    return std::floor(x * (6 + server)
                        * (1 - std::exp(-(static_cast<double>(b) + 1) / (1.2 + 0.3 * std::sin(x / 30 + server)))));
                });
        add(series::Labels{{"__name__", "vllm:requests_total"}, {"instance", instance}, {"model", model}},
            [&](std::size_t i) { return static_cast<double>(i) * (6 + server); });
        add(series::Labels{{"__name__", "vllm:queue"}, {"instance", instance}, {"model", model}},
            [&](std::size_t i) { return std::floor(5 + 4 * std::sin(static_cast<double>(i) / 20 + server)); });
    }
    return head;
}

sources::QueryResult waves(TimeRange range, DurationMs step, int count)
{
    series::Matrix matrix;
    sources::QueryResult result;
    for (int i = 0; i < count; ++i) {
        series::Series one{
            series::Labels{{"__name__", "ttft"}, {"instance", "vllm-" + std::to_string(i)}, {"job", "vllm"}}, {}, {}};
        for (TimeMs t = range.from; t <= range.to; t += step) {
            one.t.push_back(t);
            one.v.push_back(1 + 0.3 * i + 0.2 * std::sin(double(t) / 9e4 + i) + 0.05 * std::sin(double(t) / 7e3 * (i + 1)));
        }
        result.samples += one.t.size();
        matrix.series.push_back(std::move(one));
    }
    result.value = std::make_shared<const series::Value>(std::move(matrix));
    result.matchedSeries = true;
    result.elapsed = 16;
    return result;
}

} // namespace

namespace {

int squiggles(const ExplorePage& page)
{
    const auto marks = page.editor()->extraSelections();
    return static_cast<int>(std::ranges::count_if(
        marks, [](const auto& mark) { return mark.format.underlineStyle() == QTextCharFormat::WaveUnderline; }));
}

QString valueAt(const ExplorePage& page, int row)
{
    return page.table().cell(row, page.table().columnCount() - 2).text; // before the time
}

} // namespace

class TestExplorePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void ctrlEnterRuns()
    {
        Fixture f;
        f.page->editor()->setExpression("rate(x[$__rate_interval])");
        QTest::keyClick(f.page->editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(f.source->asked.size(), std::size_t(1));
        const auto& asked = f.source->asked[0];
        QVERIFY2(asked.expression.starts_with("rate(x[") && asked.expression.find('$') == std::string::npos,
            asked.expression.c_str());
        QVERIFY(asked.step > 0);
        QCOMPARE(asked.end - asked.start, kHour);
        QSignalSpy rounds(f.page.get(), &Page::roundFinished);
        f.source->answer(0, waves({asked.start, asked.end}, asked.step, 3));
        QCOMPARE(rounds.size(), 1);
        QCOMPARE(f.page->graph()->series().size(), std::size_t(3));
        QCOMPARE(f.page->table().rowCount(), 3);
        QVERIFY2(f.page->statusText().startsWith("3 series, "), qPrintable(f.page->statusText()));
    }

    void examplesAreOfTheSourcesMetrics()
    {
        const QStringList all =
            exampleQueries({"a_bucket", "a_count", "a_sum", "b_total", "queue", "load", "temperature", "strange name"});
        QCOMPARE(all,
            QStringList({"histogram_quantile(0.99, sum by (le) (rate(a_bucket[$__rate_interval])))",
                "sum(rate(b_total[$__rate_interval]))", "queue", "load"}));
        QCOMPARE(exampleQueries({"strange name"}), QStringList{"{\"strange name\"}"});
        QVERIFY(exampleQueries({}).isEmpty());
    }

    /// The first source comes after the page: it is chosen, and the page no longer says there is none.
    void followsTheFirstSource()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        ExplorePage page(workspace);
        page.show();
        const auto says = [&](const char* text) {
            const auto labels = page.findChildren<QLabel*>();
            return std::ranges::any_of(labels, [&](const QLabel* l) { return l->isVisible() && l->text().contains(text); });
        };
        QVERIFY(says("No source is connected"));
        QVERIFY(workspace.sources.add(std::make_unique<test::FakeSource>("prom")));
        QVERIFY(!says("No source is connected"));
        QVERIFY(says("Write an expression"));
        page.explore("up", {});
        QCOMPARE(static_cast<test::FakeSource*>(workspace.sources.defaultSource())->asked.size(), std::size_t(1));
    }

    /// The examples beside an empty editor run when they are pressed.
    void examplesRun()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        auto head = std::make_shared<tsdb::Head>();
        const std::vector<TimeMs> times{kNow - kMinute, kNow};
        const std::vector<double> values{1, 3};
        for (const char* name : {"tokens_total", "queue", "ttft_seconds_bucket"})
            head->append(series::Labels{{"__name__", name}, {"le", "1"}}, times, values);
        QVERIFY(workspace.sources.add(std::make_unique<sources::LocalSource>("local", "here", head)));
        ExplorePage page(workspace);
        page.resize(1224, 648);
        page.show();
        page.activated();
        QPointer<QPushButton> example; // made anew with every hint
        const auto shown = [&] {
            for (auto* one : page.findChildren<QPushButton*>())
                example = one->text() == "queue" ? one : example.data();
            return example && example->isVisible();
        };
        QTRY_VERIFY(shown());
        QVERIFY(QDir().mkpath(WG_BINARY_DIR "/shots"));
        QVERIFY(page.grab().save(WG_BINARY_DIR "/shots/explore-empty-dark.png"));
        QTest::mouseClick(example, Qt::LeftButton);
        QTRY_COMPARE(page.table().rowCount(), 1);
        QCOMPARE(page.editor()->expression(), QString("queue"));
        QVERIFY(!example || !example->isVisible());
    }

    void latestWins()
    {
        Fixture f;
        f.page->explore("a", "prom");
        f.page->explore("b", "prom");
        QCOMPARE(f.source->asked.size(), std::size_t(2));
        QVERIFY(f.source->asked[0].withdrawn());
        f.source->answer(1, 7.0);
        f.source->answer(0, 1.0);
        QCOMPARE(valueAt(*f.page, 0), QString("7"));
    }

    void errorKeepsTheLastAnswer()
    {
        Fixture f;
        f.page->explore("up", "prom");
        f.source->answer(0, 4.0);
        f.page->refresh();
        f.source->answer(
            f.source->asked.size() - 1, fail(ErrorCode::Refused, "prom said: no", Position{"expression", 1, 1, 2, 1}));
        QVERIFY(f.page->problemText().contains("prom said: no"));
        QVERIFY(f.page->problemText().contains("1:2"));
        QCOMPARE(f.page->table().rowCount(), 1);
        QCOMPARE(squiggles(*f.page), 1);
    }

    void parserUnderlinesWhileTyping()
    {
        Fixture f;
        f.page->editor()->setPlainText("sum(rate(x[5m])");
        QTRY_VERIFY(f.page->editor()->problem());
        QVERIFY2(f.page->problemText().contains("parse error"), qPrintable(f.page->problemText()));
        QCOMPARE(squiggles(*f.page), 1);
        f.page->editor()->setPlainText("sum(rate(x[5m]))");
        QTRY_VERIFY(!f.page->editor()->problem());
        QCOMPARE(squiggles(*f.page), 0);
        QVERIFY(f.page->problemText().isEmpty());
    }

    void instantAsksAtTheEnd()
    {
        Fixture f;
        f.page->explore("up", "prom");
        f.page->setInstant(true);
        const auto& asked = f.source->asked.back();
        QCOMPARE(asked.step, DurationMs(0));
        QCOMPARE(asked.end, kNow);
        series::Vector vector{{{series::Labels{{"__name__", "up"}, {"job", "a"}}, kNow, 1},
            {series::Labels{{"__name__", "up"}, {"job", "b"}}, kNow, 0}}};
        f.source->answer(f.source->asked.size() - 1,
            sources::QueryResult{std::make_shared<const series::Value>(vector), {}, false, true, 3, 2});
        QCOMPARE(f.page->table().rowCount(), 2);
        QCOMPARE(f.page->table().cell(1, 0).text, QString("b"));
    }

    void noDataNamesTheQuery()
    {
        Fixture f;
        f.page->explore("nothing_here", "prom");
        f.source->answer(
            0, sources::QueryResult{std::make_shared<const series::Value>(series::Matrix{}), {}, false, false, 1, 0});
        const auto labels = f.page->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(
            labels, [](const QLabel* l) { return l->isVisible() && l->text().contains("no series matches nothing_here"); }));
    }

    void valuesAtThePointer()
    {
        const auto value = std::make_shared<const series::Value>(series::Matrix{
            {{series::Labels{{"a", "x"}}, {1000, 2000, 3000}, {1, 2, 3}}, {series::Labels{{"a", "y"}}, {2500}, {9}}}});
        const std::vector<ExploreTablePart> parts{{'A', value, {}}};
        const auto at = exploreTable(parts, 2400, units::Zone::utc());
        QCOMPARE(at.rows[0][1].text, QString("2"));
        QCOMPARE(at.rows[0][2].text, QString("00:00:02"));
        QCOMPARE(at.rows[1][1].text, QString("–"));
        QCOMPARE(exploreTable(parts, std::nullopt, units::Zone::utc()).rows[1][1].text, QString("9"));
    }

    /// Values sort as numbers, what has none goes last both ways, labels as text.
    void tableSorts()
    {
        const auto value = std::make_shared<const series::Value>(
            series::Vector{{{series::Labels{{"a", "x"}}, 0, 9}, {series::Labels{{"a", "y"}}, 0, 10},
                {series::Labels{{"a", "z"}}, 0, std::nan("")}, {series::Labels{{"a", "w"}}, 0, -1}}});
        auto made = exploreTable(std::vector<ExploreTablePart>{{'A', value, {}}}, std::nullopt, units::Zone::utc());
        CellTable table;
        CellSorter sorter(&table);
        table.set(made.columns, made.rows);
        const auto order = [&](int column, Qt::SortOrder direction) {
            sorter.sort(column, direction);
            QString out;
            for (int i = 0; i < sorter.rowCount(); ++i)
                out += sorter.index(i, 0).data().toString();
            return out;
        };
        QCOMPARE(order(1, Qt::AscendingOrder), QString("wxyz"));
        QCOMPARE(order(1, Qt::DescendingOrder), QString("yxwz"));
        QCOMPARE(order(0, Qt::AscendingOrder), QString("wxyz"));
        QCOMPARE(order(-1, Qt::AscendingOrder), QString("xyzw"));
    }

    /// Native histograms are told in the table; the graph says why it is empty.
    void nativeHistograms()
    {
        Fixture f;
        f.page->explore("h", "prom");
        series::Histogram histogram;
        histogram.count = 12;
        histogram.sum = 3.5;
        series::Series one{series::Labels{{"job", "a"}}, {}, {}, {{kNow - kMinute, histogram}}};
        f.source->answer(
            0, sources::QueryResult{std::make_shared<const series::Value>(series::Matrix{{one}}), {}, false, true, 1, 1});
        QVERIFY2(valueAt(*f.page, 0).contains("count 12"), qPrintable(valueAt(*f.page, 0)));
        QVERIFY(f.page->hintText().contains("native histograms"));
    }

    /// Two queries: both asked, drawn and listed under their letters; one can be hidden and removed.
    void severalQueries()
    {
        Fixture f;
        f.page->explore("a", "prom");
        ExploreRow* second = f.page->addRow();
        QVERIFY(second);
        QCOMPARE(f.page->currentRow(), second);
        second->editor()->setExpression("b");
        f.page->run();
        QCOMPARE(f.source->asked.size(), std::size_t(3));
        f.source->answer(1, 1.0);
        f.source->answer(2, 2.0);
        QCOMPARE(f.page->graph()->series().size(), std::size_t(2));
        QVERIFY(f.page->graph()->series()[1].name.startsWith("B: "));
        QVERIFY(f.page->graph()->series()[0].color != f.page->graph()->series()[1].color);
        QCOMPARE(f.page->table().cell(1, 0).text, QString("B"));
        QToolButton* eye = nullptr;
        for (auto* button : second->findChildren<QToolButton*>())
            eye = button->accessibleName() == "Show this query" || button->accessibleName() == "Hide this query" ? button : eye;
        QVERIFY(eye);
        eye->click();
        QCOMPARE(f.page->graph()->series().size(), std::size_t(1));
        QCOMPARE(f.page->table().rowCount(), 1);
        Q_EMIT second->removeRequested();
        QCOMPARE(f.page->rows().size(), std::size_t(1));
        QCOMPARE(f.page->currentRow()->editor()->expression(), QString("a"));
    }

    /// A warning's position is underlined, also behind a $name that was filled in, and its note selects it.
    void warningsAreUnderlined()
    {
        Fixture f;
        f.page->explore("rate(x[$__interval]) + foo", "prom");
        const std::string sent = f.source->asked[0].expression;
        const std::size_t at = sent.find("foo");
        auto result = waves({kNow - kHour, kNow}, kMinute, 1);
        result.warnings.push_back({Warning::Severity::Info, "foo looks odd", Position{"expression", at, 1, at + 1, 3}});
        f.source->answer(0, result);
        QCOMPARE(squiggles(*f.page), 1);
        QVERIFY(f.page->problemText().contains("foo looks odd"));
        f.page->side()->setTab(ExploreSide::Notes);
        QTest::mouseClick(f.page->side()->notes()->viewport(), Qt::LeftButton, {},
            f.page->side()->notes()->visualRect(f.page->side()->notes()->model()->index(0, 0)).center());
        QCOMPARE(f.page->editor()->textCursor().selectedText(), QString("foo"));
    }

    /// Labels are text, never markup, whatever they hold.
    void hostileLabels()
    {
        Fixture f;
        f.page->explore("x", "prom");
        series::Matrix matrix{{{series::Labels{{"a", "<img src=/dev/zero>\u202E"}}, {kNow - kMinute, kNow}, {1, 2}}}};
        f.source->answer(0, sources::QueryResult{std::make_shared<const series::Value>(matrix), {}, false, true, 1, 2});
        QVERIFY(f.page->table().cell(0, 0).text.contains("<img src=/dev/zero>"));
        QVERIFY(!f.page->table().cell(0, 0).text.contains(QChar(0x202E)));
        QVERIFY(f.page->grab().width() > 0);
    }

    /// Completion open over a second query, a squiggle, the tree and the table; both themes, both sizes.
    void pictures()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        (void)workspace.sources.add(std::make_unique<sources::LocalSource>("prometheus.prod", "here", servingHour()));
        MainWindow window(workspace);
        window.show();
        window.showPage("explore");
        auto* page = qobject_cast<ExplorePage*>(window.page("explore"));
        QVERIFY(page);
        page->explore("histogram_quantile(0.99,\n  sum by (le, instance) (\n    "
                      "rate(vllm:ttft_seconds_bucket{model=~\"llama.*\"}[5m])\n  )\n)",
            {});
        test::shoot(window, "explore", [&] { page->refresh(); });
        ExploreRow* row = page->addRow();
        row->editor()->setFocus();
        QTest::keyClicks(row->editor(), "sum by (model) (rate(vllm:req");
        test::shoot(window, "explore-completion", [&] {
            QTest::keyClick(row->editor(), Qt::Key_Space, Qt::ControlModifier);
            QTRY_VERIFY(row->editor()->popup() && row->editor()->popup()->isVisible());
        });
        QTest::keyClick(row->editor(), Qt::Key_Escape);
        row->editor()->setExpression("sum by (model) (\n  rate(vllm:requests_total)\n)");
        test::shoot(window, "explore-error");
        Q_EMIT row->removeRequested();
        page->explore("sum(rate(vllm:requests_total{model=\"lama\"}[5m])) / sum(vllm:queue)", {});
        test::shoot(window, "explore-vanished", [&] { page->refresh(); });
        page->side()->setTab(ExploreSide::History);
        test::shoot(window, "explore-history");
    }
};

QTEST_MAIN(TestExplorePage)
#include "tst_explore_page.moc"

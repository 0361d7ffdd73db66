// The expression tree of Explore over known data: sizes of its parts, where the series vanish and why, few queries at once,
// latest wins; and the history, which survives a restart.
#include "core/runtime/sources/local_source.h"
#include "core/runtime/state/state.h"
#include "core/tsdb/head.h"
#include "fake_source.h"
#include "ui/editors/promql_editor.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/explore_history.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/explore_row.h"
#include "ui/shell/explore_side.h"
#include "ui/shell/explore_tree_view.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

constexpr TimeMs kNow = 1'786'717'920'000;

/// requests_total of 3 instances in 2 jobs, every 15 s for ten minutes.
std::unique_ptr<sources::LocalSource> localSource()
{
    auto head = std::make_shared<tsdb::Head>();
    std::vector<TimeMs> times;
    std::vector<double> values;
    for (TimeMs t = kNow - 10 * kMinute; t <= kNow; t += 15 * kSecond) {
        times.push_back(t);
        values.push_back(static_cast<double>(t - kNow) / 1000 + 1000);
    }
    for (const char* instance : {"a", "b", "c"})
        head->append(
            series::Labels{{"__name__", "requests_total"}, {"instance", instance}, {"job", *instance == 'c' ? "web" : "api"}},
            times, values);
    return std::make_unique<sources::LocalSource>("local", "here", head);
}

struct Fixture {
    Workspace workspace;
    std::unique_ptr<ExplorePage> page;

    explicit Fixture(std::unique_ptr<sources::Source> source = localSource(), state::State* state = nullptr)
    {
        workspace.clock = [] { return kNow; };
        workspace.state = state;
        (void)workspace.sources.add(std::move(source));
        page = std::make_unique<ExplorePage>(workspace);
        page->resize(1520, 828);
        page->show();
        page->activated();
    }
    [[nodiscard]] bool treeDone() const
    {
        const auto& nodes = page->tree().nodes();
        return !nodes.empty() && !page->tree().running() && std::ranges::all_of(nodes, [](const TreeNode& node) {
            return node.state == TreeNode::State::Done || node.state == TreeNode::State::Failed;
        });
    }
};

/// "text | type | series points": one line per node, indented by depth.
QString drawn(const ExploreTreeQuery& tree)
{
    QString out;
    const auto& nodes = tree.nodes();
    for (const TreeNode& node : nodes) {
        int depth = 0;
        for (int up = node.parent; up >= 0; up = nodes[static_cast<std::size_t>(up)].parent)
            ++depth;
        out += QString(2 * depth, ' ') + QString::fromStdString(node.summary) + " | ";
        out += node.state == TreeNode::State::Failed ? QStringLiteral("failed")
            : node.single                            ? QString::fromStdString(*node.single)
                                                     : QString("%1 %2").arg(node.series).arg(node.points);
        out += '\n';
    }
    return out;
}

} // namespace

class TestExploreTree : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void partsOfAnExpression()
    {
        const auto nodes = treeOf("sum by (job) ((rate(a{b=\"c\"}[5m])))\n  / scalar(d) > 0.5");
        QVERIFY(nodes);
        QStringList summaries;
        for (const TreeNode& node : *nodes)
            summaries << QString::fromStdString(node.summary);
        QCOMPARE(summaries,
            QStringList({QStringLiteral("… > 0.5"), QStringLiteral("… / …"), QStringLiteral("sum by (job) (…)"),
                QStringLiteral("rate(…)"), "a{b=\"c\"}[5m]", QStringLiteral("scalar(…)"), "d"}));
        QCOMPARE((*nodes)[4].type, promql::ValueType::RangeVector);
        QCOMPARE((*nodes)[5].type, promql::ValueType::Scalar);
        QVERIFY(!treeOf("sum("));
        QCOMPARE(treeOf("42")->size(), std::size_t(1));
    }

    void sizesOfKnownData()
    {
        Fixture f;
        f.page->explore("sum by (job) (rate(requests_total[5m])) / scalar(count(requests_total))", {});
        QTRY_VERIFY(f.treeDone());
        QCOMPARE(drawn(f.page->tree()),
            QString::fromUtf8("… / … | 2 2\n"
                              "  sum by (job) (…) | 2 2\n"
                              "    rate(…) | 3 3\n"
                              "      requests_total[5m] | 3 60\n"
                              "  scalar(…) | 3\n"
                              "    count(…) | 1 1\n"
                              "      requests_total | 3 3\n"));
    }

    /// The selector that finds nothing stands out, not what is empty because of it; and the reason is told.
    void whereTheSeriesVanish()
    {
        Fixture f;
        f.page->explore("sum(rate(requests_total{job=\"apo\"}[5m])) + sum(requests_total)", {});
        QTRY_VERIFY(f.treeDone());
        const auto& tree = f.page->tree();
        QStringList empty;
        QStringList vanishing;
        for (std::size_t i = 0; i < tree.nodes().size(); ++i) {
            if (tree.nodes()[i].empty())
                empty << QString::fromStdString(tree.nodes()[i].summary);
            if (tree.vanishesAt(i))
                vanishing << QString::fromStdString(tree.nodes()[i].summary);
        }
        QCOMPARE(empty.size(), 4);
        QCOMPARE(vanishing, QStringList{"requests_total{job=\"apo\"}[5m]"});
        QTRY_VERIFY2(
            f.page->side()->explanation().contains("label job has values api, web"), qPrintable(f.page->side()->explanation()));
    }

    void aNodeSelectsItsText()
    {
        Fixture f;
        f.page->explore("sum by (job) (\n  rate(requests_total[$__rate_interval])\n)", {});
        QTRY_VERIFY(f.treeDone());
        auto* view = f.page->side()->treeView();
        const auto node = [&](int depth) {
            QModelIndex index = view->model()->index(0, 0);
            for (int i = 0; i < depth; ++i)
                index = view->model()->index(0, 0, index);
            return index;
        };
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(node(1)).center());
        QCOMPARE(f.page->editor()->textCursor().selectedText(), QString("rate(requests_total[$__rate_interval])"));
        view->setCurrentIndex(node(2));
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(f.page->editor()->textCursor().selectedText(), QString("requests_total[$__rate_interval]"));
        QVERIFY(node(2).data(Qt::AccessibleTextRole).toString().contains("3 series"));
    }

    /// Never more than four on their way; nothing while the tree is not looked at; a new run withdraws the old one.
    void fewAtOnceAndLatestWins()
    {
        auto fake = std::make_unique<test::FakeSource>("prom");
        test::FakeSource* source = fake.get();
        source->reliable = false;
        Fixture f(std::move(fake));
        f.page->side()->setTab(ExploreSide::History);
        f.page->explore("a + b + c + d + e", "prom");
        source->answer(0, 1.0);
        QCOMPARE(source->asked.size(), std::size_t(1));
        f.page->side()->setTab(ExploreSide::Tree);
        QCOMPARE(source->asked.size(), std::size_t(5));
        source->answer(1, 1.0);
        QCOMPARE(source->asked.size(), std::size_t(6));
        f.page->explore("z", "prom");
        QVERIFY(source->asked[2].withdrawn() && source->asked[5].withdrawn());
        source->answer(2, 5.0); // too late
        source->answer(6, 1.0);
        QCOMPARE(f.page->tree().nodes().size(), std::size_t(1));
        QCOMPARE(source->asked.size(), std::size_t(8));
        source->answer(7, 1.0);
        QCOMPARE(f.page->tree().nodes()[0].series, std::uint64_t(1));
    }

    void historyPersists()
    {
        QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        const state::Paths paths{root + "/c", root + "/d", root + "/s", root + "/k", {}};
        {
            const auto state = state::State::open(paths, kNow);
            Fixture f(localSource(), state.get());
            for (const char* text : {"sum(requests_total)", "requests_total", "sum(requests_total)"}) {
                f.page->editor()->setExpression(text);
                f.page->run();
            }
            QCOMPARE(f.page->history().all().size(), std::size_t(2));
            const_cast<QueryHistory&>(f.page->history()).setStarred(f.page->history().all()[1], true);
        }
        const auto state = state::State::open(paths, kNow);
        QVERIFY(state->notices().empty());
        Fixture f(localSource(), state.get());
        f.page->side()->setTab(ExploreSide::History);
        auto* view = f.page->side()->history();
        QCOMPARE(view->list()->model()->rowCount(), 2);
        QVERIFY(f.page->history().matching({}).front().starred); // starred ones lead
        QCOMPARE(f.page->history().all().front().expression, std::string("sum(requests_total)"));
        QTest::keyClicks(view->search(), "SUM local");
        QCOMPARE(view->list()->model()->rowCount(), 1);
        QTest::mouseClick(view->list()->viewport(), Qt::LeftButton, {},
            view->list()->visualRect(view->list()->model()->index(0, 0)).center());
        QCOMPARE(f.page->editor()->expression(), QString("sum(requests_total)"));
        QTRY_COMPARE(f.page->table().rowCount(), 1);
    }

    /// Old ones go, starred ones stay; forgetting is at once.
    void historyIsBounded()
    {
        QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        const auto state = state::State::open({root + "/c", root + "/d", root + "/s", root + "/k", {}}, kNow);
        QueryHistory history(state.get());
        history.remember("first", "s", 1);
        history.setStarred(history.all().front(), true);
        for (int i = 0; i < 250; ++i)
            history.remember("q" + std::to_string(i), "s", i);
        QCOMPARE(history.all().size(), state::kQueriesKept + 1);
        QCOMPARE(history.all().back().expression, std::string("first"));
        history.forget(history.all().front());
        QCOMPARE(history.all().front().expression, std::string("q248"));
    }

    /// What is asked of the demo is there while it lasts, and is not written.
    void demoIsNotRemembered()
    {
        QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        const auto state = state::State::open({root + "/c", root + "/d", root + "/s", root + "/k", {}}, kNow);
        Fixture f(localSource(), state.get());
        const auto run = [&](const char* text) {
            f.page->editor()->setExpression(text);
            f.page->run();
        };
        run("requests_total");
        f.workspace.demo = true;
        run("sum(requests_total)");
        QCOMPARE(f.page->history().all().size(), std::size_t(2));
        QCOMPARE(state->queries().size(), std::size_t(1));
        QCOMPARE(state->queries().front().expression, std::string("requests_total"));
        f.workspace.demo = false;
        run("sum(requests_total)");
        QCOMPARE(f.page->history().all().size(), std::size_t(2));
        QCOMPARE(state->queries().size(), std::size_t(2));
    }
};

QTEST_MAIN(TestExploreTree)
#include "tst_explore_tree.moc"

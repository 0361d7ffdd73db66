// The window: pages, keys, the time bar, opening by drop, saving, the zoom's way back. No network; sources are fakes.
#include "fake_source.h"
#include "ui/grid/row_header.h"
#include "ui/panels/panel_frame.h"
#include "ui/shell/dashboard_board.h"
#include "ui/shell/dashboard_page.h"
#include "ui/shell/help_overlay.h"
#include "ui/shell/main_window.h"
#include "ui/shell/notice.h"
#include "ui/shell/opener.h"
#include "ui/shell/rail.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/status_line.h"
#include "ui/shell/time_bar.h"
#include "ui/shell/time_range_popup.h"
#include "ui/theme/theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <csignal>

#include <sys/resource.h>

using namespace wg;
using namespace wg::ui;

namespace {

constexpr TimeMs kNow = 1'700'000'000'000;

constexpr const char* kDashboard = R"({"title": "Overview", "uid": "o", "schemaVersion": 39, "refresh": "30s",
  "timezone": "utc", "time": {"from": "now-6h", "to": "now"}, "myField": [1, {"kept": true}],
  "templating": {"list": [{"name": "model", "type": "custom", "query": "a,b", "current": {"text": "a", "value": "a"},
    "options": [{"text": "a", "value": "a"}, {"text": "b", "value": "b"}]},
   {"name": "fixed", "type": "constant", "query": "x", "current": {"text": "x", "value": "x"}}]},
  "panels": [
  {"id": 1, "type": "timeseries", "title": "Latency", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
   "targets": [{"refId": "A", "expr": "latency{model='$model'}"}]},
  {"id": 2, "type": "stat", "title": "Waiting", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
   "targets": [{"refId": "A", "expr": "waiting"}]}]})";

constexpr const char* kLog = "y_true,y_score\n0,0.1\n1,0.9\n1,0.8\n0,0.3\n0,0.6\n1,0.4\n";

struct Window {
    shell::Workspace workspace;
    std::unique_ptr<shell::MainWindow> window;
    test::FakeSource* source = nullptr;
    QTemporaryDir folder;

    explicit Window(bool withDashboard = true, QSize size = {1600, 900})
    {
        workspace.clock = [] { return kNow; };
        auto fake = std::make_unique<test::FakeSource>("fake");
        source = fake.get();
        (void)workspace.sources.add(std::move(fake));
        window = std::make_unique<shell::MainWindow>(workspace);
        window->resize(size);
        window->show();
        (void)QTest::qWaitForWindowActive(window.get());
        if (withDashboard)
            window->dashboards().setDocument(*dashboard::Document::parse(kDashboard, "o.json"), {});
        QCoreApplication::processEvents();
    }
    QString file(const QString& name, const QByteArray& bytes)
    {
        QFile made(folder.filePath(name));
        if (!made.open(QIODevice::WriteOnly) || made.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(made.fileName()));
        return made.fileName();
    }
    void drop(const QList<QUrl>& urls)
    {
        QMimeData data;
        data.setUrls(urls);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window.get(), &drop);
    }
    [[nodiscard]] QString notice() const { return window->findChild<shell::Notice*>()->text(); }
    template <class T>
    T* child(const char* name) const
    {
        return window->findChild<T*>(QLatin1String(name));
    }
};

} // namespace

class TestShell : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void everyRailItemShowsItsPage()
    {
        Window w;
        auto* rail = w.window->findChild<shell::Rail*>();
        for (const char* id : {"explore", "evaluate", "alerts", "sources", "dashboards"}) {
            QTest::mouseClick(rail->item(QLatin1String(id)), Qt::LeftButton);
            QCOMPARE(w.window->currentPage(), QLatin1String(id));
            QVERIFY(rail->item(QLatin1String(id))->isChecked());
            QVERIFY(w.window->page(QLatin1String(id))->isVisible());
        }
        w.window->showPage(QStringLiteral("welcome"));
        QCOMPARE(w.window->currentPage(), QStringLiteral("welcome"));
        QVERIFY(!rail->item(QStringLiteral("dashboards"))->isChecked());
    }

    void theRailIsNarrowBelow1440()
    {
        Window w(true, {1600, 900});
        auto* rail = w.window->findChild<shell::Rail*>();
        QCOMPARE(rail->width(), 80);
        w.window->resize(1280, 720);
        QCoreApplication::processEvents();
        QCOMPARE(rail->width(), 56);
        QCOMPARE(rail->item(QStringLiteral("explore"))->toolTip(), QStringLiteral("Explore"));
    }

    void theTimeBarIsOnTimePagesOnly()
    {
        Window w;
        auto* bar = w.window->findChild<shell::TimeBar*>();
        QVERIFY(bar->isVisible());
        w.window->showPage(QStringLiteral("sources"));
        QVERIFY(!bar->isVisible());
        w.window->showPage(QStringLiteral("dashboards"));
        QVERIFY(bar->isVisible());
    }

    void aDashboardBringsItsTimeAndRefresh()
    {
        Window w;
        QCOMPARE(w.workspace.time.range(), (units::RawRange{"now-6h", "now"}));
        QCOMPARE(w.workspace.time.refreshInterval(), 30 * kSecond);
        QCOMPARE(w.child<QToolButton>("rangeButton")->text(), QStringLiteral("Last 6 hours"));
        QCOMPARE(w.child<QToolButton>("intervalButton")->text(), QStringLiteral("30 s"));
        QVERIFY(w.child<QToolButton>("liveButton")->isVisible());
        QCOMPARE(w.window->dashboards().breadcrumb().last(), QStringLiteral("Overview"));
    }

    /// Neither a storm of queries nor an interval that overflows a timer.
    void aDashboardsRefreshIsKeptWithinBounds()
    {
        shell::TimeState time;
        time.setRefreshInterval(1);
        QCOMPARE(time.refreshInterval(), kSecond);
        time.setRefreshInterval(100 * 365 * 24 * kHour);
        QCOMPARE(time.refreshInterval(), 24 * kHour);
        time.setRefreshInterval(0);
        QCOMPARE(time.refreshInterval(), DurationMs{0});
    }

    void keysMoveTheRangeAndEscComesBack()
    {
        Window w;
        QTest::keyClick(w.window.get(), Qt::Key_T);
        QTest::keyClick(w.window.get(), Qt::Key_Z);
        QCOMPARE(w.workspace.time.resolve(kNow), (TimeRange{kNow - 12 * kHour, kNow}));
        QVERIFY(w.workspace.time.endsNow()); // still live
        QTest::keyClick(w.window.get(), Qt::Key_T);
        QTest::keyClick(w.window.get(), Qt::Key_Left);
        QCOMPARE(w.workspace.time.resolve(kNow), (TimeRange{kNow - 18 * kHour, kNow - 6 * kHour}));
        QVERIFY(!w.child<QToolButton>("liveButton")->isVisible());
        QTest::keyClick(w.window.get(), Qt::Key_T);
        QTest::keyClick(w.window.get(), Qt::Key_Right);
        QCOMPARE(w.workspace.time.resolve(kNow), (TimeRange{kNow - 12 * kHour, kNow}));
        for (int step = 0; step < 3; ++step)
            QTest::keyClick(w.window.get(), Qt::Key_Escape);
        QCOMPARE(w.workspace.time.range(), (units::RawRange{"now-6h", "now"}));
        QVERIFY(!w.workspace.time.back());
    }

    void refreshKeyAsksAgain()
    {
        Window w;
        const auto before = w.source->asked.size();
        QTest::keyClick(w.window.get(), Qt::Key_D);
        QTest::keyClick(w.window.get(), Qt::Key_R);
        QCoreApplication::processEvents();
        QCOMPARE(w.source->asked.size(), before + 2);
    }

    void keysDoNothingWhileTyping()
    {
        Window w;
        w.window->showPage(QStringLiteral("dashboards"));
        QLineEdit edit(w.window->page(QStringLiteral("dashboards")));
        edit.show();
        edit.setFocus();
        QTest::keyClicks(&edit, QStringLiteral("tz?v"));
        QCOMPARE(edit.text(), QStringLiteral("tz?v"));
        QCOMPARE(w.workspace.time.range(), (units::RawRange{"now-6h", "now"}));
    }

    void helpListsEveryKeyOfTheTable()
    {
        Window w;
        QTest::keyClick(w.window.get(), Qt::Key_Question);
        auto* help = w.child<shell::HelpOverlay>("helpOverlay");
        QVERIFY(help->isVisible());
        const QString all = help->lines().join(QLatin1Char('\n'));
        for (const shell::Shortcut& entry : shell::shortcuts()) {
            QVERIFY2(all.contains(QString::fromUtf8(entry.shown)), entry.shown);
            QVERIFY(!QKeySequence::fromString(QString::fromLatin1(entry.keys)).isEmpty());
        }
        QTest::keyClick(w.window.get(), Qt::Key_Escape);
        QVERIFY(!help->isVisible());
    }

    void viewShowsThePanelInFullAndEscLeaves()
    {
        Window w;
        auto& page = w.window->dashboards();
        w.window->activateWindow();
        page.board().frame(1)->setFocus();
        QTRY_COMPARE(page.board().targetPanel(), std::optional(1));
        QTest::keyClick(w.window.get(), Qt::Key_V);
        QCOMPARE(page.board().grid().fullPanel(), std::optional(1));
        QVERIFY(!page.board().frame(2)->isVisible());
        QCOMPARE(page.breadcrumb(),
            (QStringList{QStringLiteral("Dashboards"), QStringLiteral("Overview"), QStringLiteral("Latency")}));
        QTest::keyClick(w.window.get(), Qt::Key_Escape);
        QVERIFY(!page.board().grid().fullPanel());
        QVERIFY(page.board().frame(2)->isVisible());
    }

    void exploreTakesThePanelsQueryAlong()
    {
        Window w;
        QSignalSpy spy(&w.window->dashboards(), &shell::Page::exploreRequested);
        Q_EMIT w.window->dashboards().board().frame(1)->exploreRequested();
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.at(0).at(0).toString(), QStringLiteral("latency{model='a'}"));
        QCOMPARE(w.window->currentPage(), QStringLiteral("explore"));
    }

    void draggingOverAChartZoomsAndEscComesBack()
    {
        Window w;
        Q_EMIT w.window->dashboards().board().frame(1)->zoomRequested({kNow - kHour, kNow - 30 * kMinute});
        QCOMPARE(w.workspace.time.resolve(kNow), (TimeRange{kNow - kHour, kNow - 30 * kMinute}));
        QTest::keyClick(w.window.get(), Qt::Key_Escape);
        QCOMPARE(w.workspace.time.range(), (units::RawRange{"now-6h", "now"}));
    }

    void absoluteRangesAreChecked()
    {
        Window w;
        QTest::mouseClick(w.child<QToolButton>("rangeButton"), Qt::LeftButton);
        auto* popup = w.window->findChild<shell::TimeRangePopup*>();
        QVERIFY(popup->isVisible());
        auto* from = popup->findChild<QLineEdit*>(QStringLiteral("rangeFrom"));
        auto* to = popup->findChild<QLineEdit*>(QStringLiteral("rangeTo"));
        auto* problem = popup->findChild<QLabel*>(QStringLiteral("rangeProblem"));
        auto* apply = popup->findChild<QPushButton*>(QStringLiteral("rangeApply"));
        QCOMPARE(from->text(), QStringLiteral("now-6h"));
        const auto type = [](QLineEdit* edit, const QString& text) {
            edit->selectAll();
            QTest::keyClicks(edit, text);
        };
        type(from, QStringLiteral("yesterdayish"));
        QVERIFY(problem->text().contains(QLatin1String("yesterdayish")));
        QTest::mouseClick(apply, Qt::LeftButton);
        QVERIFY(popup->isVisible());
        type(from, QStringLiteral("2023-11-14 12:00"));
        type(to, QStringLiteral("2023-11-14 11:00:30"));
        QTest::mouseClick(apply, Qt::LeftButton);
        QVERIFY(popup->isVisible());
        QVERIFY2(problem->text().contains(QLatin1String("ends before")), qPrintable(problem->text()));
        type(to, QStringLiteral("2023-11-14 13:30"));
        QTest::mouseClick(apply, Qt::LeftButton);
        QVERIFY(!popup->isVisible());
        QCOMPARE(w.workspace.time.resolve(kNow), (TimeRange{1699963200000, 1699968600000}));
    }

    void theIntervalMenuSetsAndLivePauses()
    {
        Window w;
        auto* interval = w.child<QToolButton>("intervalButton");
        QCOMPARE(interval->menu()->actions().size(), 8);
        interval->menu()->actions().at(2)->trigger();
        QCOMPARE(w.workspace.time.refreshInterval(), 5 * kSecond);
        auto* live = w.child<QToolButton>("liveButton");
        QTest::mouseClick(live, Qt::LeftButton);
        QVERIFY(w.workspace.time.paused());
        QCOMPARE(live->text(), QStringLiteral("Paused"));
        QVERIFY(!w.window->dashboards().nextRefresh());
        QTest::mouseClick(live, Qt::LeftButton);
        QVERIFY(!w.workspace.time.paused());
        interval->menu()->actions().at(0)->trigger();
        QVERIFY(!live->isVisible());
    }

    void theStatusLineTellsTheRound()
    {
        Window w;
        w.source->answer(0, 1);
        w.source->answer(1, 2);
        QVERIFY(w.child<QLabel>("statusRound")->text().startsWith(QLatin1String("2 queries")));
        QTRY_VERIFY(w.child<QLabel>("statusSource")->text().startsWith(QStringLiteral("fake · Fake 1.0")));
    }

    void variablesAreChipsAndChoicesWork()
    {
        Window w;
        auto* model = w.child<QToolButton>("variable_model");
        auto* fixed = w.child<QToolButton>("variable_fixed");
        QVERIFY(model->isVisible() && fixed->isVisible());
        QVERIFY(!fixed->menu()); // nothing to choose: not a control
        QCOMPARE(fixed->focusPolicy(), Qt::NoFocus);
        const auto before = w.source->asked.size();
        model->menu()->actions().at(1)->trigger();
        QCoreApplication::processEvents();
        QCOMPARE(w.source->asked.at(before).expression, std::string("latency{model='b'}"));
        QVERIFY(model->accessibleName().contains(QLatin1String("b")));
    }

    void rowTitlesFollowTheVariables()
    {
        Window w(false);
        std::string json = kDashboard;
        json.insert(json.rfind("]}"), R"(, {"id": 3, "type": "row", "title": "Of $model", "panels": [],
            "gridPos": {"x": 0, "y": 8, "w": 24, "h": 1}})");
        w.window->dashboards().setDocument(*dashboard::Document::parse(json, "o.json"), {});
        const auto* row = w.window->findChild<grid::RowHeader*>();
        QVERIFY(row);
        QCOMPARE(row->accessibleName(), QStringLiteral("Of a"));
        w.child<QToolButton>("variable_model")->menu()->actions().at(1)->trigger();
        QCOMPARE(row->accessibleName(), QStringLiteral("Of b"));
    }

    void aDroppedDashboardOpens()
    {
        Window w(false);
        w.window->showPage(QStringLiteral("sources"));
        w.drop({QUrl::fromLocalFile(w.file(QStringLiteral("d.json"), kDashboard))});
        QTRY_COMPARE(w.window->currentPage(), QStringLiteral("dashboards"));
        QCOMPARE(w.window->dashboards().document()->title(), std::string("Overview"));
        QCOMPARE(w.window->opener().opened().back().what, std::string("dashboard"));
    }

    void aDroppedLogIsEvaluatedAndBecomesASource()
    {
        Window w(false);
        w.drop({QUrl::fromLocalFile(w.file(QStringLiteral("run.csv"), kLog))});
        QTRY_COMPARE(w.workspace.logs.all().size(), std::size_t(1));
        QCOMPARE(w.workspace.logs.all().front().result->rows, std::uint64_t(6));
        QTRY_COMPARE(w.window->currentPage(), QStringLiteral("evaluate"));
        QCOMPARE(w.workspace.sources.all().size(), std::size_t(2));
        QVERIFY(w.workspace.sources.all().back()->isLocal());
        QCOMPARE(w.notice(), QString());
    }

    void droppedRulesAreWatched()
    {
        Window w(false);
        w.drop({QUrl::fromLocalFile(
            w.file(QStringLiteral("r.yml"), "groups:\n- name: g\n  rules:\n  - alert: Slow\n    expr: latency > 1\n"))});
        QTRY_COMPARE(w.window->currentPage(), QStringLiteral("alerts"));
        QCOMPARE(w.workspace.alerts.status().size(), std::size_t(1));
    }

    void whatCannotBeOpenedIsToldByName()
    {
        Window w(false);
        const QByteArray jpeg("\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\n\0\xFF", 15);
        w.drop({QUrl::fromLocalFile(w.file(QStringLiteral("holiday.jpg"), jpeg))});
        QTRY_VERIFY2(w.notice().contains(QLatin1String("holiday.jpg")), qPrintable(w.notice()));
        w.drop({QUrl::fromLocalFile(w.file(QStringLiteral("broken.json"), "{\"panels\": [\n  {,}]}"))});
        QTRY_VERIFY2(w.notice().contains(QLatin1String("broken.json:2")), qPrintable(w.notice()));
        w.drop({QUrl::fromLocalFile(w.file(QStringLiteral("broken.yml"), "groups:\n- name: g\n  rulez: []\n"))});
        QTRY_VERIFY2(w.notice().contains(QLatin1String("broken.yml:3")), qPrintable(w.notice()));
        w.drop({QUrl::fromLocalFile(w.folder.filePath(QStringLiteral("nowhere.csv")))});
        QVERIFY2(w.notice().contains(QLatin1String("nowhere.csv")), qPrintable(w.notice()));
        w.drop({QUrl::fromLocalFile(w.file(QStringLiteral("empty.csv"), ""))});
        QTRY_VERIFY2(w.notice().contains(QLatin1String("empty.csv")), qPrintable(w.notice()));
        QTRY_VERIFY(!w.window->opener().busy());
        QCOMPARE(w.window->currentPage(), QStringLiteral("dashboards"));
        QTest::keyClick(w.window.get(), Qt::Key_Escape);
        QCOMPARE(w.notice(), QString());
    }

    void hostileTextIsShownAsItIs()
    {
        Window w(false);
        w.window->showNotice(QStringLiteral("<img src=/dev/zero> \u001b[31m"), true);
        QVERIFY(w.notice().startsWith(QLatin1String("<img src=/dev/zero>")));
        QVERIFY(!w.notice().contains(QChar(0x1b)));
        for (const QLabel* label : w.window->findChildren<QLabel*>())
            if (!label->text().isEmpty())
                QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void editingMarksUnsavedUndoTakesBackAndSaveKeepsUnknownFields()
    {
        Window w;
        const QString path = w.file(QStringLiteral("o.json"), kDashboard);
        auto& page = w.window->dashboards();
        page.setDocument(*dashboard::Document::parse(kDashboard, "o.json"), path);
        auto* save = w.child<QToolButton>("saveButton");
        auto* edit = w.child<QToolButton>("editButton");
        QVERIFY(edit->isVisible());
        QVERIFY(!save->isVisible());
        QTest::mouseClick(edit, Qt::LeftButton);
        QVERIFY(page.board().grid().editing());
        Q_EMIT page.board().grid().rearranged({{1, {0, 0, 24, 8}}, {2, {0, 8, 24, 8}}});
        QVERIFY(page.unsaved());
        QVERIFY(save->isVisible());
        QVERIFY(page.breadcrumb().last().contains(QLatin1String("unsaved")));
        QTest::keyClick(w.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(page.document()->panel(1)->grid.w, 12);
        Q_EMIT page.board().grid().rearranged({{1, {0, 0, 24, 8}}, {2, {0, 8, 24, 8}}});
        QTest::keyClick(w.window.get(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!page.unsaved());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("myField") && text.contains("kept"));
        QCOMPARE(dashboard::Document::parse(text.toStdString(), "again")->panel(2)->grid, (dashboard::GridPos{0, 8, 24, 8}));
        QTest::keyClick(w.window.get(), Qt::Key_Escape);
        QVERIFY(!page.board().grid().editing());
    }

    // Hazard 26.
    void aFailedSaveKeepsTheOldFileAndStaysUnsaved()
    {
        Window w;
        const QByteArray old = QByteArray(kDashboard);
        const QString path = w.file(QStringLiteral("o.json"), old);
        auto& page = w.window->dashboards();
        page.setDocument(*dashboard::Document::parse(kDashboard, "o.json"), path);
        Q_EMIT page.board().grid().rearranged({{1, {0, 0, 24, 8}}});
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit full{100, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &full);
        const bool saved = page.saveTo(path);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!saved);
        QVERIFY(page.unsaved());
        QVERIFY2(w.notice().contains(path), qPrintable(w.notice()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), old);
        QVERIFY(page.saveTo(path)); // trying again works
        QVERIFY(!page.unsaved());
    }

    void everyControlHasANameAndCanBeReached()
    {
        Window w;
        for (const char* id : {"dashboards", "explore", "evaluate", "alerts", "sources", "welcome"}) {
            w.window->showPage(QLatin1String(id));
            QCoreApplication::processEvents();
            for (const QAbstractButton* button : w.window->findChildren<QAbstractButton*>()) {
                if (!button->isVisible() || button->objectName().startsWith(QLatin1String("qt_")))
                    continue;
                QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(),
                    qPrintable(QStringLiteral("%1 on %2").arg(button->metaObject()->className(), QLatin1String(id))));
            }
        }
    }

    void everyPageSurvivesBothThemesAndSizes()
    {
        Window w;
        for (const auto mode : {theme::Mode::Light, theme::Mode::Dark}) {
            theme::Theme::instance().apply(*qApp, mode);
            for (const QSize& size : {QSize(1280, 720), QSize(1600, 900)}) {
                w.window->resize(size);
                for (const char* id : {"dashboards", "explore", "evaluate", "alerts", "sources", "welcome"}) {
                    w.window->showPage(QLatin1String(id));
                    QCoreApplication::processEvents();
                    const QImage image = w.window->grab().toImage();
                    QCOMPARE(image.size(), size);
                    QCOMPARE(image.pixelColor(size.width() - 3, 3), theme::colors().canvas);
                }
            }
        }
    }
};

QTEST_MAIN(TestShell)
#include "tst_shell.moc"

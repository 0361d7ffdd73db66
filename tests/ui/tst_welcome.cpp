// The first window: three doors and what was opened before.
#include "fake_source.h"
#include "page_shots.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/door.h"
#include "ui/shell/main_window.h"
#include "ui/shell/welcome_page.h"

#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

constexpr TimeMs kNow = 1'786'717'920'000;

QPushButton* button(QWidget& page, const QString& text)
{
    for (auto* one : page.findChildren<QPushButton*>())
        if (one->text() == text)
            return one;
    return nullptr;
}

std::unique_ptr<state::State> stateIn(const QTemporaryDir& home)
{
    return state::State::open(state::choosePaths([](const char*) { return std::nullopt; }, home.path().toStdString()), kNow);
}

} // namespace

class TestWelcome : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void doorsOpen()
    {
        Workspace workspace;
        WelcomePage page(workspace);
        page.resize(1520, 828);
        page.show();
        QSignalSpy demo(&page, &Page::demoRequested), choose(&page, &Page::openDialogRequested),
            shown(&page, &Page::showPageRequested);
        button(page, "Start the demo")->click();
        QCOMPARE(demo.size(), 1);
        button(page, "Choose files")->click();
        QCOMPARE(choose.size(), 1);
        page.setAddress("http://127.0.0.1:9");
        button(page, "Connect")->click();
        QCOMPARE(workspace.sources.all().size(), std::size_t(1));
        QCOMPARE(workspace.sources.all()[0]->name(), std::string("127.0.0.1:9"));
        QCOMPARE(shown.size(), 1);
        QCOMPARE(shown[0][0].toString(), QString("explore"));
    }

    void probeSaysWhatFails()
    {
        Workspace workspace;
        WelcomePage page(workspace);
        page.setAddress("http://127.0.0.1:9");
        QTRY_VERIFY2(page.probeText().contains("127.0.0.1:9"), qPrintable(page.probeText()));
        page.setAddress("nonsense");
        QVERIFY(page.probeText().contains("An address like"));
        QSignalSpy messages(&page, &Page::message);
        page.connectServer();
        QCOMPARE(messages.size(), 1);
        QVERIFY(workspace.sources.all().empty());
    }

    void filesAreDropped()
    {
        Workspace workspace;
        WelcomePage page(workspace);
        auto* zone = page.findChild<DropZone*>();
        QSignalSpy opened(&page, &Page::openRequested);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile("/data/a.csv"), QUrl("http://elsewhere/x.csv")});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(zone, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(zone, &drop);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toStringList(), QStringList{"/data/a.csv"});
    }

    void recentOpensAndMissingIsSaid()
    {
        QTemporaryDir home;
        const std::string there = home.filePath("a.csv").toStdString();
        std::ofstream(there) << "x\n";
        const auto state = stateIn(home);
        QVERIFY(state->remember({"log", "/nowhere/b.csv", "b.csv", kNow}).has_value());
        QVERIFY(state->remember({"log", there, "a.csv", kNow}).has_value());
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        workspace.state = state.get();
        WelcomePage page(workspace);
        QTRY_COMPARE(page.recent().cell(0, 3).text, QString("file found"));
        QCOMPARE(page.recent().cell(1, 3).text, QString("not there"));
        QSignalSpy opened(&page, &Page::openRequested);
        page.openRecent(0);
        QCOMPARE(opened[0][0].toStringList(), QStringList{QString::fromStdString(there)});
        page.openRecent(7);
        QCOMPARE(opened.size(), 1);
    }

    void pictures()
    {
        QTemporaryDir home;
        const auto state = stateIn(home);
        const std::string csv = WG_SOURCE_DIR "/resources/demo/tumours.csv";
        for (const state::Opened& one :
            {state::Opened{"rules", WG_SOURCE_DIR "/resources/demo/rules.yml", "rules.yml", kNow - 6 * kDay},
                state::Opened{"dashboard", "/home/ada/dashboards/node-exporter-full.json", "Node Exporter Full", kNow - kDay},
                state::Opened{"log", csv, "tumours.csv", kNow - 3 * kHour},
                state::Opened{"source", "http://prometheus.prod:9090", "prometheus.prod", kNow - kHour}})
            QVERIFY(state->remember(one).has_value());
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        workspace.state = state.get();
        MainWindow window(workspace);
        window.show();
        window.showPage("welcome");
        test::shoot(window, "welcome");
    }
};

QTEST_MAIN(TestWelcome)
#include "tst_welcome.moc"

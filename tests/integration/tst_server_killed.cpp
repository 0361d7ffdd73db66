// A Prometheus is killed with -9 under the running window and comes back: the panel keeps its data, says who is gone, and goes
// on by itself.
#include "core/runtime/sources/open_source.h"
#include "tests/helpers/server_process.h"
#include "ui/panels/panel_frame.h"
#include "ui/shell/dashboard_board.h"
#include "ui/shell/dashboard_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QTest>

using namespace wg;
using namespace wg::ui;

namespace {

constexpr const char* kDashboard = R"({"title": "One panel", "uid": "k", "schemaVersion": 39, "refresh": "1s",
  "time": {"from": "now-5m", "to": "now"}, "panels": [
  {"id": 1, "type": "timeseries", "title": "Clock", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 10}, "interval": "1s",
   "targets": [{"refId": "A", "expr": "node_time_seconds"}]}]})";

TimeMs newestSample(const shell::PanelState& state)
{
    TimeMs newest = 0;
    if (state.data)
        for (const panels::Frame& frame : state.data->frames)
            for (const series::Series& one : std::get<series::Matrix>(*frame.value).series)
                if (!one.t.empty())
                    newest = std::max(newest, one.t.back());
    return newest;
}

} // namespace

class TestServerKilled : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dataStayTheMessageNamesTheServerAndItComesBack()
    {
        theme::Theme::instance().apply(*qApp, theme::Mode::Dark);
        test::ServerProcess exporter(test::ServerProcess::Kind::NodeExporter);
        QVERIFY2(exporter.start(), qPrintable(exporter.error()));
        const QByteArray config = QStringLiteral("global: {scrape_interval: 1s}\n"
                                                 "scrape_configs: [{job_name: node, static_configs: [{targets: ['%1']}]}]\n")
                                      .arg(exporter.address())
                                      .toUtf8();
        test::ServerProcess server(test::ServerProcess::Kind::Prometheus, config);
        QVERIFY2(server.start(), qPrintable(server.error()));

        shell::Workspace workspace;
        shell::MainWindow window(workspace);
        window.resize(1280, 720);
        window.show();
        auto source = sources::openSource({"prom", server.url().toStdString()}, {}, workspace.clock());
        QVERIFY(source);
        QVERIFY(workspace.sources.add(std::move(*source)));
        window.dashboards().setDocument(*dashboard::Document::parse(kDashboard, "killed.json"), {});
        shell::DashboardController& controller = window.dashboards().board().controller();
        const auto state = [&]() -> const shell::PanelState& { return controller.panel(1); };

        QTRY_VERIFY_WITH_TIMEOUT(newestSample(state()) > 0, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(!state().error && !state().loading, 5'000);

        server.kill();
        QTRY_VERIFY_WITH_TIMEOUT(state().error.has_value(), 10'000);
        const auto kept = state().data;
        QVERIFY(kept && newestSample(state()) > 0);
        const auto problem = controller.problem(1);
        QVERIFY2(problem->text.contains(server.address()), qPrintable(problem->text));

        QElapsedTimer down;
        down.start();
        while (down.elapsed() < 5000) {
            QTest::qWait(100);
            QCOMPARE(state().data, kept); // the very same object: nothing was redrawn, nothing lost
            QCOMPARE(window.dashboards().board().frame(1)->data(), kept.get());
            QVERIFY(state().error);
        }
        const TimeMs before = newestSample(state());

        QElapsedTimer back;
        back.start();
        QVERIFY2(server.start(), qPrintable(server.error()));
        QTRY_VERIFY_WITH_TIMEOUT(!state().error && newestSample(state()) > before, 15'000);
        QVERIFY2(back.elapsed() < 15'000, qPrintable(QString::number(back.elapsed())));
    }
};

QTEST_MAIN(TestServerKilled)
#include "tst_server_killed.moc"

// The Sources page, the connect dialog and what is remembered of a connection.
#include "core/runtime/state/secret_store.h"
#include "fake_source.h"
#include "page_shots.h"
#include "ui/editors/source_dialog.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/connect_source.h"
#include "ui/shell/main_window.h"
#include "ui/shell/opener.h"
#include "ui/shell/sources_page.h"

#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;
using editors::SourceForm;

namespace {

constexpr TimeMs kNow = 1'786'717'920'000;

struct Kept {
    QTemporaryDir home;
    std::unique_ptr<state::State> state;
    std::unique_ptr<state::SecretStore> secrets;
    Workspace workspace;

    Kept()
    {
        workspace.clock = [] { return kNow; };
        state =
            state::State::open(state::choosePaths([](const char*) { return std::nullopt; }, home.path().toStdString()), kNow);
        secrets = std::make_unique<state::SecretStore>(state->paths().config + "/secrets.json");
        workspace.state = state.get();
        workspace.secrets = secrets.get();
    }
};

SourceForm bearer(SourceForm::Keep keep)
{
    SourceForm form;
    form.name = "prod";
    form.url = "http://127.0.0.1:9/prometheus";
    form.auth = SourceForm::Auth::Bearer;
    form.secret = Secret("canary-7f3a");
    form.keep = keep;
    return form;
}

} // namespace

class TestSourcesPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void testsAndRemoves()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        (void)workspace.sources.add(std::make_unique<test::FakeSource>("one"));
        (void)workspace.sources.add(std::make_unique<test::FakeSource>("two", true));
        SourcesPage page(workspace);
        page.show();
        page.activated();
        QTRY_VERIFY2(page.table().cell(0, 4).text.startsWith("Fake 1.0 answers"), qPrintable(page.table().cell(0, 4).text));
        QCOMPARE(page.table().cell(0, 3).text, QString("default"));
        QCOMPARE(page.table().cell(1, 2).text, QString("local"));
        page.select("one");
        page.removeSelected();
        QCOMPARE(page.table().rowCount(), 1);
        QVERIFY(!workspace.sources.find("one"));
    }

    void refusedServerSaysWhere()
    {
        Kept kept;
        SourceForm form;
        form.name = "down";
        form.url = "http://127.0.0.1:9";
        QVERIFY(connectSource(kept.workspace, form, [](const QString&, bool) { }).has_value());
        SourcesPage page(kept.workspace);
        page.show();
        page.activated();
        QTRY_VERIFY2(page.table().cell(0, 4).tip.contains("127.0.0.1:9"), qPrintable(page.table().cell(0, 4).text));
    }

    /// A secret is nowhere but where the user said.
    void rememberedWithoutItsSecret()
    {
        Kept kept;
        QStringList told;
        const Tell tell = [&](const QString& text, bool) { told << text; };
        QVERIFY(connectSource(kept.workspace, bearer(SourceForm::Keep::Session), tell).has_value());
        QTest::qWait(20);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(kept.home.path().toStdString()))
            if (entry.is_regular_file()) {
                QFile file(QString::fromStdString(entry.path().string()));
                QVERIFY(file.open(QIODevice::ReadOnly));
                QVERIFY2(!file.readAll().contains("canary-7f3a"), qPrintable(file.fileName()));
            }
        QCOMPARE(kept.state->connections().size(), std::size_t(1));
        QVERIFY(told.isEmpty());
        // Typed in this session, so it comes back without asking.
        kept.workspace.sources.remove(kept.workspace.sources.find("prod"));
        QCOMPARE(waitingConnections(kept.workspace).size(), std::size_t(1));
        restoreSources(kept.workspace, this, tell);
        QTRY_VERIFY(kept.workspace.sources.find("prod"));
        forgetSource(kept.workspace, "prod", tell);
        QVERIFY(kept.state->connections().empty());
        QVERIFY(!kept.workspace.sources.find("prod"));
    }

    /// The address is written to files as it is, so it may hold no secret.
    void secretInTheAddressIsRefused()
    {
        Kept kept;
        SourceForm form;
        form.name = "prod";
        form.url = "http://127.0.0.1:9/?token=canary-7f3a";
        const auto connected = connectSource(kept.workspace, form, [](const QString&, bool) { });
        QVERIFY(!connected);
        QVERIFY2(
            QString::fromStdString(connected.error().text()).contains("sign-in instead"), connected.error().text().c_str());
        QVERIFY(kept.state->connections().empty());
        // From the command line it is used in this session; what is remembered is the address without it.
        Opener opener(kept.workspace);
        opener.open({QString::fromStdString(form.url)});
        QCOMPARE(kept.workspace.sources.all().size(), std::size_t(1));
        QCOMPARE(kept.state->recent().size(), std::size_t(1));
        QCOMPARE(kept.state->recent()[0].place, std::string("http://127.0.0.1:9"));
    }

    void missingSecretWaits()
    {
        Kept kept;
        SourceForm form = bearer(SourceForm::Keep::Session);
        form.secretFrom = SourceForm::SecretFrom::Environment;
        form.secretPlace = "WG_TEST_NO_SUCH_VARIABLE";
        state::Connection connection;
        connection.id = "x";
        connection.name = "prod";
        connection.url = form.url;
        connection.auth = state::Connection::Auth::Bearer;
        connection.secretIn = state::Connection::SecretIn::Environment;
        connection.secretPlace = form.secretPlace;
        QVERIFY(kept.state->setConnections({connection}).has_value());
        QStringList told;
        restoreSources(kept.workspace, this, [&](const QString& text, bool) { told << text; });
        QTRY_COMPARE(told.size(), 1);
        QVERIFY(told[0].contains("WG_TEST_NO_SUCH_VARIABLE"));
        SourcesPage page(kept.workspace);
        QCOMPARE(page.table().cell(0, 4).text, QString("waits for its secret: Sign in"));
        QVERIFY(!connectSource(kept.workspace, form, [](const QString&, bool) { }).has_value());
    }

    void dialogRefuses_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("scheme") << "ftp://x" << "a" << "must be like http";
        QTest::newRow("no host") << "http://" << "a" << "must be like http";
        QTest::newRow("secret") << "http://x:9090/?api_key=s3cret" << "a" << "sign-in instead";
        QTest::newRow("taken") << "http://x" << "taken" << "already";
        QTest::newRow("fine") << "http://x:9090/prom" << "a" << "";
    }
    void dialogRefuses()
    {
        QFETCH(QString, url);
        QFETCH(QString, name);
        QFETCH(QString, says);
        editors::SourceDialog dialog([](const std::string& n) { return n == "taken"; }, [] { return kNow; });
        SourceForm form;
        form.url = url.toStdString();
        form.name = name.toStdString();
        dialog.setForm(form);
        QVERIFY2(says.isEmpty() ? dialog.problem().isEmpty() : dialog.problem().contains(says), qPrintable(dialog.problem()));
        dialog.accept();
        QCOMPARE(dialog.result() == QDialog::Accepted, says.isEmpty());
    }

    void passwordLeavesTheAddress()
    {
        editors::SourceDialog dialog({}, [] { return kNow; });
        SourceForm form;
        form.url = "http://ada:canary@host:9090/p";
        dialog.setForm(form);
        const SourceForm taken = dialog.form();
        QCOMPARE(taken.url, std::string("http://host:9090/p"));
        QCOMPARE(taken.user, std::string("ada"));
        QCOMPARE(taken.secret.reveal(), std::string("canary"));
        QVERIFY(taken.auth == SourceForm::Auth::Basic);
        QVERIFY(taken.name.find("canary") == std::string::npos);
    }

    void testNamesTheFailedStep()
    {
        editors::SourceDialog dialog({}, [] { return kNow; });
        SourceForm form;
        form.url = "http://127.0.0.1:9";
        dialog.setForm(form);
        dialog.show();
        dialog.test();
        const auto labels = dialog.findChildren<QLabel*>();
        QTRY_VERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->property("tone") == "critical" && label->text().contains("127.0.0.1:9");
        }));
    }

    void pictures()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        (void)workspace.sources.add(std::make_unique<test::FakeSource>("prometheus.prod"));
        (void)workspace.sources.add(std::make_unique<test::FakeSource>("tumours.csv", true));
        SourceForm down;
        down.name = "staging";
        down.url = "http://127.0.0.1:9";
        QVERIFY(connectSource(workspace, down, [](const QString&, bool) { }).has_value());
        MainWindow window(workspace);
        window.show();
        window.showPage("sources");
        qobject_cast<SourcesPage*>(window.page("sources"))->select("staging");
        test::shoot(window, "sources");
        editors::SourceDialog dialog({}, [] { return kNow; });
        SourceForm form = bearer(SourceForm::Keep::Keychain);
        form.auth = SourceForm::Auth::Basic;
        form.user = "ada";
        dialog.setForm(form);
        dialog.show();
        dialog.test();
        QTest::qWait(300);
        QVERIFY(dialog.grab().save(QStringLiteral(WG_BINARY_DIR "/shots/source-dialog-dark.png")));
    }
};

QTEST_MAIN(TestSourcesPage)
#include "tst_sources_page.moc"

// Our own engine scripts, tests/promql/*.test. A comment "# compat: 2.42 2.55" in a script names the versions it holds for.
#include "core/base/file.h"
#include "tests/promql/script/runner.h"

#include <QDir>
#include <QtTest>

using namespace wg;
using test::script::Report;

class TestPromqlScripts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scripts_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(WG_SOURCE_DIR "/tests/promql"));
        const QStringList files = folder.entryList({QStringLiteral("*.test")});
        QVERIFY(!files.isEmpty());
        for (const QString& file : files)
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
    }
    void scripts()
    {
        QFETCH(QString, path);
        const auto text = readFile(path.toStdString(), 1 << 20);
        QVERIFY(text.has_value());
        const auto versions = test::script::scriptVersions(*text);
        QVERIFY2(versions.has_value(), versions ? "" : versions.error().text().c_str());
        QVERIFY(!versions->empty());
        for (const test::script::Version& version : *versions) {
            const auto report = test::script::runScript(*text, test::script::testEngine(version.compat));
            QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
            for (const Report::Entry& entry : report->failed)
                qWarning("%s, %zu: %s", version.name.c_str(), entry.line, entry.text.c_str());
            QCOMPARE(report->failed.size(), std::size_t(0));
            QCOMPARE(report->leftOut.size(), std::size_t(0));
            QVERIFY(report->passed > 0);
        }
    }
};

QTEST_APPLESS_MAIN(TestPromqlScripts)
#include "tst_promql_scripts.moc"

// Our own engine scripts, tests/promql/*.test.
#include "core/base/file.h"
#include "tests/helpers/promql_script.h"

#include <QDir>
#include <QtTest>

using namespace wg;

class TestPromqlScripts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scripts_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(WG_SOURCE_DIR "/tests/promql"));
        for (const QString& file : folder.entryList({QStringLiteral("*.test")}))
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
    }
    void scripts()
    {
        QFETCH(QString, path);
        const auto text = readFile(path.toStdString(), 1 << 20);
        QVERIFY(text.has_value());
        const auto report = test::PromqlScript(promql::Compat::V3).run(*text);
        for (const std::string& failure : report.failures)
            qWarning("%s", failure.c_str());
        QCOMPARE(report.failures.size(), std::size_t(0));
        QCOMPARE(report.unsupported, 0);
        QVERIFY(report.passed > 0);
    }

    void aWrongExpectationFails()
    {
        const auto report = test::PromqlScript(promql::Compat::V3).run("load 1m\n  a 1\n\neval instant at 0 a\n  a 2\n");
        QCOMPARE(report.failures.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestPromqlScripts)
#include "tst_promql_scripts.moc"

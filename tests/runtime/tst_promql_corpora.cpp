// Prometheus' own engine scripts at 2.42, 2.55 and 3.14, each with the engine of that version: no evaluation may fail, and only
// those with native histograms may be left out.
#include "core/base/file.h"
#include "tests/promql/script/runner.h"

#include <QDir>
#include <QtTest>

using namespace wg;
using test::script::Report;

class TestPromqlCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(QStringLiteral(WG_CORPORA "/promql")).exists())
            QSKIP("the corpora are not beside the checkout");
    }

    void scripts_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("compat");
        const QStringList folders{"v2.42", "v2.55", "v3.14"};
        for (const QString& version : folders) {
            const QDir folder(QStringLiteral(WG_CORPORA "/promql/") + version);
            for (const QString& file : folder.entryList({QStringLiteral("*.test")}))
                QTest::addRow("%s/%s", qPrintable(version), qPrintable(file))
                    << folder.filePath(file) << (version == "v3.14" ? QStringLiteral("3") : version.mid(1));
        }
    }
    void scripts()
    {
        QFETCH(QString, path);
        QFETCH(QString, compat);
        const auto text = readFile(path.toStdString(), 1 << 20);
        QVERIFY(text.has_value());
        const auto version = promql::parseCompat(compat.toStdString());
        QVERIFY(version.has_value());
        const auto report = test::script::runScript(*text, test::script::testEngine(*version));
        QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
        for (const Report::Entry& entry : report->failed)
            qWarning("%zu: %s", entry.line, entry.text.c_str());
        qInfo("%zu passed, %zu failed, %zu left out", report->passed, report->failed.size(), report->leftOut.size());
        QCOMPARE(report->failed.size(), std::size_t(0));
        QVERIFY(report->passed + report->leftOut.size() > 0);
        for (const Report::Entry& entry : report->leftOut)
            QVERIFY2(entry.text.find("native histogram") != std::string::npos, entry.text.c_str());
        m_passed += report->passed;
        m_leftOut += report->leftOut.size();
    }

    void cleanupTestCase() { qInfo("all: %zu passed, %zu left out", m_passed, m_leftOut); }

private:
    std::size_t m_passed = 0;
    std::size_t m_leftOut = 0;
};

QTEST_APPLESS_MAIN(TestPromqlCorpora)
#include "tst_promql_corpora.moc"

// Prometheus' own engine scripts of 2.42 and 3.14: what is supported must give the answers written there.
#include "tests/helpers/promql_script.h"

#include "core/base/file.h"

#include <QDir>
#include <QtTest>

using namespace wg;

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
        QTest::addColumn<bool>("old");
        // The rest of 3.14 is about flags and native histograms.
        const QStringList beyond{"duration_expression.test", "extended_vectors.test", "fill-modifier.test", "info.test",
            "limit.test", "name_label_dropping.test", "native_histograms.test", "start_timestamps.test", "type_and_unit.test"};
        for (const char* version : {"v2.42", "v3.14"}) {
            const QDir folder(QStringLiteral(WG_CORPORA "/promql/") + QLatin1String(version));
            for (const QString& file : folder.entryList({QStringLiteral("*.test")})) {
                if (!beyond.contains(file))
                    QTest::addRow("%s/%s", version, qPrintable(file)) << folder.filePath(file) << (version[1] == '2');
            }
        }
    }
    void scripts()
    {
        QFETCH(QString, path);
        QFETCH(bool, old);
        const auto text = readFile(path.toStdString(), 1 << 20);
        QVERIFY(text.has_value());
        test::PromqlScript script(old ? promql::Compat::V2_42 : promql::Compat::V3);
        const auto report = script.run(*text);
        for (const std::string& failure : report.failures)
            qWarning("%s", failure.c_str());
        qInfo("%d passed, %d unsupported", report.passed, report.unsupported);
        QCOMPARE(report.failures.size(), std::size_t(0));
        QVERIFY(report.passed > 0);
    }
};

QTEST_APPLESS_MAIN(TestPromqlCorpora)
#include "tst_promql_corpora.moc"

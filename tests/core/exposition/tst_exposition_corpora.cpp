#include "core/exposition/parse.h"

#include <QtTest>

using namespace wg::exposition;

class TestExpositionCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("up");
        QTest::addColumn<int>("samples");
        const QString folder = WG_CORPORA "/exposition/";
        if (!QFile::exists(folder))
            QSKIP("the corpora are not beside the checkout");
        QFile verdicts(folder + "scrape-verdicts-2.42.tsv");
        QVERIFY(verdicts.open(QIODevice::ReadOnly));
        verdicts.readLine();
        while (!verdicts.atEnd()) {
            const QStringList fields = QString::fromUtf8(verdicts.readLine()).split('\t');
            if (fields[0].endsWith(".bin")) // protobuf is not read here
                continue;
            QTest::newRow(qPrintable(fields[0])) << folder + fields[0] << (fields[1] == "1") << fields[2].toInt();
        }
    }

    /// What a real Prometheus 2.42 said when it scraped the file.
    void verdicts()
    {
        QFETCH(QString, file);
        QFETCH(bool, up);
        QFETCH(int, samples);
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        const auto format = file.contains(".om.") ? Format::OpenMetrics : Format::Text;
        const auto page = parsePage(in.readAll().toStdString(), format, "page");
        QVERIFY2(page.has_value() == up, page ? "accepted" : page.error().text().c_str());
        if (page)
            QCOMPARE(static_cast<int>(page->samples.size()), samples);
        else
            QVERIFY(page.error().position && page.error().position->line > 0 && page.error().position->column > 0);
    }
};

QTEST_APPLESS_MAIN(TestExpositionCorpora)
#include "tst_exposition_corpora.moc"

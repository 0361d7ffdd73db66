#include "core/dashboard/document.h"
#include "core/dashboard/interpolate.h"

#include <QtTest>

using namespace wg;
using namespace wg::dashboard;

namespace {

int countPanels(const std::vector<Panel>& panels)
{
    int count = 0;
    for (const Panel& panel : panels)
        count += 1 + countPanels(panel.panels);
    return count;
}

} // namespace

class TestDashboardsCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void files_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("note");
        const QString folder = WG_CORPORA "/dashboards/";
        if (!QFile::exists(folder))
            QSKIP("the corpora are not beside the checkout");
        QFile index(folder + "SOURCES.tsv");
        QVERIFY(index.open(QIODevice::ReadOnly));
        index.readLine();
        while (!index.atEnd()) {
            const QStringList fields = QString::fromUtf8(index.readLine()).trimmed().split('\t');
            QTest::newRow(qPrintable(fields[0])) << folder + fields[0] << fields.value(5);
        }
    }

    void files()
    {
        QFETCH(QString, file);
        QFETCH(QString, note);
        QFile in(file);
        QVERIFY(in.open(QIODevice::ReadOnly));
        const std::string bytes = in.readAll().toStdString();
        const auto document = Document::parse(bytes, "file.json");
        const auto isValid = !QJsonDocument::fromJson(QByteArray::fromStdString(bytes)).isNull();
        if (!isValid) {
            QVERIFY(!document);
            QVERIFY(document.error().position && document.error().position->line > 0);
            return;
        }
        QVERIFY2(document.has_value(), document ? "" : document.error().text().c_str());
        const std::string text = document->text();
        const auto again = Document::parse(text, "again");
        QVERIFY(again.has_value());
        QCOMPARE(again->text(), text);
        QVERIFY(again->warnings() == document->warnings());
        // Nothing of the file is lost: Qt reads the same tree out of it.
        QVERIFY(QJsonDocument::fromJson(QByteArray::fromStdString(text))
            == QJsonDocument::fromJson(QByteArray::fromStdString(bytes)));

        static const QRegularExpression panels("schemaVersion (\\d+), (\\d+) panels");
        if (const auto match = panels.match(note); match.hasMatch()) {
            const int noted = match.captured(2).toInt();
            const int read = countPanels(document->panels());
            // The notes count panels; rows of old files that show a title become panels here.
            if (match.captured(1).toInt() >= 16)
                QCOMPARE(read, noted);
            else
                QVERIFY2(read >= noted - 1, // one file holds a copy made by "repeat", which is left out
                    qPrintable(QString("%1 of %2").arg(read).arg(noted)));
        }
        auto edited = *document;
        const VariableValues values = variableValues(edited, {});
        for (const Panel& panel : document->panels()) {
            for (const Target& target : panel.targets)
                (void)interpolateQuery(target.expr, values, {});
            edited.setGrid(panel.id, panel.grid);
        }
        QCOMPARE(countPanels(edited.panels()), countPanels(document->panels()));
        for (std::size_t i = 0; i < edited.panels().size(); ++i)
            QCOMPARE(edited.panels()[i].grid, document->panels()[i].grid);
    }
};

QTEST_APPLESS_MAIN(TestDashboardsCorpora)
#include "tst_dashboards_corpora.moc"

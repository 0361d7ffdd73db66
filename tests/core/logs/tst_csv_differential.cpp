// Records and cells of random text against Python's csv module. Blanks are left out: we trim them, Python does not.
#include "core/logs/csv_records.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QtTest>

#include <random>

using namespace wg::logs;

namespace {

const char* const kOracle = "import csv, io, json, sys\n"
                            "out = []\n"
                            "for text in json.load(sys.stdin):\n"
                            "    out.append([r for r in csv.reader(io.StringIO(text, newline='')) if r])\n"
                            "json.dump(out, sys.stdout)\n";

QJsonArray ours(const QByteArray& text)
{
    QJsonArray records;
    RecordCutter cutter(',');
    std::string_view rest(text.data(), static_cast<std::size_t>(text.size()));
    while (!rest.empty()) {
        const auto status = cutter.next(rest, true);
        rest.remove_prefix(cutter.consumed());
        if (status != RecordCutter::Status::Record)
            continue;
        QJsonArray cells;
        for (const Cell& cell : cutter.cells())
            cells.append(QString::fromUtf8(cell.text.data(), static_cast<qsizetype>(cell.text.size())));
        records.append(cells);
    }
    return records;
}

} // namespace

class TestCsvDifferential : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsPython()
    {
        std::mt19937 random(22);
        const QByteArray alphabet = "ab1,,,\"\"\"\n\n\r;.";
        QJsonArray texts;
        for (int i = 0; i < 20'000; ++i) {
            QByteArray text;
            for (auto n = random() % 24; n > 0; --n)
                text += alphabet[static_cast<qsizetype>(random() % static_cast<unsigned>(alphabet.size()))];
            texts.append(QString::fromLatin1(text));
        }
        QProcess python;
        python.start("/usr/bin/python3", {"-c", kOracle});
        QVERIFY2(python.waitForStarted(), "the oracle /usr/bin/python3 is missing");
        python.write(QJsonDocument(texts).toJson());
        python.closeWriteChannel();
        QVERIFY(python.waitForFinished(60'000));
        const QJsonArray expected = QJsonDocument::fromJson(python.readAllStandardOutput()).array();
        QCOMPARE(expected.size(), texts.size());
        for (qsizetype i = 0; i < texts.size(); ++i) {
            const QByteArray text = texts[i].toString().toUtf8();
            QVERIFY2(ours(text) == expected[i].toArray(),
                qPrintable(QString("%1: %2, Python %3")
                        .arg(QString::fromUtf8(text.toPercentEncoding()), QString::fromUtf8(QJsonDocument(ours(text)).toJson()),
                            QString::fromUtf8(QJsonDocument(expected[i].toArray()).toJson()))));
        }
    }
};

QTEST_GUILESS_MAIN(TestCsvDifferential)
#include "tst_csv_differential.moc"

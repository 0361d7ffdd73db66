// Every event file of the corpora: as an independent reader saw it (expected.jsonl), and value by value as our Python oracle.
#include "core/logs/event_follow.h"
#include "tests/integration/event_values.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>

using namespace wg;

namespace {

const QString kFolder = QStringLiteral(WG_CORPORA "/tfevents");

double numberOf(const QJsonValue& value)
{
    if (value.isDouble())
        return value.toDouble();
    const QString text = value.toString();
    return text == "nan" ? std::nan("") : text == "inf" ? HUGE_VAL : -HUGE_VAL;
}

bool same(double a, double b)
{
    return (std::isnan(a) && std::isnan(b)) || a == b;
}

std::string framingOf(const logs::RecordReader& records)
{
    using logs::RecordFault;
    const auto at = [&records](const char* what) { return fmt::format("{} at byte {}", what, records.offset()); };
    switch (records.fault()) {
    case RecordFault::LengthCrc:
        return at("bad length crc");
    case RecordFault::DataCrc:
        return at("bad data crc");
    case RecordFault::Length: // the reader of expected.jsonl believes any length
        return at("truncated record");
    case RecordFault::None:
        break;
    }
    return records.torn() == 0 ? "ok" : at(records.torn() < logs::kRecordHeader ? "truncated header" : "truncated record");
}

} // namespace

class EventCorporaTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (!QDir(kFolder).exists())
            QSKIP("the corpora are not here");
        m_oracle = test::EventOracle(m_folder.filePath("generated"));
        QCOMPARE(m_oracle.generate(), QString());
    }

    void expected_data()
    {
        QTest::addColumn<QJsonObject>("expected");
        QFile file(kFolder + "/expected.jsonl");
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QByteArray& line : file.readAll().split('\n')) {
            const QJsonObject one = QJsonDocument::fromJson(line).object();
            if (!one.isEmpty())
                QTest::newRow(qPrintable(one["file"].toString())) << one;
        }
    }
    void expected()
    {
        QFETCH(QJsonObject, expected);
        const auto reader = test::readBytes(kFolder + "/" + expected["file"].toString());
        const logs::EventData& data = reader.data();
        QCOMPARE(qint64(data.events), qint64(expected["events"].toDouble()));
        QCOMPARE(framingOf(reader.records()), expected["framing"].toString().toStdString());
        QCOMPARE(data.version, expected["file_version"].toString().toStdString());
        const QJsonObject scalars = expected["scalars"].toObject();
        for (auto it = scalars.begin(); it != scalars.end(); ++it) {
            const auto found = data.scalars.find(it.key().toStdString());
            QVERIFY2(found != data.scalars.end(), qPrintable(it.key()));
            compare(found->second, it.value().toObject());
        }
        for (const auto& [tag, values] : data.scalars) // that reader knew no half floats
            QVERIFY2(scalars.contains(QString::fromStdString(tag)) || tag == "m/half", tag.c_str());
    }

    void valueByValue_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString& name : QDir(kFolder).entryList({"events.out.*"}, QDir::Files))
            QTest::newRow(qPrintable(name)) << kFolder + "/" + name;
    }
    void valueByValue()
    {
        QFETCH(QString, path);
        QCOMPARE(test::difference(test::linesOf(test::readBytes(path)), m_oracle.read(path)), QString());
    }

    /// As it lies there it is no event file; unpacked it is one.
    void packed()
    {
        logs::EventFile file((kFolder + "/events.out.tfevents.1700000061.gzip-made-61").toStdString());
        const auto read = file.refresh({});
        QVERIFY2(read && *read, read ? "" : read.error().text().c_str());
        QVERIFY(file.data().events > 0 && file.records().problem().empty());
    }

    /// The program prints the same counts and extremes.
    void theProgram()
    {
        QFile file(kFolder + "/expected.jsonl");
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QByteArray& line : file.readAll().split('\n')) {
            const QJsonObject expected = QJsonDocument::fromJson(line).object();
            if (expected["scalars"].toObject().isEmpty())
                continue;
            const auto [out, error] = test::EventOracle::run(
                WG_PROGRAM, {"runs", "--quiet", "--format", "json", kFolder + "/" + expected["file"].toString()});
            QCOMPARE(error, QString());
            const QJsonObject run = QJsonDocument::fromJson(out.toUtf8()).object()["runs"].toArray().at(0).toObject();
            int found = 0;
            for (const QJsonValue& tag : run["tags"].toArray()) {
                const QJsonObject want = expected["scalars"].toObject()[tag["tag"].toString()].toObject();
                if (want.isEmpty() || tag["kind"].toString() != "scalar")
                    continue;
                ++found;
                QCOMPARE(tag["points"].toInt(), want["n"].toInt());
                QCOMPARE(tag["last"]["value"].toDouble(), want["last"].toArray().at(2).toDouble());
                if (want["min"].isDouble())
                    QCOMPARE(tag["min"]["value"].toDouble(), want["min"].toDouble());
            }
            QCOMPARE(found, int(expected["scalars"].toObject().size()));
        }
    }

private:
    static void compare(const logs::EventScalars& ours, const QJsonObject& want)
    {
        QCOMPARE(int(ours.step.size()), want["n"].toInt());
        const auto point = [&ours](std::size_t i, const QJsonArray& at) {
            QCOMPARE(double(ours.step[i]), at[0].toDouble());
            QVERIFY(same(ours.wall[i], numberOf(at[1])));
            QVERIFY(same(ours.value[i], numberOf(at[2])));
        };
        point(0, want["first"].toArray());
        point(ours.step.size() - 1, want["last"].toArray());
        std::vector<double> values;
        std::ranges::copy_if(ours.value, std::back_inserter(values), [](double v) { return !std::isnan(v); });
        QVERIFY(!values.empty());
        QCOMPARE(std::ranges::min(values), numberOf(want["min"]));
        QCOMPARE(std::ranges::max(values), numberOf(want["max"]));
    }

    QTemporaryDir m_folder;
    test::EventOracle m_oracle{QString()};
};

QTEST_GUILESS_MAIN(EventCorporaTest)
#include "tst_event_corpora.moc"

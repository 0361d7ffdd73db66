// Event files that a Python writer makes from the public schema: every value equals what a Python reader of its own gets.
#include "core/evaluation/runs.h"
#include "tests/integration/event_values.h"

#include <QTemporaryDir>

using namespace wg;

class EventFilesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_oracle = test::EventOracle(m_folder.filePath("generated"));
        QCOMPARE(m_oracle.generate(), QString());
        QCOMPARE(m_oracle.write(m_folder.filePath("files")), QString());
    }

    void valueByValue_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"scalars", "tensors", "plugins", "restarts"})
            QTest::newRow(name) << name;
    }
    void valueByValue()
    {
        QFETCH(QString, name);
        const QString path = m_folder.filePath("files/events.out.tfevents.1." + name);
        const QStringList theirs = m_oracle.read(path);
        QVERIFY2(theirs.size() > 60, qPrintable(theirs.join('\n').left(500)));
        QCOMPARE(test::difference(test::linesOf(test::readBytes(path)), theirs), QString());
    }

    /// The same values whatever the sizes of the pieces.
    void inPieces()
    {
        const QString path = m_folder.filePath("files/events.out.tfevents.1.plugins");
        const QStringList whole = test::linesOf(test::readBytes(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string bytes = file.readAll().toStdString();
        for (const std::size_t piece : {1, 13, 997}) {
            logs::EventReader reader(test::kNoLimits);
            for (std::size_t at = 0; at < bytes.size(); at += piece)
                reader.feed(std::string_view(bytes).substr(at, piece));
            QCOMPARE(test::difference(test::linesOf(reader), whole), QString());
        }
    }

    /// 40 steps, at most 20 images: every second one and the newest.
    void whatIsLeftOutIsSaid()
    {
        const auto reader = test::readBytes(m_folder.filePath("files/events.out.tfevents.1.plugins"), {});
        const auto& images = reader.data().images.at("pictures");
        std::vector<std::int64_t> steps;
        for (const logs::EventImage& image : images)
            steps.push_back(image.step);
        QCOMPARE(steps, (std::vector<std::int64_t>{0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 39}));
        QCOMPARE(reader.data().histograms.at("weights").size(), std::size_t{40});
        const Warnings notes = reader.notes();
        const bool said = std::ranges::any_of(
            notes, [](const Warning& note) { return note.message.find("between others were left out") != std::string::npos; });
        QVERIFY(said);
    }

    /// Three files of one folder; the third starts at step 80, where the second was at 100 already.
    void rotation()
    {
        const auto set = evaluation::openRuns(m_folder.filePath("files/rotation").toStdString(), {});
        QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
        QCOMPARE((*set)->runs.size(), std::size_t{1});
        const evaluation::Run& run = *(*set)->runs.front();
        QCOMPARE(run.name, std::string("."));
        const evaluation::TagSeries& loss = run.scalars.at("loss");
        QCOMPARE(loss.step.size(), std::size_t{120});
        for (std::size_t i = 0; i < 120; ++i) {
            QCOMPARE(loss.step[i], double(i));
            const std::size_t file = i < 50 ? 0 : i < 80 ? 1 : 2;
            QCOMPARE(loss.value[i], double(1000 * file + i));
            QCOMPARE(loss.wall[i], TimeMs(1'700'000'000'000 + 100'000 * qint64(file) + 1000 * qint64(i)));
        }
        QVERIFY(!run.notes.empty());
    }

    void theProgram()
    {
        const QString folder = m_folder.filePath("files");
        const auto [json, error] = test::EventOracle::run(WG_PROGRAM, {"runs", folder, "--format", "json", "--run", "rot"});
        QCOMPARE(error, QString());
        QVERIFY2(json.contains("\"name\": \"rotation\"") && !json.contains("\"name\": \".\""), qPrintable(json.left(300)));
        const auto [csv, csvError] = test::EventOracle::run(WG_PROGRAM,
            {"runs", m_folder.filePath("files/events.out.tfevents.1.scalars"), "--format", "csv", "--tag", "^acc$"});
        QCOMPARE(csvError, QString());
        const QStringList lines = csv.split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 301);
        QCOMPARE(lines[0], QString("run,tag,step,time,value"));
        QCOMPARE(lines[1], QString("events.out.tfevents.1.scalars,acc,-50,1700000000.000,NaN"));
        QCOMPARE(lines[3], QString("events.out.tfevents.1.scalars,acc,-30,1700000000.200,-Inf"));
        const auto [table, tableError] = test::EventOracle::run(WG_PROGRAM, {"runs", folder});
        QCOMPARE(tableError, QString());
        QVERIFY2(table.contains("a b") && table.contains("words (texts)"), qPrintable(table.left(2000)));
        QVERIFY(!test::EventOracle::run(WG_PROGRAM, {"runs", folder, "--tag", "("}).second.isEmpty());
        QVERIFY(!test::EventOracle::run(WG_PROGRAM, {"runs", m_folder.filePath("none")}).second.isEmpty());
    }

    /// What `evaluate` and everything else that opens logs see.
    void asALog()
    {
        const auto [json, error] = test::EventOracle::run(
            WG_PROGRAM, {"evaluate", m_folder.filePath("files/events.out.tfevents.1.scalars"), "--format", "json"});
        QCOMPARE(error, QString());
        QVERIFY2(json.contains("\"kind\":\"history\"") || json.contains("\"kind\": \"history\""), qPrintable(json.left(500)));
    }

private:
    QTemporaryDir m_folder;
    test::EventOracle m_oracle{QString()};
};

QTEST_GUILESS_MAIN(EventFilesTest)
#include "tst_event_files.moc"

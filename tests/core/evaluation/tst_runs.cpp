// Folders of training logs: what becomes a run, what grows, what breaks, what the series and the smoothing are.
#include "core/evaluation/run_files.h"
#include "core/evaluation/runs.h"
#include "core/logs/event_follow.h"
#include "tests/helpers/event_writer.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <sys/stat.h>

using namespace wg;
using namespace wg::evaluation;

namespace {

std::string scalar(std::int64_t step, float value, std::string_view tag = "loss")
{
    return test::Event(step, 1'700'000'000 + double(step)).scalar(tag, value);
}

std::string steps(int from, int to)
{
    std::string out;
    for (int step = from; step < to; ++step)
        out += scalar(step, float(step));
    return out;
}

struct Collected : series::Appendable {
    Refused append(const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v) override
    {
        times[labels.text()].assign(t.begin(), t.end());
        values[labels.text()].assign(v.begin(), v.end());
        return {};
    }
    std::map<std::string, std::vector<TimeMs>> times;
    std::map<std::string, std::vector<double>> values;
};

} // namespace

class RunsTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void oneRunAFolder()
    {
        write("run10/events.out.tfevents.1.a", test::versionRecord() + steps(0, 5));
        write("run2/events.out.tfevents.1.a", test::versionRecord() + steps(0, 3));
        write("run2/events.out.tfevents.2.a", test::versionRecord() + steps(3, 6));
        write("run2/results.csv", "epoch,loss\n1,0.5\n2,0.25\n");
        write("run2/hparams.json", "{\"lr\": 0.1}");
        write("notes.txt", "hello");
        const auto set = open();
        QVERIFY(set);
        QCOMPARE(names(*set), (QStringList{"run2", "run2/results", "run10"}));
        QCOMPARE(set->runs[0]->scalars.at("loss").value, (std::vector<double>{0, 1, 2, 3, 4, 5}));
        QCOMPARE(set->runs[1]->scalars.at("loss").step, (std::vector<double>{1, 2}));
        QCOMPARE(set->runs[1]->xName, std::string("epoch"));
    }

    void namesByTheirNumbers()
    {
        const std::vector<std::string> ascending = {"", "0", "1", "01", "2", "10", "a", "a1", "a1b", "a2", "a10", "b"};
        for (std::size_t i = 0; i < ascending.size(); ++i) {
            for (std::size_t j = 0; j < ascending.size(); ++j)
                QCOMPARE(naturallyLess(ascending[i], ascending[j]) || naturallyLess(ascending[j], ascending[i]), i != j);
        }
        QVERIFY(naturallyLess("a2", "a10") && naturallyLess("a1b", "a2") && !naturallyLess("a10", "a2"));
    }

    void onlyWhatGrewIsRead()
    {
        const std::string start = test::versionRecord() + steps(0, 1000);
        write("a/events.out.tfevents.1", start);
        write("b/events.out.tfevents.1", start);
        RunFollower follower(path());
        const auto first = follower.refresh({});
        QVERIFY(first);
        QCOMPARE(follower.bytesRead(), 2 * start.size());
        QCOMPARE(follower.refresh({})->get(), first->get()); // nothing changed
        append("b/events.out.tfevents.1", scalar(1000, 7) + scalar(1001, 8).substr(0, 20));
        const auto second = follower.refresh({});
        QVERIFY(second);
        QVERIFY(second->get() != first->get());
        QCOMPARE((*second)->runs[0].get(), (*first)->runs[0].get());
        QCOMPARE((*second)->runs[1]->scalars.at("loss").value.size(), std::size_t{1001});
        QVERIFY((*second)->runs[1]->growing);
        QVERIFY(!(*second)->runs[1]->notes.empty());
        append("b/events.out.tfevents.1", scalar(1001, 8).substr(20));
        write("b/events.out.tfevents.2", test::versionRecord() + scalar(1002, 9));
        const auto third = follower.refresh({});
        QCOMPARE((*third)->runs[1]->scalars.at("loss").value.back(), 9.0);
        QCOMPARE((*third)->runs[1]->scalars.at("loss").value.size(), std::size_t{1003});
        QVERIFY(!(*third)->runs[1]->growing);
        QVERIFY(follower.bytesRead() < 2 * start.size() + 400);
        QCOMPARE((*first)->runs[1]->scalars.at("loss").value.size(), std::size_t{1000}); // a value
    }

    void replacedTruncatedGone()
    {
        write("a/events.out.tfevents.1", test::versionRecord() + steps(0, 100));
        RunFollower follower(path());
        QCOMPARE((*follower.refresh({}))->runs[0]->scalars.at("loss").value.size(), std::size_t{100});
        write("a/events.out.tfevents.1", test::versionRecord() + steps(0, 10)); // shorter
        QCOMPARE((*follower.refresh({}))->runs[0]->scalars.at("loss").value.size(), std::size_t{10});
        write("new", test::versionRecord() + steps(50, 200));
        QVERIFY(QFile::remove(file("a/events.out.tfevents.1")) && QFile::rename(file("new"), file("a/events.out.tfevents.1")));
        QCOMPARE((*follower.refresh({}))->runs[0]->scalars.at("loss").value.front(), 50.0);
        write("a/events.out.tfevents.1", test::versionRecord("brain.Event:3") + steps(300, 600)); // longer, in place
        QCOMPARE((*follower.refresh({}))->runs[0]->scalars.at("loss").value.front(), 300.0);
        QVERIFY(QFile::remove(file("a/events.out.tfevents.1")));
        const auto gone = follower.refresh({});
        QVERIFY(gone);
        QCOMPARE((*gone)->runs[0]->scalars.at("loss").value.size(), std::size_t{300});
        const std::string said = (*gone)->runs[0]->notes.back().message;
        QVERIFY2(said.find("gone") != std::string::npos, said.c_str());
    }

    /// A record that was wrong is looked at again when the file changes.
    void aRepairedRecord()
    {
        std::string wrong = scalar(1, 1);
        const std::string right = wrong;
        wrong[wrong.size() - 6] ^= 1;
        const std::string start = test::versionRecord() + scalar(0, 0);
        write("a/events.out.tfevents.1", start + wrong);
        RunFollower follower(path());
        const auto first = follower.refresh({});
        QCOMPARE((*first)->runs[0]->scalars.at("loss").value.size(), std::size_t{1});
        QVERIFY((*first)->runs[0]->notes[0].message.find("wrong checksum of the bytes of record 3") != std::string::npos);
        write("a/events.out.tfevents.1", start + right + scalar(2, 2));
        QCOMPARE((*follower.refresh({}))->runs[0]->scalars.at("loss").value.size(), std::size_t{3});
        QVERIFY((*follower.refresh({}))->runs[0]->notes.empty());
    }

    void aLiveWriter()
    {
        write("a/events.out.tfevents.1", test::versionRecord());
        constexpr int kSteps = 3000;
        std::atomic<bool> done = false;
        std::thread writer([&] {
            QFile out(file("a/events.out.tfevents.1"));
            (void)out.open(QIODevice::Append);
            for (int step = 0; step < kSteps; ++step) {
                const std::string record = scalar(step, float(step));
                const std::size_t cut = std::size_t(step) % record.size(); // torn now and then
                out.write(record.data(), qint64(cut));
                out.flush();
                out.write(record.data() + cut, qint64(record.size() - cut));
                out.flush();
            }
            done = true;
        });
        RunFollower follower(path());
        bool last = false;
        std::size_t seen = 0;
        bool sound = true;
        while (!last) {
            last = done;
            const auto set = follower.refresh({});
            sound = sound && set.has_value();
            const auto& scalars = (*set)->runs[0]->scalars;
            if (scalars.empty())
                continue;
            const auto& values = scalars.at("loss").value;
            sound = sound && values.size() >= seen;
            for (; seen < values.size(); ++seen)
                sound = sound && values[seen] == double(seen);
        }
        writer.join();
        QVERIFY(sound);
        QCOMPARE(seen, std::size_t{kSteps});
        QVERIFY((*follower.refresh({}))->runs[0]->notes.empty());
    }

    void loopsPipesAndOtherFiles()
    {
        write("a/events.out.tfevents.1", test::versionRecord() + steps(0, 2));
        QVERIFY(QFile::link(file("."), file("a/loop")));
        QVERIFY(QFile::link(file("nowhere"), file("a/events.out.tfevents.2")));
        QCOMPARE(::mkfifo(file("a/events.out.tfevents.3").toLocal8Bit().constData(), 0600), 0);
        QVERIFY(QFile::link("/dev/zero", file("a/events.out.tfevents.4")));
        write("b/events.out.tfevents.1", "this is no event file, and long enough to look at");
        const auto set = open();
        QVERIFY(set);
        QCOMPARE(names(*set), (QStringList{"a", "b"}));
        QCOMPARE(set->runs[0]->scalars.at("loss").value.size(), std::size_t{2});
        QVERIFY(set->runs[1]->scalars.empty());
        QVERIFY(set->runs[1]->notes[0].message.find("at byte 0") != std::string::npos);
        for (const char* name : {"a/events.out.tfevents.3", "a/events.out.tfevents.4", "a/events.out.tfevents.2"})
            QVERIFY2(!openRuns(file(name).toStdString(), {}), name);
    }

    void nothingThere()
    {
        const auto empty = openRuns(path(), {});
        QVERIFY(!empty);
        QCOMPARE(empty.error().code, ErrorCode::NotFound);
        QVERIFY(!openRuns(path() + "/none", {}));
        write("predictions.csv", "label,score\n1,0.9\n0,0.1\n");
        QVERIFY(!openRuns(path(), {}));
        QVERIFY(!openRuns(file("predictions.csv").toStdString(), {}));
        CancelToken cancelled;
        cancelled.cancel();
        write("a/events.out.tfevents.1", test::versionRecord() + steps(0, 2));
        const auto stopped = openRuns(path(), cancelled);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }

    void packed()
    {
        write("a/events.out.tfevents.1", test::versionRecord() + steps(0, 1000));
        QProcess gzip;
        gzip.start("/bin/gzip", {file("a/events.out.tfevents.1")});
        QVERIFY(gzip.waitForFinished() && gzip.exitCode() == 0);
        const auto set = open();
        QVERIFY(set);
        QCOMPARE(set->runs[0]->scalars.at("loss").value.size(), std::size_t{1000});
        QFile file(this->file("a/events.out.tfevents.1.gz"));
        QVERIFY(file.resize(file.size() - 30));
        const auto cut = open();
        QVERIFY(cut && !cut->runs[0]->notes.empty());
        QVERIFY(cut->runs[0]->scalars.at("loss").value.size() > 10);
    }

    void asSeries()
    {
        write("events.out.tfevents.1",
            test::versionRecord() + scalar(1, 5, "loss/train") + scalar(0, 4, "loss/train") + scalar(0, 3, "loss/train"));
        const auto set = open();
        QVERIFY(set);
        Collected out;
        QVERIFY(appendRuns(*set, "exp", 0, out));
        const std::string labels = "{log=\"exp\", run=\".\", tag=\"loss/train\"}";
        QCOMPARE(out.values.size(), std::size_t{2});
        QCOMPARE(out.values.at("loss_train" + labels), (std::vector<double>{4, 3, 5}));
        QCOMPARE(out.values.at("loss_train_step" + labels), (std::vector<double>{0, 0, 1}));
        QCOMPARE(out.times.at("loss_train" + labels),
            (std::vector<TimeMs>{1'700'000'000'000, 1'700'000'000'001, 1'700'000'001'000}));
    }

    /// For everything that opens logs an event file is a history in long form.
    void asALog()
    {
        write("renamed.log", test::versionRecord() + steps(0, 5) + scalar(0, 9, "acc"));
        const auto log = openLog(file("renamed.log").toStdString(), {}, {});
        QVERIFY2(log.has_value(), log ? "" : log.error().text().c_str());
        QCOMPARE(int((*log)->kind), int(Kind::History));
        const auto run = runOf(**log);
        QVERIFY(run);
        QCOMPARE(run->scalars.at("loss").value, (std::vector<double>{0, 1, 2, 3, 4}));
        QCOMPARE(run->scalars.at("acc").wall, (std::vector<TimeMs>{1'700'000'000'000}));
        QCOMPARE(run->xName, std::string("step"));
    }

    /// Against a Python transcription of the formula, with NaN and infinities.
    void smoothing()
    {
        std::mt19937 random(3);
        std::normal_distribution<double> normal;
        std::string script = "import math\ndef s(v,w):\n"
                             " if all(x==v[0] for x in v): return v\n"
                             " last=0.0;n=0;o=[]\n"
                             " for x in v:\n"
                             "  if not math.isfinite(x): o.append(x); continue\n"
                             "  last=last*w+(1-w)*x; n+=1\n"
                             "  o.append(last/(1-w**n if w!=1 else 1))\n"
                             " return o\n"
                             "nan=math.nan;inf=math.inf\n";
        std::vector<std::vector<double>> results;
        for (const double weight : {0.0, 0.1, 0.6, 0.9, 0.999}) {
            for (const int size : {0, 1, 2, 50, 300}) {
                std::vector<double> values;
                for (int i = 0; i < size; ++i)
                    values.push_back(i % 17 == 5 ? std::nan("") : i % 31 == 7 ? -HUGE_VAL : normal(random) + 100);
                std::string list;
                for (const double value : values)
                    list += std::isfinite(value) ? fmt::format("{:.17g},", value) : std::isnan(value) ? "nan," : "-inf,";
                script += fmt::format("print(' '.join('%.17g'%x for x in s([{}],{})))\n", list, weight);
                results.push_back(smoothed(values, weight));
            }
        }
        QProcess python;
        python.start("/usr/bin/python3", {"-"});
        python.write(script.c_str());
        python.closeWriteChannel();
        QVERIFY(python.waitForFinished());
        const QStringList lines = QString::fromUtf8(python.readAllStandardOutput()).split('\n');
        QCOMPARE(lines.size(), qsizetype(results.size()) + 1);
        for (std::size_t i = 0; i < results.size(); ++i) {
            const QStringList words = lines[qsizetype(i)].split(' ', Qt::SkipEmptyParts);
            QCOMPARE(words.size(), qsizetype(results[i].size()));
            for (std::size_t j = 0; j < results[i].size(); ++j) {
                const double theirs = words[qsizetype(j)].toDouble();
                const double ours = results[i][j];
                if (std::isnan(ours))
                    QCOMPARE(words[qsizetype(j)], QString("nan"));
                else
                    QVERIFY2(ours == theirs || std::abs(ours - theirs) <= 1e-12 * std::abs(theirs),
                        qPrintable(QString("%1 %2").arg(ours, 0, 'g', 17).arg(theirs, 0, 'g', 17)));
            }
        }
        QCOMPARE(smoothed(std::vector<double>{0.1, 0.1, 0.1}, 0.9), (std::vector<double>{0.1, 0.1, 0.1}));
    }

private:
    [[nodiscard]] std::string path() const { return m_folder->path().toStdString(); }
    [[nodiscard]] QString file(const QString& name) const { return m_folder->filePath(name); }
    void write(const QString& name, const std::string& bytes, QIODevice::OpenMode mode = QIODevice::Truncate) const
    {
        QDir().mkpath(QFileInfo(file(name)).path());
        QFile out(file(name));
        QVERIFY(out.open(QIODevice::WriteOnly | mode));
        QCOMPARE(out.write(bytes.data(), qint64(bytes.size())), qint64(bytes.size()));
    }
    void append(const QString& name, const std::string& bytes) const { write(name, bytes, QIODevice::Append); }
    [[nodiscard]] std::shared_ptr<const RunSet> open() const
    {
        const auto set = openRuns(path(), {});
        if (!set)
            qWarning("%s", set.error().text().c_str());
        return set ? *set : nullptr;
    }
    static QStringList names(const RunSet& set)
    {
        QStringList out;
        for (const auto& run : set.runs)
            out << QString::fromStdString(run->name);
        return out;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(RunsTest)
#include "tst_runs.moc"

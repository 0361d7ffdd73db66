// Logs that grow while they are watched: the source's metrics follow, an alert rule on them fires, nothing is opened again by
// hand; torn lines, truncation, rotation, deletion.
#include "core/runtime/alerting/alert_service.h"
#include "core/runtime/sources/followed_log.h"
#include "core/runtime/sources/local_source.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

#include <functional>

#include <fmt/format.h>

using namespace wg;
using sources::FollowedLog;

namespace {

constexpr int kPatience = 20'000; // ms

bool until(const std::function<bool()>& condition)
{
    return QTest::qWaitFor(condition, kPatience);
}

/// The newest value of the one series that answers; NaN without.
double newest(sources::Source& source, const std::string& expression)
{
    double out = std::nan("");
    QEventLoop loop;
    QObject context;
    QTimer::singleShot(kPatience, &loop, &QEventLoop::quit);
    source.query({expression, source.extent().value_or(TimeRange{}).to}, &context, [&](Result<sources::QueryResult> result) {
        const auto* vector = result ? std::get_if<series::Vector>(result->value.get()) : nullptr;
        if (vector != nullptr && vector->samples.size() == 1)
            out = vector->samples.front().v;
        loop.quit();
    });
    loop.exec();
    return out;
}

/// F1 of decisions, counted as they are written.
struct Counted {
    int hit = 0, wrong = 0, rows = 0;

    void add(int label, int decided)
    {
        hit += label == 1 && decided == 1 ? 1 : 0;
        wrong += label != decided ? 1 : 0;
        ++rows;
    }
    [[nodiscard]] double f1() const { return 2.0 * hit / (2.0 * hit + wrong); }
};

struct Shape {
    QString file;
    QByteArray header;
    std::function<QByteArray(int label, int decided)> line;
};

Shape csvShape()
{
    return {QStringLiteral("live.csv"), "label,prediction\n",
        [](int label, int decided) { return QByteArray::fromStdString(fmt::format("{},{}\n", label, decided)); }};
}

Shape jsonShape()
{
    return {QStringLiteral("live.jsonl"), "", [](int label, int decided) {
                return QByteArray::fromStdString(fmt::format("{{\"label\": {}, \"prediction\": {}}}\n", label, decided));
            }};
}

} // namespace

class TestGrowingLog : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString path(const Shape& shape) const { return m_folder->filePath(shape.file); }

    static void write(const QString& path, const QByteArray& bytes, QIODevice::OpenMode mode = QIODevice::Append)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | mode));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    static QByteArray rows(const Shape& shape, int count, int wrongEvery, Counted& counted)
    {
        QByteArray out;
        for (int i = 0; i < count; ++i) {
            const int label = (counted.rows * 7 / 3) % 2;
            const int decided = wrongEvery > 0 && i % wrongEvery == 0 ? 1 - label : label;
            counted.add(label, decided);
            out += shape.line(label, decided);
        }
        return out;
    }

    [[nodiscard]] std::unique_ptr<FollowedLog> follow(const Shape& shape, const evaluation::Window& window = {}) const
    {
        auto log = FollowedLog::open({path(shape).toStdString(), shape.file.toStdString(), {}, window, {}}, {});
        if (!log)
            qWarning("%s", log.error().text().c_str());
        return log ? std::move(*log) : nullptr;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void metricsFollow_data()
    {
        QTest::addColumn<bool>("json");
        QTest::newRow("csv") << false;
        QTest::newRow("jsonl") << true;
    }

    void metricsFollow()
    {
        QFETCH(const bool, json);
        const Shape shape = json ? jsonShape() : csvShape();
        Counted counted;
        write(path(shape), shape.header + rows(shape, 40, 0, counted));
        const auto log = follow(shape);
        QVERIFY(log);
        const auto source = log->makeSource("live");
        QCOMPARE(newest(*source, "eval_f1"), 1.0);
        QSignalSpy changed(source.get(), &sources::Source::dataChanged);
        QSignalSpy replaced(log.get(), &FollowedLog::replaced);
        log->start(20);
        for (int piece = 0; piece < 5; ++piece) {
            QTest::qWait(5); // the file's time must move on
            const auto before = changed.count();
            write(path(shape), rows(shape, 13, 2, counted));
            QVERIFY(until([&] { return changed.count() > before && log->rows() == static_cast<quint64>(counted.rows); }));
            QVERIFY(std::abs(newest(*source, "eval_f1") - counted.f1()) < 1e-12);
            QCOMPARE(newest(*source, "eval_rows"), static_cast<double>(counted.rows));
            QCOMPARE(log->running().size(), std::size_t{1});
            QVERIFY(std::abs(log->running().front().metrics.at("f1") - counted.f1()) < 1e-12);
            QVERIFY(log->behind());
            QCOMPARE(log->log()->table.rows, std::size_t{40});
        }
        QSignalSpy refreshed(log.get(), &FollowedLog::refreshed);
        log->refresh();
        QVERIFY(until([&] { return refreshed.count() > 0; }));
        QCOMPARE(log->log()->table.rows, static_cast<std::size_t>(counted.rows));
        QVERIFY(!log->behind());
        QVERIFY(newest(*source, "count_over_time(eval_f1[1h])") >= 6);
        QCOMPARE(replaced.count(), 0);
    }

    void anAlertFires_data() { metricsFollow_data(); }

    /// Acceptance 5: a rule on eval_f1, through the alert service, while the file grows.
    void anAlertFires()
    {
        QFETCH(const bool, json);
        const Shape shape = json ? jsonShape() : csvShape();
        Counted counted;
        write(path(shape), shape.header + rows(shape, 60, 0, counted));
        const QString rules = m_folder->filePath("rules.yml");
        write(rules,
            "groups:\n- name: quality\n  interval: 1s\n  rules:\n  - alert: F1Low\n    expr: eval_f1 < 0.8\n    for: 0s\n");
        const auto log = follow(shape);
        QVERIFY(log);
        const auto source = log->makeSource("live");
        alerting::AlertService alerts;
        QVERIFY(alerts.addFile(rules.toStdString(), source.get()).empty());
        alerts.start();
        log->start(20);
        const auto state = [&] { return alerts.status().front().state; };
        QVERIFY(until([&] { return alerts.status().front().lastEvaluation > 0; }));
        QCOMPARE(state(), alerts::State::Inactive);
        QTest::qWait(5);
        write(path(shape), rows(shape, 60, 1, counted)); // all wrong
        QVERIFY(counted.f1() < 0.8);
        QVERIFY(until([&] { return state() == alerts::State::Firing; }));
        QCOMPARE(alerts.firingCount(), 1);
        QTest::qWait(5);
        write(path(shape), rows(shape, 2000, 0, counted)); // and well again
        QVERIFY(counted.f1() > 0.8);
        QVERIFY(until([&] { return state() == alerts::State::Inactive; }));
    }

    void aTornLineWaitsForItsEnd_data() { metricsFollow_data(); }

    void aTornLineWaitsForItsEnd()
    {
        QFETCH(const bool, json);
        const Shape shape = json ? jsonShape() : csvShape();
        Counted counted;
        write(path(shape), shape.header + rows(shape, 20, 4, counted));
        const auto log = follow(shape);
        const auto source = log->makeSource("live");
        log->start(20);
        const QByteArray line = rows(shape, 1, 0, counted);
        for (const char byte : line.chopped(1)) {
            write(path(shape), QByteArray(1, byte));
            QTest::qWait(10);
            QCOMPARE(log->rows(), quint64{20});
        }
        write(path(shape), line.right(1));
        QVERIFY(until([&] { return log->rows() == 21; }));
        QVERIFY(until([&] { return std::abs(newest(*source, "eval_f1") - counted.f1()) < 1e-12; }));
        QCOMPARE(log->log()->skipped, std::uint64_t{0});
        QVERIFY(log->trouble().isEmpty());
    }

    void truncationAndRotationBeginAnew()
    {
        const Shape shape = csvShape();
        Counted first;
        write(path(shape), shape.header + rows(shape, 50, 0, first));
        const auto log = follow(shape);
        const auto source = log->makeSource("live");
        QSignalSpy replaced(log.get(), &FollowedLog::replaced);
        log->start(20);
        write(path(shape), rows(shape, 10, 0, first));
        QVERIFY(until([&] { return log->rows() == 60; }));

        Counted second; // cut and written again, shorter
        write(path(shape), shape.header + rows(shape, 12, 3, second), QIODevice::Truncate);
        QVERIFY(until([&] { return replaced.count() > 0 && log->rows() == 12; }));
        QVERIFY(std::abs(newest(*source, "eval_f1") - second.f1()) < 1e-12);
        QCOMPARE(log->log()->table.rows, std::size_t{12});

        Counted third; // moved away, another in its place, longer
        QVERIFY(QFile::rename(path(shape), m_folder->filePath("live.csv.1")));
        write(path(shape), shape.header + rows(shape, 90, 5, third));
        QVERIFY(until([&] { return log->rows() == 90; }));
        QVERIFY(replaced.count() > 1);
        QVERIFY(std::abs(newest(*source, "eval_f1") - third.f1()) < 1e-12);
        write(path(shape), rows(shape, 5, 0, third));
        QVERIFY(until([&] { return log->rows() == 95; }));
    }

    void aDeletedFileKeepsItsDataAndComesBack()
    {
        const Shape shape = csvShape();
        Counted counted;
        write(path(shape), shape.header + rows(shape, 30, 6, counted));
        const auto log = follow(shape);
        const auto source = log->makeSource("live");
        QSignalSpy problem(log.get(), &FollowedLog::problem);
        QSignalSpy recovered(log.get(), &FollowedLog::recovered);
        log->start(20);
        QVERIFY(QFile::remove(path(shape)));
        QVERIFY(until([&] { return problem.count() > 0; }));
        QVERIFY(problem.front().front().toString().contains("deleted"));
        QTest::qWait(100);
        QCOMPARE(problem.count(), 1); // said once
        QVERIFY(std::abs(newest(*source, "eval_f1") - counted.f1()) < 1e-12);
        Counted again;
        write(path(shape), shape.header + rows(shape, 8, 2, again));
        QVERIFY(until([&] { return recovered.count() == 1 && log->rows() == 8; }));
        QVERIFY(std::abs(newest(*source, "eval_f1") - again.f1()) < 1e-12);
        QVERIFY(log->trouble().isEmpty());
    }

    void whatBreaksTheDecisionsIsReadAgain()
    {
        const Shape shape = csvShape();
        write(path(shape), "label,prediction\ncat,cat\ndog,cat\neel,eel\n");
        const auto log = follow(shape);
        const auto source = log->makeSource("live");
        log->start(20);
        write(path(shape), "fox,fox\n"); // a class never seen before
        QVERIFY(until([&] { return log->rows() == 4 && newest(*source, "eval_accuracy") == 0.75; }));
        QVERIFY(until([&] { return log->log()->classes.size() == 4; }));
        write(path(shape), "fox,fox\nfox,fox\nfox,fox\nfox,fox\n");
        QVERIFY(until([&] { return newest(*source, "eval_accuracy") == 0.875; }));
    }

    void historiesAndWindowsFollow()
    {
        const Shape history{QStringLiteral("history.csv"), {}, {}};
        write(path(history), "epoch,loss\n1,0.9\n2,0.8\n");
        const auto log = follow(history);
        const auto source = log->makeSource("history");
        log->start(20);
        QTest::qWait(5);
        write(path(history), "3,0.5\n");
        QVERIFY(until([&] { return newest(*source, "loss") == 0.5; }));
        QCOMPARE(newest(*source, "epoch"), 3.0);

        const Shape shape = csvShape();
        Counted counted;
        write(path(shape), shape.header + rows(shape, 10, 0, counted));
        const auto windowed = follow(shape, {10, 0});
        const auto windows = windowed->makeSource("windows");
        windowed->start(20);
        QTest::qWait(5);
        write(path(shape), rows(shape, 9, 1, counted));
        QVERIFY(until([&] { return windowed->rows() == 19; }));
        QCOMPARE(newest(*windows, "eval_accuracy"), 1.0); // the window is open yet
        QTest::qWait(5);
        write(path(shape), rows(shape, 1, 1, counted));
        QVERIFY(until([&] { return newest(*windows, "eval_accuracy") == 0.0; }));
        QCOMPARE(newest(*windows, "eval_rows"), 10.0);
    }

    void whatIsNoFileIsRefusedAndCancellationIsHeard()
    {
        const QByteArray fifo = m_folder->filePath("fifo.csv").toUtf8();
        QCOMPARE(::mkfifo(fifo.constData(), 0600), 0);
        QVERIFY(!FollowedLog::open({fifo.toStdString(), "fifo", {}, {}, {}}, {}));
        QVERIFY(!FollowedLog::open({m_folder->path().toStdString(), "folder", {}, {}, {}}, {}));
        const Shape shape = csvShape();
        Counted counted;
        write(path(shape), shape.header + rows(shape, 1000, 3, counted));
        CancelToken cancel;
        cancel.cancel();
        const auto cancelled = FollowedLog::open({path(shape).toStdString(), "x", {}, {}, {}}, cancel);
        QVERIFY(!cancelled && cancelled.error().code == ErrorCode::Cancelled);
    }

    void itsEndLeavesTheSource()
    {
        const Shape shape = csvShape();
        Counted counted;
        write(path(shape), shape.header + rows(shape, 30, 3, counted));
        auto log = follow(shape);
        const auto source = log->makeSource("live");
        std::map<std::string, sources::Metadata> metadata = source->ownMetadata();
        QVERIFY(metadata.at("eval_f1").help.find("F1") != std::string::npos);
        QVERIFY(metadata.at("eval_f1_low").help.find("interval") != std::string::npos);
        log->start(1);
        for (int i = 0; i < 20; ++i)
            write(path(shape), rows(shape, 50, 3, counted));
        log.reset(); // while a job runs
        QVERIFY(newest(*source, "eval_f1") > 0);
    }
};

QTEST_GUILESS_MAIN(TestGrowingLog)
#include "tst_growing_log.moc"

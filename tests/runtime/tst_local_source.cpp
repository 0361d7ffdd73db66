// Files to sources: what is opened, how it is named, and PromQL over it on the thread pool.
#include "core/base/folder_walk.h"
#include "core/formats/gzip.h"
#include "core/runtime/sources/load_local.h"
#include "core/runtime/sources/local_source.h"
#include "core/runtime/sources/open_source.h"
#include "core/tsdb/head.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace wg;
using sources::QueryResult;

namespace {

constexpr TimeMs kNow = 2'000'000'000'000; // later than any file's time

template <class T, class Request>
Result<T> answer(Request request)
{
    QEventLoop loop;
    QObject context;
    Result<T> out = fail(ErrorCode::Cancelled, "never called back");
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    request(&context, [&](Result<T> result) {
        out = std::move(result);
        loop.quit();
    });
    loop.exec();
    return out;
}

Result<QueryResult> ask(sources::Source& source, const std::string& expression, TimeMs at)
{
    return answer<QueryResult>([&](QObject* context, auto done) { source.query({expression, at}, context, done); });
}

double only(const Result<QueryResult>& result)
{
    if (!result)
        qWarning("%s", result.error().text().c_str());
    const auto* const vector = result ? std::get_if<series::Vector>(result->value.get()) : nullptr;
    return vector != nullptr && vector->samples.size() == 1 ? vector->samples.front().v : -1;
}

} // namespace

class TestLocalSource : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const QByteArray m_predictions = "y_true,y_pred\n0,0\n1,1\n1,1\n0,0\n0,1\n1,0\n1,1\n0,0\n1,1\n0,0\n";

    std::string write(const QString& name, const QByteArray& text) const
    {
        const QString path = m_folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        Q_ASSERT(written);
        return path.toStdString();
    }

private Q_SLOTS:
    void queriesAndLists()
    {
        const auto head = std::make_shared<tsdb::Head>();
        for (TimeMs t = 0; t <= 60'000; t += 10'000) {
            const double v = double(t) / 1000;
            head->append({{"__name__", "m"}, {"a", "x"}}, std::span(&t, 1), std::span(&v, 1));
            head->append({{"__name__", "n"}, {"b", "y"}}, std::span(&t, 1), std::span(&v, 1));
        }
        sources::LocalSource source("s", "here", head);
        QVERIFY(source.isLocal());
        QCOMPARE(source.extent()->to, TimeMs(60'000));
        QCOMPARE(only(ask(source, "rate(m[30s])", 60'000)), 1.0);
        const auto range =
            answer<QueryResult>([&](auto* c, auto done) { source.queryRange({"m", 0, 60'000, 20'000}, c, done); });
        QCOMPARE(std::get<series::Matrix>(*range.value().value).series.at(0).v, (std::vector<double>{0, 20, 40, 60}));
        QCOMPARE(range->samples, std::uint64_t(4));
        QVERIFY(ask(source, "m > 100", 60'000)->matchedSeries == true);
        QVERIFY(ask(source, "nothing", 60'000)->matchedSeries == false);
        QVERIFY(ask(source, "1", 60'000)->matchedSeries == true);
        QCOMPARE(ask(source, "rate(m)", 0).error().position->column, std::size_t(6));

        using Strings = std::vector<std::string>;
        const TimeRange all{0, 60'000};
        QCOMPARE(answer<Strings>([&](auto* c, auto done) { source.labelNames({}, all, c, done); }).value(),
            (Strings{"__name__", "a", "b"}));
        QCOMPARE(answer<Strings>([&](auto* c, auto done) {
            source.labelValues("__name__", {"m", "{b=\"y\"}"}, all, c, done);
        }).value(),
            (Strings{"m", "n"}));
        QCOMPARE(answer<std::vector<series::Labels>>([&](auto* c, auto done) { source.seriesLabels({"n"}, all, c, done); })
                     .value()
                     .size(),
            std::size_t(1));
        QVERIFY(!answer<Strings>([&](auto* c, auto done) { source.labelNames({"{"}, all, c, done); }));
        QCOMPARE(answer<sources::Health>([&](auto* c, auto done) { source.test(c, done); }).value().seriesCount.value(),
            std::uint64_t(2));

        QSignalSpy changed(&source, &sources::Source::dataChanged);
        source.setData(std::make_shared<tsdb::Head>());
        QCOMPARE(changed.size(), 1);
        QVERIFY(!source.extent());
        QCOMPARE(ask(source, "m", 60'000)->samples, std::uint64_t(0));
    }

    void answersComeLaterOnTheThreadOfTheContextOrNever()
    {
        auto source = std::make_unique<sources::LocalSource>("s", "here", std::make_shared<tsdb::Head>());
        QObject context;
        int answers = 0;
        const auto count = [&](const Result<QueryResult>&) {
            QCOMPARE(QThread::currentThread(), qApp->thread());
            ++answers;
        };
        source->query({"1", 0}, &context, count);
        QCOMPARE(answers, 0);
        QTRY_COMPARE(answers, 1);
        source->query({"1", 0}, &context, count).cancel();
        {
            QObject leaves;
            source->query({"1", 0}, &leaves, count);
        }
        source->query({"1", 0}, &context, count);
        source.reset();
        QTest::qWait(100);
        QCOMPARE(answers, 1);
    }

    void whatIsLeftOutIsSaid()
    {
        const std::string torn = write("torn.csv", "y_true,y_pred\n0,0\n1,1\n1,1,1\n0,0\n");
        const auto opened = sources::openLocal({{"t", torn}}, kNow).value();
        QCOMPARE(opened.warnings.size(), std::size_t(1));
        QVERIFY2(opened.warnings[0].message.find("torn.csv: 1 row left out; the first at line 4") != std::string::npos,
            opened.warnings[0].message.c_str());
        const auto nothing = sources::openLocal({{"n", write("words.txt", "hello there\nyou two\n")}}, kNow);
        QVERIFY(nothing.has_value());
        QVERIFY(nothing->warnings.back().message.find("gives no series") != std::string::npos);
    }

    /// The value of a window holds until the next window, however long they are.
    void windowsLongerThanTheLookback()
    {
        QByteArray rows = "time,y_true,y_pred\n";
        for (int i = 0; i < 60; ++i)
            rows += QByteArray::number(1'000'000 + i * 60) + ",1," + (i < 30 ? "1" : "0") + "\n";
        evaluation::Window window;
        window.duration = 20 * kMinute;
        const auto opened = sources::openLocal({{"w", write("windows.csv", rows)}}, kNow, window).value();
        const auto extent = opened.source->extent().value();
        QCOMPARE(ask(*opened.source, "eval_accuracy", extent.from + 19 * kMinute)->samples, std::uint64_t(1));
        QCOMPARE(ask(*opened.source, "eval_accuracy", extent.to + 21 * kMinute)->samples, std::uint64_t(0));
    }

    void cutOpenMetricsAndForgottenSchemeAreErrors()
    {
        const auto cut = sources::openLocal({{"c", write("cut.om.txt", "# TYPE a gauge\na 1\n")}}, kNow);
        QVERIFY(!cut.has_value());
        QVERIFY(cut.error().message.find("# EOF") != std::string::npos);
        const auto host = sources::openLocal({{"h", "127.0.0.1:9090"}}, kNow);
        QVERIFY(!host.has_value());
        QVERIFY(host.error().message.find("http://127.0.0.1:9090") != std::string::npos);
    }

    void logsAndFolders()
    {
        const std::string one = write("logs/run.csv", m_predictions);
        write("logs/other.csv", "y_true,y_pred\n0,0\n1,1\n1,0\n0,0\n");
        write("logs/noise.bin", QByteArray("\0\1\2\3", 4));
        write("logs/.hidden.csv", m_predictions);
        const std::string folder = m_folder.filePath("logs").toStdString();
        const auto opened = sources::openLocal({{"logs", folder}}, kNow).value();
        QCOMPARE(opened.source->name(), std::string("logs"));
        QCOMPARE(opened.skipped.size(), std::size_t(1));
        const TimeMs newest = opened.source->extent().value().to;
        QCOMPARE(only(ask(*opened.source, "eval_accuracy{log=\"run.csv\"}", newest)), 0.8);
        QCOMPARE(only(ask(*opened.source, "count(eval_accuracy)", newest)), 2.0);

        const auto single = sources::openSource(sources::parseSourceSpec(one), {}, kNow).value();
        QCOMPARE(single->name(), std::string("run.csv"));
        QCOMPARE(only(ask(*single, "eval_mse", single->extent()->to)), 0.2);

        const std::string same = write("more/run.csv", m_predictions);
        const auto merged = sources::openLocal({{"a", one}, {"b", same}}, kNow).value();
        QCOMPARE(only(ask(*merged.source, "count(eval_accuracy)", merged.source->extent()->to)), 2.0);
        QCOMPARE(only(ask(*merged.source, "eval_accuracy{log=\"more/run.csv\"}", merged.source->extent()->to)), 0.8);
    }

    /// The label log= says where a series came from, whatever kind of file it is, and keeps files apart.
    void everySeriesSaysItsFile()
    {
        const std::string page = write("say/page.prom", "up 1\nup{log=\"own\",exported_log=\"older\"} 2\n");
        const std::string log = write("say/run.csv", m_predictions);
        const auto labelled = [&](const std::vector<sources::SourceSpec>& specs) {
            const auto opened = sources::openLocal(specs, kNow).value();
            const TimeRange all = opened.source->extent().value();
            auto names = answer<std::vector<std::string>>(
                [&](auto* c, auto done) { opened.source->labelValues("log", {"{__name__=~\"up|eval_f1\"}"}, all, c, done); });
            return names.value();
        };
        using Names = std::vector<std::string>;
        QCOMPARE(labelled({sources::parseSourceSpec(page), sources::parseSourceSpec(log)}), (Names{"page.prom", "run.csv"}));
        QCOMPARE(labelled({sources::parseSourceSpec("a=" + page), sources::parseSourceSpec("b=" + log)}), (Names{"a", "b"}));
        const std::string other = write("other/page.prom", "up 1\n");
        QCOMPARE(labelled({{"p", page}, {"q", other}}), (Names{"other/page.prom", "page.prom"}));
        QCOMPARE(labelled({{"p", page, true}, {"p", other, true}}), (Names{"p", "p (2)"}));
        QCOMPARE(labelled({{"p", page, true}, {"q", page, true}}), (Names{"p", "q"})); // twice, because it was named

        const auto opened = sources::openLocal({{"p", page}, {"again", page}}, kNow).value();
        QVERIFY(opened.warnings.size() == 1 && opened.warnings[0].message.find("given twice") != std::string::npos);
        const TimeMs at = opened.source->extent()->to;
        QCOMPARE(
            only(ask(*opened.source, "up{log=\"page.prom\",exported_exported_log=\"own\",exported_log=\"older\"}", at)), 2.0);
        QCOMPARE(only(ask(*opened.source, "count(up)", at)), 2.0);
    }

    void oneExpressionJoinsFiles()
    {
        const std::string rows = write("join/run.csv", m_predictions);
        const std::string page = write("join/cost.om", "# TYPE cost gauge\ncost 4 2000000000\n# EOF\n");
        const std::string limits = write("join/limit.prom", "limit{log=\"run.csv\"} 10\n");
        auto opened = sources::openLocal({{"r", rows}, {"c", page}, {"l", limits}}, kNow);
        QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
        const TimeMs at = opened->source->extent()->to;
        QCOMPARE(only(ask(*opened->source, "last_over_time(eval_accuracy[50y]) * on() group_left() cost", at)), 3.2);
        QCOMPARE(only(ask(*opened->source,
                     "last_over_time(eval_rows[50y]) == on(log) "
                     "label_replace(last_over_time(limit[50y]), \"log\", \"$1\", \"exported_log\", \"(.*)\")",
                     at)),
            10.0);
    }

    void foldersAreReadWithAllBelow()
    {
        write("deep/top.csv", m_predictions);
        write("deep/a/b/run.csv", m_predictions);
        write("deep/a/metrics.txt", "# TYPE up gauge\nup 1\n");
        write("deep/.git/run.csv", m_predictions);
        const QDir deep(m_folder.filePath("deep"));
        QVERIFY(QFile::link(deep.path(), deep.filePath("a/b/loop")));
        const auto counted = [&](const std::string& text) {
            const auto opened = sources::openLocal({sources::parseSourceSpec(text)}, kNow);
            if (!opened)
                return opened.error().text();
            const TimeRange all = opened->source->extent().value();
            const auto names = answer<std::vector<std::string>>(
                [&](auto* c, auto done) { opened->source->labelValues("log", {}, all, c, done); });
            std::string out;
            for (const std::string& name : names.value())
                out += name + " ";
            return out;
        };
        const std::string path = deep.path().toStdString();
        QCOMPARE(counted(path + "/"), std::string("a/b/run.csv a/metrics.txt top.csv "));
        QCOMPARE(counted("run=" + path), std::string("run/a/b/run.csv run/a/metrics.txt run/top.csv "));
        for (std::size_t i = 0; i <= kMaxFolderFiles; ++i)
            QVERIFY(QFile::link(deep.filePath("top.csv"), deep.filePath(QString("many%1.csv").arg(i))));
        QVERIFY2(counted(path).find("holds more than 10000 files") != std::string::npos, counted(path).c_str());
    }

    void compressedPages()
    {
        const auto packed = formats::gzip("# TYPE c counter\nc_total 5 1600000000.5\n# EOF\n").value();
        const std::string page = write("zip/page.om.gz", QByteArray::fromStdString(packed));
        const auto opened = sources::openLocal({{"z", page}}, kNow).value();
        QCOMPARE(only(ask(*opened.source, "c_total{log=\"page.om.gz\"}", 1'600'000'000'500)), 5.0);
        const auto cut =
            sources::openLocal({{"z", write("zip/cut.prom.gz", QByteArray::fromStdString(packed).chopped(9))}}, kNow);
        QVERIFY(!cut && cut.error().message.find("cut.prom.gz: ") != std::string::npos);
        const auto log = formats::gzip(m_predictions.toStdString()).value();
        const auto csv = sources::openLocal({{"z", write("zip/run.csv.gz", QByteArray::fromStdString(log))}}, kNow);
        QVERIFY2(csv, csv ? "" : csv.error().text().c_str());
    }

    void pagesWithASampleTwiceSaySo()
    {
        const auto opened = sources::openLocal({{"d", write("twice.prom", "up 1 1000\nup 2 1000\nup 3 2000\n")}}, kNow).value();
        QVERIFY(opened.warnings.size() == 1 && opened.warnings[0].message.find("1 sample left out") != std::string::npos);
    }

    /// The sample at the older end of a range: in until 2.55, out since 3.0.
    void compat()
    {
        auto opened = sources::openLocal({{"c", write("edge.prom", "up 1 0\nup 1 60000\n")}}, kNow).value();
        QCOMPARE(only(ask(*opened.source, "count_over_time(up[1m])", 60'000)), 1.0);
        opened.source->setCompat(promql::Compat::V2_42);
        QCOMPARE(only(ask(*opened.source, "count_over_time(up[1m])", 60'000)), 2.0);
    }

    void danglingLinksAreNoLogs()
    {
        const QDir folder(m_folder.filePath("links"));
        QVERIFY(folder.mkpath("."));
        for (int i = 0; i < 20; ++i)
            QVERIFY(QFile::link("/no/such/file", folder.filePath(QString("gone%1.csv").arg(i))));
        const sources::SourceSpec spec{"links", folder.path().toStdString()};
        QCOMPARE(sources::openSource(spec, {}, kNow).error().code, ErrorCode::NotFound); // as an empty one, not Io
        write("links/run.csv", m_predictions);
        const auto opened = sources::openLocal({spec}, kNow);
        QVERIFY2(opened, opened ? "" : opened.error().text().c_str());
        QCOMPARE(opened->skipped.size(), std::size_t(0));
        QCOMPARE(only(ask(*opened->source, "eval_accuracy", opened->source->extent()->to)), 0.8);
    }

    void metricsPages()
    {
        const std::string text = write("page.txt", "# HELP up says h\n# TYPE up gauge\nup{a=\"b\"} 3\n");
        const std::string open =
            write("page.om", "# TYPE c counter\n# UNIT c_seconds seconds\nc_total 5 1600000000.5\n# EOF\n");
        const auto page = sources::openSource({"p", text}, {}, kNow).value();
        QCOMPARE(only(ask(*page, "up", page->extent()->to)), 3.0);
        const auto metadata =
            answer<std::map<std::string, sources::Metadata>>([&](auto* c, auto done) { page->metadata(c, done); });
        QCOMPARE(metadata.value().at("up").help, std::string("says h"));
        const auto timed = sources::openSource({"p", open}, {}, kNow).value();
        QCOMPARE(timed->extent()->to, TimeMs(1'600'000'000'500));
        const auto broken = sources::openSource({"p", write("bad.prom", "up 1\nup{ 2\n")}, {}, kNow);
        QVERIFY(!broken);
        QVERIFY2(broken.error().text().find("bad.prom:2:") != std::string::npos, broken.error().text().c_str());
    }

    void sniffing()
    {
        using sources::looksLikeExposition;
        for (const char* page : {"# HELP a b\n", "# TYPE a gauge\na 1\n", "a 1\n", "a{b=\"c,d\"} 1.5 1600000000\n",
                 "\n# note\na +Inf\n", "# EOF\n"})
            QVERIFY2(looksLikeExposition("f.txt", page), page);
        for (const char* table : {"a,b\n1,2\n", "a b\nc d\n", "# note\ny_true,y_pred\n", "", "{\"a\":1}\n", "a 1,b 2\n",
                 "1 2\n", "step loss\n0 1\n"})
            QVERIFY2(!looksLikeExposition("f.csv", table), table);
        QVERIFY(looksLikeExposition("x.prom", "anything"));
    }

    void refusals()
    {
        QCOMPARE(sources::openSource({"x", "/no/such/file"}, {}, kNow).error().code, ErrorCode::NotFound);
        QVERIFY(QDir(m_folder.path()).mkpath("empty"));
        const auto empty = sources::openSource({"x", m_folder.filePath("empty").toStdString()}, {}, kNow);
        QVERIFY(empty.error().message.find("no log in the folder") != std::string::npos);
        QVERIFY(
            sources::openSource({"x", "/dev/zero"}, {}, kNow).error().message.find("not a regular file") != std::string::npos);
        QCOMPARE(sources::openSource({"x", "scrape+http://h:1/metrics"}, {}, kNow).error().code, ErrorCode::Unsupported);
        QCOMPARE(sources::openSource({"x", "ftp://h"}, {}, kNow).error().code, ErrorCode::Usage);
    }
};

QTEST_GUILESS_MAIN(TestLocalSource)
#include "tst_local_source.moc"

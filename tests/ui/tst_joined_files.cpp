// Files opened one by one in a window answer one expression together.
#include "core/runtime/sources/merged_queryable.h"
#include "core/tsdb/head.h"
#include "ui/shell/joined_files.h"
#include "ui/shell/opener.h"
#include "ui/shell/workspace.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace wg;
using namespace wg::ui::shell;

namespace {

std::shared_ptr<tsdb::Head> headOf(const char* name, TimeMs t, double v, const char* log)
{
    auto head = std::make_shared<tsdb::Head>();
    head->append({{"__name__", name}, {"log", log}}, std::span(&t, 1), std::span(&v, 1));
    return head;
}

std::unique_ptr<sources::LocalSource> file(const char* name, double v, const char* log)
{
    return std::make_unique<sources::LocalSource>(log, std::string("/d/") + log, headOf(name, 60'000, v, log));
}

/// The one number an expression gives at a minute past; -1 for anything else.
double ask(sources::Source& source, const std::string& expression)
{
    double out = -1;
    QEventLoop loop;
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    source.query({expression, 60'000}, &loop, [&](const Result<sources::QueryResult>& result) {
        const auto* const vector = result ? std::get_if<series::Vector>(result->value.get()) : nullptr;
        if (vector != nullptr && vector->samples.size() == 1)
            out = vector->samples[0].v;
        loop.quit();
    });
    loop.exec();
    return out;
}

} // namespace

class TestJoinedFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromTheSecondFileOn()
    {
        SourceList list;
        const JoinedFiles joined(list);
        sources::Source* const a = list.add(file("a", 2, "a.csv")).value();
        QCOMPARE(list.all().size(), std::size_t(1));
        sources::Source* const b = list.add(file("b", 3, "b.csv")).value();
        QCOMPARE(list.all().size(), std::size_t(3));
        sources::Source* const all = list.find(std::string(sources::kAllFiles));
        QVERIFY(all != nullptr && list.defaultSource() == all);
        QCOMPARE(ask(*all, "a * on() b"), 6.0);
        sources::Source* const c = list.add(file("c", 5, "c.csv")).value();
        QCOMPARE(ask(*all, "a * on() b * on() c"), 30.0);

        const QSignalSpy changed(all, &sources::Source::dataChanged);
        dynamic_cast<sources::LocalSource&>(*c).setData(headOf("c", 60'000, 7, "c.csv"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(ask(*all, "a * on() b * on() c"), 42.0);
        list.remove(b);
        QCOMPARE(ask(*all, "count({log!=\"\"})"), 2.0);
        list.remove(c);
        QCOMPARE(list.all().size(), std::size_t(1));
        QVERIFY(list.defaultSource() == a);
    }

    void whatIsBuiltInIsNoFile()
    {
        SourceList list;
        const JoinedFiles joined(list);
        QVERIFY(
            list.add(std::make_unique<sources::LocalSource>("demo", std::string(kBuiltIn), headOf("a", 60'000, 1, "demo"))));
        QVERIFY(list.add(file("b", 3, "b.csv")));
        QCOMPARE(list.all().size(), std::size_t(2));
        QCOMPARE(list.defaultSource()->name(), std::string("demo"));
        QVERIFY(list.add(file("c", 3, "c.csv")));
        QVERIFY(list.find(std::string(sources::kAllFiles)) != nullptr);
        QCOMPARE(list.defaultSource()->name(), std::string("demo"));
    }

    void theUserMayCloseIt()
    {
        SourceList list;
        const JoinedFiles joined(list);
        QVERIFY(list.add(file("a", 2, "a.csv")) && list.add(file("b", 3, "b.csv")));
        list.remove(list.find(std::string(sources::kAllFiles)));
        QCOMPARE(list.all().size(), std::size_t(2));
        QVERIFY(list.add(file("c", 3, "c.csv")));
        QCOMPARE(ask(*list.find(std::string(sources::kAllFiles)), "count({log!=\"\"})"), 3.0);
    }

    void mergedLists()
    {
        const sources::MergedQueryable merged(
            {headOf("m", 1000, 1, "x"), headOf("m", 5000, 2, "x"), headOf("n", 9000, 3, "y")});
        QCOMPARE(merged.extent()->from, TimeMs(1000));
        QCOMPARE(merged.extent()->to, TimeMs(9000));
        using Strings = std::vector<std::string>;
        QCOMPARE(merged.labelNames({}, 0, 9000).value(), (Strings{"__name__", "log"}));
        QCOMPARE(merged.labelValues("log", {}, 0, 9000).value(), (Strings{"x", "y"}));
        QCOMPARE(merged.seriesLabels({}, 0, 9000).value().size(), std::size_t(2));
        const auto views = merged.select({}, 0, 9000, {}).value();
        QCOMPARE(views.size(), std::size_t(2)); // equal labels: the first part's
        QCOMPARE(views[0].v[0], 1.0);
        QVERIFY(!sources::MergedQueryable({}).extent());
    }

    /// Two files of one name, opened one after the other, stay apart.
    void filesOfOneName()
    {
        QTemporaryDir folder;
        Workspace workspace;
        const JoinedFiles joined(workspace.sources);
        Opener opener(workspace);
        for (const char* name : {"x/page.prom", "y/page.prom"}) {
            const QString path = folder.filePath(QString::fromLatin1(name));
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QFile page(path);
            QVERIFY(page.open(QIODevice::WriteOnly) && page.write("up 1 60000\n") > 0);
            page.close();
            QSignalSpy opened(&opener, &Opener::sourceOpened);
            opener.open({path});
            QTRY_COMPARE(opened.size(), 1);
        }
        sources::Source* const all = workspace.sources.find(std::string(sources::kAllFiles));
        QVERIFY(all != nullptr);
        QCOMPARE(ask(*all, "count(up)"), 2.0);
        QCOMPARE(ask(*all, "count(up{log=\"page.prom 2\"})"), 1.0);
    }
};

QTEST_MAIN(TestJoinedFiles)
#include "tst_joined_files.moc"

#include "core/tsdb/head.h"

#include <fmt/format.h>

#include <QtTest>

using namespace wg;
using series::Labels;
using series::Matcher;
using series::MatchOp;

namespace {

Matcher matcher(const char* name, MatchOp op, const char* value)
{
    return Matcher::make(op, name, value).value();
}

/// "a{x="1"} @1:10,2:20; …": the whole answer as one line of text.
std::string text(const Result<std::vector<series::SeriesView>>& answer)
{
    if (!answer)
        return answer.error().text();
    std::string out;
    for (const auto& view : *answer) {
        out += (out.empty() ? "" : "; ") + view.labels->text() + " @";
        for (std::size_t i = 0; i < view.t.size(); ++i)
            out += fmt::format("{}{}:{}", i == 0 ? "" : ",", view.t[i], view.v[i]);
    }
    return out;
}

void add(tsdb::Head& head, const Labels& labels, std::vector<TimeMs> t)
{
    const std::vector<double> v(t.begin(), t.end());
    head.append(labels, t, v);
}

} // namespace

class TestHead : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selectsByMatchers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("op");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("want"); // values of label i, in the order of the answer
        const auto row = [](const char* name, MatchOp op, const char* value, const char* want) {
            QTest::addRow("%s %d %s", name, static_cast<int>(op), value) << name << static_cast<int>(op) << value << want;
        };
        row("i", MatchOp::Equal, "1", "1");
        row("i", MatchOp::Equal, "9", "");
        row("zone", MatchOp::Equal, "", "34");
        row("zone", MatchOp::NotEqual, "", "12");
        row("zone", MatchOp::NotEqual, "eu", "234");
        row("zone", MatchOp::Regex, "eu|us", "12");
        row("zone", MatchOp::Regex, "e", "");
        row("zone", MatchOp::Regex, "eu|", "134");
        row("zone", MatchOp::NotRegex, "e.*", "234");
        row("zone", MatchOp::NotRegex, "e.*|", "2");
        row("nowhere", MatchOp::NotRegex, ".+", "1234");
        row("nowhere", MatchOp::Regex, ".+", "");
    }
    void selectsByMatchers()
    {
        QFETCH(QString, name);
        QFETCH(int, op);
        QFETCH(QString, value);
        QFETCH(QString, want);
        tsdb::Head head;
        add(head, {{"__name__", "a"}, {"i", "4"}}, {1});
        add(head, {{"__name__", "a"}, {"i", "2"}, {"zone", "us"}}, {1});
        add(head, {{"__name__", "a"}, {"i", "1"}, {"zone", "eu"}}, {1});
        add(head, {{"__name__", "a"}, {"i", "3"}}, {1});
        add(head, {{"__name__", "b"}, {"i", "5"}}, {1});
        const std::vector<Matcher> matchers{
            matcher("__name__", MatchOp::Equal, "a"), matcher(qPrintable(name), static_cast<MatchOp>(op), qPrintable(value))};
        const auto answer = head.select(matchers, 0, 9, {});
        std::string got;
        for (const auto& view : answer.value())
            got += view.labels->get("i");
        QCOMPARE(QString::fromStdString(got), want);
    }

    void rangeIsInclusiveAndEmptySeriesAreLeftOut()
    {
        tsdb::Head head;
        add(head, {{"__name__", "a"}}, {10, 20, 30, 40});
        add(head, {{"__name__", "b"}}, {50});
        QCOMPARE(text(head.select({}, 20, 30, {})), std::string("a @20:20,30:30"));
        QCOMPARE(text(head.select({}, 21, 29, {})), std::string());
        QCOMPARE(text(head.select({}, 40, 50, {})), std::string("a @40:40; b @50:50"));
        QCOMPARE(text(head.select({}, 50, 40, {})), std::string());
        QVERIFY((head.extent() == TimeRange{10, 50}));
        QVERIFY(!tsdb::Head().extent());
    }

    void refusesWhatIsNotNewer()
    {
        tsdb::Head head;
        const Labels labels{{"__name__", "a"}};
        add(head, labels, {10, 20});
        const std::vector<TimeMs> t{15, 20, 20, 30};
        const std::vector<double> v{1, 2, 3, 4};
        const auto refused = head.append(labels, t, v);
        QCOMPARE(refused.outOfOrder, 1U);
        QCOMPARE(refused.duplicate, 2U);
        QCOMPARE(text(head.select({}, 0, 99, {})), std::string("a @10:10,20:20,30:4"));
        QCOMPARE(head.refused().duplicate, 2U);
        QCOMPARE(head.sampleCount(), 3U);
        QCOMPARE(head.seriesCount(), 1U);
    }

    void startTimesTravelWithSamples()
    {
        tsdb::Head head;
        const Labels labels{{"__name__", "a"}};
        add(head, labels, {10, 20});
        QVERIFY(head.select({}, 0, 99, {}).value()[0].start.empty());
        const std::vector<TimeMs> t{30, 25, 40};
        const std::vector<double> v{1, 2, 3};
        const std::vector<TimeMs> start{5, 6, 7};
        head.append(labels, t, v, start);
        add(head, labels, {50});
        const auto views = head.select({}, 20, 99, {}).value();
        QCOMPARE(std::vector(views[0].start.begin(), views[0].start.end()), (std::vector<TimeMs>{0, 5, 7, 0}));
        QCOMPARE(views[0].t.size(), views[0].start.size());
    }

    void histogramTimesAreSeen()
    {
        tsdb::Head head;
        add(head, {{"__name__", "a"}}, {10, 20});
        head.appendHistogramTimes({{"__name__", "a"}}, std::vector<TimeMs>{30});
        head.appendHistogramTimes({{"__name__", "h"}}, std::vector<TimeMs>{10, 40});
        const auto flags = [&head](TimeMs from, TimeMs to) {
            std::string out;
            const auto views = head.select({}, from, to, {}).value();
            for (const auto& view : views)
                out += fmt::format("{}{}{} ", view.labels->text(), view.t.size(), view.hasHistograms ? "h" : "");
            return out;
        };
        QCOMPARE(flags(0, 99), std::string("a2h h0h "));
        QCOMPARE(flags(11, 29), std::string("a1 "));
        QCOMPARE(flags(30, 39), std::string("a0h "));
        QVERIFY((head.extent() == TimeRange{10, 40}));
    }

    void viewsOutliveGrowthAndTheHead()
    {
        auto head = std::make_unique<tsdb::Head>();
        const Labels labels{{"__name__", "a"}};
        add(*head, labels, {1, 2, 3});
        const auto before = head->select({}, 0, 10'000, {});
        for (TimeMs t = 4; t < 5000; ++t)
            add(*head, labels, {t});
        QCOMPARE(head->select({}, 0, 10'000, {}).value()[0].t.size(), std::size_t(4999));
        head.reset();
        QCOMPARE(text(before), std::string("a @1:1,2:2,3:3"));
    }

    void namesAndValues()
    {
        tsdb::Head head;
        add(head, {{"__name__", "a"}, {"x", "1"}}, {1});
        add(head, {{"__name__", "b"}, {"y", "2"}}, {5});
        add(head, {{"__name__", "b"}, {"y", "3"}}, {9});
        using Texts = std::vector<std::string>;
        QCOMPARE(head.labelNames({}, 0, 9).value(), (Texts{"__name__", "x", "y"}));
        QCOMPARE(head.labelNames({}, 2, 9).value(), (Texts{"__name__", "y"}));
        QCOMPARE(head.labelValues("y", {}, 0, 6).value(), (Texts{"2"}));
        QCOMPARE(head.labelValues("__name__", {}, 0, 9).value(), (Texts{"a", "b"}));
        const std::vector<Matcher> b{matcher("__name__", MatchOp::Equal, "b")};
        QCOMPARE(head.seriesLabels(b, 0, 9).value().size(), std::size_t(2));
    }

    void cancelledSelectSaysSo()
    {
        tsdb::Head head;
        add(head, {{"__name__", "a"}}, {1});
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY(head.select({}, 0, 9, cancel).error().code == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestHead)
#include "tst_head.moc"

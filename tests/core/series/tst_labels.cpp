#include "core/series/labels.h"
#include "core/series/matcher.h"

#include <QtTest>

using namespace wg::series;

class TestLabels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sortedUniqueWithoutEmpty()
    {
        const Labels labels{{"z", "1"}, {"a", "2"}, {"gone", ""}, {"z", "3"}};
        QCOMPARE(labels.text(), std::string("{a=\"2\", z=\"3\"}"));
        QCOMPARE(labels.get("gone"), std::string_view());
    }

    void emptyValueRemovesEarlierOne()
    {
        const Labels labels{{"a", "1"}, {"a", ""}};
        QVERIFY(labels.empty());
    }

    void textQuotesAsPrometheus()
    {
        QCOMPARE((Labels{{"__name__", "up"}}).text(), std::string("up"));
        QCOMPARE((Labels{{"__name__", "a:b"}, {"x", "q\"\\\n"}}).text(), std::string("a:b{x=\"q\\\"\\\\\\n\"}"));
        QCOMPARE((Labels{{"__name__", "with space"}, {"d.e", "1"}}).text(), std::string("{\"with space\", \"d.e\"=\"1\"}"));
        QCOMPARE(Labels().text(), std::string("{}"));
    }

    void copiesWithChanges()
    {
        const Labels labels{{"__name__", "m"}, {"a", "1"}, {"b", "2"}};
        QCOMPARE(labels.with("a", "9").text(), std::string("m{a=\"9\", b=\"2\"}"));
        QCOMPARE(labels.with("a", "").text(), std::string("m{b=\"2\"}"));
        const std::vector<std::string> names{"b"};
        QCOMPARE(labels.without(names, true).text(), std::string("{a=\"1\"}"));
        QCOMPARE(labels.keeping(names).text(), std::string("{b=\"2\"}"));
        QVERIFY(labels.hash() != labels.with("a", "2").hash());
        QVERIFY((Labels{{"ab", "c"}}).hash() != (Labels{{"a", "bc"}}).hash());
    }

    void matchers_data()
    {
        QTest::addColumn<int>("op");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("matches");
        QTest::newRow("equal") << int(MatchOp::Equal) << "x" << "x" << true;
        QTest::newRow("missing equals empty") << int(MatchOp::Equal) << "" << "" << true;
        QTest::newRow("not equal") << int(MatchOp::NotEqual) << "x" << "" << true;
        QTest::newRow("anchored") << int(MatchOp::Regex) << "b" << "abc" << false;
        QTest::newRow("alternatives anchored") << int(MatchOp::Regex) << "a|b" << "ab" << false;
        QTest::newRow("dot takes newline") << int(MatchOp::Regex) << "a.b" << "a\nb" << true;
        QTest::newRow("named group") << int(MatchOp::Regex) << "(?<n>a+)" << "aaa" << true;
        QTest::newRow("not regex") << int(MatchOp::NotRegex) << "a.*" << "b" << true;
    }
    void matchers()
    {
        QFETCH(int, op);
        QFETCH(QString, pattern);
        QFETCH(QString, value);
        QFETCH(bool, matches);
        const auto matcher = Matcher::make(MatchOp(op), "l", pattern.toStdString());
        QVERIFY(matcher.has_value());
        QCOMPARE(matcher->matches(value.toStdString()), matches);
    }

    void badPatternsAreErrors()
    {
        for (const char* pattern : {"(", "a\\C", "(?=x)", "[z-a]"})
            QVERIFY2(!Matcher::make(MatchOp::Regex, "l", pattern).has_value(), pattern);
        QVERIFY(!Matcher::make(MatchOp::Regex, "l", std::string(70'000, 'a')).has_value());
    }

    void manyAlternativesAndBacktrackingBaitAreFine()
    {
        std::string hosts;
        for (int i = 0; i < 5'000; ++i)
            hosts += (i ? "|host-" : "host-") + std::to_string(i);
        const auto list =
            Matcher::make(MatchOp::Regex, "l", hosts.substr(0, 60'000).substr(0, hosts.substr(0, 60'000).rfind('|')));
        QVERIFY(list.has_value());
        QVERIFY(list->matches("host-4711"));
        const auto bait = Matcher::make(MatchOp::Regex, "l", "(a+)+$");
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!bait->matches(std::string(100'000, 'a') + "b"));
        QVERIFY(timer.elapsed() < 1000);
    }

    void text()
    {
        QCOMPARE(Matcher::make(MatchOp::Regex, "l", "a\"b")->text(), std::string("l=~\"a\\\"b\""));
        QCOMPARE(Matcher::make(MatchOp::NotEqual, "l", "")->text(), std::string("l!=\"\""));
    }
};

QTEST_APPLESS_MAIN(TestLabels)
#include "tst_labels.moc"

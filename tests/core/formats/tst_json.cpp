#include "core/formats/json.h"

#include <QtTest>

using namespace wg;
using formats::parseJson;

class TestJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsOrderAndTypes()
    {
        const std::string text = R"({"z":1,"a":[true,null,-2,0.5,"x"],"m":{"k":18446744073709551615}})";
        QCOMPARE(parseJson(text, "t").value().dump(), text);
        QCOMPARE(parseJson("\xEF\xBB\xBF 7", "t").value().dump(), std::string("7"));
    }

    void duplicates()
    {
        const std::string text = R"({"a":1,"b":2,"a":{"c":3}})";
        QCOMPARE(parseJson(text, "t").value().dump(), std::string(R"({"a":{"c":3},"b":2})"));
        formats::JsonLimits strict;
        strict.duplicateKeys = formats::DuplicateKeys::Refuse;
        const auto refused = parseJson(text, "t", strict);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.find("duplicate key \"a\"") != std::string::npos, refused.error().message.c_str());
        QCOMPARE(refused.error().position->offset, std::size_t(15));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("empty") << QByteArray("") << 1 << 1;
        QTest::newRow("comma") << QByteArray("{\n  \"a\": 1,,\n}") << 2 << 10;
        QTest::newRow("after umlaut") << QByteArray("[\"\xC3\xA4\" x]") << 1 << 6;
        QTest::newRow("cut") << QByteArray("[1,2") << 1 << 5;
        QTest::newRow("behind") << QByteArray("[]\n]") << 2 << 1;
        QTest::newRow("NaN") << QByteArray("[NaN]") << 1 << 2;
        QTest::newRow("overflow") << QByteArray("[1e999]") << 1 << 6;
        QTest::newRow("utf8") << QByteArray("[\"\xFF\"]") << 1 << 3;
        QTest::newRow("surrogate") << QByteArray("[\"\\ud800\"]") << 1 << 9;
    }
    void refusals()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(int, column);
        const auto parsed = parseJson(std::string_view(text.constData(), std::size_t(text.size())), "f.json");
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::Parse);
        QCOMPARE(
            QString::fromStdString(parsed.error().text()).section(' ', 0, 0), QString("f.json:%1:%2:").arg(line).arg(column));
    }

    void limits()
    {
        const auto deep = parseJson(std::string(3000, '['), "t");
        QVERIFY(!deep);
        QCOMPARE(deep.error().code, ErrorCode::Limit);
        QCOMPARE(deep.error().position->offset, std::size_t(128));
        const auto big = parseJson("[1,2,3]", "t", {.maxBytes = 3});
        QVERIFY(!big);
        QCOMPARE(big.error().code, ErrorCode::Limit);
    }

    void manyKeysAreNotQuadratic()
    {
        std::string text = "{";
        for (int i = 0; i < 200'000; ++i)
            text += "\"k" + std::to_string(i) + "\":0,";
        text.back() = '}';
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(parseJson(text, "t").value().size(), std::size_t(200'000));
        QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"

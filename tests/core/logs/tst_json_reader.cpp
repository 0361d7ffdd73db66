// JSON lines, arrays and documents as tables: whatever the chunks, what is torn waits, what is bad is counted.
#include "core/logs/json_reader.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::logs;

namespace {

Result<Table> read(std::string_view bytes, ReadOptions options = {}, JsonLimits limits = {}, std::size_t chunk = 0)
{
    for (int pass = 0; pass < 2; ++pass) {
        JsonReader reader(options, limits);
        const std::size_t step = chunk == 0 ? bytes.size() + 1 : chunk;
        for (std::size_t at = 0; at < bytes.size(); at += step)
            WG_CHECK(reader.feed(bytes.substr(at, step)));
        auto table = reader.finish();
        if (!table || reader.lateText().empty())
            return table;
        options.textColumns = reader.lateText();
    }
    return fail(ErrorCode::Io, "text columns changed again");
}

/// "a:1,2 b:x,": columns with their cells; numbers and texts apart by a # before the name.
QString shown(const Result<Table>& table)
{
    if (!table)
        return QString::fromStdString("error: " + table.error().text());
    QStringList out;
    for (const Column& column : table->columns) {
        QStringList cells;
        for (std::size_t row = 0; column.kept && row < table->rows; ++row)
            cells << QString::fromStdString(column.text(row));
        out << (column.numeric ? "#" : "") + QString::fromStdString(column.name) + ":" + cells.join('|');
    }
    return out.join(' ') + (table->skipped > 0 ? QString(" -%1").arg(table->skipped) : QString());
}

} // namespace

class TestJsonReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("format");
        const auto row = [](const char* name, const char* bytes, const char* table, const char* format = "JSONL") {
            QTest::newRow(name) << QByteArray(bytes) << QString(table) << QString(format);
        };
        row("lines", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2.5,\"b\":\"y\"}\n", "#a:1|2.5 b:x|y");
        row("blank lines and CRLF", "\n{\"a\":1}\r\n\n  \r\n{\"a\":2}\r\n", "#a:1|2");
        row("mark", "\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}\n", "#a:1|2");
        row("no last newline", "{\"a\":1}\n{\"a\":2}", "#a:1|2");
        row("other keys", "{\"a\":1}\n{\"b\":2}\n{\"b\":3,\"a\":4}\n", "#a:1||4 #b:|2|3");
        row("nested", "{\"a\":{\"b\":{\"c\":1}},\"d\":2}\n{\"d\":3,\"a\":{\"b\":{\"c\":4}}}\n", "#a.b.c:1|4 #d:2|3");
        row("null object", "{\"m\":null,\"a\":1}\n{\"m\":{\"n\":5},\"a\":2}\n", "#a:1|2 #m.n:|5");
        row("null only", "{\"m\":null,\"a\":1}\n{\"m\":null,\"a\":2}\n", "#m:| #a:1|2");
        row("Python's own", "{\"a\":NaN}\n{\"a\":Infinity}\n{\"a\":-Infinity}\n{\"a\":1}\n", "#a:|+Inf|-Inf|1");
        row("64 bits", "{\"a\":9007199254740993}\n{\"a\":2}\n", "a:9007199254740993|2");
        row("64 bits late", "{\"a\":1.50}\n{\"a\":1152921504606846976}\n", "a:1.50|1152921504606846976");
        row("text late", "{\"a\":1.0}\n{\"a\":\"x\"}\n{}\n", "a:1.0|x|");
        row("truth", "{\"a\":true}\n{\"a\":false}\n{\"a\":null}\n", "a:true|false|");
        row("escapes", "{\"a\":\"\\u00e9\\n\\\"\\ud83d\\ude00\\ud800\"}\n{\"\\u0061\":\"\\/\"}\n",
            "a:\xC3\xA9\n\"\xF0\x9F\x98\x80\xEF\xBF\xBD|/");
        row("arrays", "{\"a\":[1, 2 ,\"x, y\"],\"b\":[[1]],\"c\":1}\n{\"a\":[],\"c\":2}\n", "a:[1,2,\"x, y\"]|[] #c:1|2");
        row("twice", "{\"a\":1,\"a\":2}\n{\"a\":3}\n", "#a:2|3");
        row("dots in keys", "{\"a.b\":1}\n{\"a\":{\"b\":2}}\n", "#a.b:1|2");
        row("no UTF-8", "{\"a\":\"\xFF\"}\n{\"a\":\"b\"}\n", "a:\xEF\xBF\xBD|b");
        row("bad lines", "{\"a\":1}\n{\"a\":}\n[1]\nx\n{\"a\":2} {\"a\":3}\n{\"a\":4}\n", "#a:1|4 -4");
        row("bad line leaves nothing", "{\"a\":1}\n{\"b\":2,\"c\":}\n{\"a\":3}\n", "#a:1|3 -1");
        row("bad first line", "nothing\n{\"a\":1}\n{\"a\":2}\n", "");
        row("torn inside", "{\"a\":1}\n{\"a\":2,\n{\"a\":3}\n", "#a:1|3 -1");
        row("torn first", "{\"a\":1,\"b\n{\"a\":2}\n{\"a\":3}\n", "#a:2|3 -1");
        row("torn last", "{\"a\":1}\n{\"a\":2}\n{\"a\":3", "#a:1|2");
        row("bad last", "{\"a\":1}\n{\"a\":2}\n{\"a\"]", "#a:1|2 -1");
        row("array", "[{\"a\":1},\n {\"a\":2,\"b\":{\"c\":\"x\"}}]\n", "#a:1|2 b.c:|x", "JSON array");
        row("array of others", "[{\"a\":1}, 5, {\"a\":2}]", "#a:1|2 -1", "JSON array");
        row("empty array", "[]", "", "JSON array");
        row("array cut off", "[{\"a\":1},{\"a\":2},{\"a\"", "#a:1|2", "JSON array");
        row("document", "{\n \"a\": 1,\n \"b\": {\"c\": \"x\", \"l\": [1, 2]}\n}\n", "#a:1 b.c:x b.l:[1,2]", "JSON");
        row("document of one line", "{\"a\":1}\n", "#a:1", "JSON");
        row("documents", "{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n", "#a:1|2", "JSONL");
        row("columns", "{\"y\": [1, 0, 1], \"s\": [0.5, null, 1]}", "#y:1|0|1 #s:0.5||1", "JSON");
        row("columns of pandas", "{\"y\":{\"0\":1,\"1\":0},\"w\":{\"0\":\"a\",\"1\":\"b\"}}", "#y:1|0 w:a|b", "JSON");
        row("uneven columns", "{\"y\": [1, 0], \"s\": [0.5]}", "y:[1,0] s:[0.5]", "JSON");
        row("records", "{\"name\":\"x\",\"data\":[{\"a\":1},{\"a\":2}]}", "#a:1|2", "JSON");
        row("no records", "{\"accuracy\":0.5,\"classes\":[{\"a\":1},{\"a\":2}]}", "#accuracy:0.5", "JSON");
    }
    void reads()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, table);
        QFETCH(QString, format);
        const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        if (table.isEmpty() && format == "JSONL") { // another reader's
            QVERIFY(!isJson(text));
            return;
        }
        QVERIFY(isJson(text));
        for (const std::size_t chunk : {0, 1, 2, 3, 7, 16}) {
            const auto got = read(text, {}, {}, chunk);
            QCOMPARE(shown(got), table);
            QCOMPARE(QString::fromStdString(got->format), format);
        }
    }

    void countsLines()
    {
        const auto table = read("\n{\"a\":1}\n\nnot\n{\"a\":2}\n{\"a\":\n");
        QVERIFY(table);
        QCOMPARE(table->badRows.size(), std::size_t{2});
        QCOMPARE(table->badRows[0].line, std::uint64_t{4});
        QCOMPARE(table->badRows[1].line, std::uint64_t{6});
    }

    /// A last line without its end may be half of a longer one, even when it is whole JSON.
    void waitsForWriter()
    {
        ReadOptions growing;
        growing.mayGrow = true;
        QCOMPARE(shown(read("{\"a\":1}\n{\"a\":2}\n{\"a\":3}", growing)), QString("#a:1|2"));
        QCOMPARE(shown(read("{\"a\":1}\n{\"a\":2}\nbroken", growing)), QString("#a:1|2"));
        QCOMPARE(shown(read("{\"a\":1,", growing)), QString());
        QVERIFY(!read("{\"a\":1,\n \"b\": 2"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("what");
        QTest::newRow("empty") << QByteArray(" \n") << "empty";
        QTest::newRow("nothing sound") << QByteArray("{a}\n{b}\n") << "none of the 2";
        QTest::newRow("array of numbers") << QByteArray("[[1,2],[3,4]]") << "none of the 2";
        QTest::newRow("broken array") << QByteArray("[{\"a\":1},\n{\"a\" 2}]") << "2";
        QTest::newRow("behind the array") << QByteArray("[{\"a\":1}] x") << "behind";
        QTest::newRow("cut document") << QByteArray("{\n\"a\": [1,\n") << "too early";
        QTest::newRow("broken document") << QByteArray("{\n\"a\": 1,,\n}") << "no JSON";
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, what);
        const auto table = read({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        QVERIFY2(!table, qPrintable(shown(table)));
        QCOMPARE(table.error().code, ErrorCode::Parse);
        QVERIFY2(shown(table).contains(what), qPrintable(shown(table)));
    }

    void limits()
    {
        const JsonLimits small = {.recordBytes = 64, .documentBytes = 4096};
        const std::string longLine = "{\"a\":\"" + std::string(100'000, 'x') + "\"}\n";
        for (const std::size_t chunk : {1000U, 0U}) {
            const auto table =
                read("{\"a\":\"1\"}\n{\"a\":\"2\"}\n" + std::string(chunk == 0 ? "" : longLine) + "{\"a\":\"3\"}\n", {}, small,
                    chunk);
            QCOMPARE(shown(table), QString(chunk == 0 ? "a:1|2|3" : "a:1|2|3 -1"));
        }
        const auto document = read("{\n\"a\": \"" + std::string(100'000, 'x'), {}, small, 1000);
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::Limit);
        const std::string deep = "{\"a\":" + std::string(2000, '[') + std::string(2000, ']') + "}\n{\"a\":1}\n{\"a\":2}\n";
        QCOMPARE(shown(read(deep)), QString("#a:1|2 -1"));
        std::string object;
        for (int i = 0; i < 100; ++i)
            object += "{\"k\":";
        object += "1" + std::string(100, '}');
        QCOMPARE(shown(read("{\"a\":1,\"b\":" + object + "}\n{\"a\":2}\n")), QString("#a:1|2"));
        ReadOptions little;
        little.keptBytes = 20'000;
        std::string many;
        for (int i = 0; i < 20'000; ++i)
            many += "{\"a\":" + std::to_string(i * 1.1) + ",\"b\":\"" + std::to_string(i) + "\"}\n";
        const auto full = read(many, little);
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::Limit);
    }

    void manyColumns()
    {
        std::string line = "{\"k\":0";
        for (std::size_t i = 0; i < RecordColumns::kMostColumns + 10; ++i)
            line += ",\"k" + std::to_string(i) + "\":1";
        const auto table = read(line + "}\n" + line + "}\n");
        QVERIFY(table);
        QCOMPARE(table->columns.size(), RecordColumns::kMostColumns);
        QCOMPARE(table->rows, std::size_t{2});
        QCOMPARE(table->notes.size(), std::size_t{1});
    }

    void keepsWhatIsAsked()
    {
        ReadOptions options;
        options.keep = [](std::string_view name) { return name == "a"; };
        const auto table = read("{\"a\":1,\"b\":\"secret\"}\n{\"a\":2,\"b\":\"secret\"}\n", options);
        QVERIFY(table);
        QCOMPARE(shown(table), QString("#a:1|2 b:"));
        QVERIFY(!table->columns[1].kept && table->columns[1].dictionary.size() == 0);
        ReadOptions some;
        some.onlyRows = {1, 3};
        QCOMPARE(shown(read("{\"a\":0}\n{\"a\":1}\nbad\n{\"a\":2}\n{\"b\":3}\n", some)), QString("#a:1| #b:|3 -1"));
    }

    /// More rows than a block holds, with gaps.
    void longColumns()
    {
        std::string lines;
        for (int i = 0; i < 40'000; ++i)
            lines += i % 3 == 0 ? "{\"a\":" + std::to_string(i) + "}\n" : "{\"b\":" + std::to_string(i / 7.0) + "}\n";
        const auto table = read(lines, {}, {}, 5000);
        QVERIFY(table);
        QCOMPARE(table->rows, std::size_t{40'000});
        for (std::size_t row = 0; row < table->rows; ++row) {
            const bool first = row % 3 == 0;
            QVERIFY(std::isnan(table->columns[0].numbers[row]) != first);
            QCOMPARE(table->columns[first ? 0 : 1].numbers[row],
                first ? static_cast<double>(row) : std::stod(std::to_string(static_cast<double>(row) / 7.0)));
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_json_reader.moc"

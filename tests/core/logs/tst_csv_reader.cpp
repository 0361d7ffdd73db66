// The CSV reader over hostile and odd input: what is read, what is counted, what is refused. Whole tables as text.
#include "core/logs/csv_reader.h"

#include <QtTest>

using namespace wg;
using namespace wg::logs;

namespace {

Result<Table> readChunks(const std::string& bytes, std::size_t chunk, ReadOptions options = {}, CsvLimits limits = {})
{
    for (int pass = 0; pass < 3; ++pass) {
        CsvReader reader(options, limits);
        for (std::size_t at = 0; at < bytes.size(); at += chunk)
            WG_CHECK(reader.feed(std::string_view(bytes).substr(at, chunk)));
        auto table = reader.finish();
        if (!table || reader.lateText().empty())
            return table;
        options.textColumns = reader.lateText();
    }
    return fail(ErrorCode::Execution, "no end");
}

/// "a:number,b:text|1,x|2,y|bad 3" : header, rows, lines of bad rows.
std::string shown(const Result<Table>& table)
{
    if (!table)
        return "refused: " + table.error().message;
    std::string out = table->header ? "" : "no header: ";
    for (std::size_t i = 0; i < table->columns.size(); ++i)
        out += (i == 0 ? "" : ",") + table->columns[i].name + (table->columns[i].numeric ? ":n" : ":t");
    for (std::size_t row = 0; row < table->rows; ++row) {
        out += "|";
        for (std::size_t i = 0; i < table->columns.size(); ++i)
            out += (i == 0 ? "" : ",") + table->columns[i].text(row);
    }
    for (const BadRow& bad : table->badRows)
        out += "|bad " + std::to_string(bad.line);
    return out;
}

} // namespace

class TestCsvReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char* name, const QByteArray& bytes, const char* expected) {
            QTest::newRow(name) << bytes << QString::fromUtf8(expected);
        };
        add("plain", "a,b\n1,x\n2,y\n", "a:n,b:t|1,x|2,y");
        add("no last line end", "a,b\n1,x", "a:n,b:t|1,x");
        add("CRLF", "a,b\r\n1,x\r\n", "a:n,b:t|1,x");
        add("CR", "a,b\r1,x\r", "a:n,b:t|1,x");
        add("UTF-8 mark",
            "\xEF\xBB\xBF"
            "a,b\n1,x\n",
            "a:n,b:t|1,x");
        add("UTF-16LE",
            QByteArray("\xFF\xFE"
                       "a\0,\0b\0\n\0"
                       "1\0,\0\xE9\0",
                16),
            "a:n,b:t|1,é");
        add("UTF-16BE",
            QByteArray("\xFE\xFF\0a\0\n\0"
                       "1",
                8),
            "a:n|1");
        add("UTF-16 lone surrogate",
            QByteArray("\xFF\xFE"
                       "a\0\n\0\x00\xD8x\0",
                10),
            "a:t|\xEF\xBF\xBDx");
        add("no UTF-8", "a\n\xE9t\xE9\n", "a:t|\xEF\xBF\xBDt\xEF\xBF\xBD");
        add("semicolons, decimal commas", "a;b\n1,5;2\n2,25;3\n", "a:n,b:n|1.5,2|2.25,3");
        add("decimal commas, no header", "1;0,5\n0;0,25\n", "no header: 1:n,2:n|1,0.5|0,0.25");
        add("points and commas are text", "a;b\n1,5;2\n2.5;3\n", "a:t,b:n|1,5,2|2.5,3");
        add("tab", "a\tb\n1\t 2 \n", "a:n,b:n|1,2");
        add("pipe", "a|b\n1|2\n", "a:n,b:n|1,2");
        add("quotes", "a,b\n\"x, \"\"y\"\"\",1\n", "a:t,b:n|x, \"y\",1");
        add("quoted line break", "a,b\n\"x\ny\",1\n2,3,4\n", "a:t,b:n|x\ny,1|bad 4");
        add("text after a closing quote", "a,b\n\"x\"y,1\n", "a:t,b:n|xy,1");
        add("blank before a quote", "a,b\n  \"x\"  ,1\n", "a:t,b:n|x,1");
        add("a quote inside is text", "a,b\nx\"y,1\n", "a:t,b:n|x\"y,1");
        add("a quote never closed", "a,b\n1,2\n\"3,4\n5,6\n", "a:n,b:n|1,2|bad 3");
        add("ragged", "a,b\n1,2\n3\n4,5,6\n7,8\n", "a:n,b:n|1,2|7,8|bad 3|bad 4");
        add("blank lines", "\n\na,b\n\n1,2\n  \n3,4\n\n", "a:n,b:n|1,2|3,4");
        add("a quoted empty cell is a row", "a\n\"\"\nx\n", "a:t||x");
        add("NUL in a row",
            QByteArray("a,b\n1,2\n3,\0"
                       "4\n",
                13),
            "a:n,b:n|1,2|bad 3");
        add("NUL in the header", QByteArray("a\0,b\n1,2\n", 9),
            "refused: there is a NUL byte in the header: this is not a text table");
        add("empty", "", "refused: the file is empty: there is no header and no row");
        add("only a mark", "\xEF\xBB\xBF", "refused: the file is empty: there is no header and no row");
        add("only line ends", "\r\n\n \n", "refused: the file is empty: there is no header and no row");
        add("header only", "a,b\n", "a:n,b:n");
        add("no row fits", "a,b\n1\n2\n", "refused: none of the 2 row(s) fits the header (line 2: 1 cell(s) instead of 2)");
        add("no header", "1,2\n3,4\n", "no header: 1:n,2:n|1,2|3,4");
        add("a word over numbers is a header", "a,1\n2,3\n", "a:n,1:n|2,3");
        add("numbers over words are a header", "1,A\nC,B\n", "1:t,A:t|C,B");
        add("an empty first cell is a header", ",1,2\n3,4,5\n", ":n,1:n,2:n|3,4,5");
        add("no header and no order", "1,2,3\n1\n2\n3\n",
            "refused: no header, and only 1 of 4 records have 3 cell(s) (line 2: 1 cell(s) instead of 3): this is not a table");
        add("trailing delimiter of the header", "a,b,\n1,2\n", "a:n,b:n|1,2");
        add("trailing delimiter everywhere", "a,b,\n1,2,\n", "a:n,b:n,:n|1,2,");
        add("preamble", "made by x\nno delimiter\na;b\n1;2\n", "a:n,b:n|1,2");
        add("missing numbers", "a,b\n1,\nNA,2\n-,nan\nnull,None\n", "a:n,b:n|1,|,2|,|,");
        add("infinite numbers", "a\ninf\n-Inf\n+1\n", "a:n|+Inf|-Inf|1");
        add("ids above 2^53 stay exact", "a\n9007199254740993\n1\n", "a:t|9007199254740993|1");
        add("a word among numbers", "a\n1.50\nhi\n", "a:t|1.50|hi");
    }
    void reads()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        const std::string text = bytes.toStdString();
        for (const std::size_t chunk : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{1} << 20})
            QCOMPARE(QString::fromStdString(shown(readChunks(text, chunk))), expected);
    }

    /// The dialect is decided on a sample; words behind it are found all the same, and with their own spelling.
    void lateWords()
    {
        std::string bytes = "id,v\n";
        for (int i = 0; i < 2000; ++i)
            bytes += std::to_string(i) + ",1.0\n";
        bytes += "2000,broken\n9007199254740993,2.50\n";
        const CsvLimits small{.sampleBytes = 64};
        for (const std::size_t chunk : {std::size_t{1}, std::size_t{100}, bytes.size()}) {
            const auto table = readChunks(bytes, chunk, {}, small);
            QVERIFY(table);
            QCOMPARE(table->rows, std::size_t{2002});
            QVERIFY(!table->columns[0].numeric && !table->columns[1].numeric);
            QCOMPARE(table->columns[1].text(0), std::string("1.0"));
            QCOMPARE(table->columns[1].text(2000), std::string("broken"));
            QCOMPARE(table->columns[0].text(2001), std::string("9007199254740993"));
        }
    }

    void tornLastLine()
    {
        ReadOptions growing;
        growing.mayGrow = true;
        QCOMPARE(shown(readChunks("a,b\n1,2\n3,", 4, growing)), std::string("a:n,b:n|1,2"));
        QCOMPARE(shown(readChunks("a,b\n1,2\n3,\"x", 4, growing)), std::string("a:n,b:n|1,2"));
        QCOMPARE(shown(readChunks("a,b\n1,2\n3,4\n", 4, growing)), std::string("a:n,b:n|1,2|3,4"));
    }

    void caps()
    {
        const CsvLimits limits{.recordBytes = 1000, .columns = 10, .sampleBytes = 100};
        const auto longRecord = readChunks("a,b\n1,2\n\"" + std::string(500'000, 'x'), 50, {}, limits);
        QVERIFY(!longRecord);
        QCOMPARE(longRecord.error().code, ErrorCode::Limit);
        QCOMPARE(longRecord.error().position->line, std::size_t{3});
        const auto longHeader = readChunks(std::string(5000, 'x'), 50, {}, limits);
        QVERIFY(!longHeader);
        QCOMPARE(longHeader.error().code, ErrorCode::Limit);
        const auto wide = readChunks("1,2,3,4,5,6,7,8,9,10,11\n", 50, {}, limits);
        QVERIFY(!wide);
        QCOMPARE(wide.error().code, ErrorCode::Limit);
    }

    /// What a table takes is counted as it grows; a file that would take more is refused on the way, not after it.
    void boundsMemory()
    {
        const auto table = [](bool distinct, bool numbers) {
            std::string bytes = "a\n";
            for (int i = 0; i < 200'000; ++i)
                bytes += numbers ? std::to_string(i * 7919LL % 1000003) + "\n"
                    : distinct   ? "text " + std::to_string(i) + "\n"
                                 : "text\n";
            return bytes;
        };
        ReadOptions options;
        options.keptBytes = std::size_t{600} << 10;
        QVERIFY(readChunks(table(false, true), 5000, options)); // 20 bits each, and one block that is not packed yet
        QVERIFY(readChunks(table(false, false), 5000, options));
        options.keptBytes = std::size_t{300} << 10;
        QVERIFY(readChunks(table(false, false), 5000, options)); // one text needs no bits at all
        for (const std::size_t chunk : {std::size_t{100}, std::size_t{5000}, std::size_t{1} << 20}) {
            for (const bool numbers : {false, true}) {
                const auto refused = readChunks(table(true, numbers), chunk, options);
                QVERIFY(!refused);
                QCOMPARE(refused.error().code, ErrorCode::Limit);
                QVERIFY(refused.error().position->line < (numbers ? 150'000 : 60'000));
            }
        }
        QCOMPARE(readChunks(table(true, true), 5000, options).error().message,
            std::string("the table needs more than the limit of 0.293 MiB of memory; keep only the columns you need, or split "
                        "the file into smaller ones"));
    }

    /// Columns that are not kept are there with name and type; the rows are the same.
    void keepsColumns()
    {
        std::string bytes = "a,b,c,d\n";
        for (int i = 0; i < 30'000; ++i)
            bytes += std::to_string(i) + (i % 1000 == 7 ? ",x\n" : ",x,2.5,\"y\"\n");
        for (const std::size_t slice : {std::size_t{0}, std::size_t{5000}}) {
            ReadOptions options;
            options.keep = [](std::string_view name) { return name == "a" || name == "d"; };
            const auto table = readChunks(bytes, 100'000, options, {.sampleBytes = 1000, .sliceBytes = slice});
            QVERIFY(table);
            QCOMPARE(table->rows, std::size_t{29'970});
            QCOMPARE(table->skipped, std::uint64_t{30});
            QCOMPARE(table->badRows[1].line, std::uint64_t{1009});
            QVERIFY(table->columns[0].kept && !table->columns[1].kept && !table->columns[2].kept && table->columns[3].kept);
            QVERIFY(!table->columns[1].numeric && table->columns[2].numeric);
            QCOMPARE(table->columns[0].size(), table->rows);
            QVERIFY(table->columns[1].codes.empty() && table->columns[2].numbers.empty());
            QCOMPARE(table->columns[1].dictionary.size(), std::size_t{0});
            QCOMPARE(table->columns[3].text(29'969), std::string("y"));
            QCOMPARE(table->columns[0].text(7), std::string("8"));
        }
    }

    /// Single rows, by their number in the table that a full read gives, as they are written.
    void keepsRows()
    {
        std::string bytes = "a,b\n";
        for (int i = 0; i < 30'000; ++i)
            bytes += i % 10 == 3 ? "bad\n" : std::to_string(i) + ".50,t" + std::to_string(i % 7) + "\n";
        const auto all = readChunks(bytes, 100'000);
        QVERIFY(all);
        for (const std::size_t slice : {std::size_t{0}, std::size_t{700}, std::size_t{1} << 18}) {
            ReadOptions options;
            options.textColumns = {true, true};
            options.onlyRows = {0, 5, 5, 4000, 4001, 26'999, 99'999};
            const auto table = readChunks(bytes, 100'000, options, {.sampleBytes = 1000, .sliceBytes = slice});
            QVERIFY(table);
            QCOMPARE(table->rows, std::size_t{5});
            QCOMPARE(table->skipped, std::uint64_t{3000});
            const std::vector<std::size_t> rows = {0, 5, 4000, 4001, 26'999};
            for (std::size_t i = 0; i < rows.size(); ++i) {
                QCOMPARE(table->columns[0].text(i),
                    all->columns[0].text(rows[i])
                        + (all->columns[0].text(rows[i]).find('.') == std::string::npos ? ".50" : "0"));
                QCOMPARE(table->columns[1].text(i), all->columns[1].text(rows[i]));
            }
            options.onlyRows = std::vector<std::uint64_t>{};
            QCOMPARE(readChunks(bytes, 5000, options, {.sampleBytes = 1000, .sliceBytes = slice}).value().rows, std::size_t{0});
        }
    }

    void cancels()
    {
        const std::string row = "\"quoted\",1.5\n";
        for (const bool plain : {true, false}) {
            CancelToken token;
            ReadOptions options;
            options.cancel = token;
            CsvReader reader(options, {.sampleBytes = 10});
            QVERIFY(reader.feed("a,b\nx,1\nx,2\n"));
            token.cancel();
            std::string bytes;
            while (bytes.size() < 2'000'000)
                bytes += plain ? "plain,1.5\n" : row;
            const auto fed = reader.feed(bytes);
            QVERIFY(!fed);
            QCOMPARE(fed.error().code, ErrorCode::Cancelled);
        }
    }

    void millionColumns()
    {
        std::string bytes = "c";
        for (int i = 0; i < 999'999; ++i)
            bytes += ",c";
        const auto table = readChunks(bytes + "\n", std::size_t{1} << 20);
        QVERIFY(!table);
        QCOMPARE(table.error().code, ErrorCode::Limit);
        QVERIFY(table.error().message.find("1000000 columns") != std::string::npos);
    }

    void keepsAHundredBadRows()
    {
        std::string bytes = "a,b\n1,2\n";
        for (int i = 0; i < 500; ++i)
            bytes += "x\n";
        const auto table = readChunks(bytes, 1000);
        QVERIFY(table);
        QCOMPARE(table->skipped, std::uint64_t{500});
        QCOMPARE(table->badRows.size(), std::size_t{100});
    }
};

QTEST_GUILESS_MAIN(TestCsvReader)
#include "tst_csv_reader.moc"

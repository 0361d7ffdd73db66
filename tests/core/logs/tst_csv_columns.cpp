// Compact columns: whatever goes in comes out bit for bit, in few bytes.
#include "core/logs/codes.h"
#include "core/logs/numbers.h"

#include <QtTest>

#include <bit>
#include <charconv>
#include <cmath>
#include <random>

using namespace wg::logs;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool same(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

/// One cell of a kind of column.
double drawn(int kind, std::mt19937_64& random)
{
    const auto whole = [&random](std::int64_t below) { return static_cast<std::int64_t>(random() % std::uint64_t(below)); };
    switch (kind) {
    case 0:
        return static_cast<double>(whole(2));
    case 1:
        return static_cast<double>(whole(10'000'000)) / 1e7;
    case 2:
        return 1.7e9 + static_cast<double>(whole(100'000'000)) / 1e3;
    case 3:
        return random() % 10 == 0 ? kNan : static_cast<double>(whole(1000)) / 8;
    case 4:
        return std::ldexp(static_cast<double>(random() >> 11), -53); // 17 digits
    case 5:
        return std::bit_cast<double>(random()); // anything at all
    case 6:
        return kNan;
    case 7:
        return random() % 20'000 == 0 ? -0.0 : static_cast<double>(whole(100) - 50);
    case 8:
        return random() % 20'000 == 0 ? std::numeric_limits<double>::infinity() : static_cast<double>(whole(100));
    case 9:
        return static_cast<double>(whole(NumberCells::kMostUnits)) * (random() % 2 == 0 ? 1 : -1);
    default:
        return random() % 2 == 0 ? 1e-22 * static_cast<double>(whole(9)) : static_cast<double>(whole(1000));
    }
}

} // namespace

class TestCsvColumns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersAreExact_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind <= 10; ++kind)
            QTest::addRow("%d", kind) << kind;
    }
    void numbersAreExact()
    {
        QFETCH(int, kind);
        std::mt19937_64 random(static_cast<unsigned>(kind));
        const std::size_t rows = 3 * Numbers::kBlockRows + 1000;
        std::vector<double> values;
        for (std::size_t i = 0; i < rows; ++i)
            values.push_back(drawn(i / Numbers::kBlockRows == 1 && random() % 3000 == 0 ? 5 : kind, random));
        const Numbers column{std::span<const double>(values)};
        QCOMPARE(column.size(), rows);
        std::size_t row = 0;
        for (const double value : column)
            QVERIFY(same(value, values[row++]));
        std::vector<double> part(rows);
        for (int i = 0; i < 50; ++i) {
            const std::size_t from = random() % rows;
            const std::size_t count = random() % (rows - from + 1);
            column.copy(from, count, part.data());
            for (std::size_t k = 0; k < count; ++k)
                QVERIFY(same(part[k], values[from + k]));
        }
        for (std::size_t i = 0; i < rows; ++i)
            QVERIFY(same(column[i], values[i]));
    }

    /// Decimals as text give the double that from_chars gives, whatever else is in the block.
    void decimalsAreFromChars()
    {
        std::mt19937_64 random(5);
        for (int round = 0; round < 6; ++round) {
            Numbers column;
            std::vector<double> expected;
            NumberCells cells;
            for (std::size_t i = 0; i < 2 * Numbers::kBlockRows + 10; ++i) {
                const auto scale = static_cast<std::uint8_t>(round == 0 ? 7 : random() % (round * 4 + 1));
                const auto most = round < 3 ? std::uint64_t{1'000'000} : static_cast<std::uint64_t>(NumberCells::kMostUnits);
                auto units = static_cast<std::int64_t>(random() % most);
                units *= random() % 4 == 0 && units > 0 ? -1 : 1;
                const std::string text = std::to_string(units) + "e-" + std::to_string(scale);
                double value = 0;
                QVERIFY(std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc());
                expected.push_back(value);
                cells.pushDecimal(units, scale);
                if (random() % 1000 == 0) { // pieces of any size
                    column.append(cells);
                    cells.clear();
                }
                if (random() % 5000 == 0 && cells.size() == 0) {
                    column.push_back(kNan);
                    expected.push_back(kNan);
                }
            }
            column.append(cells);
            QCOMPARE(column.size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i)
                QVERIFY(same(column[i], expected[i]));
        }
    }

    void codesAreExact()
    {
        std::mt19937_64 random(9);
        for (const std::uint32_t most : {0U, 1U, 5U, 300U, 70'000U, 0xFFFF'FFFFU}) {
            std::vector<std::uint32_t> values;
            for (std::size_t i = 0; i < 2 * Codes::kBlockRows + 77; ++i)
                values.push_back(most == 0 ? 0 : static_cast<std::uint32_t>(random()) % most);
            Codes column{std::span<const std::uint32_t>(values)};
            column.push_back(most);
            values.push_back(most);
            QCOMPARE(column.size(), values.size());
            QVERIFY(std::equal(values.begin(), values.end(), column.begin(), column.end()));
            std::vector<std::uint32_t> part(values.size() - 5);
            column.copy(5, part.size(), part.data());
            QVERIFY(std::equal(part.begin(), part.end(), values.begin() + 5));
        }
    }

    /// label, score, model, time of a log of 1,000,000 rows.
    void takesFewBytes()
    {
        std::mt19937_64 random(1);
        Numbers label;
        Numbers score;
        Numbers time;
        Codes model;
        constexpr std::size_t kRows = 1'000'000;
        for (std::size_t i = 0; i < kRows; ++i) {
            label.push_back(static_cast<double>(random() % 2));
            score.push_back(static_cast<double>(random() % 10'000'000) / 1e7);
            model.push_back(static_cast<std::uint32_t>(random() % 3));
            time.push_back(1.7e9 + static_cast<double>(i) * 0.25);
        }
        const double perRow = static_cast<double>(label.bytes() + score.bytes() + model.bytes() + time.bytes()) / kRows;
        QVERIFY2(perRow < 6, qPrintable(QString::number(perRow)));
    }
};

QTEST_GUILESS_MAIN(TestCsvColumns)
#include "tst_csv_columns.moc"

// Own metrics: what formulas mean, where they are wrong, and that groups have them.
#include "core/evaluation/evaluate.h"
#include "core/evaluation/formula.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/csv_reader.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::evaluation;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::optional<Formula::Values> columns(std::string_view name, bool)
{
    if (name == "x")
        return Formula::Values{{1, 2, kNan, 4}, {}};
    if (name == "my column")
        return Formula::Values{{10, 20, 30, 40}, {}};
    if (name == "lang")
        return Formula::Values{{}, {"de", "en", "de", ""}};
    return std::nullopt;
}

std::optional<double> metrics(std::string_view key)
{
    return key == "f1" ? std::optional(0.8) : key == "rows" ? std::optional(4.0) : std::nullopt;
}

Result<LogResult> evaluated(const std::string& csv, const std::vector<std::string>& formulas, const Options& options = {})
{
    logs::CsvReader reader({});
    WG_CHECK(reader.feed(csv));
    WG_TRY(logs::Table table, reader.finish());
    WG_TRY(const auto log, recognise("log.csv", std::move(table), options));
    EvaluateOptions settings;
    settings.formulas = formulas;
    return evaluate(*log, settings, {});
}

} // namespace

class TestFormula : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<double>("expected"); // NaN: undefined
        QTest::newRow("precedence") << "1 + 2 * 3 - -4 / 2" << 9.0;
        QTest::newRow("brackets") << "(1 + 2) * 3" << 9.0;
        QTest::newRow("left to right") << "8 / 2 / 2 - 1 - 1" << 0.0;
        QTest::newRow("missing cells are left out") << "sum(x)" << 7.0;
        QTest::newRow("mean of what is there") << "mean(x)" << 7.0 / 3;
        QTest::newRow("count of true") << "count(x > 1)" << 2.0;
        QTest::newRow("count of rows") << "count()" << 4.0;
        QTest::newRow("quoted column") << "sum(`my column`) / rows" << 25.0;
        QTest::newRow("row by row") << "sum(x * `my column`)" << 10 + 40 + 160.0;
        QTest::newRow("where") << "sum(where(x >= 2, 5, -1))" << 9.0;
        QTest::newRow("and or not") << "count(x == 1 or not x == 2 and x < 5)" << 2.0;
        QTest::newRow("texts") << "count(lang == 'de') + count(lang != \"de\") / 100" << 2.02;
        QTest::newRow("aggregate minimum") << "min(x) + max(x)" << 5.0;
        QTest::newRow("minimum of several") << "min(3, f1, 2) + sum(max(x, 2))" << 8.8;
        QTest::newRow("quantile") << "quantile(0.5, `my column`)" << 25.0;
        QTest::newRow("functions") << "sqrt(abs(-16)) + log(exp(2))" << 6.0;
        QTest::newRow("metrics") << "f1 / 2" << 0.4;
        QTest::newRow("named") << "half = f1 / 2" << 0.4;
        QTest::newRow("division by zero") << "1 / (f1 - 0.8)" << kNan;
        QTest::newRow("logarithm of nothing") << "log(0)" << kNan;
        QTest::newRow("no row is left") << "mean(where(x > 100, x, x / 0))" << kNan;
    }
    void values()
    {
        QFETCH(QString, formula);
        QFETCH(double, expected);
        const auto parsed = Formula::parse(formula.toStdString());
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        const auto value = parsed->evaluate(4, columns, metrics);
        QVERIFY2(value, value ? "" : value.error().message.c_str());
        QCOMPARE(value->defined(), !std::isnan(expected));
        if (value->defined())
            QVERIFY2(std::abs(value->value - expected) < 1e-12, qPrintable(QString::number(value->value, 'g', 17)));
    }

    void errors_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("message");
        QTest::newRow("nothing") << "" << 1 << "ends where a value";
        QTest::newRow("torn") << "1 +" << 4 << "ends where a value";
        QTest::newRow("stray") << "1 2" << 3 << "does not belong";
        QTest::newRow("open bracket") << "(1 + 2" << 1 << "not closed";
        QTest::newRow("open call") << "sum(x" << 4 << "not closed";
        QTest::newRow("no function") << "1 + avg(x)" << 5 << "no function avg";
        QTest::newRow("arguments") << "where(x, 1)" << 1 << "takes 3";
        QTest::newRow("nested aggregate") << "sum(mean(x))" << 5 << "cannot stand inside";
        QTest::newRow("column outside") << "1 + x" << 5 << "stands for many rows";
        QTest::newRow("quoted outside") << "`x`" << 1 << "many rows";
        QTest::newRow("no column") << "sum(z)" << 5 << "no column z";
        QTest::newRow("no metric") << "1 + z" << 5 << "no metric z";
        QTest::newRow("text in a sum") << "sum(lang)" << 5 << "compared with == or";
        QTest::newRow("text and number") << "count(lang == 1)" << 7 << "with texts only";
        QTest::newRow("metric's name") << "f1 = 2" << 1 << "metric already";
        QTest::newRow("quantile") << "quantile(2, x)" << 10 << "from 0 to 1";
    }
    void errors()
    {
        QFETCH(QString, formula);
        QFETCH(int, column);
        QFETCH(QString, message);
        const auto parsed = Formula::parse(formula.toStdString());
        Error error;
        if (!parsed) {
            error = parsed.error();
        } else {
            const auto value = parsed->evaluate(4, columns, metrics);
            QVERIFY(!value);
            error = value.error();
        }
        QVERIFY2(QString::fromStdString(error.message).contains(message), error.message.c_str());
        QVERIFY(error.position);
        QCOMPARE(static_cast<int>(error.position->column), column);
    }

    void deepAndLong()
    {
        QVERIFY(!Formula::parse(std::string(5000, '(') + "1" + std::string(5000, ')')));
        QVERIFY(!Formula::parse(std::string(5000, '-') + "1"));
        QVERIFY(!Formula::parse(std::string(20'000, '1')));
        QVERIFY(Formula::parse(std::string(50, '(') + "1" + std::string(50, ')')));
    }

    void ofAGroup()
    {
        const auto log = evaluated("y_true,score,gain\n1,.9,10\n0,.8,20\n1,.2,30\n0,.1,40\n",
            {"profit = sum(where(tp, 5, where(fp, -1, 0)))", "lost = sum(where(fn, gain, 0))",
                "both = profit + lost + recall"});
        QVERIFY2(log, log ? "" : log.error().message.c_str());
        const Group& group = log->groups.front();
        QCOMPARE(group.metrics.at("profit"), 4.0);
        QCOMPARE(group.metrics.at("lost"), 30.0);
        QCOMPARE(group.metrics.at("both"), 34.5);
        const auto bad = evaluated("y_true,score\n1,.9\n0,.8\n", {"a = sum(nothing)"});
        QVERIFY(!bad && bad.error().code == ErrorCode::Usage);
    }

    void classesAreTexts()
    {
        const auto log = evaluated("label,prediction\na,a\nb,c\nc,c\n", {"a_right = count(label == 'a' and predicted == 'a')"});
        QVERIFY(log);
        QCOMPARE(log->groups.front().metrics.at("a_right"), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestFormula)
#include "tst_formula.moc"

// Logs as time series: windows of rows and of time, histories, tables.
#include "core/evaluation/evaluate.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/csv_reader.h"

#include <QtTest>

#include <map>

using namespace wg;
using namespace wg::evaluation;

namespace {

constexpr TimeMs kEnd = 1'000'000;

class Collected : public series::Appendable {
public:
    Refused append(const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v) override
    {
        std::string& text = samples[labels.text()];
        for (std::size_t i = 0; i < t.size(); ++i) {
            ascending = ascending && (i == 0 || t[i - 1] < t[i]);
            text += (text.empty() ? "" : " ") + std::to_string(t[i] / 1000) + ":" + QString::number(v[i]).toStdString();
        }
        return {};
    }
    std::map<std::string, std::string> samples; ///< "seconds:value …" by series
    bool ascending = true;
};

Result<Collected> collect(const std::string& csv, const Window& window)
{
    logs::CsvReader reader({});
    WG_CHECK(reader.feed(csv));
    WG_TRY(logs::Table table, reader.finish());
    WG_TRY(const auto log, recognise("log.csv", std::move(table), {}));
    Collected out;
    WG_CHECK(appendSeries(*log, "L", window, kEnd, out, {}));
    return out;
}

} // namespace

class TestAppendSeries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void windowsOfRows()
    {
        const std::string csv = "y_true,y_pred\n1,1\n0,1\n0,0\n1,1\n1,0\n";
        const auto whole = collect(csv, {});
        QCOMPARE(whole->samples.at(R"(eval_accuracy{log="L"})"), std::string("1000:0.6"));
        QCOMPARE(whole->samples.at(R"(eval_rows{log="L"})"), std::string("1000:5"));
        const auto windows = collect(csv, {.rows = 2, .duration = 0});
        QCOMPARE(windows->samples.at(R"(eval_accuracy{log="L"})"), std::string("998:0.5 999:1 1000:0"));
        // the last window has one class: recall is there, specificity is not
        QCOMPARE(windows->samples.at(R"(eval_specificity{log="L"})"), std::string("998:0 999:1"));
    }

    void windowsOfTime()
    {
        const std::string csv = "timestamp,model,y_true,y_pred\n125,a,1,1\n61,a,1,0\n119,a,0,0\n60,b,1,1\n";
        const auto whole = collect("timestamp,y_true,y_pred\n1700000000,1,1\n1700000060,0,1\n", {});
        QCOMPARE(whole->samples.at(R"(eval_accuracy{log="L"})"), std::string("1700000060:0.5"));
        const auto windows = collect(csv, {.rows = 0, .duration = kMinute}); // starts near 0: seconds before the end
        QVERIFY(windows && windows->ascending);
        QCOMPARE(windows->samples.at(R"(eval_rows{log="L", model="a"})"), std::string("960:1 1000:2"));
        QCOMPARE(windows->samples.at(R"(eval_rows{log="L", model="b"})"), std::string("935:1"));
        const auto none = collect("y_true,y_pred\n1,1\n", {.rows = 0, .duration = kMinute});
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::Usage);
    }

    void timesInWords()
    {
        const auto log =
            collect("ts,y_true,y_pred\n2021-06-01 00:00:00,1,1\n2021-06-01T00:00:10+00:00,1,0\n2021-06-01,0,0\nsoon,1,1\n",
                {.rows = 1, .duration = 0});
        QCOMPARE(log->samples.at(R"(eval_accuracy{log="L"})"), std::string("1622505600:1 1622505610:0"));
    }

    void histories()
    {
        const auto history = collect("step,train/loss,val_loss\n0,1.5,\n10,1,2\n20,0.5,\n", {});
        QCOMPARE(history->samples.at(R"(train_loss{column="train/loss", log="L"})"), std::string("998:1.5 999:1 1000:0.5"));
        QCOMPARE(history->samples.at(R"(val_loss{log="L"})"), std::string("999:2"));
        QCOMPARE(history->samples.at(R"(step{log="L"})"), std::string("998:0 999:10 1000:20"));
        const auto longForm =
            collect("key,value,timestamp,step\nloss,1,1700000000000,0\nauc,.5,1700000000000,0\nloss,.5,1700000001000,1\n", {});
        QCOMPARE(longForm->samples.at(R"(loss{log="L"})"), std::string("1700000000:1 1700000001:0.5"));
        QCOMPARE(longForm->samples.at(R"(auc{log="L"})"), std::string("1700000000:0.5"));
        const auto table = collect("x,word\n1,a\n2,b\n", {});
        QCOMPARE(table->samples.at(R"(x{log="L"})"), std::string("999:1 1000:2"));
    }
};

QTEST_GUILESS_MAIN(TestAppendSeries)
#include "tst_append_series.moc"

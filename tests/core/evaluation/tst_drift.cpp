// Drift between two sides of random logs, against figures counted here.
#include "core/evaluation/drift.h"
#include "core/mlmetrics/significance.h"
#include "tests/helpers/csv_log.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include <fmt/format.h>

using namespace wg;
using namespace wg::evaluation;

namespace {

/// time, label, score, country, amount; half of it before 1'600'000'500 s.
std::string randomCsv(unsigned seed, int rows, double shift)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(0, 1);
    std::uniform_real_distribution<double> unit(0, 1);
    std::string out = "time,label,score,country,amount\n";
    for (int i = 0; i < rows; ++i) {
        const bool late = i >= rows / 2;
        const double moved = late ? shift : 0;
        out += fmt::format("{},{},{:.4f},{},{}\n", 1'600'000'000 + i, unit(random) < 0.5 ? 1 : 0,
            std::clamp(0.5 + 0.15 * normal(random) + 0.1 * moved, 0.0, 1.0), unit(random) < 0.6 - 0.2 * moved ? "de" : "fr",
            unit(random) < 0.1 + 0.1 * moved ? "" : fmt::format("{:.3f}", 10 + normal(random) + moved));
    }
    return out;
}

const ColumnDrift& column(const DriftReport& report, const std::string& name)
{
    return *std::ranges::find(report.columns, name, &ColumnDrift::column);
}

double psiOf(const std::vector<DriftBin>& bins)
{
    double out = 0;
    for (const DriftBin& bin : bins) {
        const double p = std::max(bin.reference, 1e-4), q = std::max(bin.window, 1e-4);
        out += (q - p) * std::log(q / p);
    }
    return out;
}

} // namespace

class TestDrift : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void partsOfOneLog()
    {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const auto log = test::csvLog(randomCsv(seed, 2000, 1));
            const DriftSide before{log, {}, std::pair<std::uint64_t, std::uint64_t>{0, 1000}, 0};
            const DriftSide after{log, {}, std::pair<std::uint64_t, std::uint64_t>{1000, 2000}, 0};
            const auto report = drift(before, after, {}, 10, {});
            QVERIFY2(report, report ? "" : report.error().text().c_str());
            QCOMPARE(report->columns.size(), std::size_t{4}); // not the time
            QVERIFY(std::ranges::is_sorted(report->columns, std::greater<>(), &ColumnDrift::psi));
            QCOMPARE(column(*report, "label").role, std::string("label"));
            QCOMPARE(column(*report, "score").role, std::string("score"));
            QVERIFY(!column(*report, "label").numeric && column(*report, "score").numeric);
            for (const ColumnDrift& one : report->columns) {
                double reference = 0, window = 0, psi = 0;
                for (const DriftBin& bin : one.bins) {
                    reference += bin.reference;
                    window += bin.window;
                    psi += bin.psi;
                }
                QVERIFY(std::abs(reference - 1) < 1e-9 && std::abs(window - 1) < 1e-9);
                QVERIFY(std::abs(one.psi - psi) < 1e-12 && std::abs(one.psi - psiOf(one.bins)) < 1e-12);
                QCOMPARE(one.numeric, one.ks.has_value());
                QCOMPARE(one.numeric, one.wasserstein.has_value());
                QCOMPARE(!one.numeric, one.chi2.has_value());
                using Verdict = ColumnDrift::Verdict;
                QCOMPARE(one.verdict, one.psi < 0.1 ? Verdict::Stable : one.psi < 0.25 ? Verdict::Moderate : Verdict::Drifted);
            }
            QCOMPARE(column(*report, "label").verdict, ColumnDrift::Verdict::Stable);
            QVERIFY(column(*report, "amount").pHolm < 1e-6);
            QVERIFY(column(*report, "label").pHolm > 0.01);
            QCOMPARE(column(*report, "amount").bins.back().name, std::string("missing"));
            QCOMPARE(column(*report, "country").bins.front().name, std::string("de")); // the reference's commonest
            std::vector<double> p;
            for (const ColumnDrift& one : report->columns)
                p.push_back(one.numeric ? *one.ksP : *one.chi2P);
            const std::vector<double> corrected = mlmetrics::holm(p);
            for (std::size_t i = 0; i < p.size(); ++i)
                QCOMPARE(report->columns[i].pHolm, corrected[i]);

            const DriftSide early{log, TimeRange{1'600'000'000'000, 1'600'001'000'000}, {}, 0};
            const DriftSide late{log, TimeRange{1'600'001'000'000, 1'600'002'000'000}, {}, 0};
            const auto byTime = drift(early, late, {"amount"}, 10, {});
            QCOMPARE(byTime->columns.size(), std::size_t{1});
            QCOMPARE(byTime->columns.front().psi, column(*report, "amount").psi);
            QCOMPARE(byTime->columns.front().referenceRows, std::uint64_t{1000});
        }
    }

    void anotherLog()
    {
        const auto one = test::csvLog(randomCsv(1, 1000, 0));
        std::string window = "country,score,label\nyy,0.25,0\nde,0.75,1\n";
        for (int i = 0; i < 10; ++i)
            window += "xx,0.5,1\n";
        const auto two = test::csvLog(window);
        const auto report = drift({one, {}, {}, 0}, {two, {}, {}, 0}, {}, 10, {});
        QVERIFY(report);
        QCOMPARE(report->columns.size(), std::size_t{3});
        QVERIFY(std::ranges::any_of(
            report->notes, [](const Warning& note) { return note.message.find("amount") != std::string::npos; }));
        const auto& bins = column(*report, "country").bins;
        QVERIFY(std::ranges::any_of(bins, [](const DriftBin& bin) { return bin.name == "xx" && bin.reference == 0; }));
        const auto same = drift({one, {}, {}, 0}, {one, {}, {}, 0}, {}, 10, {});
        for (const ColumnDrift& column : same->columns) {
            QVERIFY(column.psi < 1e-12 && column.jensenShannon < 1e-6);
            QCOMPARE(column.pHolm, 1.0);
        }
    }

    void rareCategoriesAreOthers()
    {
        std::string csv = "label,prediction,word\n";
        for (int i = 0; i < 2000; ++i)
            csv += fmt::format("{},{},w{}\n", i % 2, i % 2, i < 1000 ? i % 100 : i % 200);
        const auto log = test::csvLog(csv);
        const auto report = drift({log, {}, std::pair<std::uint64_t, std::uint64_t>{0, 1000}, 0},
            {log, {}, std::pair<std::uint64_t, std::uint64_t>{1000, 2000}, 0}, {"word"}, 10, {});
        QCOMPARE(report->columns.front().bins.size(), std::size_t{51});
        const DriftBin& other = report->columns.front().bins.back();
        QCOMPARE(other.name, std::string("other"));
        QCOMPARE(other.reference, 0.5);
        QCOMPARE(other.window, 0.75);
    }

    void whatFewRowsHoldAndProseAreNotNamed()
    {
        const std::string prose(65, 'p');
        std::string csv = "label,prediction,text\n";
        for (int i = 0; i < 40; ++i)
            csv += fmt::format("{},{},{}\n", i % 2, i % 2, i < 20 ? "asked" : i < 32 ? prose : fmt::format("secret {}", i));
        const auto log = test::csvLog(csv);
        const auto report = drift({log, {}, {}, 0}, {log, {}, {}, 0}, {"text"}, 10, {});
        const auto& bins = column(*report, "text").bins;
        QCOMPARE(bins.size(), std::size_t{2});
        QCOMPARE(bins.front().name, std::string("asked"));
        QCOMPARE(bins.back().name, std::string("other"));
        QCOMPARE(bins.back().reference, 0.5);
    }

    void whatCannotBe()
    {
        const auto log = test::csvLog(randomCsv(1, 100, 0));
        const DriftSide all{log, {}, {}, 0};
        QCOMPARE(drift(all, all, {"nothing"}, 10, {}).error().code, ErrorCode::Usage);
        const DriftSide none{log, {}, std::pair<std::uint64_t, std::uint64_t>{500, 600}, 0};
        QCOMPARE(drift(all, none, {}, 10, {}).error().code, ErrorCode::Usage);
        const auto timeless = test::csvLog("label,prediction\n1,1\n0,0\n");
        QCOMPARE(drift({timeless, TimeRange{0, 1}, {}, 0}, all, {}, 10, {}).error().code, ErrorCode::Usage);
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(drift(all, all, {}, 10, cancel).error().code, ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestDrift)
#include "tst_drift.moc"

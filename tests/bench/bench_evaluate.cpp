// Evaluation of 10 million rows: curves at all thresholds, and a whole CSV, beside scikit-learn and pandas in one run.
// Run: bench_evaluate. The peers run under /usr/bin/python3, interleaved with ours; the minimum of three counts.
#include "core/evaluation/evaluate.h"
#include "core/mlmetrics/sweep.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>

#include <fmt/format.h>

namespace {

constexpr std::size_t kRows = 10'000'000;

const char* const kPeers = R"(
import sys, time
import numpy as np, pandas as pd
from sklearn.metrics import roc_curve, roc_auc_score, precision_recall_curve
y = np.fromfile(sys.argv[1] + "/y.bin", dtype=np.uint8); s = np.fromfile(sys.argv[1] + "/s.bin")
t = time.perf_counter()
roc_curve(y, s, drop_intermediate=False); auc = roc_auc_score(y, s); precision_recall_curve(y, s)
curves = time.perf_counter() - t
t = time.perf_counter()
pd.read_csv(sys.argv[1] + "/log.csv")
print(curves, time.perf_counter() - t, repr(float(auc)))
)";

struct Times {
    double curves = 1e9, csv = 1e9;
};

void keepLeast(Times& times, double curves, double csv)
{
    times.curves = std::min(times.curves, curves);
    times.csv = std::min(times.csv, csv);
}

} // namespace

int main()
{
    const QTemporaryDir folder;
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    std::vector<std::uint8_t> actual;
    std::vector<double> scores;
    std::ofstream csv(folder.filePath("log.csv").toStdString());
    csv << "y_true,y_score\n";
    std::string block;
    for (std::size_t i = 0; i < kRows; ++i) {
        actual.push_back(random() % 4 == 0 ? 1 : 0);
        scores.push_back(1 / (1 + std::exp(-normal(random) - actual.back())));
        fmt::format_to(std::back_inserter(block), "{},{}\n", actual.back(), scores.back());
        if (block.size() > (1U << 20U) || i + 1 == kRows) {
            csv << block;
            block.clear();
        }
    }
    csv.close();
    std::ofstream(folder.filePath("y.bin").toStdString(), std::ios::binary)
        .write(reinterpret_cast<const char*>(actual.data()), static_cast<std::streamsize>(kRows));
    std::ofstream(folder.filePath("s.bin").toStdString(), std::ios::binary)
        .write(reinterpret_cast<const char*>(scores.data()), static_cast<std::streamsize>(kRows * sizeof(double)));
    Times ours;
    Times peers;
    double auc = 0;
    double peerAuc = 0;
    for (int round = 0; round < 3; ++round) {
        QElapsedTimer timer;
        timer.start();
        const auto sweep = wg::mlmetrics::sweep(actual, scores);
        const auto roc = wg::mlmetrics::rocCurve(sweep);
        const auto pr = wg::mlmetrics::prCurve(sweep);
        auc = wg::mlmetrics::rocAuc(sweep).value + 0 * wg::mlmetrics::averagePrecision(sweep).value;
        const double curves = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        timer.restart();
        const auto log = wg::evaluation::openLog(folder.filePath("log.csv").toStdString(), {}, {});
        const double read = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        const auto result = wg::evaluation::evaluate(**log, {}, {});
        const double all = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        keepLeast(ours, curves, read);
        QProcess python;
        python.start("/usr/bin/python3", {"-c", kPeers, folder.path()});
        if (!python.waitForFinished(300'000) || python.exitCode() != 0) {
            fmt::print(stderr, "the peers did not run: {}\n", python.readAllStandardError().toStdString());
            return 1;
        }
        const auto words = python.readAllStandardOutput().trimmed().split(' ');
        keepLeast(peers, words[0].toDouble(), words[1].toDouble());
        peerAuc = words[2].toDouble();
        fmt::print("round {}: curves {:.3f} s, scikit-learn {:.3f} s; CSV to columns {:.3f} s, pandas {:.3f} s; file to all "
                   "metrics {:.3f} s ({} thresholds, {} groups)\n",
            round + 1, curves, words[0].toDouble(), read, words[1].toDouble(), all, roc.threshold.size() + 0 * pr.x.size(),
            result->groups.size());
    }
    fmt::print("{} rows, least of three: ROC, PR, AUC, AP {:.3f} s, scikit-learn's three calls {:.3f} s: {:.1f}x; AUC differs "
               "by {:.1e}\n",
        kRows, ours.curves, peers.curves, peers.curves / ours.curves, auc - peerAuc);
    fmt::print("CSV to columns {:.3f} s, pandas {:.3f} s: {:.1f}x\n", ours.csv, peers.csv, peers.csv / ours.csv);
    return 0;
}

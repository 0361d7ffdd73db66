// Evaluation of 10 million rows `label,score,model,time`: all that binary scores tell beside scikit-learn's three calls, and
// from a CSV to metrics, curves and an AUC with its interval beside pandas and scikit-learn; times and peak memory. Run:
// bench_evaluate [ROWS]. Each side works in processes of its own, so that memory can be told apart; the peers run under
// /usr/bin/python3. Rounds are interleaved, the least of three counts.
#include "core/evaluation/evaluate.h"
#include "core/mlmetrics/binary_scores.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <map>
#include <random>

#include <fmt/format.h>
#include <sys/resource.h>

namespace {

/// What one process printed: "name value" lines.
using Figures = std::map<std::string, double>;

const char* const kPeers = R"(
import sys, time, resource
mode, folder = sys.argv[1:]
import numpy as np
from sklearn.metrics import roc_curve, roc_auc_score, precision_recall_curve
if mode == "whole":
    import pandas as pd
    start = time.perf_counter()
    table = pd.read_csv(folder + "/log.csv")
    print("read", time.perf_counter() - start)
    y, s = table["label"].to_numpy(), table["score"].to_numpy()
else:
    y, s = np.fromfile(folder + "/y.bin", dtype=np.uint8), np.fromfile(folder + "/s.bin")
    start = time.perf_counter()
roc = roc_curve(y, s, drop_intermediate=False); auc = roc_auc_score(y, s); pr = precision_recall_curve(y, s)
print(mode, time.perf_counter() - start)
print("auc", repr(float(auc)))
print("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
)";

double seconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

void print(std::string_view name, double value)
{
    fmt::print("{} {}\n", name, value);
}

template <class T>
std::vector<T> readAll(const std::string& path)
{
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    std::vector<T> out(static_cast<std::size_t>(in.tellg()) / sizeof(T));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size() * sizeof(T)));
    return out;
}

void scoresOnly(const std::string& folder)
{
    const auto actual = readAll<std::uint8_t>(folder + "/y.bin");
    const auto score = readAll<double>(folder + "/s.bin");
    for (const unsigned threads : {1U, 0U}) {
        QElapsedTimer timer;
        timer.start();
        const auto scores = wg::mlmetrics::summarise(actual, score, {}, {.threads = threads});
        print(threads == 1 ? "scores" : "scores, all cores", seconds(timer));
        print("auc", scores.rocAuc.value);
    }
}

int whole(const std::string& folder)
{
    QElapsedTimer timer;
    timer.start();
    const auto log = wg::evaluation::openLog(folder + "/log.csv", {}, {});
    if (!log) {
        fmt::print(stderr, "{}\n", log.error().text());
        return 1;
    }
    print("read", seconds(timer));
    const auto result = wg::evaluation::evaluate(**log, {}, {});
    print("whole", seconds(timer));
    const auto& group = result->groups.front();
    if (!group.roc || !group.pr || !group.intervals.contains("roc_auc"))
        return 1;
    print("auc", group.metrics.at("roc_auc"));
    return 0;
}

int child(const std::string& mode, const std::string& folder)
{
    if (mode == "scores")
        scoresOnly(folder);
    else if (whole(folder) != 0)
        return 1;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    print("memory", static_cast<double>(usage.ru_maxrss) / 1024);
    return 0;
}

/// Keeps the least of each figure; false, with a message, when the process failed.
bool run(const QString& program, const QStringList& arguments, Figures& least)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        fmt::print(stderr, "{} {} failed\n", program.toStdString(), arguments.last().toStdString());
        return false;
    }
    for (const QByteArray& line : process.readAllStandardOutput().trimmed().split('\n')) {
        const qsizetype space = line.lastIndexOf(' ');
        const double value = line.mid(space + 1).toDouble();
        const auto [at, isNew] = least.emplace(line.left(space).toStdString(), value);
        at->second = isNew ? value : std::min(at->second, value);
    }
    return true;
}

void writeData(const std::string& folder, std::size_t rows)
{
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    std::ofstream csv(folder + "/log.csv");
    std::ofstream labels(folder + "/y.bin", std::ios::binary);
    std::ofstream scores(folder + "/s.bin", std::ios::binary);
    csv << "label,score,model,time\n";
    std::string block;
    for (std::size_t i = 0; i < rows; ++i) {
        const char label = random() % 4 == 0 ? 1 : 0;
        const double score = 1 / (1 + std::exp(-normal(random) - label));
        labels.put(label);
        scores.write(reinterpret_cast<const char*>(&score), sizeof(score));
        fmt::format_to(std::back_inserter(block), "{},{},lr-2024,{}\n", static_cast<int>(label), score, 1'700'000'000 + i);
        if (block.size() > (1U << 20U) || i + 1 == rows) {
            csv << block;
            block.clear();
        }
    }
}

void row(const char* what, const char* unit, double ours, double peers)
{
    fmt::print("| {:<52} | {:>9.3f} {:<3} | {:>9.3f} {:<3} | {:>6.1f}x |\n", what, ours, unit, peers, unit, peers / ours);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3)
        return child(argv[1], argv[2]);
    const auto rows = argc == 2 ? QByteArray(argv[1]).toULongLong() : 10'000'000ULL;
    const QTemporaryDir folder;
    if (rows == 0 || !folder.isValid()) {
        fmt::print(stderr, "usage: bench_evaluate [ROWS]; the data goes to $TMPDIR\n");
        return 2;
    }
    writeData(folder.path().toStdString(), rows);
    std::map<std::string, Figures> ours;
    std::map<std::string, Figures> peers;
    const QString self = QFile::symLinkTarget("/proc/self/exe");
    for (int round = 0; round < 3; ++round) {
        for (const char* mode : {"scores", "whole"}) {
            if (!run(self, {mode, folder.path()}, ours[mode])
                || !run("/usr/bin/python3", {"-c", kPeers, mode, folder.path()}, peers[mode]))
                return 1;
        }
    }
    fmt::print("{} rows, {} MB of CSV, least of three\n\n", rows, QFile(folder.filePath("log.csv")).size() >> 20U);
    fmt::print("| {:<52} | {:>13} | {:>13} | {:>7} |\n|-|-|-|-|\n", "", "Watchglass", "pandas, sklearn", "ratio");
    row("all that scores tell, one thread / ROC, AUC, PR", "s", ours["scores"]["scores"], peers["scores"]["scores"]);
    row("the same, all cores", "s", ours["scores"]["scores, all cores"], peers["scores"]["scores"]);
    row("CSV to columns", "s", ours["whole"]["read"], peers["whole"]["read"]);
    row("CSV to metrics, curves, AUC with interval", "s", ours["whole"]["whole"], peers["whole"]["whole"]);
    row("peak memory of that", "MB", ours["whole"]["memory"], peers["whole"]["memory"]);
    fmt::print("\nAUC differs by {:.1e}\n", std::abs(ours["whole"]["auc"] - peers["whole"]["auc"]));
    return 0;
}

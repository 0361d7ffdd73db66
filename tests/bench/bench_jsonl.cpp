// A log of label, score, model and time as JSON lines to columns, beside pandas' read_json(lines=True), interleaved in one run;
// the least of three counts. Run: bench_jsonl [--rows N]. The data is made once and kept beside the program.
#include "core/logs/reader.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>

#include <algorithm>
#include <fstream>
#include <random>
#include <string>

#include <fmt/format.h>

namespace {

const char* const kPandas =
    "import sys, time, pandas as pd\n"
    "t = time.perf_counter(); frame = pd.read_json(sys.argv[1], lines=True); print(time.perf_counter() - t)\n";

/// 77 bytes a row: scores of seven digits, three models, four events a second.
void makeData(const std::string& path, long long rows)
{
    std::mt19937_64 random(1);
    std::ofstream out(path, std::ios::binary);
    for (long long i = 0; i < rows; ++i) {
        const std::uint64_t bits = random();
        out << fmt::format("{{\"label\": {}, \"score\": 0.{:07}, \"model\": \"model-{}\", \"time\": {}.{:03}}}\n", bits & 1U,
            (bits >> 8U) % 10'000'000, static_cast<char>('a' + (bits >> 2U) % 3), 1'700'000'000 + i / 4, i % 4 * 250);
    }
}

double ours(const std::string& path, unsigned threads, std::size_t& rows)
{
    wg::logs::ReadOptions options;
    options.threads = threads;
    options.fingerprint = false;
    QElapsedTimer timer;
    timer.start();
    const auto table = wg::logs::readTable(path, options, {});
    rows = table ? table->rows : 0;
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

double pandas(const std::string& path)
{
    QProcess process;
    process.start("/usr/bin/python3", {"-c", kPandas, QString::fromStdString(path)});
    process.waitForFinished(-1);
    return process.readAllStandardOutput().trimmed().toDouble();
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const qsizetype at = arguments.indexOf("--rows");
    const long long rows = at > 0 && at + 1 < arguments.size() ? arguments[at + 1].toLongLong() : 1'000'000;
    const std::string path =
        QDir(QCoreApplication::applicationDirPath()).filePath(QString("bench_%1.jsonl").arg(rows)).toStdString();
    if (!QFileInfo::exists(QString::fromStdString(path)))
        makeData(path, rows);
    const double megabytes = static_cast<double>(QFileInfo(QString::fromStdString(path)).size()) / 1e6;
    double one = 1e9;
    double two = 1e9;
    double peer = 1e9;
    std::size_t read = 0;
    for (int i = 0; i < 3; ++i) {
        one = std::min(one, ours(path, 1, read));
        two = std::min(two, ours(path, 2, read));
        peer = std::min(peer, pandas(path));
    }
    fmt::print("{} rows, {:.0f} MB\n", read, megabytes);
    fmt::print("  watchglass, one thread   {:8.3f} s  {:6.0f} MB/s  {:5.1f}x\n", one, megabytes / one, peer / one);
    fmt::print("  watchglass, two threads  {:8.3f} s  {:6.0f} MB/s  {:5.1f}x\n", two, megabytes / two, peer / two);
    fmt::print("  pandas read_json         {:8.3f} s  {:6.0f} MB/s\n", peer, megabytes / peer);
    return read == static_cast<std::size_t>(rows) ? 0 : 1;
}

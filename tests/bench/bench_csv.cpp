// A log of label,score,model,time as CSV to columns: ours with one thread and with two, beside pandas' read_csv and `wc -l`,
// interleaved in one run; the least of three counts. Each reading is a process of its own, so that its peak memory can be told.
// Run: bench_csv [--rows N]. The data is made once and kept beside the program. Above 20 million rows pandas is left out.
#include "core/logs/reader.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <string>

#include <fmt/format.h>

namespace {

constexpr long long kMostForPandas = 20'000'000;

const char* const kPandas = "import sys, time, resource, pandas as pd\n"
                            "t = time.perf_counter(); frame = pd.read_csv(sys.argv[1]); t = time.perf_counter() - t\n"
                            "print(t, len(frame), frame.memory_usage(deep=False).sum(), "
                            "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)\n";

/// Scores of seven digits, three models, four events a second.
void makeData(const std::string& path, long long rows)
{
    std::mt19937_64 random(1);
    std::ofstream out(path, std::ios::binary);
    fmt::memory_buffer block;
    fmt::format_to(std::back_inserter(block), "label,score,model,time\n");
    for (long long i = 0; i < rows; ++i) {
        const std::uint64_t bits = random();
        fmt::format_to(std::back_inserter(block), "{},0.{:07},model-{},{}.{:03}\n", bits & 1U, (bits >> 8U) % 10'000'000,
            static_cast<char>('a' + (bits >> 2U) % 3), 1'700'000'000 + i / 4, i % 4 * 250);
        if (block.size() > (1U << 20U) || i + 1 == rows) {
            out.write(block.data(), static_cast<std::streamsize>(block.size()));
            block.clear();
        }
    }
}

/// What a reading prints: seconds, rows, bytes held, peak memory.
struct Reading {
    double seconds = 1e9, rows = 0, held = 0, peak = 0;
};

int readOnce(const std::string& path, unsigned threads, bool fingerprint)
{
    wg::logs::ReadOptions options;
    options.threads = threads;
    options.fingerprint = fingerprint;
    QElapsedTimer timer;
    timer.start();
    const auto table = wg::logs::readTable(path, options, {});
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    if (!table) {
        fmt::print(stderr, "{}\n", table.error().text());
        return 1;
    }
    std::size_t held = 0;
    for (const wg::logs::Column& column : table->columns)
        held += column.numbers.bytes() + column.codes.bytes() + column.dictionary.bytes();
    double peak = 0;
    QFile status("/proc/self/status");
    if (status.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> lines = status.readAll().split('\n');
        for (const QByteArray& line : lines) {
            if (line.startsWith("VmHWM:"))
                peak = line.simplified().split(' ').at(1).toDouble() * 1024;
        }
    }
    fmt::print("{} {} {} {}\n", seconds, table->rows, held, peak);
    return 0;
}

Reading run(const QString& program, const QStringList& arguments, Reading least)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    if (!process.waitForFinished(600'000) || process.exitCode() != 0) {
        fmt::print(stderr, "{} did not run\n", program.toStdString());
        return least;
    }
    const double whole = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    const QList<QByteArray> words = process.readAllStandardOutput().simplified().split(' ');
    if (words.size() < 4) { // wc: the whole process counts
        least.seconds = std::min(least.seconds, whole);
        return least;
    }
    least.seconds = std::min(least.seconds, words[0].toDouble());
    return {least.seconds, words[1].toDouble(), words[2].toDouble(), words[3].toDouble()};
}

void show(const char* name, const Reading& reading, double fileBytes, double peer)
{
    fmt::print("{:<34} {:7.3f} s {:7.0f} MB/s", name, reading.seconds, fileBytes / 1e6 / reading.seconds);
    if (reading.rows > 0)
        fmt::print("  {:6.2f} bytes a row held, peak {:6.0f} MB", reading.held / reading.rows, reading.peak / 1e6);
    if (peer < 1e8)
        fmt::print("  pandas takes {:.1f} times as long", peer / reading.seconds);
    fmt::print("\n");
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 5 && arguments[1] == "--read")
        return readOnce(arguments[2].toStdString(), arguments[3].toUInt(), arguments[4] == "1");
    const long long rows = arguments.size() == 3 && arguments[1] == "--rows" ? arguments[2].toLongLong() : 10'000'000;
    const QDir folder(QCoreApplication::applicationDirPath() + "/bench_data");
    folder.mkpath(".");
    const QString path = folder.filePath(QString("log%1.csv").arg(rows));
    if (!QFile::exists(path))
        makeData(path.toStdString(), rows);
    const auto size = static_cast<double>(QFileInfo(path).size());
    Reading one;
    Reading two;
    Reading marked;
    Reading pandas;
    Reading wc;
    for (int round = 0; round < 3; ++round) {
        one = run(arguments[0], {"--read", path, "1", "0"}, one);
        if (rows <= kMostForPandas)
            pandas = run("/usr/bin/python3", {"-c", kPandas, path}, pandas);
        two = run(arguments[0], {"--read", path, "2", "0"}, two);
        wc = run("/usr/bin/wc", {"-l", path}, wc);
        marked = run(arguments[0], {"--read", path, "2", "1"}, marked);
    }
    fmt::print("{} rows, {:.0f} MB, least of three\n", rows, size / 1e6);
    show("ours, 1 thread", one, size, pandas.seconds);
    show("ours, 2 threads", two, size, pandas.seconds);
    show("ours, 2 threads and the SHA-256", marked, size, pandas.seconds);
    if (rows <= kMostForPandas)
        show("pandas read_csv", pandas, size, 1e9);
    show("wc -l", wc, size, 1e9);
    return 0;
}

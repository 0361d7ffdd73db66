// A 100 MB event file of scalars to columns, both checksums checked; beside a reader of libprotobuf (messages by protoc from
// tests/integration/events.proto, no checksums) and one in Python with the same messages (a tenth of the file). They take
// turns; the least of five runs counts. TensorBoard itself is not in Debian 12; ../shared/performance.md has its figure.
#include "core/base/file.h"
#include "core/evaluation/runs.h"
#include "core/logs/crc32c.h"
#include "core/logs/event_follow.h"
#include "tests/helpers/event_writer.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>

#include <fmt/format.h>

using namespace wg;

namespace {

constexpr std::size_t kBytes = 100'000'000;
constexpr int kTurns = 5;

/// Four tags in turn, as a training loop writes them.
std::size_t writeFile(const std::string& path, std::size_t bytes)
{
    constexpr const char* kTags[] = {"train/loss", "train/accuracy", "train/learning_rate", "validation/loss"};
    std::string out = test::versionRecord();
    std::size_t values = 0;
    for (; out.size() < bytes; ++values) {
        const auto step = static_cast<std::int64_t>(values / 4);
        out += test::Event(step, 1.7e9 + double(values) * 0.01).scalar(kTags[values % 4], float(values % 1000) / 7);
    }
    std::ofstream(path, std::ios::binary) << out;
    return values;
}

template <class Job>
double seconds(Job job)
{
    const auto start = std::chrono::steady_clock::now();
    job();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void check(std::size_t got, std::size_t wanted, const char* who)
{
    if (got != wanted) {
        fmt::print(stderr, "{}: {} values instead of {}\n", who, got, wanted);
        std::exit(1);
    }
}

QString output(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(-1) || process.exitCode() != 0) {
        fmt::print(stderr, "{} failed\n", program.toStdString());
        std::exit(1);
    }
    return QString::fromUtf8(process.readAllStandardOutput());
}

/// Prints seconds and values; times itself, so that starting it does not count.
constexpr const char* kPeer = R"cpp(
#include "events.pb.h"
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <vector>
struct Tag { std::vector<long> step; std::vector<double> wall, value; };
int main(int, char** argv)
{
    const auto start = std::chrono::steady_clock::now();
    std::ifstream file(argv[1], std::ios::binary | std::ios::ate);
    std::string bytes(file.tellg(), 0);
    file.seekg(0).read(bytes.data(), bytes.size());
    std::map<std::string, Tag> tags;
    std::size_t values = 0;
    wgtest::Event event;
    for (std::size_t at = 0; at + 12 <= bytes.size();) {
        std::uint64_t length;
        std::memcpy(&length, bytes.data() + at, 8);
        event.ParseFromArray(bytes.data() + at + 12, length);
        for (const auto& value : event.summary().value()) {
            Tag& tag = tags[value.tag()];
            tag.step.push_back(event.step());
            tag.wall.push_back(event.wall_time());
            tag.value.push_back(value.simple_value());
            ++values;
        }
        at += 16 + length;
    }
    std::printf("%.6f %zu\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), values);
}
)cpp";

std::size_t ours(const std::string& path)
{
    logs::EventFile file(path);
    if (!file.refresh({}))
        std::exit(1);
    std::size_t values = 0;
    for (const auto& [tag, scalars] : file.data().scalars)
        values += scalars.value.size();
    return values;
}

double checksums(const std::string& bytes)
{
    volatile std::uint32_t sink = 0;
    return seconds([&] { sink = logs::crc32c(bytes); });
}

} // namespace

int main()
{
    QTemporaryDir folder;
    const QString path = folder.filePath("events.out.tfevents.1.bench");
    const QString small = folder.filePath("events.out.tfevents.1.small");
    const std::size_t values = writeFile(path.toStdString(), kBytes);
    const std::size_t few = writeFile(small.toStdString(), kBytes / 10);
    std::ofstream(folder.filePath("peer.cpp").toStdString()) << kPeer;
    const QString protos = QStringLiteral(WG_SOURCE_DIR "/tests/integration");
    output("/usr/bin/protoc",
        {"--cpp_out=" + folder.path(), "--python_out=" + folder.path(), "-I" + protos, protos + "/events.proto"});
    output("c++",
        {"-O2", "-o", folder.filePath("peer"), folder.filePath("peer.cpp"), folder.filePath("events.pb.cc"),
            "-I" + folder.path(), "-lprotobuf"});
    double reader = std::numeric_limits<double>::max();
    double runs = reader;
    double peer = reader;
    for (int turn = 0; turn < kTurns; ++turn) {
        reader = std::min(reader, seconds([&] { check(ours(path.toStdString()), values, "reader"); }));
        const QStringList answer = output(folder.filePath("peer"), {path}).split(' ');
        check(std::size_t(answer.value(1).toULongLong()), values, "libprotobuf");
        peer = std::min(peer, answer.value(0).toDouble());
        runs = std::min(runs, seconds([&] { (void)evaluation::openRuns(path.toStdString(), {}); }));
    }
    const double python = seconds([&] {
        const QString counted = output("/usr/bin/python3", {protos + "/event_oracle.py", folder.path(), "count", small});
        check(std::size_t(counted.toULongLong()), few, "Python");
    });
    const auto bytes = readFile(path.toStdString(), kBytes * 2);
    const double crc = std::min(checksums(*bytes), checksums(*bytes));
    fmt::print("{} values in {:.0f} MB\n", values, double(bytes->size()) / 1e6);
    fmt::print("{:<44}{:>10}{:>10}{:>10}\n", "", "seconds", "MB/s", "times");
    const auto line = [&](const char* name, double time, double megabytes) {
        const double rate = megabytes / time;
        fmt::print("{:<44}{:>10.3f}{:>10.0f}{:>10.1f}\n", name, time, rate, (double(bytes->size()) / 1e6 / reader) / rate);
    };
    const double all = double(bytes->size()) / 1e6;
    line("EventFile, both checksums", reader, all);
    line("openRuns: the same as a run", runs, all);
    line("libprotobuf, no checksums", peer, all);
    line("Python with protobuf, no checksums, 10 MB", python, all / 10);
    line("CRC-32C alone", crc, all);
}

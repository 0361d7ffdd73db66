// PromQL over 1000 series x 1 day at 15 s: our engine beside a real Prometheus 2.42 and VictoriaMetrics, in one run, taking
// turns. Every point of ours is compared with Prometheus' answer at 1e-9. bench_promql [--ours] [--keep DIR] [--seconds S]
// [WORD...]
//   --ours     no servers: nothing but our times
//   --keep DIR leaves the servers' data in DIR and takes it from there the next time (making it takes a minute)
//   --seconds  how long a query is repeated, all engines together (4)
//   WORD       only the queries whose name holds one of the words
#include "core/promapi/reply.h"
#include "core/promql/engine.h"
#include "tests/bench/promql_data.h"
#include "tests/helpers/blocking_http.h"
#include "tests/helpers/server_process.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QSysInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <thread>

using namespace wg;
using test::ServerProcess;

namespace {

constexpr TimeMs kFrom = bench::kStart + kHour;
constexpr DurationMs kStep = kMinute;
constexpr TimeMs kTo = kFrom + 1379 * kStep;
constexpr double kRelative = 1e-9;

struct Query {
    const char* name;
    const char* text;
    bool instant = false;
};

constexpr Query kQueries[] = {
    {"sum by rate", "sum by (handler) (rate(http_requests_total[5m]))"},
    {"histogram_quantile", "histogram_quantile(0.9, sum by (le) (rate(request_seconds_bucket[5m])))"},
    {"avg_over_time 1h", "avg_over_time(sensor_celsius[1h])"},
    {"avg_over_time 5m", "avg_over_time(sensor_celsius[5m])"},
    {"topk", "topk(5, sensor_celsius)"},
    {"join", "sum by (region) (rate(http_requests_total[5m]) * on (instance) group_left (region) instance_info)"},
    {"quantile_over_time 1h", "quantile_over_time(0.9, sensor_celsius[1h])"},
    {"selector", "sensor_celsius"},
    {"rate", "rate(http_requests_total[5m])"},
    {"subquery", "max_over_time(sum(rate(http_requests_total[1m]))[1h:1m])"},
    {"error ratio",
        "sum by (instance) (rate(http_requests_total{code=~\"5..\"}[5m])) / sum by (instance) (rate(http_requests_total[5m]))"},
    {"instant sum by rate", "sum by (handler) (rate(http_requests_total[5m]))", true},
};

struct Settings {
    bool onlyOurs = false;
    QString keep;
    double seconds = 4;
    QStringList words;
};

Settings settingsOf(const QStringList& arguments)
{
    Settings out;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        if (arguments[i] == QLatin1String("--ours"))
            out.onlyOurs = true;
        else if (arguments[i] == QLatin1String("--keep") && i + 1 < arguments.size())
            out.keep = QDir(arguments[++i]).absolutePath();
        else if (arguments[i] == QLatin1String("--seconds") && i + 1 < arguments.size())
            out.seconds = arguments[++i].toDouble();
        else
            out.words << arguments[i];
    }
    return out;
}

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

[[noreturn]] void stop(const QString& why)
{
    fmt::print(stderr, "bench_promql: {}\n", why.toStdString());
    std::exit(2);
}

/// The fleet's data in both servers. Made once where a folder keeps it.
class Servers {
public:
    Servers(const bench::FleetData& data, const QString& keep)
    {
        const QString folder = keep.isEmpty() ? m_folder.path() : keep;
        const bool made = QFile::exists(folder + QLatin1String("/complete"));
        const QString text = folder + QLatin1String("/data.om");
        for (const char* name : {"/prometheus", "/victoria"}) {
            if (!made)
                QDir(folder + QLatin1String(name)).removeRecursively();
            QDir().mkpath(folder + QLatin1String(name));
        }
        if (!made && !data.write(text.toStdString()))
            stop(QStringLiteral("cannot write %1").arg(text));
        if (!made)
            makeBlocks(text, folder + QLatin1String("/prometheus"));
        startOver(prometheus, folder + QLatin1String("/prometheus"));
        startOver(victoria, folder + QLatin1String("/victoria"));
        if (!made && !test::httpPostFile(victoria.port(), "/api/v1/import/prometheus", text.toStdString()))
            stop(QStringLiteral("VictoriaMetrics did not take the data"));
        (void)test::httpExchange(victoria.port(), "/internal/force_flush");
        QFile::remove(text);
        QFile mark(folder + QLatin1String("/complete"));
        if (!mark.open(QIODevice::WriteOnly))
            stop(QStringLiteral("cannot write %1").arg(mark.fileName()));
        QDirIterator chunks(folder + QLatin1String("/prometheus"), QDir::Files, QDirIterator::Subdirectories);
        while (chunks.hasNext()) {
            if (chunks.next().contains(QLatin1String("/chunks/")))
                chunkBytes += static_cast<double>(chunks.fileInfo().size());
        }
    }

    // One block of a day and none compacted while we measure.
    ServerProcess prometheus{ServerProcess::Kind::Prometheus, {},
        {QStringLiteral("--storage.tsdb.min-block-duration=24h"), QStringLiteral("--storage.tsdb.max-block-duration=24h")}};
    ServerProcess victoria{ServerProcess::Kind::VictoriaMetrics};
    double chunkBytes = 0;

private:
    static void makeBlocks(const QString& text, const QString& into)
    {
        QProcess promtool;
        promtool.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        promtool.start(QStringLiteral("promtool"),
            {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("--max-block-duration=24h"),
                QStringLiteral("openmetrics"), text, into});
        if (!promtool.waitForFinished(600'000) || promtool.exitStatus() != QProcess::NormalExit || promtool.exitCode() != 0)
            stop(QStringLiteral("promtool made no blocks: %1").arg(promtool.errorString()));
    }

    static void startOver(ServerProcess& server, const QString& data)
    {
        QDir().rmdir(server.dataFolder());
        if (!QFile::link(data, server.dataFolder()) || !server.start())
            stop(server.error());
    }

    QTemporaryDir m_folder;
};

struct Asked {
    double seconds = 0; ///< from the request to the last byte
    std::string body;
};

Asked ask(const ServerProcess& server, const Query& query, const char* more)
{
    const std::string text = "query=" + test::percentEncoded(query.text);
    const std::string path = query.instant
        ? fmt::format("/api/v1/query?{}&time={}&{}", text, kTo / 1000, more)
        : fmt::format("/api/v1/query_range?{}&start={}&end={}&step={}&{}", text, kFrom / 1000, kTo / 1000, kStep / 1000, more);
    const double begin = now();
    auto body = test::httpExchange(server.port(), path);
    const double end = now();
    if (!body || body->find("\"status\":\"success\"") == std::string::npos)
        stop(QStringLiteral("%1: no answer: %2")
                .arg(QLatin1String(query.name), QString::fromStdString(body.value_or("").substr(0, 300))));
    return {end - begin, std::move(*body)};
}

double evalTime(std::string_view body)
{
    constexpr std::string_view kKey = "\"evalTotalTime\":";
    const std::size_t at = body.rfind(kKey);
    return at == std::string_view::npos ? NAN : std::strtod(body.data() + at + kKey.size(), nullptr);
}

promql::QueryOutput evaluate(const tsdb::Head& head, const Query& query, unsigned threads)
{
    promql::EngineOptions options;
    options.compat = promql::Compat::V2_42;
    options.threads = threads;
    auto out = query.instant ? promql::queryInstant(head, query.text, kTo, {}, options)
                             : promql::queryRange(head, query.text, kFrom, kTo, kStep, {}, options);
    if (!out)
        stop(QStringLiteral("%1: %2").arg(QLatin1String(query.name), QString::fromStdString(out.error().text())));
    return std::move(*out);
}

using Points = std::map<std::pair<std::string, TimeMs>, double>;

Points pointsOf(const series::Value& value)
{
    Points out;
    if (const auto* vector = std::get_if<series::Vector>(&value)) {
        for (const auto& sample : vector->samples)
            out[{sample.labels.text(), sample.t}] = sample.v;
    }
    if (const auto* matrix = std::get_if<series::Matrix>(&value)) {
        for (const auto& s : matrix->series) {
            for (std::size_t i = 0; i < s.t.size(); ++i)
                out.emplace_hint(out.end(), std::pair(s.labels.text(), s.t[i]), s.v[i]);
        }
    }
    return out;
}

/// "equal", or the first difference.
std::string compared(const Points& ours, std::string_view body)
{
    const auto reply = promapi::decodeQuery(body);
    if (!reply)
        return "unreadable: " + reply.error().text();
    const Points theirs = pointsOf(reply->value);
    for (const auto& [where, want] : theirs) {
        const auto got = ours.find(where);
        if (got == ours.end())
            return fmt::format("no {} at {}", where.first, where.second);
        const double most = std::max(std::abs(got->second), std::abs(want));
        if (got->second != want && !(std::abs(got->second - want) <= kRelative * most)
            && !(std::isnan(got->second) && std::isnan(want)))
            return fmt::format("{} at {}: {} is not {}", where.first, where.second, got->second, want);
    }
    return ours.size() == theirs.size() ? "equal" : fmt::format("{} points, not {}", ours.size(), theirs.size());
}

struct Row {
    double one = HUGE_VAL; ///< seconds, the least of all turns
    double busy = HUGE_VAL; ///< processor time of the one thread: others on the machine do not count
    double two = HUGE_VAL;
    double cold = HUGE_VAL; ///< one thread, nothing kept decoded
    double evaluation = HUGE_VAL;
    double wall = HUGE_VAL;
    double victoria = HUGE_VAL;
    std::size_t points = 0;
    std::string verdict = "not compared";
};

double leastOf(int turns, const std::function<void()>& job)
{
    double best = HUGE_VAL;
    for (int i = 0; i < turns; ++i) {
        const double begin = now();
        job();
        best = std::min(best, now() - begin);
    }
    return best;
}

double threadTime()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

Row measure(const tsdb::Head& head, const tsdb::Head& cold, const Query& query, const Servers* servers, double budget)
{
    constexpr int kTurns = 4; // of ours for one of a server's, which takes far longer
    Row row;
    const Points points = pointsOf(evaluate(head, query, 1).value);
    row.points = points.size();
    const double until = now() + budget;
    for (int round = 0; round < 2 || now() < until; ++round) {
        row.one = std::min(row.one, leastOf(kTurns, [&] {
            const double begin = threadTime();
            evaluate(head, query, 1);
            row.busy = std::min(row.busy, threadTime() - begin);
        }));
        row.two = std::min(row.two, leastOf(kTurns, [&] { evaluate(head, query, 2); }));
        row.cold = std::min(row.cold, leastOf(1, [&] { evaluate(cold, query, 1); }));
        if (!servers)
            continue;
        const Asked prometheus = ask(servers->prometheus, query, "stats=all");
        row.evaluation = std::min(row.evaluation, evalTime(prometheus.body));
        row.wall = std::min(row.wall, prometheus.seconds);
        row.victoria = std::min(row.victoria, ask(servers->victoria, query, "nocache=1").seconds);
        if (round == 0)
            row.verdict = compared(points, prometheus.body);
    }
    return row;
}

std::string machine()
{
    QFile info(QStringLiteral("/proc/cpuinfo"));
    std::string model = "unknown processor";
    if (info.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : info.readAll().split('\n')) {
            if (line.startsWith("model name"))
                model = line.mid(line.indexOf(':') + 2).toStdString();
        }
    }
    return fmt::format("{} x {}, {}, {}", std::thread::hardware_concurrency(), model,
        QSysInfo::prettyProductName().toStdString(), QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString());
}

void print(const Query& query, const Row& row, bool servers)
{
    constexpr double kMs = 1000;
    fmt::print(
        "| {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |", query.name, row.one * kMs, row.busy * kMs, row.two * kMs, row.cold * kMs);
    if (servers)
        fmt::print(" {:.1f} | {:.1f} | {:.1f} | {:.1f} | {:.1f} |", row.evaluation * kMs, row.wall * kMs, row.victoria * kMs,
            row.evaluation / row.one, row.victoria / row.one);
    fmt::print(" {} |{}\n", row.points, servers ? " " + row.verdict + " |" : "");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const Settings settings = settingsOf(app.arguments());
    const bench::FleetData data;
    tsdb::Head head;
    const double begin = now();
    data.fill(head);
    const double filled = now() - begin;
    tsdb::Head cold(tsdb::HeadOptions{.decodedBudgetBytes = 0});
    data.fill(cold);
    std::unique_ptr<Servers> servers;
    if (!settings.onlyOurs)
        servers = std::make_unique<Servers>(data, settings.keep);
    fmt::print("{}\n{} series, {} samples, appended in {:.2f} s; range 23 h, step 60 s; ms, the least of all turns\n",
        machine(), head.seriesCount(), head.sampleCount(), filled);
    if (servers)
        fmt::print("Prometheus' chunks on disk: {:.2f} bytes a sample\n",
            servers->chunkBytes / static_cast<double>(head.sampleCount()));
    fmt::print("Our head: {:.2f} bytes a sample\n",
        static_cast<double>(head.memory().bytesCompressed) / static_cast<double>(head.sampleCount()));
    fmt::print("\n| query | 1 thread | its processor time | 2 threads | decoding all, 1 thread |{} points "
               "|{}\n|---|---|---|---|---|{}---|\n",
        servers ? " Prometheus' evaluation | its wall | VictoriaMetrics | Prometheus / ours | VictoriaMetrics / ours |" : "",
        servers ? " answers |" : "", servers ? "---|---|---|---|---|---|" : "");
    bool equal = true;
    for (const Query& query : kQueries) {
        const bool wanted = settings.words.isEmpty() || std::ranges::any_of(settings.words, [&](const QString& word) {
            return QLatin1String(query.name).contains(word);
        });
        if (!wanted)
            continue;
        const Row row = measure(head, cold, query, servers.get(), settings.seconds);
        print(query, row, servers != nullptr);
        equal = equal && (!servers || row.verdict == "equal");
    }
    return equal ? 0 : 1; // never because of a time
}

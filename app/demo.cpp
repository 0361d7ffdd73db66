#include "app/demo.h"

#include "core/base/file.h"
#include "core/evaluation/evaluate.h"
#include "core/evaluation/opened_log.h"
#include "core/exposition/load.h"
#include "core/runtime/sources/local_source.h"
#include "ui/shell/joined_files.h"
#include "ui/shell/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wg::app {
namespace {

constexpr DurationMs kStep = 5 * kSecond; ///< as resources/demo/simulate_serving.py writes them
constexpr DurationMs kLogWindow = 5 * kMinute;
constexpr const char* kLogOfTheHour = "tumours.csv"; ///< its times lie in the simulated hour
constexpr std::array kRuns{"runs/adamw-3e-3/events.out.tfevents.1767218400.demo",
    "runs/adamw-3e-4/events.out.tfevents.1767218400.demo", "runs/sgd-1e-2/events.out.tfevents.1767218400.demo"};
constexpr std::array<const char*, 4> kLogs{"moderation.csv", kLogOfTheHour, "digits.csv", "diabetes.csv"};

std::string embedded(const char* name)
{
    QFile file(QString::fromLatin1(":/watchglass/demo/%1").arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

bool isCounter(std::string_view metric)
{
    constexpr std::array<std::string_view, 4> kSuffixes{"_total", "_bucket", "_count", "_sum"};
    return std::ranges::any_of(kSuffixes, [&](std::string_view suffix) { return metric.ends_with(suffix); });
}

} // namespace

/// Logs are read from files like anybody's, so that everything that looks into the file again works on them, too.
Result<std::string> Demo::fileOf(const char* name) const
{
    const QFileInfo file(m_folder.filePath(QLatin1String(name)));
    std::string path = file.filePath().toStdString();
    if (!file.exists() && !QDir().mkpath(file.path()))
        return fail(ErrorCode::Io, "cannot make the folder " + file.path().toStdString());
    if (!file.exists())
        WG_CHECK(writeFileAtomically(path, embedded(name)));
    return path;
}

Demo::Demo(TimeMs now) : m_played(now), m_head(std::make_shared<tsdb::Head>())
{
    connect(&m_timer, &QTimer::timeout, this, [this] {
        appendUntil(std::max(m_played, m_clock())); // after a suspend all that was missed; a clock set back adds nothing
        Q_EMIT played();
    });
}

Result<std::unique_ptr<Demo>> Demo::make(TimeMs now)
{
    std::unique_ptr<Demo> demo(new Demo(now));
    tsdb::Head hour;
    WG_TRY(auto loaded,
        exposition::load(embedded("serving.om.txt"), exposition::Format::OpenMetrics, "serving.om.txt", now, hour));
    for (exposition::Metadata& one : loaded.metadata)
        demo->m_metadata[one.metric] = {std::move(one.type), std::move(one.help), std::move(one.unit)};
    const auto extent = hour.extent();
    if (!extent)
        return fail(ErrorCode::NotFound, "the demo's metrics are empty");
    // Predictions carry times within the same hour, so a window of them is a sample like any other.
    WG_TRY(const std::string path, demo->fileOf(kLogOfTheHour));
    WG_TRY(const auto log, evaluation::openLog(path, {}, {}));
    evaluation::Window window;
    window.duration = kLogWindow;
    WG_CHECK(evaluation::appendSeries(*log, kLogOfTheHour, window, extent->to, hour, {}));

    const auto all = hour.extent();
    WG_TRY(const auto views, hour.select({}, all->from, all->to, {}));
    for (const series::SeriesView& view : views) {
        demo->m_tracks.push_back(Track{
            {*view.labels, {view.t.begin(), view.t.end()}, {view.v.begin(), view.v.end()}},
            isCounter(view.labels->metricName()),
        });
    }
    demo->m_hourStart = extent->from;
    demo->m_period = extent->length() + kStep;
    demo->m_origin = now - extent->length();
    demo->appendUntil(now);
    return demo;
}

/// Appends every sample later than the newest in the head, up to and including `now`.
void Demo::appendUntil(TimeMs now)
{
    const TimeMs after = std::exchange(m_played, now);
    const bool first = m_head->sampleCount() == 0;
    std::vector<TimeMs> times;
    std::vector<double> values;
    for (const Track& track : m_tracks) {
        times.clear();
        values.clear();
        const std::vector<TimeMs>& t = track.hour.t;
        const std::vector<double>& v = track.hour.v;
        const TimeMs from = first ? m_origin : after + 1;
        for (auto round = std::max<DurationMs>(0, (from - m_origin) / m_period); m_origin + round * m_period <= now; ++round) {
            const TimeMs shift = m_origin - m_hourStart + round * m_period;
            const double counted = track.counter ? static_cast<double>(round) * v.back() : 0.0;
            for (auto i = static_cast<std::size_t>(std::ranges::lower_bound(t, from - shift) - t.begin());
                i < t.size() && t[i] + shift <= now; ++i) {
                times.push_back(t[i] + shift);
                values.push_back(v[i] + counted);
            }
        }
        if (!times.empty())
            m_head->append(track.hour.labels, times, values);
    }
}

Result<void> Demo::fill(ui::shell::Workspace& workspace)
{
    auto source = std::make_unique<sources::LocalSource>("demo (simulated)", std::string(ui::shell::kBuiltIn), m_head);
    sources::LocalSource* played = source.get();
    played->setScrapeInterval(kStep);
    played->setMetadata(m_metadata);
    connect(this, &Demo::played, played, &sources::Source::dataChanged);
    WG_TRY(sources::Source * added, workspace.sources.add(std::move(source)));
    for (const char* name : kLogs) {
        ui::shell::LogEntry entry;
        entry.name = name;
        WG_TRY(entry.path, fileOf(name));
        WG_TRY(entry.log, evaluation::openLog(entry.path, {}, {}));
        WG_TRY(auto result, evaluation::evaluate(*entry.log, {}, {}));
        entry.result = std::make_shared<const evaluation::LogResult>(std::move(result));
        workspace.logs.add(std::move(entry));
    }
    for (const char* run : kRuns)
        WG_CHECK(fileOf(run));
    workspace.runs.open(m_folder.filePath(QStringLiteral("runs")).toStdString());
    WG_TRY(const std::string rules, fileOf("rules.yml"));
    if (const auto errors = workspace.alerts.addFile(rules, added); !errors.empty())
        return std::unexpected(errors.front());
    workspace.demo = true;
    return {};
}

void Demo::play(std::function<TimeMs()> clock)
{
    m_clock = std::move(clock);
    m_timer.start(std::chrono::milliseconds(kStep));
}

std::string Demo::dashboardText()
{
    return embedded("dashboard.json");
}

} // namespace wg::app

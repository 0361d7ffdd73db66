#include "app/cli_sources.h"

#include "app/command.h"
#include "app/plain_text.h"
#include "core/promql/engine.h"
#include "core/units/time_range.h"

#include <CLI/CLI.hpp>
#include <QDateTime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <span>

#include <fmt/format.h>

namespace wg::app {
namespace {

constexpr std::size_t kNamedSkipped = 5; ///< of the files left out of folders
constexpr TimeRange kYears{-62'167'219'200'000, 253'402'300'799'999}; ///< 0000 to 9999, what RFC 3339 can write

/// Names are unique: a second "a" becomes "a (2)".
std::string uniqueName(const std::string& name, const std::vector<std::string>& taken)
{
    std::string out = name;
    for (int i = 2; std::ranges::find(taken, out) != taken.end(); ++i)
        out = fmt::format("{} ({})", name, i);
    return out;
}

Result<evaluation::Window> windowArgument(const std::string& text)
{
    evaluation::Window window;
    if (text.empty())
        return window;
    const std::string count = text.substr(0, text.ends_with("rows") ? text.size() - 4 : text.size());
    if (!count.empty() && count.find_first_not_of("0123456789") == std::string::npos && count.size() < 18)
        window.rows = std::stoull(count);
    else {
        WG_TRY(window.duration, durationArgument(text, "--window"));
    }
    if (window.rows == 0 && window.duration <= 0)
        return fail(ErrorCode::Usage, "--window must be longer than nothing, such as 5m or 500rows");
    return window;
}

/// Names the first of what was left out of folders, and counts the rest.
void addSkipped(const std::vector<Error>& skipped, Warnings& out)
{
    for (const Error& error : std::span(skipped).first(std::min(skipped.size(), kNamedSkipped)))
        out.push_back({Warning::Severity::Warning, "left out: " + error.text()});
    if (skipped.size() > kNamedSkipped)
        out.push_back({Warning::Severity::Warning,
            fmt::format("left out: {} more files that could not be read as logs", skipped.size() - kNamedSkipped)});
}

/// Logs that end too early to be found at the newest time of all.
void addOlder(const std::map<std::string, TimeMs>& newest, Warnings& warnings)
{
    const auto last = std::ranges::max_element(newest, {}, [](const auto& log) { return log.second; });
    std::vector<std::string> older;
    for (const auto& [log, to] : newest)
        if (to <= last->second - promql::EngineOptions().lookback)
            older.push_back(fmt::format("{} ends {}", log, formatTime(to)));
    if (older.empty())
        return;
    const std::size_t more = older.size() - 1;
    warnings.push_back({Warning::Severity::Info,
        fmt::format("asked at {}, the newest sample of all; {}{}: ask at another instant, or look further back, such as with "
                    "last_over_time(…[30d])",
            formatTime(last->second), older.front(), more > 0 ? fmt::format(", and {} more end earlier", more) : "")});
}

} // namespace

Result<promql::Compat> compatArgument(const std::string& text)
{
    if (text.empty())
        return promql::Compat::V3;
    auto compat = promql::parseCompat(text);
    if (!compat)
        return fail(ErrorCode::Usage, "--compat: " + compat.error().message);
    return *compat;
}

void addCompatFlag(CLI::App& command, std::string& compat)
{
    command.add_option("--compat", compat, "Whose PromQL files are asked in: 2.42, 2.55 or 3 of Prometheus (default 3)")
        ->type_name("V");
}

void addSourceFlags(CLI::App& command, SourceFlags& flags, bool sourceRequired)
{
    auto* const source = command.add_option("--source", flags.sources,
        "[NAME=]S: URL of a Prometheus-compatible server, or path of a log, of a folder of logs, of a /metrics text or "
        "OpenMetrics "
        "file; repeatable. All files answer together; the label log= of a series is its file's name, or NAME");
    source->type_name("[NAME=]S")->allow_extra_args(false)->required(sourceRequired);
    command
        .add_option("--window", flags.window,
            "Windows of prediction logs, a duration (5m) or a number of rows (500, 500rows): a sample of every metric for "
            "each; without "
            "it "
            "one over all rows")
        ->type_name("D|ROWS");
    addCompatFlag(command, flags.compat);
    command.add_option("--bearer-token-file", flags.bearerTokenFile, "File with the bearer token of the servers")
        ->type_name("FILE");
    command.add_option("--basic-auth-file", flags.basicAuthFile, "File with user:password of the servers")->type_name("FILE");
    command.add_option("--timeout", flags.timeout, "Total time of one request")->type_name("D")->capture_default_str();
}

Result<std::vector<std::unique_ptr<sources::Source>>> openSources(
    const SourceFlags& flags, bool quiet, std::vector<sources::LoadedLog>* logs)
{
    WG_TRY(const promql::Compat compat, compatArgument(flags.compat));
    WG_TRY(const DurationMs timeout, durationArgument(flags.timeout, "--timeout"));
    if (timeout <= 0)
        return fail(ErrorCode::Usage, "--timeout must be longer than nothing, such as 30s");
    const char* const token = std::getenv("WATCHGLASS_BEARER_TOKEN");
    WG_TRY(const sources::Access access,
        sources::readAccess(flags.bearerTokenFile, flags.basicAuthFile, token != nullptr ? token : "", timeout));
    WG_TRY(const evaluation::Window window, windowArgument(flags.window));
    std::vector<sources::SourceSpec> local;
    std::vector<std::string> names;
    std::vector<std::unique_ptr<sources::Source>> out;
    std::size_t localPlace = 0;
    for (const std::string& text : flags.sources) {
        sources::SourceSpec spec = sources::parseSourceSpec(text);
        spec.name = uniqueName(spec.name, names);
        names.push_back(spec.name);
        if (sources::isServer(spec)) {
            WG_TRY(auto source, sources::openSource(spec, access, systemNow()));
            out.push_back(std::move(source));
            continue;
        }
        if (local.empty())
            localPlace = out.size();
        local.push_back(std::move(spec));
    }
    if (!out.empty() && !flags.compat.empty())
        printWarnings(
            {{Warning::Severity::Info, "--compat is for files; a server evaluates by its own version of PromQL"}}, quiet);
    if (local.empty())
        return out;
    WG_TRY(sources::LocalOpened opened, sources::openLocal(local, systemNow(), window, logs != nullptr));
    addSkipped(opened.skipped, opened.warnings);
    if (flags.asksNewest && out.empty())
        addOlder(opened.newest, opened.warnings);
    printWarnings(opened.warnings, quiet);
    opened.source->setCompat(compat);
    if (logs != nullptr)
        *logs = std::move(opened.logs);
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(localPlace), std::move(opened.source));
    return out;
}

TimeMs systemNow()
{
    return QDateTime::currentMSecsSinceEpoch();
}

TimeMs defaultTime(const std::vector<std::unique_ptr<sources::Source>>& sources)
{
    std::optional<TimeMs> newest;
    for (const auto& source : sources) {
        const auto extent = source->isLocal() ? source->extent() : std::nullopt;
        if (!extent)
            return systemNow();
        newest = std::max(newest.value_or(extent->to), extent->to);
    }
    return newest.value_or(systemNow());
}

Result<TimeMs> timeArgument(const std::string& text, const std::string& flag, TimeMs now, bool roundUp)
{
    auto time = parseTime(text);
    if (!time)
        time = units::resolveTime(text, now, units::Zone::utc(), roundUp);
    if (!time)
        return fail(
            ErrorCode::Usage, fmt::format("{} \"{}\" is not a time. Write RFC 3339, a Unix time, or now-1h", flag, text));
    if (*time < kYears.from || *time > kYears.to)
        return fail(ErrorCode::Usage, fmt::format("{} \"{}\" is not within the years 0 to 9999", flag, text));
    return *time;
}

Result<DurationMs> durationArgument(const std::string& text, const std::string& flag)
{
    if (auto duration = parseDuration(text))
        return *duration;
    // Plain seconds, as the API takes them.
    const bool isNumber = !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
    if (const auto seconds = isNumber ? parseTime(text) : Result<TimeMs>(0); isNumber && seconds)
        return *seconds;
    return fail(ErrorCode::Usage, fmt::format("{} \"{}\" is not a duration. Write it as 15s, 5m or 1h30m", flag, text));
}

Result<sources::QueryResult> runQuery(sources::Source& source, const sources::InstantQuery& query)
{
    return await<sources::QueryResult>([&](QObject* context, auto done) { source.query(query, context, std::move(done)); });
}

Result<sources::QueryResult> runQuery(sources::Source& source, const sources::RangeQuery& query)
{
    return await<sources::QueryResult>(
        [&](QObject* context, auto done) { source.queryRange(query, context, std::move(done)); });
}

void printWarnings(const Warnings& warnings, bool quiet)
{
    if (quiet)
        return;
    for (const Warning& warning : warnings)
        fmt::print(stderr, "watchglass: {}: {}\n", warning.severity == Warning::Severity::Info ? "note" : "warning",
            plainText(warning.message));
}

} // namespace wg::app

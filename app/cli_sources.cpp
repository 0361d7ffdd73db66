#include "app/cli_sources.h"

#include "app/command.h"
#include "core/units/time_range.h"

#include <CLI/CLI.hpp>
#include <QDateTime>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

namespace wg::app {
namespace {

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
    if (text.find_first_not_of("0123456789") == std::string::npos && text.size() < 18)
        window.rows = std::stoull(text);
    else {
        WG_TRY(window.duration, durationArgument(text, "--window"));
    }
    if (window.rows == 0 && window.duration <= 0)
        return fail(ErrorCode::Usage, "--window must be longer than nothing, such as 5m or 500");
    return window;
}

} // namespace

void addSourceFlags(CLI::App& command, SourceFlags& flags, bool sourceRequired)
{
    auto* const source = command.add_option("--source", flags.sources,
        "[NAME=]S: URL of a Prometheus-compatible server, or path of a log, a folder of logs, a /metrics file; repeatable");
    source->type_name("[NAME=]S")->allow_extra_args(false)->required(sourceRequired);
    command
        .add_option("--window", flags.window,
            "Windows of prediction logs, a duration (5m) or a number of rows (500): a sample of every metric for each; without "
            "it "
            "one over all rows")
        ->type_name("D|ROWS");
    command.add_option("--bearer-token-file", flags.bearerTokenFile, "File with the bearer token of the servers")
        ->type_name("FILE");
    command.add_option("--basic-auth-file", flags.basicAuthFile, "File with user:password of the servers")->type_name("FILE");
    command.add_option("--timeout", flags.timeout, "Total time of one request")->type_name("D")->capture_default_str();
}

Result<std::vector<std::unique_ptr<sources::Source>>> openSources(const SourceFlags& flags)
{
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
    if (local.empty())
        return out;
    WG_TRY(sources::LocalOpened opened, sources::openLocal(local, systemNow(), window));
    for (const Error& error : opened.skipped)
        fmt::print(stderr, "watchglass: note: skipped: {}\n", plainText(error.text()));
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
    if (auto absolute = parseTime(text))
        return *absolute;
    auto time = units::resolveTime(text, now, units::Zone::utc(), roundUp);
    if (!time)
        return fail(ErrorCode::Usage,
            fmt::format("{} \"{}\": {}. Write RFC 3339, a Unix time, or now-1h", flag, text, time.error().message));
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

std::string plainText(std::string_view text)
{
    const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned byte = at(i);
        const bool control = byte < 0x20 || byte == 0x7f;
        const bool c1 = byte == 0xC2 && at(i + 1) >= 0x80 && at(i + 1) <= 0x9F;
        // U+202A to U+202E and U+2066 to U+2069 turn the direction of what follows.
        const bool bidi = byte == 0xE2
            && ((at(i + 1) == 0x80 && at(i + 2) >= 0xAA && at(i + 2) <= 0xAE)
                || (at(i + 1) == 0x81 && at(i + 2) >= 0xA6 && at(i + 2) <= 0xA9));
        i += c1 ? 1 : bidi ? 2 : 0;
        if (!control && !c1 && !bidi)
            out += text[i];
        else if (byte == '\n' || byte == '\t')
            out += ' ';
    }
    return out;
}

} // namespace wg::app

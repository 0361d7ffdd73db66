#include "core/runtime/sources/open_source.h"

#include "core/base/file.h"
#include "core/promapi/request.h"
#include "core/runtime/sources/eval_metadata.h"
#include "core/runtime/sources/prometheus_source.h"
#include "core/tsdb/head.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

namespace wg::sources {
namespace {

constexpr std::uint64_t kMaxSecretFile = 64 * 1024;

/// The file's text without the line break editors put at its end.
Result<std::string> secretFile(const std::string& path, std::string_view what)
{
    auto text = readFile(path, kMaxSecretFile);
    if (!text)
        return fail(ErrorCode::Auth, fmt::format("cannot read the {}: {}", what, text.error().message));
    while (text->ends_with('\n') || text->ends_with('\r'))
        text->pop_back();
    if (text->empty())
        return fail(ErrorCode::Auth, fmt::format("the {} {} is empty", what, path));
    return *std::move(text);
}

bool isIdentifier(std::string_view text)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && isLetter(text.front())
        && std::ranges::all_of(text, [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

std::string derivedName(const std::string& location)
{
    if (location.find("://") != std::string::npos) {
        const auto url = promapi::parseBaseUrl(location);
        return url ? url->hostPort() : "server";
    }
    const auto path = std::filesystem::path(location).lexically_normal();
    const std::string name = path.filename().empty() ? path.parent_path().filename().string() : path.filename().string();
    return name.empty() ? location : name;
}

} // namespace

Result<Access> readAccess(const std::string& bearerTokenFile, const std::string& basicAuthFile,
    const std::string& bearerTokenFromEnvironment, DurationMs timeout)
{
    Access out;
    out.timeout = timeout;
    if (!bearerTokenFile.empty() && !basicAuthFile.empty())
        return fail(ErrorCode::Usage, "give a bearer token file or a basic auth file, not both");
    if (!basicAuthFile.empty()) {
        WG_TRY(const std::string text, secretFile(basicAuthFile, "basic auth file"));
        const auto colon = text.find(':');
        if (colon == std::string::npos)
            return fail(ErrorCode::Auth, fmt::format("the basic auth file {} does not hold user:password", basicAuthFile));
        out.user = text.substr(0, colon);
        out.password = Secret(text.substr(colon + 1));
    } else if (!bearerTokenFile.empty()) {
        WG_TRY(std::string text, secretFile(bearerTokenFile, "bearer token file"));
        out.bearerToken = Secret(std::move(text));
    } else {
        out.bearerToken = Secret(bearerTokenFromEnvironment);
    }
    return out;
}

SourceSpec parseSourceSpec(const std::string& text)
{
    const auto equals = text.find('=');
    std::error_code ignored;
    if (equals != std::string::npos && isIdentifier(std::string_view(text).substr(0, equals))
        && !std::filesystem::exists(text, ignored))
        return {text.substr(0, equals), text.substr(equals + 1), true};
    return {derivedName(text), text, false};
}

bool isServer(const SourceSpec& spec)
{
    return spec.location.find("://") != std::string::npos;
}

Result<LocalOpened> openLocal(const std::vector<SourceSpec>& specs, TimeMs now, const evaluation::Window& window, bool keepLogs)
{
    if (specs.empty())
        return fail(ErrorCode::Usage, "no path given");
    const auto head = std::make_shared<tsdb::Head>();
    LoadReport report;
    report.keepLogs = keepLogs;
    LogNames names;
    std::set<std::filesystem::path> seen;
    for (const SourceSpec& spec : specs) {
        std::error_code unknown;
        if (!spec.named && !seen.insert(std::filesystem::weakly_canonical(spec.location, unknown)).second) {
            report.warnings.push_back({Warning::Severity::Warning,
                fmt::format(
                    "{0} is given twice and was read once; to have it twice, give it a name: NAME={0}", spec.location)});
            continue;
        }
        WG_CHECK(loadPath(spec.location, spec.named ? spec.name : std::string(), now, *head, names, report, window));
    }
    std::string location = specs.front().location;
    if (specs.size() > 1)
        location += fmt::format(" and {} more", specs.size() - 1);
    auto source = std::make_unique<LocalSource>(specs.front().name, std::move(location), head);
    report.metadata.merge(evalMetadata(*head));
    source->setMetadata(std::move(report.metadata));
    // A window's value holds until the next one.
    source->setLookback(std::max(5 * kMinute, window.duration + 1));
    return LocalOpened{std::move(source), std::move(report.logs), std::move(report.skipped), std::move(report.newest),
        std::move(report.warnings)};
}

Result<std::unique_ptr<Source>> openSource(const SourceSpec& spec, const Access& access, TimeMs now)
{
    if (isServer(spec)) {
        if (spec.location.starts_with("scrape+"))
            return fail(ErrorCode::Unsupported,
                "scraping a /metrics address is not supported yet. Save the page to a file and open that");
        WG_TRY(promapi::BaseUrl url, promapi::parseBaseUrl(spec.location));
        return std::make_unique<PrometheusSource>(spec.name, std::move(url), access);
    }
    WG_TRY(LocalOpened opened, openLocal({spec}, now));
    return std::move(opened.source);
}

} // namespace wg::sources

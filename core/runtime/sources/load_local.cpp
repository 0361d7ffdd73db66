#include "core/runtime/sources/load_local.h"

#include "core/base/file.h"
#include "core/evaluation/opened_log.h"
#include "core/exposition/load.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

namespace wg::sources {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSniffed = 64 * 1024;
constexpr std::uint64_t kMaxPage = std::uint64_t{64} << 20; // as a scrape's body

/// The first bytes of a regular file.
Result<std::string> headOf(const std::string& path)
{
    std::string head;
    const auto read = readFileChunks(path, [&head](std::string_view chunk) -> Result<void> {
        head = chunk.substr(0, kSniffed);
        return fail(ErrorCode::Cancelled, "enough");
    });
    if (!read && read.error().code != ErrorCode::Cancelled)
        return std::unexpected(read.error());
    return head;
}

bool isNameChar(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (!first && c >= '0' && c <= '9');
}

/// name{…} 1 or name 1: a sample line, not a row of a table.
bool isSampleLine(std::string_view line)
{
    std::size_t at = 0;
    while (at < line.size() && isNameChar(line[at], at == 0))
        ++at;
    if (at == 0)
        return false;
    if (at < line.size() && line[at] == '{') {
        const auto close = line.rfind('}');
        if (close == std::string_view::npos)
            return false;
        at = close + 1;
    }
    if (at >= line.size() || line[at] != ' ')
        return false;
    const std::string_view rest = line.substr(line.find_first_not_of(' ', at));
    return rest.find(',') == std::string_view::npos && rest.find_first_of("0123456789NI+-") == 0;
}

/// OpenMetrics says so at its end.
exposition::Format formatOf(std::string_view path, std::string_view page)
{
    page = page.substr(0, page.find_last_not_of(" \r\n") + 1);
    return path.ends_with(".om") || path.ends_with(".om.txt") || page.ends_with("# EOF") ? exposition::Format::OpenMetrics
                                                                                         : exposition::Format::Text;
}

Result<void> loadPage(const std::string& path, TimeMs end, series::Appendable& out, LoadReport& report)
{
    WG_TRY(const std::string page, readFile(path, kMaxPage));
    WG_TRY(exposition::Loaded loaded, exposition::load(page, formatOf(path, page), path, end, out));
    for (exposition::Metadata& one : loaded.metadata)
        report.metadata[one.metric] = {std::move(one.type), std::move(one.help), std::move(one.unit)};
    ++report.loaded;
    return {};
}

/// Passes samples on and counts them.
class Counter : public series::Appendable {
public:
    explicit Counter(series::Appendable& out) : m_out(out) { }
    Refused append(const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v) override
    {
        samples += t.size();
        return m_out.append(labels, t, v);
    }
    std::uint64_t samples = 0;

private:
    series::Appendable& m_out;
};

void warnAbout(const evaluation::OpenedLog& log, const std::string& path, std::uint64_t samples, Warnings& warnings)
{
    if (log.skipped > 0) {
        std::string text =
            fmt::format("{}: {} left out", path, log.skipped == 1 ? "1 row" : fmt::format("{} rows", log.skipped));
        if (!log.table.badRows.empty())
            text += fmt::format("; the first at line {}: {}", log.table.badRows.front().line, log.table.badRows.front().reason);
        warnings.push_back({Warning::Severity::Warning, std::move(text)});
    }
    if (samples == 0)
        warnings.push_back({Warning::Severity::Warning, path + ": nothing in it was recognised; it gives no series"});
}

/// "127.0.0.1:9090" and "localhost:9090" are meant as servers.
bool looksLikeHost(const std::string& text)
{
    const auto colon = text.rfind(':');
    return text.find('/') == std::string::npos && colon != std::string::npos && colon + 1 < text.size()
        && text.find_first_not_of("0123456789", colon + 1) == std::string::npos;
}

Result<void> loadFile(const std::string& path, TimeMs now, series::Appendable& out, std::vector<std::string>& names,
    LoadReport& report, const evaluation::Window& window)
{
    WG_TRY(const std::string head, headOf(path));
    WG_TRY(const TimeMs modified, fileModifiedMs(path));
    const TimeMs end = std::min(modified, now);
    if (looksLikeExposition(path, head))
        return loadPage(path, end, out, report);
    const CancelToken never;
    WG_TRY(const auto log, evaluation::openLog(path, {}, never));
    Counter counter(out);
    WG_CHECK(evaluation::appendSeries(*log, logName(path, names), window, end, counter, never));
    ++report.loaded;
    warnAbout(*log, path, counter.samples, report.warnings);
    return {};
}

} // namespace

std::string logName(const std::string& path, std::vector<std::string>& names)
{
    const fs::path file = fs::path(path).lexically_normal();
    std::string name = file.filename().string();
    if (std::ranges::find(names, name) != names.end())
        name = (file.parent_path().filename() / file.filename()).string();
    if (std::ranges::find(names, name) != names.end())
        name = file.string();
    names.push_back(name);
    return name;
}

bool looksLikeExposition(std::string_view path, std::string_view head)
{
    constexpr std::array<std::string_view, 4> kEndings{".prom", ".om", ".om.txt", ".metrics"};
    if (std::ranges::any_of(kEndings, [&](std::string_view ending) { return path.ends_with(ending); }))
        return true;
    while (!head.empty()) {
        const auto end = head.find('\n');
        std::string_view line = head.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.starts_with("# HELP ") || line.starts_with("# TYPE ") || line == "# EOF")
            return true;
        if (!line.empty() && line.front() != '#')
            return isSampleLine(line);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    }
    return false;
}

Result<void> loadPath(const std::string& path, TimeMs now, series::Appendable& out, std::vector<std::string>& names,
    LoadReport& report, const evaluation::Window& window)
{
    std::error_code problem;
    if (path.empty())
        return fail(ErrorCode::Usage, "a source needs a URL or a path");
    if (!fs::exists(path, problem) && looksLikeHost(path))
        return fail(ErrorCode::NotFound, fmt::format("there is no file {0}. If it is a server, write http://{0}", path));
    if (!fs::is_directory(path, problem))
        return loadFile(path, now, out, names, report, window);
    std::vector<std::string> files;
    for (fs::directory_iterator entry(path, problem); !problem && entry != fs::directory_iterator(); entry.increment(problem)) {
        std::error_code unknown; // of this entry only: a dangling link is no log, and no fault of the folder
        if (entry->is_regular_file(unknown) && !entry->path().filename().string().starts_with('.'))
            files.push_back(entry->path().string());
    }
    if (problem)
        return fail(ErrorCode::Io, fmt::format("cannot read the folder {}: {}", path, problem.message()));
    std::ranges::sort(files);
    const int before = report.loaded;
    for (const std::string& file : files) {
        if (const auto loaded = loadFile(file, now, out, names, report, window); !loaded)
            report.skipped.push_back(loaded.error());
    }
    if (report.loaded > before)
        return {};
    if (report.skipped.empty())
        return fail(ErrorCode::NotFound, fmt::format("no log in the folder {}", path));
    return fail(ErrorCode::Parse,
        fmt::format(
            "no file of the folder {} could be read as a log; the first says: {}", path, report.skipped.front().text()));
}

} // namespace wg::sources

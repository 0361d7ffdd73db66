#include "core/runtime/sources/load_local.h"

#include "core/base/file.h"
#include "core/base/folder_walk.h"
#include "core/evaluation/opened_log.h"
#include "core/evaluation/runs.h"
#include "core/exposition/load.h"
#include "core/formats/gzip.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>

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

/// Passes samples on and counts them; with a name each series gets it as its label log=.
class Labelled : public series::Appendable {
public:
    Labelled(series::Appendable& out, std::string name) : m_out(out), m_name(std::move(name)) { }

    Refused append(const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v) override
    {
        samples += t.size();
        if (!t.empty())
            newest = std::max(newest.value_or(t.back()), t.back());
        if (m_name.empty())
            return m_out.append(labels, t, v);
        series::Labels labelled = labels;
        if (const std::string own(labels.get(evaluation::kLogLabel)); !own.empty()) {
            std::string name = "exported_" + std::string(evaluation::kLogLabel);
            while (!labels.get(name).empty())
                name.insert(0, "exported_");
            labelled = labelled.with(name, own);
        }
        return m_out.append(labelled.with(evaluation::kLogLabel, m_name), t, v);
    }
    std::uint64_t samples = 0;
    std::optional<TimeMs> newest;

private:
    series::Appendable& m_out;
    std::string m_name;
};

/// What all files of one call share.
struct Loading {
    TimeMs now;
    series::Appendable& out;
    LoadReport& report;
    const evaluation::Window& window;
};

Result<void> loadPage(
    const std::string& path, std::string_view page, const std::string& name, TimeMs end, const Loading& loading)
{
    Labelled out(loading.out, name);
    WG_TRY(exposition::Loaded loaded, exposition::load(page, formatOf(path, page), path, end, out));
    for (exposition::Metadata& one : loaded.metadata)
        loading.report.metadata[one.metric] = {std::move(one.type), std::move(one.help), std::move(one.unit)};
    if (loaded.refused > 0)
        loading.report.warnings.push_back({Warning::Severity::Warning,
            fmt::format("{}: {} left out: their series has a sample of that time already", path,
                loaded.refused == 1 ? "1 sample" : fmt::format("{} samples", loaded.refused))});
    if (out.newest)
        loading.report.newest[name] = *out.newest;
    ++loading.report.loaded;
    return {};
}

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

/// The page in a gzip file; empty when it is none.
Result<std::string> compressedPage(const std::string& path, std::string_view head)
{
    if (!head.starts_with("\x1F\x8B"))
        return std::string();
    const std::string inner = path.ends_with(".gz") ? path.substr(0, path.size() - 3) : path;
    WG_TRY(const std::string packed, readFile(path, kMaxPage));
    auto page = formats::gunzip(packed, kMaxPage);
    if (!page)
        return fail(page.error().code, fmt::format("{}: {}", path, page.error().message));
    return looksLikeExposition(inner, std::string_view(*page).substr(0, kSniffed)) ? std::move(*page) : std::string();
}

/// Event files: one, or all of a folder with its subfolders. Their series say run and tag.
Result<void> loadEvents(const std::string& path, const std::function<std::string()>& name, const Loading& loading)
{
    WG_TRY(const auto runs, evaluation::openEventRuns(path, {}));
    Labelled counted(loading.out, {});
    const std::string label = name();
    WG_CHECK(evaluation::appendRuns(*runs, label, loading.now, counted));
    if (counted.newest)
        loading.report.newest[label] = *counted.newest;
    for (const auto& run : runs->runs) {
        ++loading.report.loaded;
        for (const Warning& note : run->notes) {
            if (note.severity == Warning::Severity::Warning)
                loading.report.warnings.push_back({note.severity, fmt::format("{}: {}", run->path, note.message)});
        }
    }
    return {};
}

/// `name` is asked for once the file is known to be one of ours.
Result<void> loadFile(const std::string& path, const std::function<std::string()>& name, const Loading& loading)
{
    if (evaluation::isEventFileName(path))
        return loadEvents(path, name, loading);
    WG_TRY(const std::string head, headOf(path));
    WG_TRY(const TimeMs modified, fileModifiedMs(path));
    const TimeMs end = std::min(modified, loading.now);
    if (looksLikeExposition(path, head)) {
        WG_TRY(const std::string page, readFile(path, kMaxPage));
        return loadPage(path, page, name(), end, loading);
    }
    WG_TRY(const std::string page, compressedPage(path, head));
    if (!page.empty())
        return loadPage(path.substr(0, path.rfind(".gz")), page, name(), end, loading);
    const CancelToken never;
    WG_TRY(auto log, evaluation::openLog(path, {}, never));
    Labelled counted(loading.out, {});
    const std::string label = name();
    WG_CHECK(evaluation::appendSeries(*log, label, loading.window, end, counted, never));
    if (counted.newest)
        loading.report.newest[label] = *counted.newest;
    ++loading.report.loaded;
    warnAbout(*log, path, counted.samples, loading.report.warnings);
    if (loading.report.keepLogs)
        loading.report.logs.push_back({label, path, std::move(log)});
    return {};
}

Result<void> loadFolder(const std::string& path, const std::string& given, LogNames& names, const Loading& loading)
{
    WG_TRY(FolderFiles found, filesUnder(path));
    LoadReport& report = loading.report;
    const int before = report.loaded;
    std::vector<Error> skipped = std::move(found.unreadable);
    if (std::ranges::any_of(found.files, evaluation::isEventFileName)) {
        const auto name = [&] { return names.ofFile((fs::path(path) / ".").lexically_normal().parent_path().string(), given); };
        if (const auto loaded = loadEvents(path, name, loading); !loaded)
            skipped.push_back(loaded.error());
        std::erase_if(found.files, evaluation::isEventFileName);
    }
    for (const std::string& file : found.files) {
        const auto name = [&] { return names.ofFolder(path, file, given); };
        if (const auto loaded = loadFile((fs::path(path) / file).string(), name, loading); !loaded)
            skipped.push_back(loaded.error());
    }
    if (report.loaded == before && skipped.empty())
        return fail(ErrorCode::NotFound, fmt::format("no log in the folder {}", path));
    if (report.loaded == before)
        return fail(ErrorCode::Parse,
            fmt::format("no file of the folder {} could be read as a log; the first says: {}", path, skipped.front().text()));
    std::ranges::move(skipped, std::back_inserter(report.skipped));
    return {};
}

} // namespace

std::string LogNames::take(const std::vector<std::string>& candidates)
{
    for (const std::string& name : candidates) {
        if (m_taken.insert(name).second)
            return name;
    }
    for (int number = 2;; ++number) {
        const std::string name = fmt::format("{} ({})", candidates.back(), number);
        if (m_taken.insert(name).second)
            return name;
    }
}

std::string LogNames::ofFile(const std::string& path, const std::string& given)
{
    if (!given.empty())
        return take({given});
    const fs::path file = fs::path(path).lexically_normal();
    return take({file.filename().string(), (file.parent_path().filename() / file.filename()).string(), file.string()});
}

std::string LogNames::ofFolder(const std::string& folder, const std::string& below, const std::string& given)
{
    if (!given.empty())
        return take({(fs::path(given) / below).string()});
    fs::path top = fs::path(folder).lexically_normal();
    if (top.filename().empty()) // "runs/"
        top = top.parent_path();
    return take({below, (top.filename() / below).string(), (top / below).string()});
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

Result<void> loadPath(const std::string& path, const std::string& given, TimeMs now, series::Appendable& out, LogNames& names,
    LoadReport& report, const evaluation::Window& window)
{
    std::error_code problem;
    if (path.empty())
        return fail(ErrorCode::Usage, "a source needs a URL or a path");
    if (fs::status(path, problem).type() == fs::file_type::not_found)
        return fail(ErrorCode::NotFound,
            fmt::format("there is no file or folder {0}. {1}", path,
                looksLikeHost(path) ? "If it is a server, write http://" + path
                                    : "Check the path; a server is written http://host:9090"));
    const Loading loading{now, out, report, window};
    if (fs::is_directory(path, problem))
        return loadFolder(path, given, names, loading);
    return loadFile(path, [&] { return names.ofFile(path, given); }, loading);
}

} // namespace wg::sources

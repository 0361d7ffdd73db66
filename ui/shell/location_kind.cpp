#include "ui/shell/location_kind.h"

#include "core/base/file.h"
#include "core/evaluation/workspace_file.h"
#include "core/formats/json.h"
#include "core/logs/byte_source.h"
#include "core/runtime/sources/load_local.h"

#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <string>

#include <nlohmann/json.hpp>

namespace wg::ui::shell {

namespace {

constexpr std::size_t kHead = 64 * 1024;
constexpr qint64 kMostDashboardBytes = 32LL << 20; // hazards.md: cap of dashboard files
constexpr int kMostFilesLookedAt = 10'000; // of a folder

bool isEventFile(const QString& name)
{
    return name.contains(QLatin1String(".tfevents."));
}

bool hasEventFiles(const QString& folder)
{
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    for (int looked = 0; files.hasNext() && looked < kMostFilesLookedAt; ++looked) {
        if (isEventFile(QFileInfo(files.next()).fileName()))
            return true;
    }
    return false;
}

bool isDashboard(const nlohmann::ordered_json& json)
{
    constexpr std::array kMarks{"panels", "rows", "dashboard", "schemaVersion", "spec"};
    return json.is_object() && !json.contains("results") && std::ranges::any_of(kMarks, [&](const char* key) {
        const auto at = json.find(key);
        return at != json.end() && (at->is_structured() || at->is_number());
    });
}

LocationKind kindOfJson(const std::string& path, std::string_view head)
{
    if (evaluation::looksLikeWorkspace(head))
        return LocationKind::Evaluation;
    const QFileInfo file(QString::fromStdString(path));
    if (!head.starts_with('{') || file.size() > kMostDashboardBytes || file.suffix().compare(QLatin1String("jsonl")) == 0)
        return LocationKind::Log;
    const auto text = readFile(path, kMostDashboardBytes);
    if (!text)
        return LocationKind::Log;
    const auto json = formats::parseJson(*text, path);
    if (!json) // several documents are JSONL; a dashboard that is damaged is told so by its own reader
        return head.find("\"panels\"") != std::string_view::npos ? LocationKind::Dashboard : LocationKind::Log;
    return isDashboard(*json) ? LocationKind::Dashboard : LocationKind::Log;
}

LocationKind kindOfContent(const QString& location)
{
    const std::string path = location.toStdString();
    std::string head;
    if (auto source = logs::ByteSource::open(path, false)) {
        if (const auto bytes = source->next())
            head = bytes->substr(0, kHead);
    }
    const std::size_t start = head.find_first_not_of(" \t\r\n");
    const std::string_view text = start == std::string::npos ? std::string_view() : std::string_view(head).substr(start);
    if (text.starts_with('{') || text.starts_with('['))
        return kindOfJson(path, text);
    QString name = QFileInfo(location).fileName();
    for (const char* packed : {".gz", ".zst"}) {
        if (name.endsWith(QLatin1String(packed)))
            name.chop(static_cast<int>(std::char_traits<char>::length(packed)));
    }
    return sources::looksLikeExposition(name.toStdString(), text) ? LocationKind::Source : LocationKind::Log;
}

} // namespace

bool isServerUrl(const QString& location)
{
    return location.startsWith(QLatin1String("http://")) || location.startsWith(QLatin1String("https://"));
}

LocationKind locationKind(const QString& location)
{
    if (isServerUrl(location))
        return LocationKind::Source;
    const QFileInfo file(location);
    if (file.isDir())
        return hasEventFiles(location) ? LocationKind::Runs : LocationKind::Source;
    const QString suffix = file.suffix().toLower();
    if (suffix == QLatin1String("yml") || suffix == QLatin1String("yaml"))
        return LocationKind::Rules;
    if (isEventFile(file.fileName()))
        return LocationKind::Runs;
    return kindOfContent(location);
}

} // namespace wg::ui::shell

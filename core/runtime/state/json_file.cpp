#include "core/runtime/state/json_file.h"

#include "core/base/file.h"

#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

namespace wg::state {
namespace {

constexpr std::uint64_t kMaxBytes = 16U << 20U;

/// "2026-08-14T14:32:00Z" -> "20260814T143200Z", which every file system takes.
std::string stampOf(TimeMs now)
{
    std::string stamp = formatTime(now - now % kSecond);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    return stamp;
}

std::string setAside(const std::string& path, TimeMs now)
{
    std::string target = fmt::format("{}.corrupt-{}", path, stampOf(now));
    std::error_code ignored;
    for (int n = 2; std::filesystem::exists(target, ignored); ++n)
        target = fmt::format("{}.corrupt-{}-{}", path, stampOf(now), n);
    return std::rename(path.c_str(), target.c_str()) == 0 ? target : std::string();
}

} // namespace

JsonFile JsonFile::load(std::string path, int version, TimeMs now, bool mayWrite, Warnings& notices)
{
    JsonFile file;
    file.m_path = std::move(path);
    file.m_version = version;
    file.m_writable = mayWrite;
    auto text = readFile(file.m_path, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return file;
    if (!text) {
        // Not ours to move or replace: it may be fine and merely unreadable now.
        file.m_writable = false;
        notices.push_back({Warning::Severity::Warning, text.error().text() + "; defaults are used and nothing is saved there"});
        return file;
    }
    Json parsed = Json::parse(*text, nullptr, false);
    if (!parsed.is_object()) {
        const std::string what = text->empty() ? "is empty" : "is not valid JSON";
        const std::string target = mayWrite ? setAside(file.m_path, now) : std::string();
        file.m_writable = !target.empty();
        notices.push_back({Warning::Severity::Warning,
            target.empty() ? fmt::format("{} {}; defaults are used", file.m_path, what)
                           : fmt::format("{} {}; it was moved to {} and defaults are used", file.m_path, what, target)});
        return file;
    }
    file.m_json = std::move(parsed);
    const std::int64_t found = integerOr(file.m_json, "version", 1);
    if (found > version) {
        file.m_writable = false;
        notices.push_back({Warning::Severity::Warning,
            fmt::format(
                "{} was written by a newer Watchglass (version {}, this one knows {}); it is read and never overwritten",
                file.m_path, found, version)});
    }
    return file;
}

Result<void> JsonFile::store(const Json& values)
{
    Json next = Json::object();
    next["version"] = m_version;
    for (const auto& [key, value] : m_json.items())
        next[key] = value;
    for (const auto& [key, value] : values.items())
        next[key] = value;
    next["version"] = m_version;
    m_json = std::move(next);
    if (!m_writable)
        return {};
    const std::string text = m_json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    return writeFileAtomically(m_path, text, 0600);
}

std::string textOr(const Json& json, const char* key, std::string fallback)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::move(fallback);
}

std::int64_t integerOr(const Json& json, const char* key, std::int64_t fallback)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : fallback;
}

bool boolOr(const Json& json, const char* key, bool fallback)
{
    const auto found = json.find(key);
    return found != json.end() && found->is_boolean() ? found->get<bool>() : fallback;
}

std::vector<Json> objectsOf(const Json& json, const char* key)
{
    std::vector<Json> out;
    const auto found = json.find(key);
    if (found == json.end() || !found->is_array())
        return out;
    for (const Json& item : *found)
        if (item.is_object())
            out.push_back(item);
    return out;
}

} // namespace wg::state

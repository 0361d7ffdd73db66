#include "core/runtime/state/paths.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wg::state {
namespace {

bool isAbsolute(const std::optional<std::string>& path)
{
    return path && path->starts_with('/');
}

} // namespace

Paths choosePaths(const Lookup& lookup, const std::string& home)
{
    Paths paths;
    const auto homeVariable = lookup("HOME");
    const std::string base = isAbsolute(homeVariable) ? *homeVariable : home;
    const auto place = [&](const char* variable, std::string_view underHome) -> std::string {
        const auto value = lookup(variable);
        if (isAbsolute(value))
            return *value + "/watchglass";
        if (value && !value->empty())
            paths.notices.push_back(
                {Warning::Severity::Warning, fmt::format("{} is the relative path \"{}\" and is ignored", variable, *value)});
        return base.empty() ? std::string() : fmt::format("{}/{}/watchglass", base, underHome);
    };
    paths.config = place("XDG_CONFIG_HOME", ".config");
    paths.data = place("XDG_DATA_HOME", ".local/share");
    paths.state = place("XDG_STATE_HOME", ".local/state");
    paths.cache = place("XDG_CACHE_HOME", ".cache");
    if (paths.config.empty() || paths.state.empty()) {
        paths.config = paths.data = paths.state = paths.cache = {};
        paths.notices.push_back({Warning::Severity::Warning,
            "there is no home folder (HOME is not set): settings and recent files are not kept. Set HOME or the XDG_… "
            "variables"});
    }
    return paths;
}

Paths systemPaths()
{
    const auto lookup = [](const char* variable) -> std::optional<std::string> {
        const char* value = std::getenv(variable);
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
    const passwd* user = ::getpwuid(::getuid());
    return choosePaths(lookup, user && user->pw_dir && user->pw_dir[0] == '/' ? user->pw_dir : "");
}

Result<void> makePrivateFolder(const std::string& folder)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(folder, ignored))
        return {};
    const std::string parent = std::filesystem::path(folder).parent_path().string();
    if (!parent.empty() && parent != folder)
        WG_CHECK(makePrivateFolder(parent));
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(ErrorCode::Io, fmt::format("cannot make the folder {}: {}", folder, std::strerror(errno)));
    return {};
}

} // namespace wg::state

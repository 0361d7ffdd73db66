// Where Watchglass keeps its own files (XDG base directories). QStandardPaths has no StateLocation in Qt 6.4, so the variables
// are read here; a relative value is ignored, as the specification asks.
#pragma once

#include "core/base/warning.h"

#include <functional>
#include <optional>
#include <string>

namespace wg::state {

/// Folders without a trailing slash, each ending in /watchglass. All empty when there is no home at all: nothing is kept then,
/// and `notices` says so. The folders need not exist yet.
struct Paths {
    std::string config; ///< settings.json, sources.json, secrets.json
    std::string data; ///< dashboards
    std::string state; ///< recent.json, session.json, queries.json, lock
    std::string cache;
    Warnings notices;

    [[nodiscard]] bool usable() const { return !config.empty(); }
};

using Lookup = std::function<std::optional<std::string>(const char* variable)>;

/// `home` is the fallback for a missing HOME (the password database's); may be empty.
[[nodiscard]] Paths choosePaths(const Lookup& lookup, const std::string& home);
/// From the process's environment.
[[nodiscard]] Paths systemPaths();
/// Makes `folder` and its missing parents with mode 0700.
[[nodiscard]] Result<void> makePrivateFolder(const std::string& folder);

} // namespace wg::state

// From a word on the command line (or in the connect dialog) to a Source.
#pragma once

#include "core/base/secret.h"
#include "core/evaluation/evaluate.h"
#include "core/runtime/sources/load_local.h"
#include "core/runtime/sources/local_source.h"
#include "core/runtime/sources/source.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wg::sources {

struct Access {
    Secret bearerToken;
    std::string user;
    Secret password;
    DurationMs timeout = 30 * kSecond; ///< total, from leaving our queue to the last byte
};

/// Reads --bearer-token-file, --basic-auth-file (user:password) and the value of WATCHGLASS_BEARER_TOKEN. The caller passes
/// what it found; empty strings mean "not given".
[[nodiscard]] Result<Access> readAccess(const std::string& bearerTokenFile, const std::string& basicAuthFile,
    const std::string& bearerTokenFromEnvironment, DurationMs timeout);

struct SourceSpec {
    std::string name; ///< from NAME=, else derived: host:port, or the file's name
    std::string location;
    bool named = false; ///< the user gave the name; the label log= of a file follows it
};

/// "[NAME=]S": NAME= is taken only where NAME is an identifier and the whole string names no existing path.
[[nodiscard]] SourceSpec parseSourceSpec(const std::string& text);

/// One source over one or more locations. URLs give a Prometheus source; paths (a log, a folder of logs, a /metrics text or
/// OpenMetrics file) are loaded here and now into one local source, blocking; several paths may share one source.
/// `now` is the caller's clock, for logs without time.
[[nodiscard]] Result<std::unique_ptr<Source>> openSource(const SourceSpec& spec, const Access& access, TimeMs now);

/// True when the location is a URL (scheme://…), not a path.
[[nodiscard]] bool isServer(const SourceSpec& spec);

/// Several paths as one local source, named after the first: one expression joins across files, which the label log= keeps
/// apart (load_local.h). `window`: how predictions become samples (one over all rows by default).
struct LocalOpened {
    std::unique_ptr<LocalSource> source;
    std::vector<LoadedLog> logs; ///< the logs among the files, opened, where `keepLogs` asks for them
    std::vector<Error> skipped; ///< files of folders that could not be read
    std::map<std::string, TimeMs> newest; ///< by label log=: the time of its newest sample
    Warnings warnings; ///< what was left out of the others; files that give no series; paths given twice
};
[[nodiscard]] Result<LocalOpened> openLocal(
    const std::vector<SourceSpec>& specs, TimeMs now, const evaluation::Window& window = {}, bool keepLogs = false);

} // namespace wg::sources

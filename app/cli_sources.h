// What the commands share about sources: the flags that name them, opening them, and waiting for their answers.
// Everything here blocks; it belongs to commands, never to the window. A QCoreApplication must exist before openSources().
#pragma once

#include "core/base/time.h"
#include "core/runtime/sources/open_source.h"
#include "core/runtime/sources/source.h"

#include <QEventLoop>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace wg::app {

/// Values of --source, --bearer-token-file, --basic-auth-file and --timeout. Must outlive parsing.
struct SourceFlags {
    std::vector<std::string> sources; ///< "[NAME=]S", in the order given
    std::string bearerTokenFile;
    std::string basicAuthFile;
    std::string timeout = "30s";
    std::string window; ///< of logs: a duration or a number of rows
    bool asksNewest = false; ///< the question is of the newest sample's time, so that older logs are worth a word
    std::string compat; ///< whose PromQL files are asked in; empty: Prometheus 3's
};

/// Adds the flags to a sub-command.
void addSourceFlags(CLI::App& command, SourceFlags& flags, bool sourceRequired = true);

/// --compat of the window, which has no --source.
void addCompatFlag(CLI::App& command, std::string& compat);
/// Empty: Prometheus 3's. Usage error that names the flag.
[[nodiscard]] Result<promql::Compat> compatArgument(const std::string& text);

/// Opens them all: one source per server, and one source that merges all local paths (it stands where the first path stood).
/// Reads WATCHGLASS_BEARER_TOKEN. Names are unique. What was left out of files goes to standard error unless `quiet`.
/// `logs`, where given, gets the logs among the files.
[[nodiscard]] Result<std::vector<std::unique_ptr<sources::Source>>> openSources(
    const SourceFlags& flags, bool quiet, std::vector<sources::LoadedLog>* logs = nullptr);

/// The system's clock.
[[nodiscard]] TimeMs systemNow();
/// Default T: the newest sample when every source is local (and has one), else now.
[[nodiscard]] TimeMs defaultTime(const std::vector<std::unique_ptr<sources::Source>>& sources);
/// RFC 3339, Unix seconds, or now-1h, in UTC. Usage error that names `flag`. `now` is what "now" means: defaultTime().
[[nodiscard]] Result<TimeMs> timeArgument(const std::string& text, const std::string& flag, TimeMs now, bool roundUp = false);
/// A Prometheus duration, or plain seconds; Usage error that names `flag`.
[[nodiscard]] Result<DurationMs> durationArgument(const std::string& text, const std::string& flag);

/// Starts `request` (which hands its callback to a Source) and runs the event loop until the answer is there:
///   await<sources::QueryResult>([&](QObject* context, auto done) { source.query(q, context, done); })
template <class T>
[[nodiscard]] Result<T> await(const std::function<void(QObject* context, sources::Callback<T> done)>& request)
{
    QEventLoop loop;
    QObject context;
    Result<T> out = fail(ErrorCode::Cancelled, "cancelled");
    request(&context, [&](Result<T> result) {
        out = std::move(result);
        loop.quit();
    });
    loop.exec();
    return out;
}
[[nodiscard]] Result<sources::QueryResult> runQuery(sources::Source& source, const sources::InstantQuery& query);
[[nodiscard]] Result<sources::QueryResult> runQuery(sources::Source& source, const sources::RangeQuery& query);

/// Warnings of an answer to standard error, one a line, unless `quiet`.
void printWarnings(const Warnings& warnings, bool quiet);

} // namespace wg::app

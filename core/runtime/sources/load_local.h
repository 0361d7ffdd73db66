// Files to samples: what is behind a path on the command line. Blocking and Qt-free; call it before the window or on a worker.
//
// Every series carries the label log=, which says where it came from, so two files never mix:
//   a file                    its name, run.csv; the name the user gave it, where he gave one
//   a file of a folder        its path below the folder, sub/run.csv; NAME/sub/run.csv where the user named the folder
//   the same label again      with the folder's name before it, or the whole path, or a number behind it
// A label log= that a series has of its own becomes exported_log=, as in Prometheus.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/evaluation/evaluate.h"
#include "core/runtime/sources/source.h"
#include "core/series/queryable.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wg::sources {

/// A log that was opened on the way.
struct LoadedLog {
    std::string name; ///< its label log=
    std::string path;
    std::shared_ptr<const evaluation::OpenedLog> log;
};

struct LoadReport {
    std::vector<Error> skipped; ///< files of a folder that are no log, with the reason
    std::map<std::string, Metadata> metadata; ///< of /metrics files
    int loaded = 0; ///< files
    bool keepLogs = false; ///< in: fill `logs`, which holds whole files in memory
    std::vector<LoadedLog> logs;
    std::map<std::string, TimeMs> newest; ///< by label log=: the time of its newest sample
    Warnings warnings; ///< rows left out, samples refused, files that give no series: what, where
};

/// Labels log= given so far; each is given once.
class LogNames {
public:
    /// The first of `candidates` that is free, else the last of them with a number.
    [[nodiscard]] std::string take(const std::vector<std::string>& candidates);
    /// Of the file at `path`; `given`: the user's name for it, or empty.
    [[nodiscard]] std::string ofFile(const std::string& path, const std::string& given);
    /// Of folder/below.
    [[nodiscard]] std::string ofFolder(const std::string& folder, const std::string& below, const std::string& given);

private:
    std::set<std::string> m_taken;
};

/// A log (through core/evaluation), a /metrics text or OpenMetrics file (gzip too), or a folder of them with its subfolders
/// (hidden ones left out). A file named by itself must load; of a folder at least one must. `given`: as in LogNames.
/// What has no time of its own ends at the file's modification time, and never later than `now`. `window`: how predictions
/// become samples.
[[nodiscard]] Result<void> loadPath(const std::string& path, const std::string& given, TimeMs now, series::Appendable& out,
    LogNames& names, LoadReport& report, const evaluation::Window& window = {});

/// True for a /metrics text or OpenMetrics file, by its name (.prom, .om, .metrics) or its first lines.
[[nodiscard]] bool looksLikeExposition(std::string_view path, std::string_view head);

} // namespace wg::sources

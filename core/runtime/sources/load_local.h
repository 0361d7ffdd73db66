// Files to samples: what is behind a path on the command line. Blocking and Qt-free; call it before the window or on a worker.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/evaluation/evaluate.h"
#include "core/runtime/sources/source.h"
#include "core/series/queryable.h"

#include <map>
#include <string>
#include <vector>

namespace wg::sources {

struct LoadReport {
    std::vector<Error> skipped; ///< files of a folder that are no log, with the reason
    std::map<std::string, Metadata> metadata; ///< of /metrics files
    int loaded = 0; ///< files
    Warnings warnings; ///< rows left out, files that give no series: what, where
};

/// A log (through core/evaluation, label log=<file name>), a folder of them (not its subfolders, hidden files left out), a
/// /metrics text or OpenMetrics file. A file named by itself must load; of a folder at least one must.
/// `names`: names already given to logs; a second log of the same name is called folder/name. What has no time of its own
/// ends at the file's modification time, and never later than `now`. `window`: how predictions become samples.
[[nodiscard]] Result<void> loadPath(const std::string& path, TimeMs now, series::Appendable& out,
    std::vector<std::string>& names, LoadReport& report, const evaluation::Window& window = {});

/// The name of the log at `path`, its label log=: the file's, folder/name where that is in `names`, the whole path where that
/// is too. Adds it to `names`.
[[nodiscard]] std::string logName(const std::string& path, std::vector<std::string>& names);

/// True for a /metrics text or OpenMetrics file, by its name (.prom, .om, .metrics) or its first lines.
[[nodiscard]] bool looksLikeExposition(std::string_view path, std::string_view head);

} // namespace wg::sources

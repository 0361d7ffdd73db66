// Which files of a path are training logs, and what their runs are called. Internal to core/evaluation.
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"

#include <string>
#include <vector>

namespace wg::evaluation {

struct RunFiles {
    std::string name; ///< of the run
    std::string path; ///< folder of event files, or the file itself
    std::vector<std::string> files; ///< paths, in order of name
    bool events = true; ///< false: one file that may be a history
};

struct FoundRuns {
    std::vector<RunFiles> runs;
    Warnings notes;
    bool isFolder = false;
};

[[nodiscard]] Result<FoundRuns> findRuns(const std::string& path);

/// "run2" before "run10"; otherwise by bytes.
[[nodiscard]] bool naturallyLess(std::string_view a, std::string_view b);

} // namespace wg::evaluation

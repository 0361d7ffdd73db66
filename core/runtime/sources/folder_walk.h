// The files of a folder, its subfolders included. Internal to core/runtime/sources. Blocking and Qt-free.
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace wg::sources {

inline constexpr std::size_t kMaxFolderFiles = 10'000;

struct FolderFiles {
    std::vector<std::string> files; ///< below the folder, as "sub/run.csv"; sorted
    std::vector<Error> unreadable; ///< subfolders that could not be read
};

/// Regular files only. What begins with a dot is left out, and so are links that lead nowhere. A linked folder is read like
/// any other, but each folder once: loops end. Limit above kMaxFolderFiles, Io when the folder itself cannot be read.
[[nodiscard]] Result<FolderFiles> filesUnder(const std::string& folder);

} // namespace wg::sources

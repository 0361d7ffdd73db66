// The files of a folder, its subfolders included. Blocking.
#pragma once

#include "core/base/result.h"

#include <functional>
#include <string>
#include <vector>

namespace wg {

inline constexpr std::size_t kMaxFolderFiles = 10'000;

struct FolderFiles {
    std::vector<std::string> files; ///< below the folder, as "sub/run.csv"; sorted
    std::vector<Error> unreadable; ///< subfolders that could not be read
};

/// Regular files only. What begins with a dot is left out, and so are links that lead nowhere. A linked folder is read like
/// any other, but each folder once: loops end. Limit above kMaxFolderFiles, Io when the folder itself cannot be read.
/// With `accept` only the files whose name (without folders) it takes; the others do not count.
[[nodiscard]] Result<FolderFiles> filesUnder(
    const std::string& folder, const std::function<bool(const std::string& name)>& accept = {});

} // namespace wg

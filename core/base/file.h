// Reading files safely, and the one way user files are written.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace wg {

/// Opens regular files only (a FIFO, device or folder is refused) and never blocks on open.
/// Fails with Limit when the file is larger than `maxBytes`.
[[nodiscard]] Result<std::string> readFile(const std::string& path, std::uint64_t maxBytes);

/// Feeds the file in chunks of at most 1 MiB until its end or until `sink` returns an error. Regular files only.
[[nodiscard]] Result<void> readFileChunks(
    const std::string& path, const std::function<Result<void>(std::string_view chunk)>& sink);

/// Replaces `path` with `bytes`, or leaves it byte-identical: temporary file beside it, whole write, checked fsync,
/// rename, fsync of the folder. The file that was there before is kept as `path.bak`. New files get `mode`;
/// an existing file keeps its own. QSaveFile lost data on a full disk when measured, so nothing else may write user files.
[[nodiscard]] Result<void> writeFileAtomically(const std::string& path, std::string_view bytes, unsigned mode = 0644);

/// Modification time in milliseconds since the epoch.
[[nodiscard]] Result<std::int64_t> fileModifiedMs(const std::string& path);

} // namespace wg

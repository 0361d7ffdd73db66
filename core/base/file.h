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

/// A regular file open for reading. Opening never blocks; a FIFO, device or folder is refused. What is read is of the file that
/// was opened, even when another takes its name.
class InputFile {
public:
    /// Tells files apart, and how far this one reaches.
    struct Identity {
        std::uint64_t device = 0, inode = 0, size = 0;
        std::int64_t modifiedNs = 0; ///< since the epoch

        [[nodiscard]] bool sameFile(const Identity& other) const { return device == other.device && inode == other.inode; }
    };

    [[nodiscard]] static Result<InputFile> open(const std::string& path);
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;
    ~InputFile();

    /// Fills `out` from `offset` on as far as the file reaches; fewer bytes than asked mean its end.
    [[nodiscard]] Result<std::size_t> readAt(std::uint64_t offset, std::span<char> out) const;
    [[nodiscard]] Result<Identity> identity() const; ///< now
    /// Of the file that has the name now; NotFound when there is none.
    [[nodiscard]] static Result<Identity> identityOf(const std::string& path);

private:
    InputFile(int fd, std::string path) : m_fd(fd), m_path(std::move(path)) { }

    int m_fd;
    std::string m_path; ///< for messages
};

/// Replaces `path` with `bytes`, or leaves it byte-identical: temporary file beside it, whole write, checked fsync,
/// rename, fsync of the folder. The file that was there before is kept as `path.bak`. New files get `mode`;
/// an existing file keeps its own. QSaveFile lost data on a full disk when measured, so nothing else may write user files.
[[nodiscard]] Result<void> writeFileAtomically(const std::string& path, std::string_view bytes, unsigned mode = 0644);

/// Modification time in milliseconds since the epoch.
[[nodiscard]] Result<std::int64_t> fileModifiedMs(const std::string& path);

} // namespace wg

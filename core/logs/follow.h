// A log that is still being written, kept up to date: a poll reads only what was appended since the last one.
#pragma once

#include "core/logs/reader.h"

#include <cstdint>
#include <memory>
#include <string>

namespace wg::logs {

/// What a poll found.
struct Poll {
    std::size_t newRows = 0; ///< at the end of the table
    /// The table was made anew (its first rows are other ones): the file was replaced, truncated or rewritten, a column came or
    /// turned out to be text, or the format can only be read as a whole.
    bool replaced = false;
    bool gone = false; ///< the file is not there now: the table stays as it was
};

/// Follows one file. Not thread-safe: poll on a worker, and read the table while no poll runs. The torn last line waits for its
/// end. A poll without new bytes costs one fstat. Compressed files and formats that cannot go on (JSON documents) are read anew
/// when they change.
class Follower {
public:
    /// Reads what is there. `options.mayGrow` is taken as set. Fails as readTable() does.
    [[nodiscard]] static Result<Follower> open(const std::string& path, ReadOptions options, const CancelToken& cancel);

    Follower(Follower&&) noexcept;
    Follower& operator=(Follower&&) noexcept;
    ~Follower();

    /// After an error (Cancelled included) the table is unchanged or has some of the new rows, and the next poll goes on.
    [[nodiscard]] Result<Poll> poll(const CancelToken& cancel);
    /// All rows so far; fingerprint and bytes are of what was read. Grows in place: rows that are there never change unless a
    /// poll says `replaced`.
    [[nodiscard]] const Table& table() const;

private:
    struct Impl;
    explicit Follower(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::logs

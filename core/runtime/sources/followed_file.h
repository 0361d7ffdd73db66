// The worker's side of a followed log: its file, its samples, its metrics. Qt-free; one thread at a time. Internal to
// FollowedLog.
#pragma once

#include "core/base/file.h"
#include "core/evaluation/stream.h"
#include "core/logs/follow.h"
#include "core/runtime/sources/followed_log.h"
#include "core/tsdb/head.h"

#include <memory>
#include <optional>

namespace wg::sources {

/// What a look at the file brought.
struct FileNews {
    bool grown = false, refreshed = false, replaced = false;
    std::uint64_t newRows = 0;
    std::string trouble; ///< empty: all is well
    bool costly = false; ///< the whole file was read
};

class FollowedFile {
public:
    explicit FollowedFile(FollowedLog::Place place);

    /// Reads everything.
    [[nodiscard]] Result<void> open(const CancelToken& cancel, const std::function<void(double)>& progress);
    /// Any thread: what runs ends soon, and nothing comes of later calls.
    void cancel() const { m_cancel.cancel(); }
    /// Looks for what was written since.
    [[nodiscard]] FileNews poll();
    /// Makes log() anew where it lacks rows.
    [[nodiscard]] FileNews refresh();

    [[nodiscard]] const std::shared_ptr<const evaluation::OpenedLog>& log() const { return m_log; }
    [[nodiscard]] const std::shared_ptr<tsdb::Head>& samples() const { return m_samples; }
    [[nodiscard]] std::vector<evaluation::RunningGroup> running() const;
    [[nodiscard]] std::uint64_t rows() const { return m_rows; }
    [[nodiscard]] bool behind() const { return m_rows > m_log->table.rows; }

private:
    [[nodiscard]] Result<FileNews> look();
    [[nodiscard]] Result<FileNews> startFollowing();
    [[nodiscard]] Result<FileNews> takeRows(std::size_t from);
    [[nodiscard]] Result<FileNews> reopen(bool replaced);
    [[nodiscard]] Result<void> readAll(const CancelToken& cancel, const std::function<void(double)>& progress);
    [[nodiscard]] Result<TimeMs> end() const; ///< the file's modification time, never in the future
    [[nodiscard]] logs::ReadOptions readOptions() const;

    FollowedLog::Place m_place;
    CancelToken m_cancel;
    std::shared_ptr<const evaluation::OpenedLog> m_log;
    std::shared_ptr<tsdb::Head> m_samples;
    std::optional<logs::Follower> m_follower; ///< from the first change on: it holds the rows once more
    std::optional<evaluation::MetricsStream> m_stream;
    std::shared_ptr<const evaluation::OpenedLog> m_streamStart; ///< the log the stream goes on from
    InputFile::Identity m_identity; ///< at the last whole reading
    TimeMs m_modified = 0, m_end = 0; ///< of that
    std::uint64_t m_rows = 0; ///< of the table, that samples() has
};

} // namespace wg::sources

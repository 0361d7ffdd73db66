// One event file on disk, read on as it grows.
#pragma once

#include "core/base/cancel.h"
#include "core/base/file.h"
#include "core/logs/event_reader.h"

#include <functional>
#include <string>

namespace wg::logs {

/// Each refresh() reads from the end of the last sound record on, so a record that was torn or wrong then is looked at again. A
/// file that became another one, or shorter, is read anew; one that is gone leaves what was read. Packed files (gzip,
/// Zstandard) are read anew when they change. Regular files only. Not thread-safe.
class EventFile {
public:
    using OnBytes = std::function<void(std::uint64_t read)>; ///< of this refresh, for progress

    explicit EventFile(std::string path, const EventLimits& limits = {});

    /// True when something changed. Fails with Io or NotFound only while nothing was ever read, and with Cancelled; what was
    /// read until then stays.
    [[nodiscard]] Result<bool> refresh(const CancelToken& cancel, const OnBytes& onBytes = {});

    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] const EventData& data() const { return m_reader.data(); }
    [[nodiscard]] Warnings notes() const;
    [[nodiscard]] bool growing() const { return !m_gone && m_reader.records().torn() > 0; } ///< ends within a record
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead; } ///< by all refreshes
    [[nodiscard]] const RecordReader& records() const { return m_reader.records(); }

private:
    [[nodiscard]] Result<void> readOn(
        const InputFile& file, std::uint64_t size, const CancelToken& cancel, const OnBytes& onBytes);
    [[nodiscard]] Result<void> readPacked(const CancelToken& cancel, const OnBytes& onBytes);
    [[nodiscard]] bool sameStart(const std::string& start) const;
    void reset();

    std::string m_path;
    EventLimits m_limits;
    EventReader m_reader;
    InputFile::Identity m_identity; ///< at the last refresh
    std::string m_start; ///< the first bytes: a file that was rewritten in place has others
    bool m_opened = false, m_gone = false, m_anew = false;
    std::string m_packedProblem;
    std::uint64_t m_bytesRead = 0;
};

} // namespace wg::logs

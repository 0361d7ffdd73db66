#include "core/logs/event_follow.h"

#include "core/logs/byte_source.h"

#include <algorithm>

namespace wg::logs {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::size_t kStartBytes = 64;

bool isPacked(std::string_view start)
{
    return start.starts_with("\x1F\x8B") || start.starts_with("\x28\xB5\x2F\xFD");
}

} // namespace

EventFile::EventFile(std::string path, const EventLimits& limits) : m_path(std::move(path)), m_limits(limits), m_reader(limits)
{
}

void EventFile::reset()
{
    m_reader = EventReader(m_limits);
    m_packedProblem.clear();
}

bool EventFile::sameStart(const std::string& start) const
{
    return start.starts_with(m_start);
}

Result<bool> EventFile::refresh(const CancelToken& cancel, const OnBytes& onBytes)
{
    auto file = InputFile::open(m_path);
    if (!file) {
        if (!m_opened)
            return std::unexpected(file.error());
        return !std::exchange(m_gone, true);
    }
    WG_TRY(const InputFile::Identity identity, file->identity());
    std::string start(kStartBytes, '\0');
    WG_TRY(const std::size_t startSize, file->readAt(0, start));
    start.resize(startSize);
    const bool known = m_opened && m_identity.sameFile(identity) && identity.size >= m_identity.size && sameStart(start);
    if (known && identity.size == m_identity.size)
        return std::exchange(m_gone, false);
    const bool packed = isPacked(start);
    if (!known || packed) {
        m_anew = m_opened && !known;
        reset();
    }
    m_opened = true;
    m_gone = false;
    m_start = std::move(start);
    const Result<void> read = packed ? readPacked(cancel, onBytes) : readOn(*file, identity.size, cancel, onBytes);
    m_identity = identity;
    if (!read) {
        m_identity.size = m_reader.records().offset(); // the next refresh goes on
        return std::unexpected(read.error());
    }
    return true;
}

Result<void> EventFile::readOn(const InputFile& file, std::uint64_t size, const CancelToken& cancel, const OnBytes& onBytes)
{
    m_reader.rewind();
    std::string buffer(std::min<std::uint64_t>(kChunk, size), '\0');
    std::uint64_t at = m_reader.records().offset();
    while (at < size && m_reader.records().fault() == RecordFault::None) {
        if (cancel.cancelled())
            return fail(ErrorCode::Cancelled, "reading was cancelled");
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size - at));
        WG_TRY(const std::size_t count, file.readAt(at, std::span(buffer).first(wanted)));
        if (count == 0)
            break; // truncated meanwhile
        m_reader.feed(std::string_view(buffer).substr(0, count));
        at += count;
        m_bytesRead += count;
        if (onBytes)
            onBytes(count);
        if (m_reader.records().offset() + m_reader.records().wanted() > size)
            break; // its end is not there: no need to hold the rest
    }
    return {};
}

Result<void> EventFile::readPacked(const CancelToken& cancel, const OnBytes& onBytes)
{
    WG_TRY(ByteSource source, ByteSource::open(m_path, false));
    std::uint64_t before = 0;
    while (true) {
        if (cancel.cancelled())
            return fail(ErrorCode::Cancelled, "reading was cancelled");
        const auto piece = source.next();
        if (!piece) {
            m_packedProblem = piece.error().text(); // what came before is kept
            return {};
        }
        m_bytesRead += source.bytes() - before;
        if (onBytes)
            onBytes(source.bytes() - before);
        before = source.bytes();
        if (piece->empty())
            break;
        m_reader.feed(*piece);
    }
    if (source.endsEarly())
        m_packedProblem = "the packed file ends early";
    return {};
}

Warnings EventFile::notes() const
{
    Warnings out = m_reader.notes();
    if (!m_packedProblem.empty())
        out.push_back({Warning::Severity::Warning, m_packedProblem});
    if (m_anew)
        out.push_back({Warning::Severity::Info, "the file was replaced or became shorter, and was read anew"});
    if (m_gone)
        out.push_back({Warning::Severity::Warning, "the file is gone; what was read of it is kept"});
    return out;
}

} // namespace wg::logs

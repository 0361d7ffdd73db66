#include "core/logs/tfrecord.h"

#include "core/logs/crc32c.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

namespace wg::logs {
namespace {

template <class T>
T load(std::string_view bytes, std::size_t at)
{
    T value{};
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    return value;
}

constexpr std::size_t kLengthBytes = 8;

bool headerIsSound(std::string_view bytes)
{
    return maskedCrc32c(bytes.substr(0, kLengthBytes)) == load<std::uint32_t>(bytes, kLengthBytes);
}

} // namespace

RecordLook lookAtRecord(std::string_view bytes)
{
    RecordLook out;
    if (bytes.size() < kRecordHeader)
        return out;
    const auto faulty = [&out](RecordFault fault) {
        out.state = RecordState::Faulty;
        out.fault = fault;
        return out;
    };
    if (!headerIsSound(bytes))
        return faulty(RecordFault::LengthCrc);
    const auto length = load<std::uint64_t>(bytes, 0);
    if (length > kMaxRecord)
        return faulty(RecordFault::Length);
    out.size = kRecordFrame + length;
    if (bytes.size() < out.size)
        return out;
    out.payload = bytes.substr(kRecordHeader, length);
    if (maskedCrc32c(out.payload) != load<std::uint32_t>(bytes, kRecordHeader + length))
        return faulty(RecordFault::DataCrc);
    out.state = RecordState::Sound;
    return out;
}

bool startsWithRecord(std::string_view start)
{
    return start.size() >= kRecordHeader && headerIsSound(start);
}

std::size_t RecordReader::fillTail(std::string_view bytes)
{
    const std::size_t taken = std::min<std::uint64_t>(bytes.size(), wanted() - m_tail.size());
    m_tail.append(bytes.substr(0, taken));
    return taken;
}

std::uint64_t RecordReader::wanted() const
{
    return torn() == 0 ? 0 : std::max<std::uint64_t>(kRecordHeader, lookAtRecord(m_tail).size);
}

void RecordReader::rewind()
{
    m_tail.clear();
    m_fault = RecordFault::None;
}

std::string RecordReader::problem() const
{
    const auto at = [this](std::string_view what) {
        return fmt::format("{} of record {} at byte {}; nothing behind it can be read", what, m_records + 1, m_offset);
    };
    switch (m_fault) {
    case RecordFault::LengthCrc:
        return at("wrong checksum of the length");
    case RecordFault::DataCrc:
        return at("wrong checksum of the bytes");
    case RecordFault::Length:
        return at("impossible length");
    case RecordFault::None:
        break;
    }
    return m_tail.empty() ? std::string() : fmt::format("the file ends within record {} at byte {}", m_records + 1, m_offset);
}

} // namespace wg::logs

// TFRecord framing: length (8 bytes, little-endian), masked CRC-32C of these 8, the bytes, masked CRC-32C of them.
// Public format: tensorflow.org/tutorials/load_data/tfrecord ("TFRecords format details").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wg::logs {

inline constexpr std::size_t kRecordHeader = 12, kRecordFrame = 16;
/// No protobuf message is larger; a length above it is damage, whatever its checksum says.
inline constexpr std::uint64_t kMaxRecord = std::uint64_t{1} << 31;

/// Why a file cannot be read beyond a record. Like TensorBoard, a reader stops there: behind a broken length nothing can be
/// found again, and behind broken bytes nothing can be trusted.
enum class RecordFault { None, LengthCrc, DataCrc, Length };

enum class RecordState { Sound, Torn, Faulty };

struct RecordLook {
    RecordState state = RecordState::Torn;
    RecordFault fault = RecordFault::None;
    std::string_view payload; ///< Sound
    std::uint64_t size = 0; ///< of the whole record; 0 while its header is torn
};

/// The record at the start of `bytes`. Torn: its end is not there yet.
[[nodiscard]] RecordLook lookAtRecord(std::string_view bytes);

/// True when `start` (12 bytes at least) begins with a sound header, as every TFRecord file does.
[[nodiscard]] bool startsWithRecord(std::string_view start);

/// A file in chunks of any size. Holds at most one unfinished record, never more than was fed.
class RecordReader {
public:
    /// Calls sink(payload) for each sound record, in order. After a fault nothing more is taken.
    template <class Sink>
    void feed(std::string_view bytes, Sink&& sink)
    {
        while (m_fault == RecordFault::None && !bytes.empty()) {
            if (m_tail.empty()) {
                const RecordLook look = take(bytes, sink);
                if (look.state == RecordState::Torn)
                    m_tail = bytes;
                if (look.state != RecordState::Sound)
                    return;
                bytes.remove_prefix(look.size);
                continue;
            }
            bytes.remove_prefix(fillTail(bytes));
            const RecordLook look = take(m_tail, sink);
            if (look.state == RecordState::Sound)
                m_tail.clear();
        }
    }

    [[nodiscard]] RecordFault fault() const { return m_fault; }
    [[nodiscard]] std::uint64_t offset() const { return m_offset; } ///< of the first byte behind the last sound record
    [[nodiscard]] std::uint64_t records() const { return m_records; }
    /// Bytes of an unfinished record that were fed.
    [[nodiscard]] std::size_t torn() const { return m_fault == RecordFault::None ? m_tail.size() : 0; }
    [[nodiscard]] std::uint64_t wanted() const; ///< bytes of the whole unfinished record, or of its header; 0 without one
    /// Forgets the unfinished record and the fault: the next feed() begins at offset() again.
    void rewind();

    /// "bad checksum of the length of record 10 at byte 802"; empty when all is well.
    [[nodiscard]] std::string problem() const;

private:
    template <class Sink>
    RecordLook take(std::string_view bytes, Sink& sink)
    {
        const RecordLook look = lookAtRecord(bytes);
        m_fault = look.fault;
        if (look.state == RecordState::Sound) {
            sink(look.payload);
            m_offset += look.size;
            ++m_records;
        }
        return look;
    }
    std::size_t fillTail(std::string_view bytes); ///< how many of them belong to the unfinished record

    std::string m_tail;
    std::uint64_t m_offset = 0, m_records = 0;
    RecordFault m_fault = RecordFault::None;
};

} // namespace wg::logs

// The bytes of a log file in pieces, unpacked when it is packed by gzip or Zstandard, with the SHA-256 of what lies on disk.
#pragma once

#include "core/base/cancel.h"
#include "core/base/file.h"
#include "core/formats/gzip.h"
#include "core/formats/sha256.h"
#include "core/formats/zstd.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace wg::logs {

/// Hashes pieces in order on a thread of its own, so that the reader of the same pieces need not wait.
class PieceHasher;

/// From the beginning to the end of one file, once.
class ByteSource {
public:
    static constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
    static constexpr std::uint64_t kMostUnpacked = std::uint64_t{64} << 30;

    [[nodiscard]] static Result<ByteSource> open(const std::string& path, bool fingerprint);
    ByteSource(ByteSource&&) noexcept;
    ByteSource& operator=(ByteSource&&) noexcept;
    ~ByteSource();

    /// The next piece, empty at the end; stays valid until the call after the next. Fails with Parse and the offset on disk
    /// when a packed file is damaged.
    [[nodiscard]] Result<std::string_view> next();

    [[nodiscard]] bool packed() const { return !std::holds_alternative<std::monostate>(m_inflater); }
    [[nodiscard]] bool endsEarly() const { return m_endsEarly; } ///< at the end: the packed stream does not
    [[nodiscard]] std::uint64_t bytes() const { return m_at; } ///< on disk, read so far
    [[nodiscard]] double progress() const; ///< 0..1
    [[nodiscard]] std::string fingerprint(); ///< of bytes(); waits for it. Empty when not asked for

private:
    ByteSource(InputFile file, std::uint64_t size, bool fingerprint);
    [[nodiscard]] Result<std::string_view> nextOnDisk();

    InputFile m_file;
    std::uint64_t m_size;
    std::uint64_t m_at = 0;
    std::array<std::string, 4> m_pieces; ///< of the disk, in turn
    std::size_t m_turn = 0;
    std::variant<std::monostate, formats::GzipInflater, formats::ZstdInflater> m_inflater;
    std::array<std::string, 2> m_unpacked; ///< in turn
    std::size_t m_unpackedTurn = 0;
    std::string_view m_left; ///< read from the disk, to be unpacked
    bool m_endsEarly = false;
    std::unique_ptr<PieceHasher> m_hasher; ///< last: it refers to the pieces
};

} // namespace wg::logs

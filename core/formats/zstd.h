// Streaming decompression of Zstandard (RFC 8878; several frames one after another are one stream). The contract of gzip.h: a
// cap on what comes out, and an end that must be there.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace wg::formats {

/// One stream. Not thread-safe; after an error it takes nothing more.
class ZstdInflater {
public:
    /// `maxBytes` caps the decompressed size; going over it fails with Limit.
    explicit ZstdInflater(std::uint64_t maxBytes);
    ~ZstdInflater();
    ZstdInflater(ZstdInflater&&) noexcept;
    ZstdInflater& operator=(ZstdInflater&&) noexcept;

    /// Chunks of any size; what they decompress to is appended to `out`.
    [[nodiscard]] Result<void> feed(std::string_view chunk, std::string& out);
    /// Fails with Parse when the stream has not come to its end.
    [[nodiscard]] Result<void> finish() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::formats

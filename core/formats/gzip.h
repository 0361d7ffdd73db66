// Streaming inflate of gzip bodies (RFC 1952; several members one after another are one stream). A cap on what comes out,
// and an end that must be there: a stream that stops half way is an error, not a shorter answer.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace wg::formats {

/// One stream. Not thread-safe; after an error it takes nothing more.
class GzipInflater {
public:
    /// `maxBytes` caps the decompressed size; going over it fails with Limit.
    explicit GzipInflater(std::uint64_t maxBytes);
    ~GzipInflater();
    GzipInflater(GzipInflater&&) noexcept;
    GzipInflater& operator=(GzipInflater&&) noexcept;

    /// Chunks of any size; what they decompress to is appended to `out`.
    [[nodiscard]] Result<void> feed(std::string_view chunk, std::string& out);
    /// Fails with Parse when the stream has not come to its end (checksum and length included).
    [[nodiscard]] Result<void> finish() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// All at once.
[[nodiscard]] Result<std::string> gunzip(std::string_view bytes, std::uint64_t maxBytes);
/// For request bodies and tests.
[[nodiscard]] Result<std::string> gzip(std::string_view bytes);

} // namespace wg::formats

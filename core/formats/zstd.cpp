#include "core/formats/zstd.h"

#include <algorithm>

#include <fmt/format.h>
#include <zstd.h>

namespace wg::formats {

struct ZstdInflater::Impl {
    explicit Impl(std::uint64_t limit)
        : stream(ZSTD_createDStream())
        , buffer(ZSTD_DStreamOutSize(), '\0')
        , left(limit)
        , maxBytes(limit)
    {
    }
    ~Impl() { ZSTD_freeDStream(stream); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    ZSTD_DStream* stream; ///< null when memory ran out
    std::string buffer;
    std::uint64_t left;
    std::uint64_t maxBytes;
    bool ended = false; ///< the last frame is complete
    bool failed = false;
};

ZstdInflater::ZstdInflater(std::uint64_t maxBytes) : m_impl(std::make_unique<Impl>(maxBytes)) { }
ZstdInflater::~ZstdInflater() = default;
ZstdInflater::ZstdInflater(ZstdInflater&&) noexcept = default;
ZstdInflater& ZstdInflater::operator=(ZstdInflater&&) noexcept = default;

Result<void> ZstdInflater::feed(std::string_view chunk, std::string& out)
{
    Impl& my = *m_impl;
    const auto give = [&](ErrorCode code, std::string message) {
        my.failed = true;
        return fail(code, std::move(message));
    };
    if (my.stream == nullptr || my.failed)
        return give(ErrorCode::Parse, "the Zstandard stream is damaged");
    ZSTD_inBuffer in{chunk.data(), chunk.size(), 0};
    bool full = false; // more may wait inside although all of the chunk was taken
    while (in.pos < in.size || full) {
        ZSTD_outBuffer made{my.buffer.data(), my.buffer.size(), 0};
        const std::size_t status = ZSTD_decompressStream(my.stream, &made, &in);
        if (ZSTD_isError(status) != 0)
            return give(ErrorCode::Parse, fmt::format("the Zstandard stream is damaged: {}", ZSTD_getErrorName(status)));
        if (made.pos > my.left)
            return give(ErrorCode::Limit, fmt::format("more than {} bytes decompressed", my.maxBytes));
        my.left -= made.pos;
        out.append(my.buffer, 0, made.pos);
        full = made.pos == made.size;
        my.ended = status == 0;
        if (my.ended)
            full = false;
    }
    return {};
}

Result<void> ZstdInflater::finish() const
{
    if (!m_impl->ended || m_impl->failed)
        return fail(ErrorCode::Parse, "the Zstandard stream ends before its end");
    return {};
}

} // namespace wg::formats

#include "core/formats/gzip.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <zlib.h>

namespace wg::formats {
namespace {

constexpr int kGzipOnly = 15 + 16; // largest window, gzip header required
constexpr std::size_t kMaxPart = std::size_t{1} << 30; // zlib counts in 32 bits

Bytef* input(std::string_view bytes)
{
    // zlib promises not to write here but is not const-correct.
    return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data())); // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

} // namespace

struct GzipInflater::Impl {
    explicit Impl(std::uint64_t limit) : left(limit), maxBytes(limit) { ready = inflateInit2(&stream, kGzipOnly) == Z_OK; }
    ~Impl() { inflateEnd(&stream); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    z_stream stream{};
    std::uint64_t left;
    std::uint64_t maxBytes;
    bool ready = false;
    bool ended = false; ///< the last member is complete
    bool failed = false;
};

GzipInflater::GzipInflater(std::uint64_t maxBytes) : m_impl(std::make_unique<Impl>(maxBytes)) { }
GzipInflater::~GzipInflater() = default;
GzipInflater::GzipInflater(GzipInflater&&) noexcept = default;
GzipInflater& GzipInflater::operator=(GzipInflater&&) noexcept = default;

Result<void> GzipInflater::feed(std::string_view chunk, std::string& out)
{
    Impl& my = *m_impl;
    const auto give = [&](ErrorCode code, std::string message) {
        my.failed = true;
        return fail(code, std::move(message));
    };
    if (!my.ready || my.failed)
        return give(ErrorCode::Parse, "the gzip stream is damaged");
    std::array<char, 64 * 1024> buffer{};
    while (!chunk.empty()) {
        if (my.ended) { // another member follows
            inflateReset(&my.stream);
            my.ended = false;
        }
        const std::string_view part = chunk.substr(0, kMaxPart);
        my.stream.next_in = input(part);
        my.stream.avail_in = static_cast<uInt>(part.size());
        int status = Z_OK;
        do {
            my.stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
            my.stream.avail_out = static_cast<uInt>(buffer.size());
            status = inflate(&my.stream, Z_NO_FLUSH);
            if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
                return give(ErrorCode::Parse,
                    fmt::format(
                        "the gzip stream is damaged{}{}", my.stream.msg ? ": " : "", my.stream.msg ? my.stream.msg : ""));
            const std::size_t made = buffer.size() - my.stream.avail_out;
            if (made > my.left)
                return give(ErrorCode::Limit, fmt::format("more than {} bytes decompressed", my.maxBytes));
            my.left -= made;
            out.append(buffer.data(), made);
        } while (status == Z_OK && (my.stream.avail_in > 0 || my.stream.avail_out == 0));
        my.ended = status == Z_STREAM_END;
        chunk.remove_prefix(part.size() - my.stream.avail_in);
    }
    return {};
}

Result<void> GzipInflater::finish() const
{
    if (!m_impl->ended || m_impl->failed)
        return fail(ErrorCode::Parse, "the gzip stream ends before its end");
    return {};
}

Result<std::string> gunzip(std::string_view bytes, std::uint64_t maxBytes)
{
    GzipInflater inflater(maxBytes);
    std::string out;
    WG_CHECK(inflater.feed(bytes, out));
    WG_CHECK(inflater.finish());
    return out;
}

Result<std::string> gzip(std::string_view bytes)
{
    z_stream stream{};
    if (bytes.size() > kMaxPart
        || deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipOnly, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(ErrorCode::Limit, fmt::format("cannot compress {} bytes", bytes.size()));
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = input(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (status != Z_STREAM_END)
        return fail(ErrorCode::Execution, "compressing failed");
    return out;
}

} // namespace wg::formats

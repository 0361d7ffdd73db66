#include "core/logs/byte_source.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include <fmt/format.h>

namespace wg::logs {

class PieceHasher {
public:
    PieceHasher() = default;
    PieceHasher(const PieceHasher&) = delete;
    PieceHasher& operator=(const PieceHasher&) = delete;
    ~PieceHasher()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stop = true;
        }
        m_changed.notify_all();
    }

    /// `piece` must stay as it is until waitBelow() says that fewer wait. A short first piece is not worth a thread.
    void add(std::string_view piece, bool alone)
    {
        if (!m_thread.joinable() && (alone || !start())) {
            m_sha.add(piece);
            return;
        }
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back(piece);
        }
        m_changed.notify_all();
    }
    /// Until fewer than `most` pieces are not hashed yet.
    void waitBelow(std::size_t most)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this, most] { return m_waiting.size() < most; });
    }
    [[nodiscard]] std::string hex()
    {
        waitBelow(1);
        return m_sha.hex();
    }

private:
    bool start()
    {
        if (m_noThread)
            return false;
        try {
            m_thread = std::jthread([this] { work(); });
        } catch (const std::system_error&) {
            m_noThread = true;
        }
        return !m_noThread;
    }
    void work()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] { return m_stop || !m_waiting.empty(); });
            if (m_stop)
                return;
            const std::string_view piece = m_waiting.front();
            lock.unlock();
            m_sha.add(piece);
            lock.lock();
            m_waiting.pop_front();
            m_changed.notify_all();
        }
    }

    formats::Sha256 m_sha; ///< of the thread while pieces wait
    std::mutex m_mutex; ///< guards m_waiting and m_stop
    std::condition_variable m_changed;
    std::deque<std::string_view> m_waiting; ///< the first one is being hashed
    bool m_stop = false;
    bool m_noThread = false;
    std::jthread m_thread; ///< last: joined first
};

ByteSource::ByteSource(InputFile file, std::uint64_t size, bool fingerprint)
    : m_file(std::move(file))
    , m_size(size)
    , m_hasher(fingerprint ? std::make_unique<PieceHasher>() : nullptr)
{
}
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

Result<ByteSource> ByteSource::open(const std::string& path, bool fingerprint)
{
    WG_TRY(InputFile file, InputFile::open(path));
    WG_TRY(const auto identity, file.identity());
    return ByteSource(std::move(file), identity.size, fingerprint);
}

double ByteSource::progress() const
{
    return m_size == 0 ? 1 : std::min(1.0, static_cast<double>(m_at) / static_cast<double>(m_size));
}

std::string ByteSource::fingerprint()
{
    return m_hasher ? m_hasher->hex() : std::string();
}

Result<std::string_view> ByteSource::nextOnDisk()
{
    if (m_hasher)
        m_hasher->waitBelow(m_pieces.size() - 1); // the oldest is free, and the one before this may still be looked at
    std::string& piece = m_pieces[m_turn++ % (m_hasher ? m_pieces.size() : 2)]; // few: they stay in the cache
    piece.resize(kPieceBytes);
    WG_TRY(const std::size_t count, m_file.readAt(m_at, piece));
    const auto read = std::string_view(piece).substr(0, count);
    if (m_hasher && count > 0)
        m_hasher->add(read, count < kPieceBytes && m_at == 0);
    m_at += count;
    return read;
}

Result<std::string_view> ByteSource::next()
{
    constexpr std::string_view kGzip = "\x1F\x8B";
    constexpr std::string_view kZstd = "\x28\xB5\x2F\xFD";
    const bool first = m_at == 0;
    if (!packed()) {
        WG_TRY(const std::string_view piece, nextOnDisk());
        if (first && piece.starts_with(kGzip))
            m_inflater.emplace<formats::GzipInflater>(kMostUnpacked);
        else if (first && piece.starts_with(kZstd))
            m_inflater.emplace<formats::ZstdInflater>(kMostUnpacked);
        if (!packed())
            return piece;
        m_left = piece;
    }
    std::string& out = m_unpacked[m_unpackedTurn++ % m_unpacked.size()];
    out.clear();
    while (out.size() < kPieceBytes / 2) {
        if (m_left.empty()) {
            WG_TRY(m_left, nextOnDisk());
            if (m_left.empty()) {
                m_endsEarly = !std::visit(
                    [](const auto& inflater) {
                        if constexpr (requires { inflater.finish(); })
                            return inflater.finish().has_value();
                        else
                            return true;
                    },
                    m_inflater);
                return out;
            }
        }
        constexpr std::size_t kPart = std::size_t{32} << 10; // small: a few bytes can hold a million
        const std::string_view part = m_left.substr(0, kPart);
        const std::uint64_t offset = m_at - m_left.size();
        const auto fed = std::holds_alternative<formats::GzipInflater>(m_inflater)
            ? std::get<formats::GzipInflater>(m_inflater).feed(part, out)
            : std::get<formats::ZstdInflater>(m_inflater).feed(part, out);
        if (!fed) {
            Position position;
            position.offset = offset;
            return fail(fed.error().code,
                fmt::format("{} (within {} bytes from byte {})", fed.error().message, part.size(), offset), position);
        }
        m_left.remove_prefix(part.size());
    }
    return out;
}

} // namespace wg::logs

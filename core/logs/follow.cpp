#include "core/logs/follow.h"

#include "core/base/file.h"
#include "core/formats/sha256.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace wg::logs {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
constexpr std::size_t kMarkBytes = 256; ///< of what was read, to know the file again

bool isPacked(std::string_view start)
{
    return start.starts_with("\x1F\x8B") || start.starts_with("\x28\xB5\x2F\xFD");
}

} // namespace

struct Follower::Impl {
    std::string path;
    ReadOptions options;
    std::optional<InputFile> file;
    InputFile::Identity seen; ///< at the last poll that looked into the file
    std::uint64_t at = 0; ///< bytes read
    std::string head, tail; ///< of those
    formats::Sha256 sha;
    std::unique_ptr<TableReader> reader; ///< null: read anew on every change
    Table own; ///< without a reader
    Table* table = &own;
    std::string_view format;
    std::optional<Error> failed; ///< says so until the file is another one

    Result<void> restart(const CancelToken& cancel);
    Result<void> readWhole(const CancelToken& cancel);
    Result<bool> readAll(const CancelToken& cancel);
    Result<void> readNew(const CancelToken& cancel);
    Result<bool> isStillTheSame() const;
    void mark(std::string_view piece);
    void sign();
};

/// Remembers the beginning and the end of what was read.
void Follower::Impl::mark(std::string_view piece)
{
    sha.add(piece);
    at += piece.size();
    head += piece.substr(0, kMarkBytes - std::min(kMarkBytes, head.size()));
    tail += piece.substr(piece.size() - std::min(kMarkBytes, piece.size()));
    tail.erase(0, tail.size() - std::min(kMarkBytes, tail.size()));
}

Result<bool> Follower::Impl::isStillTheSame() const
{
    for (const auto& [bytes, offset] : {std::pair(&head, std::uint64_t{0}), std::pair(&tail, at - tail.size())}) {
        std::string now(bytes->size(), '\0');
        WG_TRY(const std::size_t count, file->readAt(offset, now));
        if (count != now.size() || now != *bytes)
            return false;
    }
    return true;
}

void Follower::Impl::sign()
{
    table->fingerprint = options.fingerprint ? sha.hex() : std::string();
    table->bytes = at;
    if (table->format.empty())
        table->format = format;
}

/// Feeds what lies behind `at`, to the end of the file.
Result<void> Follower::Impl::readNew(const CancelToken& cancel)
{
    std::string piece;
    while (true) {
        if (cancel.cancelled())
            return fail(ErrorCode::Cancelled, "reading was cancelled");
        piece.resize(kPieceBytes);
        WG_TRY(const std::size_t count, file->readAt(at, piece));
        piece.resize(count);
        if (count == 0)
            return {};
        if (!reader) {
            const auto all = formats();
            const auto found = std::find_if(
                all.begin(), all.end(), [&piece](const Format& f) { return f.sniff(std::string_view(piece).substr(0, 4096)); });
            if (found == all.end() || found->make == nullptr || isPacked(piece))
                return {}; // readTable() knows more
            reader = found->make(options);
            format = found->name;
        }
        mark(piece);
        if (auto fed = reader->feed(piece); !fed) {
            failed = fed.error();
            return fed;
        }
    }
}

/// From the start to the end. False: not in a way that could go on.
Result<bool> Follower::Impl::readAll(const CancelToken& cancel)
{
    constexpr int kPasses = 4; // two unless the file changes meanwhile
    for (int i = 0; i < kPasses; ++i) {
        WG_TRY(file, InputFile::open(path));
        WG_TRY(seen, file->identity());
        reader.reset();
        failed.reset();
        table = &own;
        at = 0;
        head.clear();
        tail.clear();
        sha = {};
        WG_CHECK(readNew(cancel));
        if (!reader)
            return false;
        WG_TRY(Table* const grown, reader->soFar());
        if (grown == nullptr)
            return false;
        if (reader->lateText().empty()) {
            table = grown;
            sign();
            return true;
        }
        options.textColumns = reader->lateText();
    }
    return false;
}

Result<void> Follower::Impl::readWhole(const CancelToken& cancel)
{
    reader.reset();
    table = &own;
    WG_TRY(own, readTable(path, options, cancel));
    at = own.bytes;
    return {};
}

Result<void> Follower::Impl::restart(const CancelToken& cancel)
{
    WG_TRY(const bool goesOn, readAll(cancel));
    return goesOn ? Result<void>{} : readWhole(cancel);
}

Follower::Follower(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
Follower::Follower(Follower&&) noexcept = default;
Follower& Follower::operator=(Follower&&) noexcept = default;
Follower::~Follower() = default;

Result<Follower> Follower::open(const std::string& path, ReadOptions options, const CancelToken& cancel)
{
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    impl->options = std::move(options);
    impl->options.mayGrow = true;
    impl->options.textColumns.clear();
    WG_CHECK(impl->restart(cancel));
    return Follower(std::move(impl));
}

const Table& Follower::table() const
{
    return *m_impl->table;
}

Result<Poll> Follower::poll(const CancelToken& cancel)
{
    Impl& my = *m_impl;
    const auto now = InputFile::identityOf(my.path);
    if (!now && now.error().code == ErrorCode::NotFound)
        return Poll{.gone = true};
    if (!now)
        return std::unexpected(now.error());
    const auto anew = [&]() -> Result<Poll> {
        WG_TRY(Follower other, open(my.path, my.options, cancel)); // this one stays as it is when that fails
        m_impl = std::move(other.m_impl);
        return Poll{.newRows = m_impl->table->rows, .replaced = true};
    };
    const bool touched = now->size != my.seen.size || now->modifiedNs != my.seen.modifiedNs;
    if (!now->sameFile(my.seen) || now->size < my.at || (touched && (!my.reader || my.table->rows == 0)))
        return anew();
    if (!touched && (!my.reader || now->size == my.at))
        return my.failed ? Result<Poll>(std::unexpected(*my.failed)) : Poll{};
    WG_TRY(const bool same, my.isStillTheSame());
    if (!same)
        return anew();
    if (my.failed)
        return std::unexpected(*my.failed);
    const std::size_t before = my.table->rows;
    const std::size_t columns = my.table->columns.size();
    const auto read = my.readNew(cancel);
    my.seen = *now;
    const auto grown = my.reader->soFar();
    if (!grown) {
        my.failed = my.failed ? my.failed : grown.error();
        return std::unexpected(*my.failed);
    }
    if (*grown == nullptr)
        return anew();
    if (!my.reader->lateText().empty())
        return anew();
    my.sign();
    WG_CHECK(read);
    if (my.table->columns.size() != columns) // the rows are the same, but what they say is not
        return Poll{.newRows = my.table->rows, .replaced = true};
    return Poll{.newRows = my.table->rows - before};
}

} // namespace wg::logs

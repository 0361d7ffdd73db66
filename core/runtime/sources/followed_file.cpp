#include "core/runtime/sources/followed_file.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace wg::sources {
namespace {

TimeMs systemClock()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// `table` begins with the rows of `known`, as far as the ends of these rows tell.
bool continues(const logs::Table& table, const logs::Table& known)
{
    if (table.columns.size() != known.columns.size() || table.rows < known.rows)
        return false;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const logs::Column& now = table.columns[i];
        const logs::Column& before = known.columns[i];
        if (now.name != before.name || now.numeric != before.numeric || now.kept != before.kept)
            return false;
        for (const std::size_t row : {std::size_t{0}, known.rows - 1}) {
            if (now.kept && row < known.rows && now.text(row) != before.text(row))
                return false;
        }
    }
    return true;
}

} // namespace

FollowedFile::FollowedFile(FollowedLog::Place place) : m_place(std::move(place))
{
    m_place.options.mayGrow = true;
    if (!m_place.clock)
        m_place.clock = systemClock;
}

Result<TimeMs> FollowedFile::end() const
{
    WG_TRY(const TimeMs modified, fileModifiedMs(m_place.path));
    return std::min(modified, m_place.clock());
}

logs::ReadOptions FollowedFile::readOptions() const
{
    std::set<std::string> kept;
    for (const logs::Column& column : m_log->table.columns) {
        if (column.kept)
            kept.insert(column.name);
    }
    logs::ReadOptions out;
    out.mayGrow = true;
    if (kept.size() < m_log->table.columns.size())
        out.keep = [kept](std::string_view column) { return kept.contains(std::string(column)); };
    return out;
}

Result<void> FollowedFile::readAll(const CancelToken& cancel, const std::function<void(double)>& progress)
{
    WG_TRY(const InputFile::Identity identity, InputFile::identityOf(m_place.path));
    WG_TRY(const TimeMs modified, fileModifiedMs(m_place.path));
    WG_TRY(m_log, evaluation::openLog(m_place.path, m_place.options, cancel, progress));
    m_identity = identity;
    m_modified = modified;
    m_end = std::min(modified, m_place.clock());
    return {};
}

Result<void> FollowedFile::open(const CancelToken& cancel, const std::function<void(double)>& progress)
{
    WG_CHECK(readAll(cancel, progress));
    auto samples = std::make_shared<tsdb::Head>();
    WG_CHECK(evaluation::appendSeries(*m_log, m_place.name, m_place.window, m_end, *samples, cancel));
    m_samples = std::move(samples);
    m_follower.reset();
    m_stream.reset();
    m_streamStart = m_log;
    m_rows = m_log->table.rows;
    return {};
}

/// The decisions do not hold any more, or the file is another one: then its samples begin anew, too.
Result<FileNews> FollowedFile::reopen(bool replaced)
{
    if (replaced) {
        const auto before = std::tuple(m_log, m_samples, m_rows);
        if (auto opened = open(m_cancel, {}); !opened) {
            std::tie(m_log, m_samples, m_rows) = before;
            return std::unexpected(opened.error());
        }
        return FileNews{.replaced = true, .trouble = {}, .costly = true};
    }
    const std::uint64_t before = m_rows;
    WG_CHECK(readAll(m_cancel, {}));
    WG_CHECK(evaluation::appendSeries(*m_log, m_place.name, m_place.window, m_end, *m_samples, m_cancel));
    m_follower.reset();
    m_stream.reset();
    m_streamStart = m_log;
    m_rows = m_log->table.rows;
    return FileNews{
        .grown = true, .refreshed = true, .newRows = m_rows > before ? m_rows - before : 0, .trouble = {}, .costly = true};
}

Result<FileNews> FollowedFile::startFollowing()
{
    WG_TRY(const InputFile::Identity now, InputFile::identityOf(m_place.path));
    WG_TRY(const TimeMs modified, fileModifiedMs(m_place.path));
    if (now.sameFile(m_identity) && now.size == m_identity.size && modified == m_modified)
        return FileNews{};
    const bool another = !now.sameFile(m_identity) || now.size < m_identity.size;
    if (another || m_place.options.join)
        return reopen(another);
    WG_TRY(m_follower, logs::Follower::open(m_place.path, readOptions(), m_cancel));
    const logs::Table& table = m_follower->table();
    if (!continues(table, m_streamStart->table))
        return reopen(table.rows < m_rows || table.columns.size() != m_streamStart->table.columns.size());
    m_identity = now;
    m_modified = modified;
    return takeRows(static_cast<std::size_t>(m_rows));
}

Result<FileNews> FollowedFile::takeRows(std::size_t from)
{
    const logs::Table& table = m_follower->table();
    if (table.rows <= from)
        return FileNews{};
    if (!m_stream) {
        WG_TRY(m_stream, evaluation::MetricsStream::begin(m_streamStart, m_place.name, m_place.window, m_end, m_cancel));
    }
    WG_TRY(m_end, end());
    WG_TRY(const auto outcome, m_stream->take(table, from, m_end, *m_samples, m_cancel));
    if (outcome == evaluation::MetricsStream::Outcome::Reopen)
        return reopen(false);
    m_rows = table.rows;
    return FileNews{.grown = true, .newRows = table.rows - from, .trouble = {}};
}

Result<FileNews> FollowedFile::look()
{
    if (!m_follower)
        return startFollowing();
    WG_TRY(const logs::Poll poll, m_follower->poll(m_cancel));
    if (poll.gone)
        return fail(ErrorCode::NotFound, fmt::format("{} was deleted; what was read of it stays", m_place.path));
    if (poll.replaced) {
        WG_TRY(const InputFile::Identity now, InputFile::identityOf(m_place.path));
        return reopen(!now.sameFile(m_identity) || m_follower->table().rows < m_rows);
    }
    return takeRows(static_cast<std::size_t>(m_rows));
}

FileNews FollowedFile::poll()
{
    auto news = look();
    if (news)
        return *news;
    FileNews out;
    out.costly = true; // do not try again at once
    if (news.error().code == ErrorCode::NotFound)
        out.trouble = fmt::format("{} was deleted; what was read of it stays", m_place.path);
    else if (news.error().code != ErrorCode::Cancelled)
        out.trouble = news.error().text();
    return out;
}

FileNews FollowedFile::refresh()
{
    FileNews out;
    if (!behind())
        return out;
    out.costly = true;
    auto log = evaluation::openLog(m_place.path, m_place.options, m_cancel);
    if (!log) {
        if (log.error().code != ErrorCode::Cancelled)
            out.trouble = log.error().text();
        return out;
    }
    m_log = *std::move(log);
    out.refreshed = true;
    if (m_stream) {
        if (const auto taken = m_stream->takeWhole(*m_log, m_end, *m_samples, m_cancel);
            !taken && taken.error().code != ErrorCode::Cancelled)
            out.trouble = taken.error().text();
    }
    return out;
}

std::vector<evaluation::RunningGroup> FollowedFile::running() const
{
    return m_stream ? m_stream->running() : std::vector<evaluation::RunningGroup>();
}

} // namespace wg::sources

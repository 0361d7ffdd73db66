#include "core/evaluation/stream.h"

#include "core/evaluation/continue_log.h"
#include "core/evaluation/eval_series.h"
#include "core/evaluation/groups.h"
#include "core/evaluation/log_times.h"
#include "core/evaluation/running_metrics.h"
#include "core/evaluation/windows.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace wg::evaluation {
namespace {

constexpr TimeMs kNever = std::numeric_limits<TimeMs>::min();

/// Samples strictly after all before, whatever the log's clock says.
struct Clock {
    TimeMs last = kNever;

    TimeMs next(TimeMs wanted) { return last = last == kNever ? wanted : std::max(wanted, last + 1); }
};

/// Rows of one group that wait for their window to end.
struct OpenWindow {
    OrderedRows rows; ///< of the whole table, in the order they came
    TimeMs start = kNever; ///< of time: rows before it are too late
    Clock clock;
};

/// What one model gives over one group.
struct ModelGroup {
    RunningMetrics metrics;
    Clock clock; ///< of running metrics
    Clock wholeClock; ///< of the others
};

struct StreamGroup {
    OpenWindow open;
    std::vector<ModelGroup> models; ///< as LogDecisions::models
    TimeMs newest = kNever;
};

/// A log that has times gives nothing of rows without one.
void dropTimeless(std::vector<RowGroup>& parts, const std::vector<TimeMs>& times)
{
    for (RowGroup& part : parts) {
        Rows timed;
        Rows(part.rows).forEach([&](std::uint32_t row) {
            if (!times.empty() && times[row] != kNoTime)
                timed.push_back(row);
        });
        part.rows = std::move(timed);
    }
    std::erase_if(parts, [](const RowGroup& part) { return part.rows.empty(); });
}

} // namespace

struct MetricsStream::Impl {
    std::shared_ptr<const OpenedLog> first; ///< whose decisions hold
    std::string name;
    Window window;
    std::optional<TimeScale> scale;
    bool timed = false;
    Clock columns; ///< of histories and tables without times
    std::map<std::map<std::string, std::string>, StreamGroup> groups;
    std::vector<RunningGroup> running;
    std::uint64_t used = 0, skipped = 0, late = 0, touched = 0;

    [[nodiscard]] bool windowed() const { return window.duration > 0 || window.rows > 0; }

    StreamGroup& groupOf(const std::map<std::string, std::string>& by)
    {
        StreamGroup& group = groups[by];
        while (group.models.size() < first->models.size())
            group.models.push_back({RunningMetrics(*first), {}, {}});
        return group;
    }

    void count(const OpenedLog& log, const std::vector<RowGroup>& parts)
    {
        for (std::size_t m = 0; m < log.models.size(); ++m) {
            const ModelData data = prepareModel(log, log.models[m]);
            for (const RowGroup& part : parts)
                groupOf(part.by).models[m].metrics.add(data, part.rows);
        }
    }

    /// New rows of a history or table, after those before.
    Result<void> emitColumns(const OpenedLog& piece, TimeMs end, series::Appendable& out)
    {
        std::vector<TimeMs> at = rowTimes(piece, scale, end);
        if (!timed && !at.empty()) {
            const TimeMs behind = columns.last == kNever ? 0 : std::max<TimeMs>(0, columns.last + 1 - at.front());
            for (TimeMs& time : at)
                time += behind;
            columns.last = at.back();
        }
        return appendColumns(piece, name, at, out);
    }

    void noteRunning()
    {
        running.clear();
        for (std::size_t m = 0; m < first->models.size(); ++m) {
            for (const auto& [by, group] : groups) {
                RunningGroup& out = running.emplace_back(group.models[m].metrics.group());
                out.by = groupKey(*first, by, first->models[m]);
            }
        }
    }

    void emitRunning(TimeMs end, const std::vector<RowGroup>& grown, series::Appendable& out);
    void wait(StreamGroup& group, std::uint32_t row, TimeMs at);
    std::vector<RowWindow> closed(OpenWindow& open, TimeMs end) const;
    Result<bool> emitClosed(StreamGroup& group, const std::map<std::string, std::string>& by, const logs::Table& table,
        TimeMs end, series::Appendable& out, const CancelToken& cancel);
    Result<void> emitWindows(const OpenedLog& part, OpenWindow& open, const std::vector<RowWindow>& windows,
        const std::map<std::string, std::string>& by, series::Appendable& out, const CancelToken& cancel) const;
};

/// One sample per metric of each group that got rows.
void MetricsStream::Impl::emitRunning(TimeMs end, const std::vector<RowGroup>& grown, series::Appendable& out)
{
    for (std::size_t m = 0; m < first->models.size(); ++m) {
        for (const RowGroup& part : grown) {
            StreamGroup& group = groupOf(part.by);
            ModelGroup& model = group.models[m];
            const RunningGroup now = model.metrics.group();
            GroupPoints points;
            points.add(model.clock.next(timed ? group.newest : end), now.rows, now.metrics, now.intervals);
            points.appendTo(groupLabels(name, groupKey(*first, part.by, first->models[m])), out);
        }
    }
}

void MetricsStream::Impl::wait(StreamGroup& group, std::uint32_t row, TimeMs at)
{
    OpenWindow& open = group.open;
    if (timed && window.duration > 0 && open.start != kNever && windowStart(at, window.duration) < open.start) {
        ++late;
        return;
    }
    open.rows.rows.push_back(row);
    if (timed)
        open.rows.times.push_back(at);
}

/// Windows that have ended, as positions in open.rows, which is put in order of time.
std::vector<RowWindow> MetricsStream::Impl::closed(OpenWindow& open, TimeMs end) const
{
    if (timed) {
        std::vector<std::size_t> order(open.rows.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto earlier = [&](std::size_t a, std::size_t b) { return open.rows.times[a] < open.rows.times[b]; };
        if (!std::is_sorted(order.begin(), order.end(), earlier)) {
            std::stable_sort(order.begin(), order.end(), earlier);
            OrderedRows sorted;
            for (const std::size_t i : order) {
                sorted.rows.push_back(open.rows.rows[i]);
                sorted.times.push_back(open.rows.times[i]);
            }
            open.rows = std::move(sorted);
        }
    }
    std::vector<RowWindow> windows = splitWindows(open.rows, window, end);
    if (windows.empty())
        return windows;
    const bool byTime = timed && window.duration > 0;
    if (byTime)
        open.start = windows.back().start;
    const bool lastIsWhole = !byTime && windows.back().to - windows.back().from == window.rows;
    if (!lastIsWhole)
        windows.pop_back();
    if (!timed) { // the last closed one ends now
        for (std::size_t i = 0; i < windows.size(); ++i)
            windows[i].at = end - static_cast<TimeMs>(windows.size() - 1 - i) * kRowStep;
    }
    return windows;
}

/// False: the log must be opened again.
Result<bool> MetricsStream::Impl::emitClosed(StreamGroup& group, const std::map<std::string, std::string>& by,
    const logs::Table& table, TimeMs end, series::Appendable& out, const CancelToken& cancel)
{
    OpenWindow& open = group.open;
    const std::vector<RowWindow> windows = closed(open, end);
    if (windows.empty())
        return true;
    const std::size_t done = windows.back().to;
    WG_TRY(const auto part, continueLog(*first, table, std::span(open.rows.rows).first(done)));
    if (!part)
        return false;
    touched += done;
    WG_CHECK(emitWindows(*part, open, windows, by, out, cancel));
    open.rows.rows.erase(open.rows.rows.begin(), open.rows.rows.begin() + static_cast<std::ptrdiff_t>(done));
    if (timed)
        open.rows.times.erase(open.rows.times.begin(), open.rows.times.begin() + static_cast<std::ptrdiff_t>(done));
    return true;
}

/// `part` holds the windows' rows one after another.
Result<void> MetricsStream::Impl::emitWindows(const OpenedLog& part, OpenWindow& open, const std::vector<RowWindow>& windows,
    const std::map<std::string, std::string>& by, series::Appendable& out, const CancelToken& cancel) const
{
    std::vector<TimeMs> at;
    at.reserve(windows.size());
    for (const RowWindow& one : windows)
        at.push_back(open.clock.next(one.at));
    for (const ModelColumns& model : part.models) {
        const ModelData data = prepareModel(part, model);
        GroupPoints points;
        for (std::size_t i = 0; i < windows.size(); ++i) {
            const Rows rows = Rows::range(static_cast<std::uint32_t>(windows[i].from), windows[i].to - windows[i].from);
            WG_TRY(const Group result, evaluateRows(data, rows, windowOptions(window), cancel));
            points.add(at[i], result.rows, result.metrics, result.intervals);
        }
        points.appendTo(groupLabels(name, groupKey(*first, by, model)), out);
    }
    return {};
}

Result<MetricsStream> MetricsStream::begin(
    std::shared_ptr<const OpenedLog> log, std::string logName, const Window& window, TimeMs end, const CancelToken& cancel)
{
    auto impl = std::make_unique<Impl>();
    impl->first = std::move(log);
    impl->name = std::move(logName);
    impl->window = window;
    const OpenedLog& first = *impl->first;
    impl->scale = timeScale(first, end);
    const std::vector<TimeMs> times = logTimes(first, impl->scale);
    impl->timed = !times.empty();
    impl->skipped = first.skipped;
    impl->used = first.rows.size();
    if (first.kind != Kind::Predictions) {
        impl->used = first.table.rows;
        impl->columns.last = first.table.rows > 0 ? end : kNever;
        return MetricsStream(std::move(impl));
    }
    WG_TRY(std::vector<RowGroup> parts, groupRows(first, first.rows));
    if (impl->timed)
        dropTimeless(parts, times);
    if (!impl->windowed() && RunningMetrics::hasRunning(first))
        impl->count(first, parts);
    for (const RowGroup& part : parts) {
        if (cancel.cancelled())
            return fail(ErrorCode::Cancelled, "evaluation was cancelled");
        StreamGroup& group = impl->groupOf(part.by);
        const OrderedRows rows = orderByTime(part.rows, times);
        const std::vector<RowWindow> windows = splitWindows(rows, window, end);
        if (windows.empty())
            continue;
        if (impl->timed)
            group.newest = rows.times.back();
        const RowWindow& last = windows.back();
        group.open.clock.last = last.at;
        for (ModelGroup& model : group.models)
            model.clock.last = model.wholeClock.last = last.at;
        const bool byTime = impl->timed && window.duration > 0;
        if (impl->windowed() && (byTime || last.to - last.from < window.rows)) {
            group.open.start = byTime ? last.start : kNever;
            group.open.rows.rows.assign(rows.rows.begin() + static_cast<std::ptrdiff_t>(last.from), rows.rows.end());
            if (impl->timed)
                group.open.rows.times.assign(rows.times.begin() + static_cast<std::ptrdiff_t>(last.from), rows.times.end());
        }
    }
    impl->noteRunning();
    return MetricsStream(std::move(impl));
}

Result<MetricsStream::Outcome> MetricsStream::take(
    const logs::Table& table, std::size_t from, TimeMs end, series::Appendable& out, const CancelToken& cancel)
{
    Impl& impl = *m_impl;
    const bool predictions = impl.first->kind == Kind::Predictions;
    const bool undecided = impl.first->table.rows == 0 || (predictions && impl.first->rows.empty())
        || (impl.first->time && !impl.timed) || impl.first->kind == Kind::Results;
    if (undecided || (predictions && !impl.windowed() && !RunningMetrics::hasRunning(*impl.first)))
        return Outcome::Reopen;
    std::vector<std::uint32_t> rows(table.rows - std::min(from, table.rows));
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(from));
    if (rows.empty())
        return Outcome::Taken;
    WG_TRY(const auto piece, continueLog(*impl.first, table, rows));
    if (!piece)
        return Outcome::Reopen;
    impl.touched += rows.size();
    if (!predictions) {
        impl.used += rows.size();
        WG_CHECK(impl.emitColumns(*piece, end, out));
        return Outcome::Taken;
    }
    const std::vector<TimeMs> times = logTimes(*piece, impl.scale);
    impl.skipped += piece->skipped;
    impl.used += piece->rows.size();
    WG_TRY(std::vector<RowGroup> parts, groupRows(*piece, piece->rows));
    if (impl.timed)
        dropTimeless(parts, times);
    const auto timeOf = [&](std::uint32_t row) { return times.empty() ? kNoTime : times[row]; };
    for (const RowGroup& part : parts) {
        StreamGroup& group = impl.groupOf(part.by);
        Rows(part.rows).forEach([&](std::uint32_t row) {
            const TimeMs at = timeOf(row);
            group.newest = std::max(group.newest, at);
            if (impl.windowed())
                impl.wait(group, static_cast<std::uint32_t>(from + row), at);
        });
    }
    if (!impl.windowed()) {
        impl.count(*piece, parts);
        impl.emitRunning(end, parts, out);
        impl.noteRunning();
        return Outcome::Taken;
    }
    for (const RowGroup& part : parts) {
        WG_TRY(const bool taken, impl.emitClosed(impl.groupOf(part.by), part.by, table, end, out, cancel));
        if (!taken)
            return Outcome::Reopen;
    }
    return Outcome::Taken;
}

Result<void> MetricsStream::takeWhole(const OpenedLog& whole, TimeMs end, series::Appendable& out, const CancelToken& cancel)
{
    Impl& impl = *m_impl;
    if (impl.windowed() || whole.kind != Kind::Predictions || whole.models.size() != impl.first->models.size())
        return {};
    const std::vector<TimeMs> times = logTimes(whole, timeScale(whole, end));
    WG_TRY(const std::vector<RowGroup> parts, groupRows(whole, whole.rows));
    for (std::size_t m = 0; m < whole.models.size(); ++m) {
        const ModelData data = prepareModel(whole, whole.models[m]);
        for (const RowGroup& part : parts) {
            const OrderedRows rows = orderByTime(part.rows, times);
            if (rows.size() == 0)
                continue;
            ModelGroup& model = impl.groupOf(part.by).models[m];
            WG_TRY(Group all, evaluateRows(data, rows.part(0, rows.size()), windowOptions(impl.window), cancel));
            for (const auto& [key, value] : model.metrics.group().metrics)
                all.metrics.erase(key);
            GroupPoints points;
            points.add(
                model.wholeClock.next(rows.times.empty() ? end : rows.times.back()), std::nullopt, all.metrics, all.intervals);
            points.appendTo(groupLabels(impl.name, groupKey(*impl.first, part.by, impl.first->models[m])), out);
        }
    }
    return {};
}

MetricsStream::MetricsStream(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
MetricsStream::MetricsStream(MetricsStream&&) noexcept = default;
MetricsStream& MetricsStream::operator=(MetricsStream&&) noexcept = default;
MetricsStream::~MetricsStream() = default;

const std::vector<RunningGroup>& MetricsStream::running() const
{
    return m_impl->running;
}

std::uint64_t MetricsStream::rows() const
{
    return m_impl->used;
}

std::uint64_t MetricsStream::skipped() const
{
    return m_impl->skipped;
}

std::uint64_t MetricsStream::late() const
{
    return m_impl->late;
}

std::uint64_t MetricsStream::touched() const
{
    return m_impl->touched;
}

} // namespace wg::evaluation

#include "core/evaluation/windows.h"

#include <algorithm>
#include <array>

namespace wg::evaluation {
namespace {

constexpr std::array<DurationMs, 22> kRoundLengths = {1, 10, 100, kSecond, 2 * kSecond, 5 * kSecond, 15 * kSecond, 30 * kSecond,
    kMinute, 2 * kMinute, 5 * kMinute, 15 * kMinute, 30 * kMinute, kHour, 2 * kHour, 6 * kHour, 12 * kHour, kDay, 2 * kDay,
    kWeek, 4 * kWeek, kYear};

std::vector<RowWindow> windowsOfTime(const std::vector<TimeMs>& times, DurationMs length)
{
    std::vector<RowWindow> out;
    for (std::size_t from = 0; from < times.size();) {
        const TimeMs start = windowStart(times[from], length);
        const auto next = std::lower_bound(times.begin() + static_cast<std::ptrdiff_t>(from), times.end(), start + length);
        const auto to = static_cast<std::size_t>(next - times.begin());
        out.push_back({from, to, start, std::min(start + length, times.back())});
        from = to;
    }
    return out;
}

std::vector<RowWindow> windowsOfRows(const OrderedRows& rows, std::size_t size, TimeMs end)
{
    std::vector<RowWindow> out;
    for (std::size_t from = 0; from < rows.size(); from += size) {
        const std::size_t to = std::min(rows.size(), from + size);
        if (rows.times.empty())
            out.push_back({from, to, 0, 0});
        else
            out.push_back({from, to, rows.times[from], rows.times[to - 1]});
    }
    for (std::size_t i = 0; rows.times.empty() && i < out.size(); ++i) {
        out[i].at = end - static_cast<TimeMs>(out.size() - 1 - i) * kRowStep;
        out[i].start = out[i].at - kRowStep;
    }
    return out;
}

} // namespace

Rows OrderedRows::part(std::size_t from, std::size_t to) const
{
    Rows out; // one by one, so that it can hold them as runs
    for (std::size_t i = from; i < to; ++i)
        out.push_back(rows[i]);
    return out;
}

OrderedRows orderByTime(const Rows& rows, std::span<const TimeMs> tableTimes)
{
    OrderedRows out;
    out.rows = rows.listed();
    if (tableTimes.empty())
        return out;
    std::erase_if(out.rows, [&](std::uint32_t row) { return tableTimes[row] == kNoTime; });
    const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
        return tableTimes[a] != tableTimes[b] ? tableTimes[a] < tableTimes[b] : a < b;
    };
    if (!std::is_sorted(out.rows.begin(), out.rows.end(), earlier))
        std::sort(out.rows.begin(), out.rows.end(), earlier);
    out.times.reserve(out.rows.size());
    for (const std::uint32_t row : out.rows)
        out.times.push_back(tableTimes[row]);
    return out;
}

TimeMs windowStart(TimeMs time, DurationMs length)
{
    return time - ((time % length) + length) % length;
}

std::vector<RowWindow> splitWindows(const OrderedRows& rows, const Window& window, TimeMs end)
{
    if (rows.size() == 0)
        return {};
    if (window.duration > 0 && !rows.times.empty())
        return windowsOfTime(rows.times, window.duration);
    if (window.rows > 0)
        return windowsOfRows(rows, static_cast<std::size_t>(window.rows), end);
    if (rows.times.empty())
        return {{0, rows.size(), end - kRowStep, end}};
    return {{0, rows.size(), rows.times.front(), rows.times.back()}};
}

Window roundWindow(const OrderedRows& rows, std::size_t count)
{
    count = std::max<std::size_t>(count, 1);
    if (!rows.times.empty() && rows.times.back() > rows.times.front()) {
        const DurationMs wanted =
            std::max<DurationMs>(1, (rows.times.back() - rows.times.front()) / static_cast<DurationMs>(count));
        const auto* const at = std::lower_bound(kRoundLengths.begin(), kRoundLengths.end(), wanted);
        const DurationMs longest = kRoundLengths.back();
        return {0, at == kRoundLengths.end() ? (wanted + longest - 1) / longest * longest : *at};
    }
    const std::size_t wanted = std::max<std::size_t>(1, (rows.size() + count - 1) / count);
    for (std::uint64_t unit = 1;; unit *= 10) {
        for (const std::uint64_t times : {1, 2, 5}) {
            if (unit * times >= wanted)
                return {unit * times, 0};
        }
    }
}

} // namespace wg::evaluation

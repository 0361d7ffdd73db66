// The fast way of the CSV reader: slices of plain lines, read by several threads, taken over in their order.
#include "core/logs/csv_reader.h"

#include "core/base/parallel.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace wg::logs {
namespace {

/// Whole lines of about `size` bytes each; `text` ends with an LF.
std::vector<std::string_view> cutLines(std::string_view text, std::size_t size)
{
    std::vector<std::string_view> out;
    while (!text.empty()) {
        const std::size_t end = text.size() <= size ? text.size() : text.find('\n', size - 1) + 1;
        out.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return out;
}

} // namespace

/// Threads read slices on their own and wait for their turn to give them to the table.
class CsvReader::Slices {
public:
    Slices(CsvReader& reader, std::string_view text, std::size_t plain)
        : m_reader(reader)
        , m_text(text)
        , m_slices(cutLines(text.substr(0, plain), reader.m_limits.sliceBytes))
    {
    }

    /// The bytes taken: `plain`, or more when a record of the last slices ends behind it.
    Result<std::size_t> run()
    {
        const std::size_t most = m_reader.m_options.threads == 0 ? hardwareThreads() : m_reader.m_options.threads;
        const auto threads = static_cast<unsigned>(std::min(most, m_slices.size()));
        while (m_reader.m_slices.size() < threads)
            m_reader.m_slices.push_back(std::make_unique<CsvSlice>(m_reader.m_dialect->delimiter, m_reader.m_wanted));
        for (const auto& slice : m_reader.m_slices)
            m_free.push_back(slice.get());
        const std::size_t group = std::size_t{threads} * 8; // so many that each is a part of its own
        for (std::size_t from = 0; from < m_slices.size() && !m_off; from += group) {
            const std::size_t count = std::min(group, m_slices.size() - from);
            const auto body = [this, from](std::size_t begin, std::size_t end) -> Result<void> {
                for (std::size_t i = begin; i < end; ++i)
                    WG_CHECK(one(from + i));
                return {};
            };
            WG_CHECK(parallelFor(count, threads, body));
        }
        return m_taken;
    }

private:
    Result<void> one(std::size_t index)
    {
        try {
            CsvSlice* slice = borrow();
            const bool plain = slice->read(m_slices[index]);
            auto done = inTurn(index, [&] { return give(index, *slice, plain); });
            const std::lock_guard lock(m_mutex);
            m_free.push_back(slice);
            return done;
        } catch (...) { // out of memory: nobody may wait for this turn
            const std::lock_guard lock(m_mutex);
            m_off = true;
            m_changed.notify_all();
            throw;
        }
    }
    Result<void> give(std::size_t index, CsvSlice& slice, bool plain)
    {
        WG_CHECK(m_reader.checkGoingOn());
        if (plain && !m_reader.wantsRowsBelow(m_reader.m_sound + slice.rows())) {
            m_reader.takeSlice(slice);
            m_taken += m_slices[index].size();
            return {};
        }
        // Records that begin in this slice; one with a quote in it may end far behind.
        WG_TRY(const std::size_t used, m_reader.takeRecords(m_text.substr(m_taken), m_slices[index].size(), false));
        m_taken += used;
        const std::lock_guard lock(m_mutex);
        m_off = used != m_slices[index].size();
        return {};
    }
    CsvSlice* borrow()
    {
        const std::lock_guard lock(m_mutex);
        CsvSlice* slice = m_free.back();
        m_free.pop_back();
        return slice;
    }
    template <class Take>
    Result<void> inTurn(std::size_t index, const Take& take)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_turn == index || m_off; });
        if (m_off)
            return {};
        lock.unlock(); // nobody else has a turn
        auto done = take();
        lock.lock();
        m_off = m_off || !done;
        ++m_turn;
        m_changed.notify_all();
        return done;
    }

    CsvReader& m_reader;
    const std::string_view m_text;
    const std::vector<std::string_view> m_slices;
    std::size_t m_taken = 0; ///< of whose turn it is
    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    std::vector<CsvSlice*> m_free;
    std::size_t m_turn = 0;
    bool m_off = false; ///< the slices that follow do not begin where a record does, or something failed
};

/// Plain slices up to the last line that has kScanReach bytes behind it.
Result<std::size_t> CsvReader::takeSlices(std::string_view text)
{
    if (m_limits.sliceBytes == 0 || text.size() <= kScanReach)
        return 0;
    const std::size_t feed = text.rfind('\n', text.size() - kScanReach - 1);
    if (feed == std::string_view::npos)
        return 0;
    WG_TRY(const std::size_t taken, Slices(*this, text, feed + 1).run());
    if (taken == feed + 1)
        return taken;
    WG_TRY(const std::size_t rest, takeRecords(text.substr(taken), text.size() - taken, false));
    return taken + rest;
}

void CsvReader::takeSlice(CsvSlice& slice)
{
    for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
        CsvSlice::ColumnCells& cells = slice.columns()[i];
        Column& column = m_table.columns[i];
        if (cells.want == CsvSlice::Want::Number) {
            column.numbers.append(cells.numbers);
            m_forms[i].add(cells.forms);
        } else if (cells.want == CsvSlice::Want::Text) {
            for (auto code = static_cast<std::uint32_t>(cells.tableCodes.size()); code < cells.texts.size(); ++code) {
                const std::string_view text = cells.texts.text(code);
                cells.tableCodes.push_back(column.dictionary.insert(isUtf8(text) ? text : std::string_view(repairUtf8(text))));
            }
            for (std::uint32_t& code : cells.codes)
                code = cells.tableCodes[code];
            column.codes.append(cells.codes);
        }
    }
    slice.taken();
    m_line += slice.lines();
    m_records += slice.rows();
    m_sound += slice.rows();
    m_table.rows += m_options.onlyRows ? 0 : slice.rows();
}

} // namespace wg::logs

#include "core/logs/csv_slice.h"

#include "core/logs/decimal.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace wg::logs {
namespace {

constexpr std::size_t kMostTexts = 8192; ///< of a dictionary before it is forgotten

static_assert(kScanReach >= kDecimalReach);

#if defined(__x86_64__)
struct Avx2 {
    WG_AVX2 static bool decimal(const char* at, std::size_t size, std::int64_t& units, std::uint8_t& scale)
    {
        return readDecimalAvx2(at, size, units, scale);
    }
};
#endif

struct Base {
    static bool decimal(const char* at, std::size_t size, std::int64_t& units, std::uint8_t& scale)
    {
        return readDecimal(at, size, units, scale);
    }
};

} // namespace

std::string_view SliceDictionary::text(std::uint32_t code) const
{
    const std::size_t from = code == 0 ? 0 : m_ends[code - 1];
    return std::string_view(m_bytes).substr(from, m_ends[code] - from);
}

void SliceDictionary::clear()
{
    std::fill(m_slots.begin(), m_slots.end(), Slot{});
    m_bytes.clear();
    m_ends.clear();
}

std::uint32_t SliceDictionary::insertLong(const char* at, std::size_t size)
{
    const std::string_view wanted(at, size);
    const Key key{std::hash<std::string_view>()(wanted), 0, static_cast<std::uint32_t>(size)};
    const std::size_t mask = m_slots.size() - 1;
    std::size_t place = key.place(m_shift);
    for (; m_slots[place].code != 0; place = (place + 1) & mask) {
        if (m_slots[place].key == key && text(m_slots[place].code - 1) == wanted)
            return m_slots[place].code - 1;
    }
    return add(key, wanted, place);
}

std::uint32_t SliceDictionary::add(const Key& key, std::string_view text, std::size_t place)
{
    m_bytes += text;
    m_ends.push_back(m_bytes.size());
    const auto code = static_cast<std::uint32_t>(m_ends.size());
    m_slots[place] = {key, code};
    if (m_ends.size() * 2 >= m_slots.size())
        grow();
    return code - 1;
}

void SliceDictionary::grow()
{
    const std::vector<Slot> before = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
    --m_shift;
    const std::size_t mask = m_slots.size() - 1;
    for (const Slot& slot : before) {
        std::size_t at = slot.key.place(m_shift);
        while (slot.code != 0 && m_slots[at].code != 0)
            at = (at + 1) & mask;
        if (slot.code != 0)
            m_slots[at] = slot;
    }
}

CsvSlice::CsvSlice(char delimiter, const std::vector<Want>& wanted) : m_delimiter(delimiter), m_columns(wanted.size())
{
    for (std::size_t i = 0; i < wanted.size(); ++i)
        m_columns[i].want = wanted[i];
}

class CsvSlice::ColumnWalk {
public:
    [[gnu::always_inline]] ColumnWalk(const char* text, const std::uint32_t* ends, std::size_t columns, std::size_t index)
        : m_text(text)
        , m_end(ends + index)
        , m_columns(columns)
        , m_from(index == 0 ? 0 : ends[index - 1] + 1)
        , m_last(index + 1 == columns)
    {
    }
    [[gnu::always_inline]] std::string_view next()
    {
        const char* from = m_text + m_from;
        auto size = static_cast<std::size_t>(*m_end - m_from);
        if (m_last && size > 0 && from[size - 1] == '\r')
            --size;
        m_end += m_columns;
        m_from = m_end[-1] + 1; // of the cell before; behind the last row it is not used
        return {from, size};
    }

private:
    const char* m_text;
    const std::uint32_t* m_end;
    std::size_t m_columns;
    std::uint32_t m_from;
    bool m_last;
};

[[gnu::always_inline]] inline CsvSlice::ColumnWalk CsvSlice::walk(const char* text, std::size_t index) const
{
    return {text, m_ends.data(), m_columns.size(), index};
}

bool CsvSlice::read(std::string_view lines)
{
    m_rows = 0;
    scanCsv(lines, m_delimiter, m_scan);
    if (!m_scan.plain || !isRegular(lines))
        return false;
    m_rows = m_scan.lines;
    for (ColumnCells& column : m_columns) {
        if (!m_taken || column.texts.size() > kMostTexts) {
            column.texts.clear();
            column.tableCodes.clear();
        }
        column.forms = {};
        column.numbers.resize(column.want == Want::Number ? m_rows : 0);
        column.codes.resize(column.want == Want::Text ? m_rows : 0);
    }
    m_taken = false;
#if defined(__x86_64__)
    if (hasAvx2())
        readColumnsAvx2(lines.data());
    else
#endif
        readColumnsAs<Base>(lines.data());
    return true;
}

/// Writes down where the cells end. True when every line has as many as there are columns.
bool CsvSlice::isRegular(std::string_view lines)
{
    const std::size_t columns = m_columns.size();
    const std::size_t cells = m_scan.lines * columns;
    m_ends.resize(cells + 64);
    std::uint32_t* const begin = m_ends.data();
    std::uint32_t* out = begin;
    std::uint32_t base = 0;
    for (std::uint64_t ends : m_scan.ends) {
        if (out > begin + cells)
            return false;
        for (; ends != 0; ends &= ends - 1)
            *out++ = base + static_cast<std::uint32_t>(std::countr_zero(ends));
        base += 64;
    }
    if (out != begin + cells)
        return false;
    bool regular = true; // as many LFs as rows, and one at the end of each: there is none within
    for (std::size_t row = 0, i = columns - 1; row < m_scan.lines; ++row, i += columns)
        regular &= lines[m_ends[i]] == '\n';
    if (columns > 1)
        return regular;
    ColumnWalk only = walk(lines.data(), 0);
    for (std::size_t row = 0; row < m_scan.lines; ++row)
        regular &= !trimBlanks(only.next()).empty(); // blank lines are no rows
    return regular;
}

/// Compiled anew in each function it is inlined into, for its instruction set.
template <class Set>
[[gnu::always_inline]] inline void CsvSlice::readNumbersAs(const char* text, std::size_t index)
{
    ColumnCells& column = m_columns[index];
    ColumnWalk cells = walk(text, index);
    const NumberCells::Places places = column.numbers.places();
    const std::size_t rows = m_rows;
    std::uint8_t scales = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::string_view at = cells.next();
        std::int64_t units;
        std::uint8_t scale;
        if (Set::decimal(at.data(), at.size(), units, scale)) [[likely]] {
            places.units[row] = units;
            places.scales[row] = scale;
            scales |= scale;
            continue;
        }
        const NumberCell odd = readNumber(trimBlanks(at));
        column.numbers.set(row, odd.form == NumberForm::Word ? std::numeric_limits<double>::quiet_NaN() : odd.value);
        column.forms.add(formsOf(odd.form));
    }
    column.forms.add({scales != 0, false, false});
}

void CsvSlice::readTexts(const char* text, std::size_t index)
{
    ColumnWalk cells = walk(text, index);
    SliceDictionary& texts = m_columns[index].texts;
    std::uint32_t* codes = m_columns[index].codes.data();
    const std::size_t rows = m_rows;
    for (std::size_t row = 0; row < rows; ++row) {
        std::string_view at = cells.next();
        if (!at.empty() && (at.front() <= ' ' || at.back() <= ' '))
            at = trimBlanks(at, m_delimiter);
        codes[row] = texts.insert(at.data(), at.size());
    }
}

template <class Set>
[[gnu::always_inline]] inline void CsvSlice::readColumnsAs(const char* text)
{
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].want == Want::Number)
            readNumbersAs<Set>(text, i);
        else if (m_columns[i].want == Want::Text)
            readTexts(text, i);
    }
}

#if defined(__x86_64__)
WG_AVX2 void CsvSlice::readColumnsAvx2(const char* text)
{
    readColumnsAs<Avx2>(text);
}
#endif

} // namespace wg::logs

#include "core/base/number.h"
#include "core/evaluation/class_values.h"
#include "core/evaluation/predictions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace wg::evaluation {
namespace {

constexpr std::size_t kBlock = logs::Numbers::kBlockRows;

class Coder {
public:
    explicit Coder(const OpenedLog& log) : m_other(log.oneVersusRest ? ClassCode{0} : kNoClass)
    {
        for (std::size_t i = 0; i < log.classes.size(); ++i)
            m_codes.emplace(log.classes[i], static_cast<ClassCode>(i));
    }
    [[nodiscard]] ClassCode operator()(const std::string& name) const
    {
        const auto found = m_codes.find(name);
        return found != m_codes.end() ? found->second : m_other;
    }

private:
    std::unordered_map<std::string, ClassCode> m_codes;
    ClassCode m_other;
};

/// Codes of numbers; the last two different ones are remembered outside of the table: most labels are 0 and 1.
class NumberCoder {
public:
    explicit NumberCoder(const Coder& coder) : m_coder(coder) { }

    ClassCode operator()(double number)
    {
        if (number == m_last[0])
            return m_lastCodes[0];
        if (number == m_last[1])
            return m_lastCodes[1];
        return look(number);
    }

private:
    ClassCode look(double number)
    {
        if (!std::isfinite(number))
            return kNoClass;
        const double value = number + 0.0; // -0 is 0
        const auto [at, added] = m_byValue.try_emplace(value, kNoClass);
        if (added)
            at->second = m_coder(formatShortest(value));
        m_last[m_next] = value;
        m_lastCodes[m_next] = at->second;
        m_next ^= 1U;
        return at->second;
    }

    const Coder& m_coder;
    std::unordered_map<double, ClassCode> m_byValue; ///< as many as there are classes
    std::array<double, 2> m_last = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
    std::array<ClassCode, 2> m_lastCodes = {};
    unsigned m_next = 0;
};

/// Calls code(cell) for all cells of a column, a block at a time.
template <class Cells, class Code>
std::vector<ClassCode> codesOf(const Cells& cells, Code code)
{
    std::vector<typename Cells::value_type> block(std::min(kBlock, cells.size()));
    std::vector<ClassCode> out(cells.size());
    for (std::size_t from = 0; from < cells.size(); from += kBlock) {
        const std::size_t count = std::min(kBlock, cells.size() - from);
        cells.copy(from, count, block.data());
        for (std::size_t i = 0; i < count; ++i)
            out[from + i] = code(block[i]);
    }
    return out;
}

} // namespace

std::vector<ClassCode> classCodes(const OpenedLog& log, ColumnIndex index)
{
    const logs::Column& column = log.table.columns[index];
    const Coder coder(log);
    if (column.numeric)
        return codesOf(column.numbers, NumberCoder(coder));
    std::vector<ClassCode> byCode;
    byCode.reserve(column.dictionary.size());
    for (std::uint32_t code = 0; code < column.dictionary.size(); ++code)
        byCode.push_back(coder(className(column.dictionary.text(code))));
    return codesOf(column.codes, [&byCode](std::uint32_t code) { return byCode[code]; });
}

} // namespace wg::evaluation

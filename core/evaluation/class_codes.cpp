#include "core/base/number.h"
#include "core/evaluation/class_values.h"
#include "core/evaluation/predictions.h"

#include <cmath>
#include <limits>
#include <unordered_map>

namespace wg::evaluation {
namespace {

class Coder {
public:
    explicit Coder(const OpenedLog& log) : m_other(log.oneVersusRest ? 0 : kNoClass)
    {
        for (std::uint32_t i = 0; i < log.classes.size(); ++i)
            m_codes.emplace(log.classes[i], i);
    }
    [[nodiscard]] std::uint32_t operator()(const std::string& name) const
    {
        const auto found = m_codes.find(name);
        return found != m_codes.end() ? found->second : m_other;
    }

private:
    std::unordered_map<std::string, std::uint32_t> m_codes;
    std::uint32_t m_other;
};

std::vector<std::uint32_t> codesOfTexts(const logs::Column& column, const Coder& coder)
{
    std::vector<std::uint32_t> byCode;
    byCode.reserve(column.dictionary.size());
    for (std::uint32_t code = 0; code < column.dictionary.size(); ++code)
        byCode.push_back(coder(className(column.dictionary.text(code))));
    std::vector<std::uint32_t> out;
    out.reserve(column.codes.size());
    for (const std::uint32_t code : column.codes)
        out.push_back(byCode[code]);
    return out;
}

std::vector<std::uint32_t> codesOfNumbers(const logs::Column& column, const Coder& coder)
{
    std::vector<std::uint32_t> out;
    out.reserve(column.numbers.size());
    std::unordered_map<double, std::uint32_t> byValue; // as many as there are classes
    double last = std::numeric_limits<double>::quiet_NaN();
    std::uint32_t lastCode = kNoClass;
    for (const double number : column.numbers) {
        const double value = number + 0.0; // -0 is 0
        if (value != last) {
            const bool missing = !std::isfinite(value);
            const auto [at, added] = missing ? std::pair(byValue.end(), false) : byValue.try_emplace(value, kNoClass);
            if (added)
                at->second = coder(formatShortest(value));
            last = value;
            lastCode = missing ? kNoClass : at->second;
        }
        out.push_back(lastCode);
    }
    return out;
}

} // namespace

std::vector<std::uint32_t> classCodes(const OpenedLog& log, ColumnIndex index)
{
    const logs::Column& column = log.table.columns[index];
    const Coder coder(log);
    return column.numeric ? codesOfNumbers(column, coder) : codesOfTexts(column, coder);
}

} // namespace wg::evaluation

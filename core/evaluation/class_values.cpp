#include "core/evaluation/class_values.h"

#include "core/base/number.h"
#include "core/evaluation/column_names.h"
#include "core/evaluation/roles.h"
#include "core/logs/cell.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace wg::evaluation {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kOpposites = {
    {{"0", "1"}, {"false", "true"}, {"no", "yes"}, {"negative", "positive"}}};

} // namespace

bool ClassLess::operator()(const std::string& a, const std::string& b) const
{
    const auto x = parsePromFloat(a);
    const auto y = parsePromFloat(b);
    if (x && y && *x != *y && !std::isnan(*x) && !std::isnan(*y))
        return *x < *y;
    if (x.has_value() != y.has_value())
        return x.has_value();
    return a < b;
}

std::string className(std::string_view text)
{
    const auto cell = logs::readNumber(text);
    if (cell.form == logs::NumberForm::Whole || cell.form == logs::NumberForm::Point)
        return std::isfinite(cell.value) ? formatShortest(cell.value + 0.0) : std::string(text);
    return std::string(text);
}

ClassSet classesOf(const logs::Column& column, std::size_t limit)
{
    ClassSet out;
    for (const std::string& text : distinctTexts(column, limit))
        out.insert(className(text));
    return out;
}

std::vector<std::string> labelsOfCell(std::string_view cell)
{
    cell = logs::trimBlanks(cell);
    const bool list = cell.size() >= 2 && cell.front() == '[' && cell.back() == ']';
    if (list)
        cell = cell.substr(1, cell.size() - 2);
    const std::string_view marks = list ? "," : cell.find('|') != std::string_view::npos ? "|" : ",;";
    std::vector<std::string> out;
    while (!(cell = logs::trimBlanks(cell)).empty()) {
        const char quote = list && (cell.front() == '"' || cell.front() == '\'') ? cell.front() : '\0';
        std::string label;
        std::size_t at = 0;
        if (quote != '\0') {
            for (at = 1; at < cell.size() && cell[at] != quote; ++at) {
                at += cell[at] == '\\' && at + 1 < cell.size() ? 1 : 0;
                label += cell[at];
            }
        }
        const std::size_t end = std::min(cell.find_first_of(marks, std::min(at, cell.size())), cell.size());
        if (quote == '\0')
            label = logs::trimBlanks(cell.substr(0, end));
        if (!label.empty())
            out.push_back(className(label));
        cell.remove_prefix(std::min(end + 1, cell.size()));
    }
    return out;
}

bool holdsLists(const logs::Column& column)
{
    if (column.numeric || !column.kept || column.dictionary.size() == 0)
        return false;
    bool any = false;
    for (std::uint32_t code = 0; code < column.dictionary.size(); ++code) {
        const std::string_view text = column.dictionary.text(code);
        const bool list = text.starts_with('[') && text.ends_with(']');
        if (!list && !logs::isMissingText(text))
            return false;
        any = any || list;
    }
    return any;
}

bool isPositiveWord(std::string_view name)
{
    const std::string word = comparedName(name);
    return std::any_of(kOpposites.begin(), kOpposites.end(), [&](const auto& pair) { return word == pair.second; });
}

std::string counterpart(std::string_view name)
{
    const std::string word = comparedName(name);
    for (const auto& [negative, positive] : kOpposites) {
        if (word == negative)
            return std::string(positive);
        if (word == positive)
            return std::string(negative);
    }
    return {};
}

} // namespace wg::evaluation

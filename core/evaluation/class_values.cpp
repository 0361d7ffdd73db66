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

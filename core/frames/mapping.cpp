#include "core/frames/mapping.h"

#include "core/base/number.h"
#include "core/formats/pattern.h"

#include <algorithm>
#include <cmath>

namespace wg::frames {
namespace {

bool specialFits(std::string_view match, std::optional<double> value)
{
    const bool isNull = !value;
    const bool isNan = value && std::isnan(*value);
    if (match == "null+nan")
        return isNull || isNan;
    if (match == "null")
        return isNull;
    if (match == "nan")
        return isNan;
    if (match == "true")
        return value && *value == 1;
    return match == "false" && value && *value == 0;
}

/// "/pattern/i" matches anywhere, bare text as a whole.
bool regexFits(std::string_view match, std::string_view text)
{
    std::string pattern(match);
    if (const std::size_t end = match.rfind('/'); match.starts_with('/') && end > 0) {
        const bool ignoreCase = match.substr(end).find('i') != std::string_view::npos;
        pattern = (ignoreCase ? "(?i).*(?:" : ".*(?:") + std::string(match.substr(1, end - 1)) + ").*";
    }
    const auto compiled = formats::Re2Pattern::make(pattern);
    return compiled && compiled->fullMatch(text);
}

bool fits(const Mapping& mapping, std::optional<double> value)
{
    switch (mapping.kind) {
    case Mapping::Kind::Value:
        return value && parsePromFloat(mapping.match) == value;
    case Mapping::Kind::Range:
        return value && !std::isnan(*value) && (!mapping.from || *value >= *mapping.from)
            && (!mapping.to || *value <= *mapping.to);
    case Mapping::Kind::Special:
        return specialFits(mapping.match, value);
    case Mapping::Kind::Regex:
        return value && regexFits(mapping.match, formatShortest(*value));
    }
    return false;
}

template <class Fits>
std::optional<Mapped> firstFitting(std::span<const Mapping> mappings, Fits fitting)
{
    const auto found = std::find_if(mappings.begin(), mappings.end(), fitting);
    if (found == mappings.end())
        return std::nullopt;
    return Mapped{found->text, found->color};
}

} // namespace

std::optional<Mapped> mapValue(std::span<const Mapping> mappings, std::optional<double> value)
{
    return firstFitting(mappings, [&](const Mapping& mapping) { return fits(mapping, value); });
}

std::optional<Mapped> mapText(std::span<const Mapping> mappings, std::string_view text)
{
    return firstFitting(mappings, [&](const Mapping& mapping) {
        if (mapping.kind == Mapping::Kind::Special)
            return mapping.match == "empty" && text.empty();
        if (mapping.kind == Mapping::Kind::Regex)
            return regexFits(mapping.match, text);
        return mapping.kind == Mapping::Kind::Value && mapping.match == text;
    });
}

} // namespace wg::frames

#include "core/dashboard/json_access.h"

#include "core/base/number.h"

#include <algorithm>
#include <cmath>

namespace wg::dashboard {

const Json& member(const Json& object, std::string_view key)
{
    static const Json kNull;
    if (!object.is_object())
        return kNull;
    const auto found = object.find(std::string(key));
    return found == object.end() ? kNull : *found;
}

std::string stringOf(const Json& value, std::string_view fallback)
{
    return value.is_string() ? value.get<std::string>() : std::string(fallback);
}

std::string textOf(const Json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_boolean())
        return value.get<bool>() ? "true" : "false";
    return value.is_number() ? formatShortest(value.get<double>()) : std::string();
}

std::optional<double> numberOf(const Json& value)
{
    if (value.is_number())
        return value.get<double>();
    return value.is_string() ? parsePromFloat(value.get_ref<const std::string&>()) : std::nullopt;
}

int intOf(const Json& value, int fallback)
{
    const auto number = numberOf(value);
    if (!number || std::isnan(*number))
        return fallback;
    return static_cast<int>(std::clamp(*number, -2147483647.0, 2147483647.0));
}

bool boolOf(const Json& value, bool fallback)
{
    return value.is_boolean() ? value.get<bool>() : fallback;
}

} // namespace wg::dashboard

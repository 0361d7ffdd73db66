// Reading of JSON that may be anything: a value of the wrong type is as good as absent. Private to core/dashboard.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace wg::dashboard {

using Json = nlohmann::ordered_json;

/// The member, or a shared null when there is none (also when `object` is no object).
[[nodiscard]] const Json& member(const Json& object, std::string_view key);
/// member() of member(): at(panel, "gauge", "show").
template <class... Keys>
[[nodiscard]] const Json& member(const Json& object, std::string_view key, const Keys&... keys)
{
    return member(member(object, key), keys...);
}

[[nodiscard]] std::string stringOf(const Json& value, std::string_view fallback = {});
/// Strings as they are, numbers and booleans as text, anything else empty.
[[nodiscard]] std::string textOf(const Json& value);
/// Numbers, and text that is a number.
[[nodiscard]] std::optional<double> numberOf(const Json& value);
/// Clamped to the range of int; fractions are cut.
[[nodiscard]] int intOf(const Json& value, int fallback);
[[nodiscard]] bool boolOf(const Json& value, bool fallback = false);

} // namespace wg::dashboard

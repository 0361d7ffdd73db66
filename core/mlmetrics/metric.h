// One figure that may not exist. Where scikit-learn answers 0 for 0/0, Watchglass says undefined and why.
#pragma once

#include <limits>
#include <string_view>

namespace wg::mlmetrics {

struct Metric {
    double value = std::numeric_limits<double>::quiet_NaN();
    std::string_view reason = {}; ///< why it is undefined; empty when defined. Points to a literal

    [[nodiscard]] bool defined() const { return reason.empty(); }
};

[[nodiscard]] constexpr Metric undefined(std::string_view reason)
{
    return {std::numeric_limits<double>::quiet_NaN(), reason};
}
/// a / b, or undefined for the given reason when b is 0.
[[nodiscard]] constexpr Metric ratio(double a, double b, std::string_view reason)
{
    return b == 0 ? undefined(reason) : Metric{a / b};
}

} // namespace wg::mlmetrics

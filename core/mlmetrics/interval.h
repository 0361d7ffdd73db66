// A confidence interval: both ends belong to it.
#pragma once

#include <cmath>
#include <limits>
#include <string_view>

namespace wg::mlmetrics {

struct Interval {
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
    double level = 0.95;
    std::string_view method = {}; ///< "DeLong", "Wilson", "BCa bootstrap"; points to a literal

    [[nodiscard]] bool defined() const { return !std::isnan(low) && !std::isnan(high); }
    [[nodiscard]] bool contains(double value) const { return value >= low && value <= high; }
};

/// z such that a standard normal lies in [-z, z] with probability `level` in (0,1): 1.96 for 0.95.
[[nodiscard]] double normalDeviate(double level);
/// P(|Z| >= |z|) of a standard normal.
[[nodiscard]] double twoSidedP(double z);

} // namespace wg::mlmetrics

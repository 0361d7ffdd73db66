// A rule of the form `expr > number` as what its chart draws: the watched expression and a line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wg::ui::shell {

struct RuleLimit {
    std::string watched; ///< the side that is not the number; the whole expression where there is no such form
    std::optional<double> limit;
};

/// Any comparison, the number on either side.
[[nodiscard]] RuleLimit ruleLimit(std::string_view expression);

} // namespace wg::ui::shell

// What was got against what was expected. Values are equal when they differ by less than a millionth of their sum, and NaN
// equals NaN, as in Prometheus' runner; everything else is exact.
#pragma once

#include "core/base/warning.h"
#include "core/series/value.h"
#include "tests/promql/script/script.h"

#include <optional>
#include <string>

namespace wg::test::script {

using Mismatch = std::optional<std::string>; ///< the reason; none: as expected

[[nodiscard]] bool almostEqual(double a, double b);
[[nodiscard]] Mismatch compareValue(const Eval& eval, const series::Value& got);
/// `plainIsSilent`: an eval that says nothing of warnings expects none.
[[nodiscard]] Mismatch compareWarnings(const Expectations& expected, const Warnings& got, bool plainIsSilent);
[[nodiscard]] Mismatch compareError(const Expectations& expected, const Error& got);

/// For reports.
[[nodiscard]] std::string describe(const series::Value& value);
[[nodiscard]] std::string describe(const Expectations& expected);

} // namespace wg::test::script

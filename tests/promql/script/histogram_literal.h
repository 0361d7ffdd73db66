// {{schema:0 sum:5 count:4 z_bucket:1 z_bucket_w:0.001 buckets:[1 2] offset:0 n_buckets:[…] n_offset:0 custom_values:[5 10]
// counter_reset_hint:gauge}}: a native histogram, as it is written in a script.
#pragma once

#include "tests/promql/script/cursor.h"

namespace wg::test::script {

/// The cursor stands at "{{" and ends behind "}}". Only the form is checked.
[[nodiscard]] Result<void> skipHistogram(Cursor& cursor);
/// 12, .5, 1e-3, Inf, NaN, with a sign or without.
[[nodiscard]] Result<double> parseNumber(Cursor& cursor);

} // namespace wg::test::script

#include "core/promql/compat.h"

#include <fmt/format.h>

namespace wg::promql {

Result<Compat> parseCompat(std::string_view text)
{
    if (text == "3")
        return Compat::V3;
    if (text == "2.55")
        return Compat::V2_55;
    if (text == "2.42")
        return Compat::V2_42;
    return fail(
        ErrorCode::Usage, fmt::format("no version of PromQL to be compatible with: \"{}\"; give 2.42, 2.55 or 3", text));
}

} // namespace wg::promql

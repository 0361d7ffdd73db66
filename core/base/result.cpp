#include "core/base/result.h"

#include <fmt/format.h>

namespace wg {

std::string Error::text() const
{
    if (!position)
        return message;
    std::string where = position->input;
    if (code == ErrorCode::Unsupported && where.empty() && position->line > 0) // "not supported yet: X at line:col"
        return fmt::format("{} at {}:{}", message, position->line, position->column);
    if (position->line > 0)
        where += fmt::format("{}{}:{}", where.empty() ? "" : ":", position->line, position->column);
    return where.empty() ? message : where + ": " + message;
}

} // namespace wg

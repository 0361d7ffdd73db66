// Recoverable badness is data: it travels beside the result and is shown to the user, never logged.
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace wg {

struct Warning {
    enum class Severity { Info, Warning };

    Severity severity = Severity::Warning;
    std::string message; ///< a sentence for the user
    std::optional<Position> position = std::nullopt;

    bool operator==(const Warning&) const = default;
};

using Warnings = std::vector<Warning>;

} // namespace wg

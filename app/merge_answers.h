// One answer out of the answers of several sources to the same query.
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"
#include "core/series/value.h"

#include <memory>
#include <string>
#include <vector>

namespace wg::app {

inline constexpr std::string_view kSourceLabel = "source";

struct Answer {
    std::string source; ///< name, unique
    std::shared_ptr<const series::Value> value;
    Warnings warnings;
};

/// Nothing is added up: every series gets the label source=NAME (one it has already becomes exported_source=). A number becomes
/// a series of its own; of texts, which are all the same, the first stays. A range's series are ordered by labels, an instant's
/// stay in the order of the sources. Warnings say whose they are. At least one answer; one alone is left as it is.
[[nodiscard]] Answer mergeAnswers(std::vector<Answer> answers);

} // namespace wg::app

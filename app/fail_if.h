// --fail-if: 'f1<0.9' or 'roc_auc < 0.8 [model=lr]': a check of a metric that fails the command.
#pragma once

#include "core/evaluation/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace wg::app {

struct FailCondition {
    std::string text; ///< as given
    std::string metric;
    std::string_view op; ///< "<", "<=", ">", ">=", "==", "!="
    double limit = 0;
    std::string model; ///< only groups of that name or model; empty: all
};
/// Usage error that shows how to write it.
[[nodiscard]] Result<FailCondition> parseFailCondition(const std::string& text);

struct FailVerdict {
    bool failed = false;
    std::vector<std::string> lines; ///< one for each group that fails: by how much, and whether its interval excludes the limit
};
/// Groups that were withheld are passed over and said. Usage error for a metric that a group does not have or that is
/// undefined there, and when no group has the model.
[[nodiscard]] Result<FailVerdict> judge(const FailCondition& condition, const std::vector<evaluation::LogResult>& logs);

} // namespace wg::app

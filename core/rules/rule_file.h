// Prometheus rule files, read as strictly as promtool: unknown and duplicate fields and bad expressions are errors
// with file, line and column.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wg::rules {

struct Rule {
    bool recording = false;
    std::string name; ///< alert or record
    std::string expr;
    DurationMs holdFor = 0;
    DurationMs keepFiringFor = 0;
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> annotations; ///< templates, see template.h
    Position position; ///< of the rule in its file
};

struct Group {
    std::string name;
    DurationMs interval = 0; ///< 0: the default, 1 min
    DurationMs queryOffset = 0;
    std::size_t limit = 0;
    std::vector<Rule> rules;
};

struct RuleFile {
    std::string path;
    std::vector<Group> groups;
};

inline constexpr DurationMs kDefaultInterval = kMinute;

/// All errors found, not only the first; `path` is what positions name.
[[nodiscard]] std::expected<RuleFile, std::vector<Error>> parseRuleFile(std::string_view yaml, const std::string& path);
[[nodiscard]] std::expected<RuleFile, std::vector<Error>> readRuleFile(const std::string& path);

} // namespace wg::rules

// Prometheus rule files, read as strictly as `promtool check rules` of 2.42: unknown and
// duplicate fields, bad names, durations, expressions and templates are errors with file, line and column, inside the YAML
// scalar where that can be told. Beyond 2.42 `query_offset` and a group's `labels` of 3.x are taken.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/warning.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wg::rules {

struct Rule {
    bool recording = false;
    std::string name; ///< alert or record
    std::string expr; ///< as written; parses
    DurationMs holdFor = 0;
    DurationMs keepFiringFor = 0;
    std::map<std::string, std::string> labels; ///< templates too; the group's own labels are in it
    std::map<std::string, std::string> annotations; ///< templates, see template.h
    Position position; ///< of the rule in its file
};

struct Group {
    std::string name;
    DurationMs interval = 0; ///< 0: the default, 1 min
    DurationMs queryOffset = 0;
    std::size_t limit = 0; ///< alerts a rule may have; 0: any number
    std::vector<Rule> rules;
};

struct RuleFile {
    std::string path;
    std::vector<Group> groups;
    Warnings warnings; ///< valid, but not all of it works here: template actions we cannot expand, further YAML documents
};

inline constexpr DurationMs kDefaultInterval = kMinute;

using RuleFileResult = std::expected<RuleFile, std::vector<Error>>;

/// All errors found, not only the first; `path` is what positions name.
[[nodiscard]] RuleFileResult parseRuleFile(std::string_view yaml, const std::string& path);
[[nodiscard]] RuleFileResult readRuleFile(const std::string& path);

/// promtool's lint: rules with the same name and labels anywhere in the file. Prometheus itself loads such files, and so do we.
[[nodiscard]] std::vector<Error> findDuplicates(const RuleFile& file);

} // namespace wg::rules

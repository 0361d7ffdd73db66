// What `watchglass check` found, and its three ways of being printed. No queries, no clock.
#pragma once

#include "core/alerts/state.h"
#include "core/base/warning.h"
#include "core/rules/rule_file.h"

#include <map>
#include <string>
#include <vector>

namespace wg::app {

struct RuleOutcome {
    std::string source; ///< the name of the source it was evaluated on
    rules::Rule rule;
    alerts::State state = alerts::State::Inactive; ///< at the end
    std::vector<alerts::Alert> alerts; ///< at the end
    std::vector<std::map<std::string, std::string>> annotations; ///< one per alert, expanded
    std::vector<alerts::Transition> transitions; ///< in the time asked for
    bool fired = false; ///< at any moment of the time asked for
    std::string error; ///< empty: none
    Warnings warnings; ///< of its queries, each text once
    double seconds = 0; ///< that the evaluation took
};

struct GroupOutcome {
    std::string file;
    rules::Group group; ///< with its interval, the default too
    TimeMs firstTick = 0; ///< the evaluation begins here; an alert active then may be older
    std::vector<RuleOutcome> rules; ///< alerting rules
};

struct CheckReport {
    std::vector<GroupOutcome> groups;
    TimeRange range; ///< from == to: the states of one moment
};

/// For people; not stable.
[[nodiscard]] std::string checkTable(const CheckReport& report);
/// The body of Prometheus' /api/v1/rules. A rule without data is inactive with health "unknown" and says so in lastError.
[[nodiscard]] std::string checkJson(const CheckReport& report);
/// A test case per rule: firing is a failure, an error an error, no data a failure with `failOnNoData`, else skipped.
[[nodiscard]] std::string checkJunit(const CheckReport& report, bool failOnNoData);

} // namespace wg::app

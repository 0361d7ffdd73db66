// Bodies of the Prometheus HTTP API, written byte for byte as Prometheus 2.42 writes them (Go's JSON: <, > and & escaped,
// label names sorted). No newline at the end.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/series/value.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wg::promapi {

/// The body of /api/v1/query and /api/v1/query_range; the order of the value is kept. Infos go to "infos", as in 3.x.
[[nodiscard]] std::string queryBody(const series::Value& value, const Warnings& warnings = {});

using StringMap = std::map<std::string, std::string>;

struct AlertBody {
    StringMap labels;
    StringMap annotations;
    std::string state; ///< "pending", "firing"
    TimeMs activeAt = 0;
    double value = 0;
};

struct RuleBody {
    bool recording = false;
    std::string state; ///< "inactive", "pending", "firing"; alerting rules only
    std::string name;
    std::string query;
    DurationMs duration = 0;
    DurationMs keepFiringFor = 0;
    StringMap labels;
    StringMap annotations;
    std::vector<AlertBody> alerts;
    std::string health; ///< "ok", "err", "unknown"
    std::string lastError; ///< empty: none
    double evaluationSeconds = 0;
    TimeMs lastEvaluation = 0;
};

struct RuleGroupBody {
    std::string name;
    std::string file;
    std::vector<RuleBody> rules;
    DurationMs interval = 0;
    std::size_t limit = 0;
    double evaluationSeconds = 0;
    TimeMs lastEvaluation = 0;
};

/// The body of /api/v1/rules.
[[nodiscard]] std::string rulesBody(const std::vector<RuleGroupBody>& groups);

/// A JSON string in quotes, escaped as Go's encoding/json does; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string jsonString(std::string_view text);
/// A sample's value as the API prints it, without quotes: shortest, with an exponent below 1e-6 and from 1e21 on.
[[nodiscard]] std::string formatValue(double value);

} // namespace wg::promapi

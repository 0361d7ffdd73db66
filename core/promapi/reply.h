// Replies of the Prometheus HTTP API, decoded straight into columns. Thread-safe and blocking: call it on a worker.
// Bodies of Prometheus 2 and 3, VictoriaMetrics, Thanos and Mimir; members that are not known are skipped.
// Errors: Parse (with the byte where the JSON breaks, or the path of the member of a wrong type), or Refused when the
// body itself says "status":"error" (the server's own text).
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"
#include "core/series/value.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wg::promapi {

struct QueryReply {
    series::Value value; ///< in the order of the reply; times of each series strictly ascending
    Warnings warnings; ///< the server's warnings and infos, and what had to be mended or left out
    bool partial = false; ///< isPartial: part of the server's data is missing
    std::uint64_t samples = 0;
};
[[nodiscard]] Result<QueryReply> decodeQuery(std::string_view body);

/// A list of strings under "data": labels, label values.
struct ListReply {
    std::vector<std::string> values;
    Warnings warnings;
};
[[nodiscard]] Result<ListReply> decodeStrings(std::string_view body);
[[nodiscard]] Result<std::vector<series::Labels>> decodeSeries(std::string_view body);

struct MetricMetadata {
    std::string type;
    std::string help;
    std::string unit;
};
/// The first entry of each metric. An empty "data" is an empty answer.
[[nodiscard]] Result<std::map<std::string, MetricMetadata>> decodeMetadata(std::string_view body);
/// The version; empty where the server names none (VictoriaMetrics 1.79 answers `data: {}`).
[[nodiscard]] Result<std::string> decodeBuildInfo(std::string_view body);

/// What a server says when it refuses. `type` is "bad_data", "execution", "timeout" …, or a number as text
/// (VictoriaMetrics): decide on the HTTP status, not on it.
struct ApiError {
    std::string type;
    std::string message;
};
/// Nullopt when the body is not an API error.
[[nodiscard]] std::optional<ApiError> decodeError(std::string_view body);

} // namespace wg::promapi

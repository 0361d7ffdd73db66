// What every decoder of an API body shares: parse, find members, say what is wrong and where. Internal to core/promapi.
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"
#include "core/promapi/fast_values.h"
#include "core/series/histogram.h"
#include "core/series/labels.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <simdjson.h>

namespace wg::promapi {

/// A parsed body and what was cut out of it. Elements live as long as this.
struct Document {
    simdjson::dom::parser parser;
    Skeleton skeleton;
    simdjson::dom::object root;
};

/// `withValues`: cut the values of series out first. A UTF-8 byte order mark is skipped.
[[nodiscard]] Result<void> parse(std::string_view body, bool withValues, Document& out);

/// The last member of that name, as Go's decoder takes it.
[[nodiscard]] std::optional<simdjson::dom::element> member(const simdjson::dom::object& from, std::string_view name);
/// Empty when there is no such member or it is no string.
[[nodiscard]] std::string_view textMember(const simdjson::dom::object& from, std::string_view name);
/// A list of strings; null is empty (Go's nil slice).
[[nodiscard]] Result<std::vector<std::string>> strings(const simdjson::dom::element& from, std::string_view path);
[[nodiscard]] Result<series::Labels> labels(const simdjson::dom::element& from, std::string_view path);
/// A sample's value as the API writes numbers.
[[nodiscard]] Result<double> number(std::string_view text, std::string_view path);
/// {"count": "3", "sum": "1.5", "buckets": [[0, "0.5", "1", "3"]]}; without observations there may be no "buckets".
[[nodiscard]] Result<series::Histogram> decodeHistogram(const simdjson::dom::element& from, const std::string& path);
/// "warnings" and "infos".
[[nodiscard]] Result<void> addWarnings(const simdjson::dom::object& root, Warnings& out);
/// "data" of a success; Refused with the server's text when the status is "error".
[[nodiscard]] Result<simdjson::dom::element> dataOf(const simdjson::dom::object& root);

[[nodiscard]] std::unexpected<Error> wrongType(std::string_view path, std::string_view wanted);
[[nodiscard]] std::unexpected<Error> missing(std::string_view path);

} // namespace wg::promapi

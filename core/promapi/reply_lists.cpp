#include "core/promapi/document.h"
#include "core/promapi/reply.h"

#include <fmt/format.h>

namespace wg::promapi {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

Result<ListReply> decodeStrings(std::string_view body)
{
    Document document;
    WG_CHECK(parse(body, false, document));
    WG_TRY(const element data, dataOf(document.root));
    ListReply out;
    WG_TRY(out.values, strings(data, "data"));
    WG_CHECK(addWarnings(document.root, out.warnings));
    return out;
}

Result<std::vector<series::Labels>> decodeSeries(std::string_view body)
{
    Document document;
    WG_CHECK(parse(body, false, document));
    WG_TRY(const element data, dataOf(document.root));
    std::vector<series::Labels> out;
    array list;
    if (data.is_null())
        return out;
    if (data.get(list))
        return wrongType("data", "a list");
    for (const element item : list) {
        WG_TRY(series::Labels one, labels(item, fmt::format("data[{}]", out.size())));
        out.push_back(std::move(one));
    }
    return out;
}

Result<std::map<std::string, MetricMetadata>> decodeMetadata(std::string_view body)
{
    Document document;
    WG_CHECK(parse(body, false, document));
    WG_TRY(const element data, dataOf(document.root));
    object metrics;
    if (data.get(metrics))
        return wrongType("data", "an object of metrics");
    std::map<std::string, MetricMetadata> out;
    for (const auto [name, value] : metrics) {
        array entries;
        if (value.get(entries))
            return wrongType(fmt::format("data.{}", name), "a list");
        object first;
        if (entries.size() == 0)
            continue;
        if (entries.at(0).get(first))
            return wrongType(fmt::format("data.{}[0]", name), "an object");
        out[std::string(name)] = {std::string(textMember(first, "type")), std::string(textMember(first, "help")),
            std::string(textMember(first, "unit"))};
    }
    return out;
}

Result<std::string> decodeBuildInfo(std::string_view body)
{
    Document document;
    WG_CHECK(parse(body, false, document));
    WG_TRY(const element data, dataOf(document.root));
    object members;
    return std::string(data.get(members) ? std::string_view{} : textMember(members, "version"));
}

std::optional<ApiError> decodeError(std::string_view body)
{
    Document document;
    if (!parse(body, false, document) || textMember(document.root, "status") != "error")
        return std::nullopt;
    return ApiError{std::string(textMember(document.root, "errorType")), std::string(textMember(document.root, "error"))};
}

} // namespace wg::promapi

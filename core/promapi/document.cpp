#include "core/promapi/document.h"

#include "core/base/number.h"
#include "core/formats/json.h"

#include <fmt/format.h>

namespace wg::promapi {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::unexpected<Error> wrongType(std::string_view path, std::string_view wanted)
{
    return fail(ErrorCode::Parse, fmt::format("the reply is not as the Prometheus API writes it: {} is not {}", path, wanted));
}

std::unexpected<Error> missing(std::string_view path)
{
    return fail(ErrorCode::Parse, fmt::format("the reply is not as the Prometheus API writes it: {} is missing", path));
}

Result<void> parse(std::string_view body, bool withValues, Document& out)
{
    if (body.starts_with("\xEF\xBB\xBF"))
        body.remove_prefix(3);
    if (body.empty())
        return fail(ErrorCode::Parse, "the reply is empty", Position{.input = "reply"});
    std::string_view text = body;
    if (withValues) {
        out.skeleton = cutValues(body);
        text = out.skeleton.text;
    }
    element root;
    if (const auto error = out.parser.parse(text.data(), text.size()).get(root)) {
        // simdjson 3.0 does not say where; the slow checker does.
        WG_CHECK(formats::checkJson(body, "reply"));
        return fail(ErrorCode::Parse, fmt::format("the reply is not valid JSON: {}", simdjson::error_message(error)));
    }
    if (root.get(out.root))
        return wrongType("the body", "an object");
    return {};
}

std::optional<element> member(const object& from, std::string_view name)
{
    std::optional<element> out;
    for (const auto field : from) {
        if (field.key == name)
            out = field.value;
    }
    return out;
}

std::string_view textMember(const object& from, std::string_view name)
{
    std::string_view out;
    if (const auto found = member(from, name))
        out = found->is_string() ? std::string_view(*found) : out;
    return out;
}

Result<std::vector<std::string>> strings(const element& from, std::string_view path)
{
    std::vector<std::string> out;
    if (from.is_null())
        return out;
    array list;
    if (from.get(list))
        return wrongType(path, "a list");
    for (const element item : list) {
        std::string_view text;
        if (item.get(text))
            return wrongType(fmt::format("{}[{}]", path, out.size()), "a string");
        out.emplace_back(text);
    }
    return out;
}

Result<double> number(std::string_view text, std::string_view path)
{
    if (const auto value = parsePromFloat(text))
        return *value;
    return wrongType(fmt::format("{} \"{}\"", path, text.substr(0, 80)), "a number");
}

Result<void> addWarnings(const object& root, Warnings& out)
{
    using Severity = Warning::Severity;
    for (const auto& [name, severity] : {std::pair{"warnings", Severity::Warning}, std::pair{"infos", Severity::Info}}) {
        const auto found = member(root, name);
        if (!found)
            continue;
        WG_TRY(std::vector<std::string> texts, strings(*found, name));
        for (std::string& text : texts)
            out.push_back({severity, std::move(text)});
    }
    return {};
}

Result<element> dataOf(const object& root)
{
    const std::string_view status = textMember(root, "status");
    if (status == "error") {
        const std::string_view text = textMember(root, "error");
        return fail(ErrorCode::Refused, std::string(text.empty() ? "the server reports an error without a text" : text));
    }
    if (status != "success")
        return wrongType("status", "\"success\" or \"error\"");
    const auto data = member(root, "data");
    if (!data)
        return missing("data");
    return *data;
}

Result<series::Labels> labels(const element& from, std::string_view path)
{
    object pairs;
    if (from.get(pairs))
        return wrongType(path, "an object of labels");
    std::vector<series::Label> out;
    for (const auto [name, value] : pairs) {
        std::string_view text;
        if (value.get(text))
            return wrongType(fmt::format("{}.{}", path, name), "a string");
        out.push_back({std::string(name), std::string(text)});
    }
    return series::Labels(std::move(out));
}

} // namespace wg::promapi

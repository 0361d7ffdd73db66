#include "core/dashboard/read_panel.h"

#include <algorithm>

namespace wg::dashboard {
namespace {

/// A string, a list of them, or the {text, value} some exporters nest once more.
std::vector<std::string> listOf(const Json& json, std::string_view nested)
{
    if (json.is_object())
        return listOf(member(json, nested), nested);
    std::vector<std::string> out;
    if (json.is_array()) {
        for (const Json& value : json)
            out.push_back(textOf(value));
    } else if (!json.is_null()) {
        out.push_back(textOf(json));
    }
    return out;
}

std::string trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\n");
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1));
}

struct Option {
    std::string text;
    std::string value;
};

/// "a, b : text, c\, d": a comma is escaped with a backslash, " : " gives key and value.
std::vector<Option> customOptions(std::string_view query)
{
    std::vector<Option> out;
    std::string part;
    const auto add = [&] {
        const std::size_t colon = part.find(" : ");
        Option option{trimmed(std::string_view(part).substr(0, colon)), {}};
        option.value = colon == std::string::npos ? option.text : trimmed(std::string_view(part).substr(colon + 3));
        if (!option.value.empty())
            out.push_back(std::move(option));
        part.clear();
    };
    for (std::size_t i = 0; i < query.size(); ++i) {
        if (query[i] == '\\' && i + 1 < query.size() && query[i + 1] == ',')
            part += query[++i];
        else if (query[i] == ',')
            add();
        else
            part += query[i];
    }
    add();
    return out;
}

std::string queryOf(const Json& json)
{
    const Json& query = member(json, "query");
    if (query.is_string())
        return query.get<std::string>();
    // {query, refId, qryType} since the query editor of 2023; "definition" says the same in one line.
    const std::string nested = stringOf(member(query, "query"));
    return nested.empty() ? stringOf(member(json, "definition")) : nested;
}

void chooseCurrent(Variable& variable, const std::vector<Option>& options, const Json& json)
{
    variable.currentValues = listOf(member(json, "current", "value"), "value");
    variable.currentTexts = listOf(member(json, "current", "text"), "text");
    std::erase(variable.currentValues, std::string());
    if (!variable.currentValues.empty()) {
        if (variable.currentTexts.size() != variable.currentValues.size())
            variable.currentTexts = variable.currentValues;
        return;
    }
    variable.currentTexts.clear();
    // Nothing saved: what Grafana would choose first.
    if (variable.type == "textbox" || variable.type == "constant") {
        variable.currentValues = {variable.query};
        variable.currentTexts = {variable.query};
    } else if (variable.includeAll) {
        variable.currentValues = {"$__all"};
        variable.currentTexts = {"All"};
    } else if (!options.empty()) {
        variable.currentValues = {options.front().value};
        variable.currentTexts = {options.front().text};
    }
}

Variable readVariable(const Json& json)
{
    Variable variable;
    variable.name = textOf(member(json, "name"));
    variable.label = textOf(member(json, "label"));
    variable.type = stringOf(member(json, "type"), "query");
    variable.query = queryOf(json);
    variable.allValue = stringOf(member(json, "allValue"));
    variable.multi = boolOf(member(json, "multi"));
    variable.includeAll = boolOf(member(json, "includeAll"));
    variable.hide = std::clamp(intOf(member(json, "hide"), 0), 0, 2);
    std::vector<Option> options;
    const Json& list = member(json, "options");
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i)
        options.push_back({textOf(member(list[i], "text")), textOf(member(list[i], "value"))});
    std::erase_if(options, [](const Option& option) { return option.value.empty(); });
    if (options.empty() && (variable.type == "custom" || variable.type == "interval"))
        options = customOptions(variable.query);
    for (const Option& option : options)
        variable.options.push_back(option.value);
    chooseCurrent(variable, options, json);
    return variable;
}

} // namespace

std::vector<Variable> readVariables(const Json& dashboard)
{
    std::vector<Variable> out;
    const Json& list = member(dashboard, "templating", "list");
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
        Variable variable = readVariable(list[i]);
        if (!variable.name.empty())
            out.push_back(std::move(variable));
    }
    return out;
}

} // namespace wg::dashboard

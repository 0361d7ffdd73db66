#include "core/dashboard/interpolate.h"

#include "core/base/number.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wg::dashboard {
namespace {

using Values = std::vector<std::string>;

std::string join(const Values& values, std::string_view separator, const std::function<std::string(const std::string&)>& each)
{
    std::string out;
    for (const std::string& value : values) {
        if (&value != &values.front())
            out += separator;
        out += each(value);
    }
    return out;
}

std::string plain(const std::string& value)
{
    return value;
}

/// `\` before each of `special`.
std::string escaped(std::string_view value, std::string_view special, std::string_view escape)
{
    std::string out;
    for (const char c : value) {
        if (special.find(c) != std::string_view::npos)
            out += escape;
        out += c;
    }
    return out;
}

std::string percentEncoded(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view("-_.~").find(c) != std::string_view::npos;
        out += safe ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string jsonText(const Values& values)
{
    const nlohmann::ordered_json json =
        values.size() == 1 ? nlohmann::ordered_json(values.front()) : nlohmann::ordered_json(values);
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// Escapes for a regular expression inside a PromQL string (Grafana's prometheusSpecialRegexEscape).
std::string promRegexEscaped(const std::string& value)
{
    std::string out;
    for (const char c : value) {
        if (c == '\\')
            out += "\\\\\\\\";
        else if (c == '\'')
            out += "\\\\'";
        else if (std::string_view("$^*{}[]+?.()|").find(c) != std::string_view::npos)
            out += std::string("\\\\") + c;
        else
            out += c;
    }
    return out;
}

/// Grafana's prometheusRegularEscape, for variables that have one value.
std::string promEscaped(const std::string& value)
{
    std::string out;
    for (const char c : value)
        out += c == '\\' ? "\\\\" : c == '\'' ? "\\\\'" : std::string(1, c);
    return out;
}

using Format = std::string (*)(const Values& values, std::string_view name);
constexpr auto kFormats = std::to_array<std::pair<std::string_view, Format>>({
    {"csv", [](const Values& v, std::string_view) { return join(v, ",", plain); }},
    {"pipe", [](const Values& v, std::string_view) { return join(v, "|", plain); }},
    {"raw", [](const Values& v, std::string_view) { return join(v, ",", plain); }},
    {"glob",
        [](const Values& v, std::string_view) { return v.size() > 1 ? "{" + join(v, ",", plain) + "}" : join(v, ",", plain); }},
    {"regex",
        [](const Values& v, std::string_view) {
            const std::string joined =
                join(v, "|", [](const std::string& value) { return escaped(value, R"(\^$*+?.()|[]{}/)", "\\"); });
            return v.size() > 1 ? "(" + joined + ")" : joined;
        }},
    {"json", [](const Values& v, std::string_view) { return jsonText(v); }},
    {"doublequote",
        [](const Values& v, std::string_view) {
            return join(v, ",", [](const std::string& value) { return '"' + escaped(value, "\"", "\\") + '"'; });
        }},
    {"singlequote",
        [](const Values& v, std::string_view) {
            return join(v, ",", [](const std::string& value) { return '\'' + escaped(value, "'", "\\") + '\''; });
        }},
    {"percentencode",
        [](const Values& v, std::string_view) {
            return percentEncoded(v.size() > 1 ? "{" + join(v, ",", plain) + "}" : join(v, ",", plain));
        }},
    {"queryparam",
        [](const Values& v, std::string_view name) {
            return join(v, "&", [&](const std::string& value) {
                return fmt::format("var-{}={}", percentEncoded(name), percentEncoded(value));
            });
        }},
});

enum class Purpose { Query, Text };

class Interpolator {
public:
    Interpolator(const VariableValues& variables, const Builtins& builtins, Purpose purpose)
        : m_variables(variables)
        , m_builtins(builtins)
        , m_purpose(purpose)
    {
    }

    std::string run(std::string_view text)
    {
        std::string out;
        while (!text.empty()) {
            const std::size_t taken = reference(text, out);
            if (taken == 0)
                out += text.front();
            text.remove_prefix(std::max<std::size_t>(taken, 1));
        }
        return out;
    }

private:
    static bool wordChar(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /// Writes what the reference at the beginning of `text` stands for; how much of it that was, 0 if there is none.
    std::size_t reference(std::string_view text, std::string& out) const
    {
        std::string_view inside;
        std::size_t length = 0;
        if (text.starts_with("${") || text.starts_with("[[")) {
            const std::string_view close = text.starts_with("${") ? "}" : "]]";
            const std::size_t end = text.find(close);
            if (end == std::string_view::npos)
                return 0;
            inside = text.substr(2, end - 2);
            length = end + close.size();
        } else if (text.starts_with('$')) {
            std::size_t end = 1;
            while (end < text.size() && wordChar(text[end]))
                ++end;
            inside = text.substr(1, end - 1);
            length = end;
        }
        const std::size_t colon = inside.find(':');
        const std::string_view name = inside.substr(0, colon);
        const std::string_view format = colon == std::string_view::npos ? std::string_view() : inside.substr(colon + 1);
        if (name.empty())
            return 0;
        const auto value = valueOf(name, format);
        if (!value)
            return 0;
        out += *value;
        return length;
    }

    [[nodiscard]] std::optional<std::string> valueOf(std::string_view name, std::string_view format) const
    {
        if (const auto own = m_variables.find(std::string(name)); own != m_variables.end())
            return formatted(own->second, name, format);
        if (auto builtin = builtinValue(name, format))
            return builtin;
        // ${v.text} and ${v.value} where no variable has a dot in its name
        const std::size_t dot = name.find('.');
        if (dot == std::string_view::npos)
            return std::nullopt;
        const auto own = m_variables.find(std::string(name.substr(0, dot)));
        const std::string_view field = name.substr(dot + 1);
        if (own == m_variables.end() || (field != "text" && field != "value"))
            return std::nullopt;
        return formatted(own->second, own->first, field == "text" ? "text" : "raw");
    }

    [[nodiscard]] std::string formatted(const VariableValue& variable, std::string_view name, std::string_view format) const
    {
        if (format == "text" || (format.empty() && m_purpose == Purpose::Text))
            return join(variable.texts.empty() ? variable.values : variable.texts, " + ", plain);
        if (variable.all && !variable.allValue.empty() && format != "queryparam")
            return variable.allValue;
        for (const auto& [id, function] : kFormats) {
            if (id == format)
                return function(variable.values, name);
        }
        // Grafana: single-choice variables are escaped as text, the others as alternatives of a regular expression.
        if (!variable.multi && !variable.all)
            return join(variable.values, ",", promEscaped);
        const std::string joined = join(variable.values, "|", promRegexEscaped);
        return variable.values.size() > 1 ? "(" + joined + ")" : joined;
    }

    /// ${__from}, ${__from:date}, ${__from:date:seconds}
    static std::string instant(TimeMs time, std::string_view format)
    {
        if (format == "date" || format == "date:iso")
            return formatTime(time);
        return fmt::format("{}", format == "date:seconds" ? time / kSecond : time);
    }

    [[nodiscard]] std::optional<std::string> builtinValue(std::string_view name, std::string_view format) const
    {
        const DurationMs interval = std::max<DurationMs>(m_builtins.interval, 1);
        const DurationMs rate = std::max(interval + m_builtins.scrapeInterval, 4 * m_builtins.scrapeInterval);
        const DurationMs seconds = (m_builtins.range.length() + kSecond / 2) / kSecond;
        if (name == "__interval")
            return formatDuration(interval);
        if (name == "__interval_ms")
            return fmt::format("{}", interval);
        if (name == "__rate_interval")
            return formatDuration(rate);
        if (name == "__rate_interval_ms")
            return fmt::format("{}", rate);
        if (name == "__range")
            return fmt::format("{}s", seconds);
        if (name == "__range_s")
            return fmt::format("{}", seconds);
        if (name == "__range_ms")
            return fmt::format("{}", m_builtins.range.length());
        if (name == "__from")
            return instant(m_builtins.range.from, format);
        if (name == "__to")
            return instant(m_builtins.range.to, format);
        if (name == "__dashboard" && !m_builtins.dashboardTitle.empty())
            return m_builtins.dashboardTitle;
        return std::nullopt;
    }

    const VariableValues& m_variables;
    const Builtins& m_builtins;
    Purpose m_purpose;
};

/// Every value a variable offers, for All without an allValue.
Values everyValue(const Variable& variable)
{
    Values out;
    for (const std::string& option : variable.options) {
        if (option != "$__all")
            out.push_back(option);
    }
    return out;
}

} // namespace

VariableValues variableValues(const Document& document, const std::map<std::string, std::vector<std::string>>& given)
{
    VariableValues out;
    for (const Variable& variable : document.variables()) {
        VariableValue& value = out[variable.name];
        value.values = variable.currentValues;
        value.texts = variable.currentTexts;
        if (const auto own = given.find(variable.name); own != given.end()) {
            value.values = own->second;
            value.texts = own->second;
        }
        value.multi = variable.multi || variable.includeAll;
        value.allValue = variable.allValue;
        value.all = std::find(value.values.begin(), value.values.end(), "$__all") != value.values.end();
        if (!value.all)
            continue;
        value.texts = {"All"};
        value.values = everyValue(variable);
        // What the options are is known only to the source: match everything that is there.
        if (value.values.empty() && value.allValue.empty())
            value.allValue = ".*";
    }
    for (const auto& [name, values] : given)
        out.try_emplace(name, VariableValue{values, values, false, {}, false});
    return out;
}

std::string interpolateQuery(std::string_view text, const VariableValues& variables, const Builtins& builtins)
{
    return Interpolator(variables, builtins, Purpose::Query).run(text);
}

std::string interpolateText(std::string_view text, const VariableValues& variables, const Builtins& builtins)
{
    return Interpolator(variables, builtins, Purpose::Text).run(text);
}

} // namespace wg::dashboard

#include "core/rules/template.h"

#include "core/base/number.h"
#include "core/rules/template_parser.h"
#include "core/rules/template_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace wg::rules {
namespace {

using Arguments = std::span<const TemplateValue>;
using Function = Result<TemplateValue> (*)(Arguments);

struct FunctionEntry {
    std::string_view name;
    std::size_t minArguments;
    std::size_t maxArguments;
    Function run; ///< nullptr: Prometheus has it, we do not
};

constexpr std::size_t kAny = ~std::size_t{0};

Result<double> toNumber(const TemplateValue& value)
{
    if (const auto* number = std::get_if<double>(&value))
        return *number;
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*number);
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (const auto number = parsePromFloat(*text))
            return *number;
        return fail(ErrorCode::Execution, fmt::format("\"{}\" is not a number", *text));
    }
    return fail(ErrorCode::Execution, fmt::format("{} is not a number", goText(value)));
}

Result<std::string> toText(const TemplateValue& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    return fail(ErrorCode::Execution, fmt::format("expected string; found {}", goText(value)));
}

template <std::string (*f)(double)>
Result<TemplateValue> ofNumber(Arguments arguments)
{
    WG_TRY(const double value, toNumber(arguments.front()));
    return TemplateValue(f(value));
}

/// ASCII only: core knows no case tables beyond it. Other letters stay as they are.
char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

template <char (*f)(char)>
Result<TemplateValue> mapLetters(Arguments arguments)
{
    WG_TRY(std::string text, toText(arguments.front()));
    std::ranges::transform(text, text.begin(), f);
    return TemplateValue(std::move(text));
}

/// strings.Title: a letter after what is neither letter, digit nor underscore.
Result<TemplateValue> title(Arguments arguments)
{
    WG_TRY(std::string text, toText(arguments.front()));
    bool start = true;
    for (char& c : text) {
        const bool letter = upper(c) != c || lower(c) != c || (c >= '0' && c <= '9') || c == '_' || c == '\''
            || static_cast<unsigned char>(c) >= 0x80;
        c = start ? upper(c) : c;
        start = !letter || c == '\'';
    }
    return TemplateValue(std::move(text));
}

Result<TemplateValue> sprintf(Arguments arguments)
{
    WG_TRY(const std::string format, toText(arguments.front()));
    return TemplateValue(goSprintf(format, arguments.subspan(1)));
}

Result<TemplateValue> sprint(Arguments arguments)
{
    return TemplateValue(goSprint(arguments));
}

/// Every function Prometheus 2.42 knows.
constexpr std::array kFunctions = std::to_array<FunctionEntry>({
    {"humanize", 1, 1, ofNumber<humanize>},
    {"humanize1024", 1, 1, ofNumber<humanize1024>},
    {"humanizeDuration", 1, 1, ofNumber<humanizeDuration>},
    {"humanizePercentage", 1, 1, ofNumber<humanizePercentage>},
    {"humanizeTimestamp", 1, 1, ofNumber<humanizeTimestamp>},
    {"printf", 1, kAny, sprintf},
    {"print", 0, kAny, sprint},
    {"toUpper", 1, 1, mapLetters<upper>},
    {"toLower", 1, 1, mapLetters<lower>},
    {"title", 1, 1, title},
    {"query", 0, kAny, nullptr},
    {"first", 0, kAny, nullptr},
    {"label", 0, kAny, nullptr},
    {"value", 0, kAny, nullptr},
    {"strvalue", 0, kAny, nullptr},
    {"args", 0, kAny, nullptr},
    {"reReplaceAll", 0, kAny, nullptr},
    {"safeHtml", 0, kAny, nullptr},
    {"match", 0, kAny, nullptr},
    {"graphLink", 0, kAny, nullptr},
    {"tableLink", 0, kAny, nullptr},
    {"sortByLabel", 0, kAny, nullptr},
    {"stripPort", 0, kAny, nullptr},
    {"stripDomain", 0, kAny, nullptr},
    {"toTime", 0, kAny, nullptr},
    {"pathPrefix", 0, kAny, nullptr},
    {"externalURL", 0, kAny, nullptr},
    {"parseDuration", 0, kAny, nullptr},
    {"and", 0, kAny, nullptr},
    {"or", 0, kAny, nullptr},
    {"not", 0, kAny, nullptr},
    {"len", 0, kAny, nullptr},
    {"index", 0, kAny, nullptr},
    {"slice", 0, kAny, nullptr},
    {"println", 0, kAny, nullptr},
    {"html", 0, kAny, nullptr},
    {"js", 0, kAny, nullptr},
    {"urlquery", 0, kAny, nullptr},
    {"call", 0, kAny, nullptr},
    {"eq", 0, kAny, nullptr},
    {"ge", 0, kAny, nullptr},
    {"gt", 0, kAny, nullptr},
    {"le", 0, kAny, nullptr},
    {"lt", 0, kAny, nullptr},
    {"ne", 0, kAny, nullptr},
});

const FunctionEntry* findFunction(std::string_view name)
{
    const auto* found = std::ranges::find(kFunctions, name, &FunctionEntry::name);
    return found == kFunctions.end() ? nullptr : found;
}

bool isKnown(std::string_view name)
{
    return findFunction(name) != nullptr;
}

/// The first function of a pipeline that we do not have.
std::optional<Error> unsupported(std::string_view text, const TemplatePipeline& pipeline)
{
    for (const TemplateCommand& command : pipeline.commands) {
        if (!command.function.empty() && !findFunction(command.function)->run) {
            return Error{ErrorCode::Unsupported, fmt::format("template: not supported yet: {}", command.function),
                templatePosition(text, command.offset)};
        }
        for (const TemplateOperand& operand : command.operands) {
            if (auto error = operand.pipeline ? unsupported(text, *operand.pipeline) : std::nullopt)
                return error;
        }
    }
    return std::nullopt;
}

Result<std::vector<TemplatePiece>> parseSupported(std::string_view text)
{
    WG_TRY(auto pieces, parseTemplate(text, isKnown));
    for (const TemplatePiece& piece : pieces) {
        if (auto error = piece.action ? unsupported(text, *piece.action) : std::nullopt)
            return std::unexpected(*std::move(error));
    }
    return pieces;
}

class Expander {
public:
    Expander(std::string_view text, const series::Labels& labels, double value) : m_text(text), m_labels(labels), m_value(value)
    {
    }

    Result<TemplateValue> run(const TemplatePipeline& pipeline) const
    {
        std::optional<TemplateValue> piped;
        for (const TemplateCommand& command : pipeline.commands) {
            WG_TRY(piped, run(command, piped));
        }
        return *piped;
    }

private:
    Result<TemplateValue> run(const TemplateCommand& command, const std::optional<TemplateValue>& piped) const
    {
        std::vector<TemplateValue> arguments;
        for (const TemplateOperand& operand : command.operands) {
            WG_TRY(TemplateValue value, run(operand, command.offset));
            arguments.push_back(std::move(value));
        }
        if (piped)
            arguments.push_back(*piped);
        if (command.function.empty()) {
            if (arguments.size() != 1)
                return failAt(command.offset, "can't give argument to non-function");
            return arguments.front();
        }
        const FunctionEntry& function = *findFunction(command.function);
        if (arguments.size() < function.minArguments || arguments.size() > function.maxArguments) {
            return failAt(command.offset,
                fmt::format(
                    "wrong number of args for {}: want {} got {}", function.name, function.minArguments, arguments.size()));
        }
        auto out = function.run(arguments);
        if (!out)
            return failAt(command.offset, fmt::format("error calling {}: {}", function.name, out.error().message));
        return out;
    }

    Result<TemplateValue> run(const TemplateOperand& operand, std::size_t offset) const
    {
        using Kind = TemplateOperand::Kind;
        switch (operand.kind) {
        case Kind::Constant:
        case Kind::Text:
            return operand.constant;
        case Kind::Labels:
            return field(TemplateLabels{&m_labels}, operand.fields, 0, offset);
        case Kind::ExternalLabels:
            return field(TemplateLabels{}, operand.fields, 0, offset);
        case Kind::ExternalUrl:
            return field(std::string(), operand.fields, 0, offset);
        case Kind::Value:
            return field(m_value, operand.fields, 0, offset);
        case Kind::Dot:
            return dot(operand.fields, offset);
        case Kind::Pipeline: {
            WG_TRY(TemplateValue value, run(*operand.pipeline));
            return field(std::move(value), operand.fields, 0, offset);
        }
        }
        return failAt(offset, "unknown operand");
    }

    Result<TemplateValue> dot(const std::vector<std::string>& fields, std::size_t offset) const
    {
        if (fields.empty())
            return fail(ErrorCode::Unsupported, "template: not supported yet: {{ . }}", templatePosition(m_text, offset));
        const std::string& name = fields.front();
        if (name == "Labels")
            return field(TemplateLabels{&m_labels}, fields, 1, offset);
        if (name == "ExternalLabels")
            return field(TemplateLabels{}, fields, 1, offset);
        if (name == "ExternalURL")
            return field(std::string(), fields, 1, offset);
        if (name == "Value")
            return field(m_value, fields, 1, offset);
        return failAt(
            offset, fmt::format("can't evaluate field {}; there are .Labels, .ExternalLabels, .ExternalURL and .Value", name));
    }

    Result<TemplateValue> field(
        TemplateValue value, const std::vector<std::string>& fields, std::size_t next, std::size_t offset) const
    {
        if (next == fields.size())
            return value;
        const auto* labels = std::get_if<TemplateLabels>(&value);
        if (!labels || next + 1 != fields.size())
            return failAt(offset, fmt::format("can't evaluate field {}", fields.back()));
        return TemplateValue(labels->labels ? std::string(labels->labels->get(fields[next])) : std::string());
    }

    [[nodiscard]] std::unexpected<Error> failAt(std::size_t offset, const std::string& message) const
    {
        return fail(ErrorCode::Execution, "template: " + message, templatePosition(m_text, offset));
    }

    std::string_view m_text;
    const series::Labels& m_labels;
    double m_value;
};

} // namespace

Result<std::string> expandTemplate(std::string_view text, const series::Labels& labels, double value)
{
    WG_TRY(const auto pieces, parseSupported(text));
    const Expander expander(text, labels, value);
    std::string out;
    for (const TemplatePiece& piece : pieces) {
        if (!piece.action) {
            out += piece.text;
            continue;
        }
        WG_TRY(const TemplateValue expanded, expander.run(*piece.action));
        out += std::holds_alternative<TemplateNil>(expanded) ? "<no value>" : goText(expanded);
    }
    return out;
}

Result<void> checkTemplate(std::string_view text)
{
    WG_CHECK(parseSupported(text));
    return {};
}

std::string expandOrRaw(std::string_view text, const series::Labels& labels, double value)
{
    auto out = expandTemplate(text, labels, value);
    return out ? *std::move(out) : std::string(text);
}

} // namespace wg::rules

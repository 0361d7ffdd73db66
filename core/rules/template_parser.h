// The grammar of text/template actions without control structures: text to a list of pieces. Internal to core/rules.
// Accepts and refuses what Prometheus 2.42's `promtool check rules` does (tests/integration/tst_promtool_rules.cpp), with its
// words.
#pragma once

#include "core/base/result.h"
#include "core/rules/template_value.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wg::rules {

struct TemplatePipeline;

struct TemplateOperand {
    enum class Kind { Constant, Text, Labels, ExternalLabels, ExternalUrl, Value, Dot, Pipeline };

    Kind kind = Kind::Constant;
    TemplateValue constant;
    std::vector<std::string> fields; ///< ".x.y" after it
    std::shared_ptr<const TemplatePipeline> pipeline;
};

/// A function with its arguments, or one operand.
struct TemplateCommand {
    std::string function; ///< empty: the first operand is the value
    std::vector<TemplateOperand> operands;
    std::size_t offset = 0; ///< in the template
};

struct TemplatePipeline {
    std::vector<TemplateCommand> commands; ///< never empty; each one's value is the last argument of the next
};

/// Literal text, or what stands between {{ and }}.
struct TemplatePiece {
    std::string text;
    std::shared_ptr<const TemplatePipeline> action;
};

/// Whether a function of that name exists in Prometheus.
using KnownFunction = bool (*)(std::string_view name);

/// Parse errors for what Prometheus refuses, Unsupported for control structures and declarations.
[[nodiscard]] Result<std::vector<TemplatePiece>> parseTemplate(std::string_view text, KnownFunction known);
/// Line and column of a byte of the template.
[[nodiscard]] Position templatePosition(std::string_view text, std::size_t offset);

} // namespace wg::rules

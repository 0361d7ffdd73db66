#include "core/base/utf8.h"
#include "core/formats/pattern.h"
#include "core/promql/functions.h"
#include "core/promql/quoting.h"

#include <fmt/format.h>

namespace wg::promql {
namespace {

bool mayNameALabel(std::string_view name, Compat compat)
{
    return labelNamesAreUtf8(compat) ? !name.empty() && isUtf8(name) : isLabelName(name);
}

/// `what`: "source" or "destination".
Result<void> checkLabel(const CallContext& context, std::size_t argument, std::string_view what)
{
    const std::string& name = context.text(argument);
    if (mayNameALabel(name, context.compat()))
        return {};
    return std::unexpected(context.evaluation.error(
        context.place(argument), fmt::format("invalid {} label name in {}(): {}", what, context.call.function->name, name)));
}

void setLabel(StepSeries& s, const std::string& name, std::string_view value)
{
    s.labels = std::make_shared<const series::Labels>(s.labels->with(name, value));
    if (name == series::kMetricName)
        s.dropName = false; // a name that was asked for stays
}

Result<StepValue> labelJoin(CallContext& context)
{
    constexpr std::size_t kFirstSource = 3;
    for (std::size_t i = kFirstSource; i < context.arguments.size(); ++i)
        WG_CHECK(checkLabel(context, i, "source"));
    WG_CHECK(checkLabel(context, 1, "destination"));
    StepVector out = std::move(context.vector(0));
    for (StepSeries& s : out) {
        WG_CHECK(context.evaluation.checkpoint());
        std::string joined;
        for (std::size_t i = kFirstSource; i < context.arguments.size(); ++i) {
            if (i > kFirstSource)
                joined += context.text(2);
            joined += s.labels->get(context.text(i));
        }
        setLabel(s, context.text(1), joined);
    }
    WG_CHECK(mergeSameLabels(context.evaluation, out, labelFunctionsRefuseCollisions(context.compat())));
    return out;
}

Result<StepValue> labelReplace(CallContext& context)
{
    const std::string& text = context.text(4);
    auto pattern = formats::Re2Pattern::make(dotMatchesLineBreaks(context.compat()) ? text : fmt::format("(?-s:{})", text));
    if (!pattern)
        return std::unexpected(
            context.evaluation.error(context.place(4), fmt::format("invalid regular expression in label_replace(): {}", text)));
    WG_CHECK(checkLabel(context, 1, "destination"));
    StepVector out = std::move(context.vector(0));
    for (StepSeries& s : out) {
        WG_CHECK(context.evaluation.checkpoint());
        if (const auto value = pattern->expandFullMatch(s.labels->get(context.text(3)), context.text(2)))
            setLabel(s, context.text(1), *value);
    }
    WG_CHECK(mergeSameLabels(context.evaluation, out, labelFunctionsRefuseCollisions(context.compat())));
    return out;
}

constexpr FunctionRow kRows[] = {
    {"label_join", labelJoin},
    {"label_replace", labelReplace},
};

} // namespace

std::span<const FunctionRow> labelFunctions()
{
    return kRows;
}

} // namespace wg::promql

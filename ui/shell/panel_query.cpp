#include "ui/shell/panel_query.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace wg::ui::shell {

namespace {

constexpr DurationMs kDefaultScrape = 15 * kSecond;

dashboard::Builtins builtins(const PlanContext& context, DurationMs step, DurationMs scrape)
{
    return {context.range, step, scrape, context.dashboardTitle};
}

bool wordStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

bool wordPart(char c)
{
    return wordStart(c) || (c >= '0' && c <= '9');
}

/// Past a quoted string, a {…}, a […] or a (…) that begins at `at`.
std::size_t skipGroup(std::string_view text, std::size_t at)
{
    const char open = text[at];
    const char close = open == '{' ? '}' : open == '[' ? ']' : open == '(' ? ')' : open;
    for (++at; at < text.size() && text[at] != close; ++at) {
        if (open == '"' || open == '\'') {
            at += text[at] == '\\' ? 1 : 0;
        } else if (open != '`' && (text[at] == '"' || text[at] == '\'' || text[at] == '`')) {
            at = skipGroup(text, at) - 1;
        }
    }
    return std::min(at + 1, text.size());
}

/// Words that are followed by a list of labels in brackets, and words that stand alone.
constexpr std::array<std::string_view, 6> kLabelLists{"by", "without", "on", "ignoring", "group_left", "group_right"};
constexpr std::array<std::string_view, 9> kWords{"and", "or", "unless", "atan2", "bool", "offset", "inf", "nan", "start"};

} // namespace

std::vector<std::string> metricNames(std::string_view expression)
{
    std::vector<std::string> names;
    std::size_t at = 0;
    const auto skipBlanks = [&] {
        while (at < expression.size() && std::string_view(" \t\r\n").find(expression[at]) != std::string_view::npos)
            ++at;
    };
    while (at < expression.size()) {
        const char c = expression[at];
        if (c == '"' || c == '\'' || c == '`' || c == '{' || c == '[') {
            at = skipGroup(expression, at);
        } else if (c >= '0' && c <= '9') { // numbers and durations: "5m" names no metric
            while (at < expression.size() && (wordPart(expression[at]) || expression[at] == '.'))
                ++at;
        } else if (wordStart(c)) {
            const std::size_t from = at;
            while (at < expression.size() && wordPart(expression[at]))
                ++at;
            const std::string_view word = expression.substr(from, at - from);
            skipBlanks();
            const std::string_view rest = expression.substr(at);
            const bool bracket = rest.starts_with('(');
            const bool aggregator = rest.starts_with("by") || rest.starts_with("without"); // sum by (le) (…)
            if (std::ranges::find(kLabelLists, word) != kLabelLists.end())
                at = bracket ? skipGroup(expression, at) : at;
            else if (!bracket && !aggregator && std::ranges::find(kWords, word) == kWords.end()
                && std::ranges::find(names, word) == names.end())
                names.emplace_back(word);
        } else {
            ++at;
        }
    }
    return names;
}

std::vector<PlannedQuery> planQueries(const dashboard::Panel& panel, const PanelTraits& traits, const PlanContext& context)
{
    std::vector<PlannedQuery> queries;
    for (const dashboard::Target& target : panel.targets) {
        if (target.hidden || target.expr.empty())
            continue;
        PlannedQuery query;
        query.refId = target.refId;
        const std::string& named = target.datasource.empty() ? panel.datasource : target.datasource;
        query.datasource =
            dashboard::interpolateText(named, *context.variables, builtins(context, kDefaultScrape, kDefaultScrape));
        const DurationMs scrape = context.scrapeInterval ? context.scrapeInterval(query.datasource) : kDefaultScrape;
        const DurationMs least = target.minStep.value_or(panel.minInterval.value_or(scrape));
        query.step = units::chooseStep(
            context.range, panel.maxDataPoints.value_or(std::max(traits.width, 1)), least, std::max(target.intervalFactor, 1));
        const dashboard::Builtins values = builtins(context, query.step, least);
        query.expression = dashboard::interpolateQuery(target.expr, *context.variables, values);
        query.legendFormat = dashboard::interpolateText(target.legendFormat, *context.variables, values);
        query.instant = (target.instant && !target.range) || !traits.wantsRange;
        query.range = query.instant ? context.range : units::alignToStep(context.range, query.step);
        queries.push_back(std::move(query));
    }
    return queries;
}

dashboard::Panel panelForView(const dashboard::Panel& panel, const PlanContext& context)
{
    const dashboard::Builtins values = builtins(context, kDefaultScrape, kDefaultScrape);
    dashboard::Panel shown = panel;
    shown.title = dashboard::interpolateText(panel.title, *context.variables, values);
    shown.description = dashboard::interpolateText(panel.description, *context.variables, values);
    QJsonObject options = QJsonDocument::fromJson(QByteArray::fromStdString(panel.options)).object();
    if (panel.type == "text" && options.contains(QStringLiteral("content"))) {
        const std::string content = options[QStringLiteral("content")].toString().toStdString();
        options[QStringLiteral("content")] =
            QString::fromStdString(dashboard::interpolateText(content, *context.variables, values));
        shown.options = QJsonDocument(options).toJson(QJsonDocument::Compact).toStdString();
    }
    return shown;
}

} // namespace wg::ui::shell

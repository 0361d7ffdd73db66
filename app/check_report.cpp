#include "app/check_report.h"

#include "app/plain_text.h"
#include "core/base/number.h"
#include "core/promapi/write.h"

#include <fmt/format.h>

#include <algorithm>

namespace wg::app {
namespace {

/// When the alert took its state; what was there from the first evaluation on may be older.
std::string since(const alerts::Alert& alert, TimeMs firstTick)
{
    const bool firing = alert.state == alerts::State::Firing;
    return fmt::format(
        "since {}{}", formatTime(firing ? alert.firedAt : alert.activeAt), alert.activeAt <= firstTick ? " or before" : "");
}

void appendAlerts(std::string& out, const RuleOutcome& rule, TimeMs firstTick)
{
    for (std::size_t i = 0; i < rule.alerts.size(); ++i) {
        const alerts::Alert& alert = rule.alerts[i];
        out += fmt::format("  {:<9} {} {}, value {}\n", alerts::stateName(alert.state), plainText(alert.labels.text()),
            since(alert, firstTick), formatShortest(alert.value));
        for (const auto& [name, text] : rule.annotations[i])
            out += fmt::format("            {}: {}\n", plainText(name), plainText(text));
    }
}

void appendTransitions(std::string& out, const RuleOutcome& rule)
{
    for (const alerts::Transition& change : rule.transitions) {
        out += fmt::format("  {} {} -> {} {}\n", formatTime(change.at), alerts::stateName(change.from),
            change.to == alerts::State::Inactive ? "resolved" : alerts::stateName(change.to), plainText(change.labels.text()));
    }
}

promapi::RuleBody ruleBody(const rules::Rule& rule)
{
    promapi::RuleBody out;
    out.recording = rule.recording;
    out.name = rule.name;
    out.query = rule.expr;
    out.duration = rule.holdFor;
    out.keepFiringFor = rule.keepFiringFor;
    out.labels = rule.labels;
    out.annotations = rule.annotations;
    out.health = "unknown";
    return out;
}

promapi::RuleBody ruleBody(const RuleOutcome& outcome, TimeMs at)
{
    promapi::RuleBody out = ruleBody(outcome.rule);
    const bool active = outcome.state == alerts::State::Firing || outcome.state == alerts::State::Pending;
    out.state = active ? alerts::stateName(outcome.state) : "inactive";
    out.health = outcome.error.empty() ? "ok" : "err";
    out.lastError = outcome.error;
    if (outcome.state == alerts::State::NoData) {
        out.health = "unknown";
        out.lastError = "no data: no selector of the expression matched any sample";
    }
    out.evaluationSeconds = outcome.seconds;
    out.lastEvaluation = at;
    for (std::size_t i = 0; i < outcome.alerts.size(); ++i) {
        const alerts::Alert& alert = outcome.alerts[i];
        promapi::AlertBody body;
        for (const series::Label& label : alert.labels)
            body.labels[label.name] = label.value;
        body.annotations = outcome.annotations[i];
        body.state = alerts::stateName(alert.state);
        body.activeAt = alert.activeAt;
        body.value = alert.value;
        out.alerts.push_back(std::move(body));
    }
    return out;
}

/// For text and attributes; what XML 1.0 cannot hold is made visible.
std::string xml(std::string_view text)
{
    std::string out;
    for (const char c : plainText(text, true)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string junitVerdict(const RuleOutcome& rule, bool failOnNoData)
{
    if (!rule.error.empty())
        return fmt::format("<error message=\"{}\"/>", xml(rule.error));
    if (rule.fired) {
        std::string text;
        for (const alerts::Alert& alert : rule.alerts)
            text += fmt::format("{} {}\n", alerts::stateName(alert.state), alert.labels.text());
        return fmt::format("<failure message=\"firing\">{}</failure>", xml(text));
    }
    if (rule.state == alerts::State::NoData)
        return failOnNoData ? "<failure message=\"no data\"/>" : "<skipped message=\"no data\"/>";
    return {};
}

} // namespace

std::string checkTable(const CheckReport& report)
{
    std::string out = report.range.from == report.range.to
        ? fmt::format("states at {}\n", formatTime(report.range.to))
        : fmt::format("from {} to {}\n", formatTime(report.range.from), formatTime(report.range.to));
    for (const GroupOutcome& group : report.groups) {
        for (const RuleOutcome& rule : group.rules) {
            const std::string_view state = rule.error.empty() ? alerts::stateName(rule.state) : "error";
            out += fmt::format("{:<9} {} (group {}, source {})\n", state, plainText(rule.rule.name),
                plainText(group.group.name), plainText(rule.source));
            if (!rule.error.empty())
                out += fmt::format("  {}\n", plainText(rule.error));
            appendAlerts(out, rule, group.firstTick);
            if (report.range.from != report.range.to)
                appendTransitions(out, rule);
        }
    }
    return out;
}

std::string checkJson(const CheckReport& report)
{
    std::vector<promapi::RuleGroupBody> groups;
    for (const GroupOutcome& group : report.groups) {
        promapi::RuleGroupBody body;
        body.name = group.group.name;
        body.file = group.file;
        body.interval = group.group.interval;
        body.limit = group.group.limit;
        body.lastEvaluation = report.range.to;
        for (const rules::Rule& rule : group.group.rules) {
            if (rule.recording)
                body.rules.push_back(ruleBody(rule));
        }
        for (const RuleOutcome& rule : group.rules) {
            body.rules.push_back(ruleBody(rule, report.range.to));
            body.evaluationSeconds += rule.seconds;
        }
        groups.push_back(std::move(body));
    }
    return promapi::rulesBody(groups) + "\n";
}

std::string checkJunit(const CheckReport& report, bool failOnNoData)
{
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const GroupOutcome& group : report.groups) {
        const auto count = [&](auto&& is) { return std::ranges::count_if(group.rules, is); };
        const auto isError = [](const RuleOutcome& rule) { return !rule.error.empty(); };
        const auto isNoData = [&](const RuleOutcome& rule) {
            return !isError(rule) && !rule.fired && rule.state == alerts::State::NoData;
        };
        const auto isFailure = [&](const RuleOutcome& rule) {
            return (!isError(rule) && rule.fired) || (failOnNoData && isNoData(rule));
        };
        out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
            xml(group.file + ": " + group.group.name), group.rules.size(), count(isFailure), count(isError),
            failOnNoData ? 0 : count(isNoData));
        for (const RuleOutcome& rule : group.rules) {
            out += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">{}</testcase>\n",
                xml(group.group.name), xml(rule.rule.name), rule.seconds, junitVerdict(rule, failOnNoData));
        }
        out += "  </testsuite>\n";
    }
    return out + "</testsuites>\n";
}

} // namespace wg::app

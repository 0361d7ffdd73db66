#include "ui/shell/alert_map.h"

#include "ui/shell/page_parts.h"
#include "ui/shell/panel_query.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>

namespace wg::ui::shell {

namespace {

using Summary = panels::AlertSummary;

Summary::State shownState(alerts::State state)
{
    switch (state) {
    case alerts::State::Firing:
        return Summary::State::Firing;
    case alerts::State::Pending:
        return Summary::State::Pending;
    case alerts::State::Inactive:
        return Summary::State::Ok;
    case alerts::State::NoData:
    case alerts::State::Error:
        break;
    }
    return Summary::State::None;
}

/// A rule enters (+1) or leaves (-1) a state.
struct Edge {
    TimeMs at = 0;
    Summary::State state = Summary::State::None;
    int count = 0;
};

std::vector<Edge> edgesOf(const alerting::RuleStatus& rule, TimeRange range, TimeMs now)
{
    std::vector<Edge> edges;
    for (std::size_t i = 0; i < rule.history.size(); ++i) {
        const alerts::Span& span = rule.history[i];
        const bool lasts = i + 1 == rule.history.size() && (now - span.to) / alerts::History::kPatience <= rule.interval;
        const TimeMs from = std::max(span.from, range.from);
        const TimeMs to = std::min(lasts ? std::max(span.to, now) : span.to, range.to);
        const Summary::State state = shownState(span.state);
        if (to <= from || state == Summary::State::None)
            continue;
        edges.push_back({from, state, 1});
        edges.push_back({to, state, -1});
    }
    return edges;
}

/// When the worst alert of a rule became pending, and when it began to fire.
struct Since {
    TimeMs active = 0;
    std::optional<TimeMs> fired;
};

Since sinceWhen(const alerting::RuleStatus& rule, TimeMs now)
{
    Since since{now, std::nullopt};
    for (const alerts::Alert& alert : rule.alerts) {
        if (alert.state != alerts::State::Pending && alert.state != alerts::State::Firing)
            continue;
        since.active = std::min(since.active, alert.activeAt);
        if (alert.state == alerts::State::Firing)
            since.fired = std::min(since.fired.value_or(now), alert.firedAt);
    }
    return since;
}

} // namespace

bool belongsTo(const alerting::RuleStatus& rule, const dashboard::Panel& panel, const std::string& dashboardUid)
{
    const auto& annotations = rule.rule.annotations;
    if (const auto id = annotations.find("__panelId__"); id != annotations.end()) {
        const auto uid = annotations.find("__dashboardUid__");
        return id->second == std::to_string(panel.id) && (uid == annotations.end() || uid->second == dashboardUid);
    }
    if (panel.targets.empty() || rule.rule.recording)
        return false;
    const std::vector<std::string> watched = metricNames(rule.rule.expr);
    return std::ranges::any_of(panel.targets, [&](const dashboard::Target& target) {
        return std::ranges::any_of(metricNames(target.expr),
            [&](const std::string& name) { return std::ranges::find(watched, name) != watched.end(); });
    });
}

std::vector<Summary::Span> alertStrip(const std::vector<const alerting::RuleStatus*>& rules, TimeRange range, TimeMs now)
{
    std::vector<Edge> edges;
    for (const alerting::RuleStatus* rule : rules)
        std::ranges::copy(edgesOf(*rule, range, now), std::back_inserter(edges));
    std::ranges::sort(edges, {}, &Edge::at);
    std::map<Summary::State, int, std::greater<>> open; // worst first
    std::vector<Summary::Span> strip;
    TimeMs since = range.from;
    for (const Edge& edge : edges) {
        if (edge.at > since && !open.empty()) {
            const Summary::State worst = open.begin()->first;
            if (!strip.empty() && strip.back().state == worst && strip.back().to == since)
                strip.back().to = edge.at;
            else
                strip.push_back({since, edge.at, worst});
        }
        since = edge.at;
        int& count = open[edge.state];
        count += edge.count;
        if (count == 0)
            open.erase(edge.state);
    }
    return strip;
}

Summary alertFor(const dashboard::Panel& panel, const std::string& dashboardUid, const std::vector<alerting::RuleStatus>& rules,
    TimeRange range, TimeMs now)
{
    Summary summary;
    const alerting::RuleStatus* worst = nullptr;
    std::vector<const alerting::RuleStatus*> belonging;
    for (const alerting::RuleStatus& rule : rules) {
        if (!belongsTo(rule, panel, dashboardUid))
            continue;
        belonging.push_back(&rule);
        const Summary::State state = shownState(rule.state);
        if (state > summary.state) {
            summary.state = state;
            worst = &rule;
        }
    }
    summary.spans = alertStrip(belonging, range, now);
    if (worst == nullptr)
        return summary;
    const Since since = sinceWhen(*worst, now);
    if (summary.state == Summary::State::Firing)
        summary.text =
            QCoreApplication::translate("alerts", "Firing %1").arg(spanText(now - since.fired.value_or(since.active)));
    else if (summary.state == Summary::State::Pending)
        summary.text = QCoreApplication::translate("alerts", "Pending %1").arg(spanText(now - since.active));
    else
        summary.text = QCoreApplication::translate("alerts", "OK");
    return summary;
}

std::vector<panels::AlertRow> alertRows(const std::vector<alerting::RuleStatus>& rules, TimeMs now)
{
    std::vector<panels::AlertRow> rows;
    for (const alerting::RuleStatus& rule : rules) {
        if (rule.rule.recording)
            continue;
        const QString name = QString::fromStdString(rule.rule.name);
        const bool trouble = rule.state == alerts::State::NoData || rule.state == alerts::State::Error;
        bool any = false;
        for (std::size_t index = 0; index < rule.alerts.size(); ++index) {
            const alerts::Alert& alert = rule.alerts[index];
            const Summary::State state = shownState(alert.state);
            if (state != Summary::State::Firing && state != Summary::State::Pending)
                continue;
            any = true;
            const bool firing = state == Summary::State::Firing;
            const QString age = spanText(now - (firing ? alert.firedAt : alert.activeAt));
            QString summary = QString::fromStdString(alert.labels.withoutMetricName().text());
            if (index < rule.annotations.size())
                for (const char* key : {"description", "summary"})
                    if (const auto found = rule.annotations[index].find(key); found != rule.annotations[index].end())
                        summary = QString::fromStdString(found->second);
            const QString text = QCoreApplication::translate("alerts", firing ? "Firing %1" : "Pending %1").arg(age);
            rows.push_back({state, text, name, summary, false});
        }
        if (!any)
            rows.push_back({trouble ? Summary::State::None : Summary::State::Ok,
                QString::fromUtf8(
                    alerts::stateName(rule.state).data(), static_cast<qsizetype>(alerts::stateName(rule.state).size())),
                name, rule.error ? QString::fromStdString(rule.error->text()) : QString(), trouble});
    }
    std::ranges::stable_sort(rows, [](const panels::AlertRow& a, const panels::AlertRow& b) {
        return std::tuple(-int(a.state), !a.trouble, a.name) < std::tuple(-int(b.state), !b.trouble, b.name);
    });
    return rows;
}

} // namespace wg::ui::shell

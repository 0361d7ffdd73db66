#include "ui/shell/alert_map.h"

#include "ui/shell/page_parts.h"
#include "ui/shell/panel_query.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

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

Summary alertFor(const dashboard::Panel& panel, const std::string& dashboardUid, const std::vector<alerting::RuleStatus>& rules,
    TimeRange range, TimeMs now)
{
    Summary summary;
    const alerting::RuleStatus* worst = nullptr;
    for (const alerting::RuleStatus& rule : rules) {
        if (!belongsTo(rule, panel, dashboardUid))
            continue;
        const Summary::State state = shownState(rule.state);
        if (state > summary.state) {
            summary.state = state;
            worst = &rule;
        }
    }
    if (worst == nullptr)
        return summary;
    const Since since = sinceWhen(*worst, now);
    const auto span = [&](TimeMs from, TimeMs to, Summary::State state) {
        const TimeRange shown{std::max(from, range.from), std::min(to, range.to)};
        if (shown.length() > 0)
            summary.spans.push_back({shown.from, shown.to, state});
    };
    span(range.from, since.active, Summary::State::Ok);
    span(since.active, since.fired.value_or(now), Summary::State::Pending);
    if (since.fired)
        span(*since.fired, now, Summary::State::Firing);
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

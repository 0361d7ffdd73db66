#include "ui/shell/alert_tables.h"

#include "ui/shell/cell_table.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/rule_list.h"
#include "ui/theme/text.h"

namespace wg::ui::shell {
namespace {

using alerting::RuleStatus;
using alerts::State;

Cell::Tone cellTone(StateLook::Tone tone)
{
    constexpr Cell::Tone kTones[] = {Cell::Tone::Ok, Cell::Tone::Warning, Cell::Tone::Critical, Cell::Tone::Secondary};
    return kTones[static_cast<int>(tone)];
}

} // namespace

void setRuleDetails(CellTable& table, const RuleStatus& rule, const units::Zone& zone, TimeMs now)
{
    std::vector<std::vector<Cell>> rows;
    const auto add = [&](const QString& name, const QString& text, Cell::Tone tone = Cell::Tone::Primary) {
        rows.push_back({{name, Cell::Tone::Secondary, {}}, {theme::shown(text, 1000), tone, text}});
    };
    if (rule.error)
        add(CellTable::tr("error"), errorText(*rule.error), Cell::Tone::Critical);
    add(CellTable::tr("for"), QString::fromStdString(formatDuration(rule.rule.holdFor)));
    if (rule.rule.keepFiringFor > 0)
        add(CellTable::tr("keep firing for"), QString::fromStdString(formatDuration(rule.rule.keepFiringFor)));
    add(CellTable::tr("every"), QString::fromStdString(formatDuration(rule.interval)));
    add(CellTable::tr("source"), QString::fromStdString(rule.source));
    if (rule.lastEvaluation > 0)
        add(CellTable::tr("evaluated"),
            CellTable::tr("%1, in %2 ms").arg(momentText(rule.lastEvaluation, now, zone)).arg(rule.evaluationTime));
    for (const auto& [name, value] : rule.rule.labels)
        add(QString::fromStdString(name), QString::fromStdString(value));
    // Of a firing rule as its first alert says it, else as the file says it.
    const auto& annotations = rule.annotations.empty() ? rule.rule.annotations : rule.annotations.front();
    for (const auto& [name, text] : annotations)
        add(QString::fromStdString(name), QString::fromStdString(text));
    add(CellTable::tr("file"),
        CellTable::tr("%1, line %2").arg(QString::fromStdString(rule.file).section('/', -1)).arg(rule.rule.position.line),
        Cell::Tone::Secondary);
    table.set({{QString(), false, {}}, {QString(), false, {}}}, std::move(rows));
}

void setAlerts(CellTable& table, const RuleStatus& rule, const units::Zone& zone, TimeMs now)
{
    std::vector<std::vector<Cell>> rows;
    for (const alerts::Alert& alert : rule.alerts) {
        if (alert.state == State::Inactive)
            continue;
        const StateLook look = lookOf(alert.state);
        rows.push_back({{theme::shown(alert.labels.text()), Cell::Tone::Primary, theme::shown(alert.labels.text(), 2000)},
            {CellTable::tr(look.word), cellTone(look.tone), {}, {}, look.icon},
            {momentText(alert.activeAt, now, zone), Cell::Tone::Secondary, {}},
            {QString::number(alert.value, 'g', 6), Cell::Tone::Primary, {}, {}, {}, true}});
    }
    table.set({{CellTable::tr("Labels"), false, {}}, {CellTable::tr("State"), false, {}},
                  {CellTable::tr("Active since"), false, {}}, {CellTable::tr("Value"), true, {}}},
        std::move(rows));
}

} // namespace wg::ui::shell

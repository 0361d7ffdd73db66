#include "ui/shell/rule_list.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace wg::ui::shell {
namespace {

using alerts::State;

enum Role { kTitle = Qt::UserRole + 1, kLine, kKey, kState, kHeading, kInterval };
constexpr int kRuleHeight = 44, kHeadingHeight = 32;
constexpr int kTextLeft = 40;

QColor toneColor(StateLook::Tone tone)
{
    const auto& c = theme::colors();
    switch (tone) {
    case StateLook::Tone::Ok:
        return c.ok;
    case StateLook::Tone::Warning:
        return c.warning;
    case StateLook::Tone::Critical:
        return c.critical;
    case StateLook::Tone::Neutral:
        break;
    }
    return c.textSecondary;
}

class RuleDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {0, index.data(kHeading).toBool() ? kHeadingHeight : kRuleHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        if (index.data(kHeading).toBool())
            paintHeading(*painter, option.rect, index);
        else
            paintRule(*painter, option, index);
        painter->restore();
    }

private:
    static void drawText(QPainter& painter, const QRect& rect, const QString& text, int flags)
    {
        painter.drawText(
            rect, flags | Qt::TextSingleLine, painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
    }

    static void paintHeading(QPainter& painter, const QRect& rect, const QModelIndex& index)
    {
        const QRect inner = rect.adjusted(theme::space::m, theme::space::xs, -theme::space::m, 0);
        painter.setFont(theme::font(theme::Text::Small));
        painter.setPen(theme::colors().textSecondary);
        const QString interval = index.data(kInterval).toString();
        painter.drawText(inner, Qt::AlignRight | Qt::AlignVCenter, interval);
        const int taken = painter.fontMetrics().horizontalAdvance(interval) + theme::space::s;
        drawText(painter, inner.adjusted(0, 0, -taken, 0), index.data(kTitle).toString(), Qt::AlignLeft | Qt::AlignVCenter);
    }

    static void paintRule(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
    {
        const auto& c = theme::colors();
        const QRect& rect = option.rect;
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter.fillRect(rect, c.selectedOnCanvas);
            painter.fillRect(QRect(rect.topLeft(), QSize(2, rect.height())), c.accent);
        } else if (option.state.testFlag(QStyle::State_MouseOver)) {
            painter.fillRect(rect, c.hoverRow);
        }
        const StateLook look = lookOf(static_cast<State>(index.data(kState).toInt()));
        const QColor tone = toneColor(look.tone);
        const QPixmap icon = theme::iconPixmap(look.icon, tone, theme::size::icon, painter.device()->devicePixelRatioF());
        painter.drawPixmap(QPoint(rect.left() + theme::space::m + 2, rect.center().y() - theme::size::icon / 2), icon);
        const QRect texts = rect.adjusted(kTextLeft, 4, -theme::space::s, -4);
        painter.setFont(theme::font(theme::Text::Body, option.state.testFlag(QStyle::State_Selected)));
        painter.setPen(c.textPrimary);
        drawText(painter, QRect(texts.topLeft(), QSize(texts.width(), 20)), index.data(kTitle).toString(),
            Qt::AlignLeft | Qt::AlignVCenter);
        painter.setFont(theme::font(theme::Text::Small));
        painter.setPen(look.tone == StateLook::Tone::Ok ? c.textSecondary : tone);
        drawText(painter, QRect(texts.left(), texts.top() + 20, texts.width(), 16), index.data(kLine).toString(),
            Qt::AlignLeft | Qt::AlignVCenter);
    }
};

/// Firing before pending before error before no data before normal.
int severity(State state)
{
    switch (state) {
    case State::Firing:
        return 4;
    case State::Pending:
        return 3;
    case State::Error:
        return 2;
    case State::NoData:
        return 1;
    case State::Inactive:
        break;
    }
    return 0;
}

const alerts::Alert* worstAlert(const alerting::RuleStatus& rule)
{
    const alerts::Alert* worst = nullptr;
    for (const alerts::Alert& alert : rule.alerts)
        if (!worst || severity(alert.state) > severity(worst->state))
            worst = &alert;
    return worst;
}

} // namespace

StateLook lookOf(State state)
{
    switch (state) {
    case State::Firing:
        return {"heart-broken", StateLook::Tone::Critical, "Firing"};
    case State::Pending:
        return {"clock", StateLook::Tone::Warning, "Pending"};
    case State::NoData:
        return {"question", StateLook::Tone::Neutral, "No data"};
    case State::Error:
        return {"error", StateLook::Tone::Critical, "Error"};
    case State::Inactive:
        break;
    }
    return {"heart", StateLook::Tone::Ok, "Normal"};
}

QString stateLine(const alerting::RuleStatus& rule, TimeMs now)
{
    if (rule.lastEvaluation == 0)
        return RuleList::tr("Not evaluated yet");
    QString line = RuleList::tr(lookOf(rule.state).word);
    if (rule.state == State::Error && rule.error)
        return line + ": " + theme::shown(rule.error->message, 120);
    const alerts::Alert* alert = worstAlert(rule);
    if (!alert || (rule.state != State::Firing && rule.state != State::Pending))
        return line;
    line += " " + spanText(std::max<DurationMs>(0, now - (rule.state == State::Firing ? alert->firedAt : alert->activeAt)));
    line += ", " + QString::number(alert->value, 'g', 4);
    if (rule.alerts.size() > 1)
        line += RuleList::tr(" and %1 more").arg(rule.alerts.size() - 1);
    return line;
}

std::string ruleKey(const alerting::RuleStatus& rule)
{
    return rule.file + '\n' + rule.group + '\n' + rule.rule.name + '\n' + std::to_string(rule.rule.position.line);
}

RuleList::RuleList(QWidget* parent) : QListView(parent), m_model(new QStandardItemModel(this))
{
    setModel(m_model);
    setItemDelegate(new RuleDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Alert rules"));
}

void RuleList::setRules(const std::vector<alerting::RuleStatus>& rules, const QString& filter, TimeMs now)
{
    const std::string before = selectedKey();
    m_filling = true;
    m_model->clear();
    QString heading;
    std::string worst;
    int worstSeverity = -1;
    for (const alerting::RuleStatus& rule : rules) {
        const QString name = theme::shown(rule.rule.name);
        const QString group =
            theme::shown(QString::fromStdString(rule.file).section('/', -1)) + " / " + theme::shown(rule.group);
        if (!filter.isEmpty() && !name.contains(filter, Qt::CaseInsensitive) && !group.contains(filter, Qt::CaseInsensitive))
            continue;
        if (group != heading) {
            auto* item = new QStandardItem;
            item->setFlags(Qt::NoItemFlags);
            item->setData(true, kHeading);
            item->setData(group, kTitle);
            item->setData(QString::fromStdString(formatDuration(rule.interval)), kInterval);
            m_model->appendRow(item);
            heading = group;
        }
        auto* item = new QStandardItem;
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setData(name, kTitle);
        item->setData(stateLine(rule, now), kLine);
        item->setData(name + ", " + stateLine(rule, now), Qt::AccessibleTextRole);
        item->setData(QString::fromStdString(ruleKey(rule)), kKey);
        item->setData(static_cast<int>(rule.state), kState);
        m_model->appendRow(item);
        if (severity(rule.state) > worstSeverity) {
            worstSeverity = severity(rule.state);
            worst = ruleKey(rule);
        }
    }
    selectKey(before.empty() ? worst : before);
    if (selectedKey().empty())
        selectKey(worst);
    m_filling = false;
    if (selectedKey() != before)
        Q_EMIT selectedChanged();
}

std::string RuleList::selectedKey() const
{
    return currentIndex().data(kKey).toString().toStdString();
}

void RuleList::selectKey(const std::string& key)
{
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (const QModelIndex index = m_model->index(row, 0); index.data(kKey).toString().toStdString() == key && !key.empty())
            return setCurrentIndex(index);
}

void RuleList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    if (!m_filling)
        Q_EMIT selectedChanged();
}

} // namespace wg::ui::shell

#include "ui/shell/time_bar.h"

#include "ui/shell/bar_parts.h"
#include "ui/shell/time_range_popup.h"
#include "ui/shell/time_state.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include <array>

namespace wg::ui::shell {

namespace {

constexpr std::array<DurationMs, 8> kIntervals{
    0, kSecond, 5 * kSecond, 10 * kSecond, 30 * kSecond, kMinute, 2 * kMinute, 5 * kMinute};

/// The dot of the Live button, as its icon.
QPixmap dot(const QColor& color, bool hollow, double ratio)
{
    const int side = theme::size::icon;
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = theme::size::statusDot / 2.0;
    painter.setPen(QPen(color, theme::stroke::threshold));
    if (!hollow)
        painter.setBrush(color);
    const QPointF centre(side / 2.0, side / 2.0);
    painter.drawEllipse(centre, radius, radius);
    if (!hollow) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::withAlpha(color, theme::alpha::fillStacked));
        painter.drawEllipse(centre, radius + 2, radius + 2);
    }
    return pixmap;
}

} // namespace

QString intervalText(DurationMs interval)
{
    if (interval == 0)
        return TimeBar::tr("Off");
    return interval < kMinute ? TimeBar::tr("%1 s").arg(interval / kSecond) : TimeBar::tr("%1 min").arg(interval / kMinute);
}

TimeBar::TimeBar(TimeState& time, std::function<TimeMs()> clock, QWidget* parent)
    : QWidget(parent)
    , m_time(time)
    , m_clock(std::move(clock))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::space::s);
    auto* range = new SegmentGroup(this);
    auto* before = range->add(QStringLiteral("chevron-left"), {}, tr("Move the range back by half (t ←)"));
    m_range = range->add(QStringLiteral("clock"), tr("Range"), tr("Time range"));
    m_range->setObjectName(QStringLiteral("rangeButton"));
    auto* after = range->add(QStringLiteral("chevron-right"), {}, tr("Move the range on by half (t →)"));
    auto* out = range->add(QStringLiteral("zoom-out"), {}, tr("Zoom out (t z)"));
    row->addWidget(range);
    auto* live = new SegmentGroup(this);
    auto* refresh = live->add(QStringLiteral("refresh"), {}, tr("Refresh everything (d r)"));
    m_interval = live->add({}, {}, tr("Refresh interval"));
    m_interval->setObjectName(QStringLiteral("intervalButton"));
    m_live = live->add({}, tr("Live"), tr("Pause or go on"));
    m_live->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_live->setObjectName(QStringLiteral("liveButton"));
    row->addWidget(live);
    makeIntervalMenu();

    connect(before, &QToolButton::clicked, this, [this] { m_time.shift(-1, m_clock()); });
    connect(after, &QToolButton::clicked, this, [this] { m_time.shift(1, m_clock()); });
    connect(out, &QToolButton::clicked, this, [this] { m_time.zoomOut(m_clock()); });
    connect(m_range, &QToolButton::clicked, this, &TimeBar::showPopup);
    connect(refresh, &QToolButton::clicked, this, &TimeBar::refreshRequested);
    connect(m_live, &QToolButton::clicked, this, [this] { m_time.setPaused(!m_time.paused()); });
    connect(&m_time, &TimeState::rangeChanged, this, &TimeBar::showState);
    connect(&m_time, &TimeState::refreshChanged, this, &TimeBar::showState);
    connect(&m_time, &TimeState::zoneChanged, this, &TimeBar::showState);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &TimeBar::showState);
    showState();
}

void TimeBar::makeIntervalMenu()
{
    auto* menu = new QMenu(m_interval);
    auto* group = new QActionGroup(menu);
    for (const DurationMs interval : kIntervals) {
        QAction* action = menu->addAction(intervalText(interval));
        action->setCheckable(true);
        action->setData(QVariant::fromValue<qlonglong>(interval));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, interval] {
            m_time.setRefreshInterval(interval);
            m_time.setPaused(false);
        });
    }
    connect(menu, &QMenu::aboutToShow, this, [this, group] {
        for (QAction* action : group->actions())
            action->setChecked(action->data().toLongLong() == m_time.refreshInterval());
    });
    m_interval->setMenu(menu);
    m_interval->setPopupMode(QToolButton::InstantPopup);
}

void TimeBar::showPopup()
{
    delete m_popup; // made anew: zone and theme may have changed
    m_popup = new TimeRangePopup(m_time, m_clock, this);
    m_popup->showBelow(m_range);
}

void TimeBar::setBehind(bool behind)
{
    if (behind == m_behind)
        return;
    m_behind = behind;
    showState();
}

void TimeBar::showState()
{
    const TimeMs now = m_clock();
    m_range->setText(QString::fromStdString(units::describeRange(m_time.range(), now, m_time.zone())));
    const TimeRange shown = m_time.resolve(now);
    m_range->setToolTip(tr("%1 to %2")
            .arg(QString::fromStdString(units::formatLocal(shown.from, m_time.zone())),
                QString::fromStdString(units::formatLocal(shown.to, m_time.zone())))
            .toHtmlEscaped());
    m_interval->setText(intervalText(m_time.refreshInterval()));
    const auto& colors = theme::colors();
    const bool on = m_time.refreshInterval() > 0 && m_time.endsNow();
    const bool running = on && !m_time.paused();
    const QString ink = QStringLiteral("QToolButton { color: %1; }").arg(colors.textPrimary.name());
    for (QToolButton* button : {m_range, m_interval, m_live})
        button->setStyleSheet(ink);
    m_live->setVisible(on);
    m_live->setText(running ? tr("Live") : tr("Paused"));
    m_live->setIcon(iconBesideText(
        dot(running ? (m_behind ? colors.warning : colors.ok) : colors.textSecondary, !running, devicePixelRatioF())));
    m_live->setIconSize({theme::size::icon + theme::space::xs, theme::size::icon});
    m_live->setToolTip(running ? (m_behind ? tr("Behind: the last answers failed or are late. Click to pause.")
                                           : tr("New data come in by themselves. Click to pause."))
                               : tr("Paused. Click to go on."));
    m_live->setAccessibleDescription(m_live->toolTip());
}

} // namespace wg::ui::shell

#include "ui/shell/status_line.h"

#include "core/units/format.h"
#include "ui/shell/bar_parts.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <cstdlib>

namespace wg::ui::shell {

namespace {

constexpr int kMessageMs = 8000;

} // namespace

QString zoneText(const units::Zone& zone, TimeMs now)
{
    const DurationMs offset = zone.offsetAt(now);
    const DurationMs minutes = std::abs(offset) / kMinute;
    const QString utc = QStringLiteral("UTC%1%2:%3")
                            .arg(offset < 0 ? QLatin1Char('-') : QLatin1Char('+'))
                            .arg(minutes / 60, 2, 10, QLatin1Char('0'))
                            .arg(minutes % 60, 2, 10, QLatin1Char('0'));
    const QString name = QString::fromStdString(zone.name());
    return name.section(QLatin1Char('/'), -1) == QLatin1String("UTC") ? QStringLiteral("UTC")
                                                                      : QStringLiteral("%1 (%2)").arg(name, utc);
}

StatusLine::StatusLine(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_dot(new theme::StatusDot(this))
    , m_source(plainLabel({}, "small", "secondary"))
    , m_round(plainLabel({}, "small", "secondary"))
    , m_alerts(barButton(this, {}, {}, {}, "ghost"))
    , m_next(plainLabel({}, "small", "secondary"))
    , m_notes(plainLabel({}, "small", "secondary"))
    , m_zone(plainLabel({}, "small", "secondary"))
{
    setFixedHeight(theme::size::statusBar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::space::s, 1, theme::space::s, 0);
    row->setSpacing(0);
    row->addWidget(m_dot);
    row->addSpacing(theme::space::s - 1);
    row->addWidget(m_source);
    row->addSpacing(theme::space::l);
    row->addWidget(m_round, 1);
    row->addWidget(m_alerts);
    row->addSpacing(theme::space::l);
    row->addWidget(m_next);
    row->addWidget(m_notes);
    row->addSpacing(theme::space::l);
    row->addWidget(m_zone);
    m_alerts->setObjectName(QStringLiteral("statusAlerts"));
    m_alerts->setFixedHeight(theme::size::statusBar - 2);
    m_alerts->setFont(theme::font(theme::Text::Small));
    m_round->setObjectName(QStringLiteral("statusRound"));
    m_source->setObjectName(QStringLiteral("statusSource"));
    m_messageOver.setSingleShot(true);
    connect(&m_messageOver, &QTimer::timeout, this, [this] {
        setTone(m_round, "secondary");
        showRound();
    });
    connect(m_alerts, &QToolButton::clicked, this, &StatusLine::alertsClicked);
    connect(&workspace.sources, &SourceList::defaultChanged, this, &StatusLine::askProduct);
    connect(&workspace.sources, &SourceList::added, this, &StatusLine::showSource);
    connect(&workspace.sources, &SourceList::removed, this, &StatusLine::showSource);
    connect(&workspace.alerts, &alerting::AlertService::changed, this, &StatusLine::showAlerts);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &StatusLine::showAlerts);
    const auto showZone = [this] { m_zone->setText(zoneText(m_workspace.time.zone(), m_workspace.clock())); };
    connect(&workspace.time, &TimeState::zoneChanged, this, showZone);
    showZone();
    askProduct();
    showAlerts();
}

void StatusLine::askProduct()
{
    m_product.clear();
    m_failing = false;
    sources::Source* source = m_workspace.sources.defaultSource();
    showSource();
    if (source == nullptr)
        return;
    source->test(this, [this, source](Result<sources::Health> health) {
        if (m_workspace.sources.defaultSource() != source)
            return;
        m_failing = !health;
        if (health)
            m_product = QString::fromStdString(health->product + (health->version.empty() ? "" : " " + health->version));
        showSource();
    });
}

void StatusLine::setPageStatus(const PageStatus& status)
{
    m_page = status;
    m_notes->setText(status.notes);
    m_next->setVisible(status.notes.isEmpty());
    m_zone->setVisible(status.notes.isEmpty());
    if (!m_messageOver.isActive())
        showRound();
    showSource();
}

void StatusLine::showRound()
{
    m_round->setText(m_page.what.isEmpty() ? m_roundText : m_page.cost);
}

void StatusLine::showSource()
{
    if (!m_page.what.isEmpty()) {
        m_dot->set(theme::Tone::Ok);
        m_source->setToolTip({});
        return m_source->setText(m_page.what);
    }
    const sources::Source* source = m_workspace.sources.defaultSource();
    if (source == nullptr) {
        m_dot->set(theme::Tone::Neutral);
        return m_source->setText(tr("No source open"));
    }
    QString text = QString::fromStdString(source->name());
    if (!m_product.isEmpty() && !source->isLocal())
        text += QStringLiteral(" · ") + m_product;
    const auto others = m_workspace.sources.all().size() - 1;
    if (others > 0)
        text += tr(" and %1 more").arg(others);
    m_source->setText(text);
    m_source->setToolTip(QString::fromStdString(source->location()).toHtmlEscaped());
    m_dot->set(m_failing ? theme::Tone::Critical : theme::Tone::Ok);
}

void StatusLine::setRound(const RoundStats& stats)
{
    const units::Formatted samples = units::format(static_cast<double>(stats.samples), "short");
    m_roundText = stats.queries == 1 ? tr("1 query") : tr("%1 queries").arg(stats.queries);
    m_roundText += tr(" · %1 samples · %2 ms").arg(QString::fromStdString(samples.text())).arg(stats.elapsed);
    if (stats.failed > 0)
        m_roundText += tr(" · %1 failed").arg(stats.failed);
    if (!m_messageOver.isActive())
        showRound();
    const bool recovered = m_failing && stats.failed == 0;
    m_failing = stats.failed > 0;
    if (recovered && m_product.isEmpty())
        return askProduct();
    showSource();
}

void StatusLine::setNextRefresh(std::optional<DurationMs> left)
{
    m_next->setText(
        left ? tr("Next refresh in %1 s").arg(std::max<DurationMs>(1, (*left + kSecond - 1) / kSecond)) : QString());
}

void StatusLine::showMessage(const QString& text, bool isError)
{
    setTone(m_round, isError ? "critical" : "secondary");
    m_round->setText(text);
    m_messageOver.start(kMessageMs);
}

void StatusLine::showAlerts()
{
    const int firing = m_workspace.alerts.firingCount();
    const int pending = m_workspace.alerts.pendingCount();
    m_alerts->setVisible(firing + pending > 0);
    QStringList parts;
    if (firing > 0)
        parts << tr("%1 firing").arg(firing);
    if (pending > 0)
        parts << tr("%1 pending").arg(pending);
    const auto& colors = theme::colors();
    const QColor color = firing > 0 ? colors.critical : colors.warning;
    m_alerts->setText(parts.join(QStringLiteral(", ")));
    m_alerts->setIcon(iconBesideText(theme::iconPixmap(firing > 0 ? QStringLiteral("heart-broken") : QStringLiteral("clock"),
        color, theme::size::iconSmall, devicePixelRatioF())));
    m_alerts->setIconSize({theme::size::iconSmall + theme::space::xs, theme::size::iconSmall});
    m_alerts->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_alerts->setStyleSheet(QStringLiteral("QToolButton { color: %1; border: none; padding: 0; min-height: 0; background: "
                                           "transparent; }")
            .arg(color.name()));
    m_alerts->setToolTip(tr("Show the alerts"));
    m_alerts->setAccessibleName(m_alerts->text());
}

void StatusLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::colors().canvas);
    painter.fillRect(0, 0, width(), 1, theme::colors().border);
}

} // namespace wg::ui::shell

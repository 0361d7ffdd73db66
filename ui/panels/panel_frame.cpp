#include "ui/panels/panel_frame.h"

#include "ui/panels/frame_parts.h"
#include "ui/panels/panel_series.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr int kLoadingDelayMs = 200;
constexpr int kMostWarnings = 20;

QToolButton* makeMenuButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setProperty("kind", "secondary");
    button->setProperty("small", true);
    button->setFixedSize(size::controlSmall, size::controlSmall);
    button->setIconSize({size::iconSmall, size::iconSmall});
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(QObject::tr("Panel menu"));
    return button;
}

} // namespace

PanelFrame::PanelFrame(QWidget* parent)
    : QFrame(parent)
    , m_title(new ElidedLabel({}, this))
    , m_subtitle(new ElidedLabel({}, this))
    , m_alertBadge(new Badge(this))
    , m_warningBadge(new Badge(this))
    , m_errorBadge(new Badge(this))
    , m_menuButton(makeMenuButton(this))
    , m_menu(new QMenu(this))
    , m_dim(new DimSheet(this))
    , m_line(new LoadingLine(this))
    , m_empty(new EmptyState(this))
{
    m_title->setFont(theme::font(Text::Body, true));
    m_subtitle->setFont(theme::font(Text::Small));
    m_menuButton->installEventFilter(this);
    m_loadingDelay.setSingleShot(true);
    m_loadingDelay.setInterval(kLoadingDelayMs);
    connect(&m_loadingDelay, &QTimer::timeout, this, [this] {
        m_line->show();
        m_line->raise();
        if (!m_data)
            updateEmpty();
    });
    connect(m_menuButton, &QToolButton::clicked, this, &PanelFrame::openMenu);
    for (auto* badge : {m_alertBadge, m_warningBadge, m_errorBadge})
        badge->hide();
    for (auto* badge : {m_warningBadge, m_errorBadge}) {
        badge->setClickable(true);
        connect(badge, &Badge::entered, this, [this, badge] { showBubble(badge); });
        connect(badge, &Badge::left, this, [this] {
            if (m_bubble && !m_bubble->pinned())
                m_bubble->hide();
        });
        connect(badge, &Badge::clicked, this, [this, badge] {
            showBubble(badge);
            m_bubble->showUnder(badge, true);
        });
    }
    const auto restyle = [this] {
        m_menuButton->setIcon(theme::icon("dots", colors().textSecondary));
        m_subtitle->setColor(colors().textSecondary);
        update();
    };
    restyle();
    connect(&Theme::instance(), &Theme::changed, this, [this, restyle] {
        restyle();
        updateBadges();
    });
    m_menuButton->hide();
}

PanelFrame::~PanelFrame()
{
    delete m_bubble; // child of the window, not of the frame
    delete m_view;
    // Children lose focus, and would report it, when only the QFrame of us is left.
    for (auto* child : std::initializer_list<QObject*>{m_alertBadge, m_warningBadge, m_errorBadge, m_menuButton, m_menu})
        child->disconnect(this);
    m_menuButton->removeEventFilter(this);
}

void PanelFrame::setPanel(const dashboard::Panel& panel, const units::Zone& zone)
{
    m_panel = panel;
    m_zone = zone;
    m_title->setText(visibleTitle());
    m_subtitle->setText(QString::fromStdString(panel.description).section(u'\n', 0, 0));
    setAccessibleName(m_title->text());
    if (!m_view || m_viewType != panel.type)
        makeView();
    m_view->setPanel(panel, zone);
    updateEmpty();
    layOut();
}

QString PanelFrame::visibleTitle() const
{
    return shown(m_panel.title);
}

void PanelFrame::makeView()
{
    delete m_view;
    m_viewType = m_panel.type;
    m_view = panels::makeView(m_viewType, this);
    connect(m_view, &PanelView::hovered, this, &PanelFrame::hovered);
    connect(m_view, &PanelView::zoomRequested, this, &PanelFrame::zoomRequested);
    connect(m_view, &PanelView::zoomOutRequested, this, &PanelFrame::zoomOutRequested);
    m_view->show();
    m_empty->raise();
    m_dim->raise();
    m_line->raise();
    if (m_data)
        m_view->setData(m_data);
    m_view->setAlert(m_alert);
}

void PanelFrame::setData(std::shared_ptr<const PanelData> data)
{
    m_data = std::move(data);
    if (m_view && m_data)
        m_view->setData(m_data);
    updateBadges();
    updateEmpty();
}

void PanelFrame::setAlert(const AlertSummary& alert)
{
    m_alert = alert;
    if (m_view)
        m_view->setAlert(alert);
    updateBadges();
    update();
}

void PanelFrame::setLoading(bool loading)
{
    if (!loading) {
        m_loadingDelay.stop();
        m_line->hide();
    } else if (!m_line->isVisible() && !m_loadingDelay.isActive()) {
        m_loadingDelay.start();
    }
}

void PanelFrame::setProblem(const std::optional<PanelProblem>& problem)
{
    m_problem = problem;
    m_dim->setVisible(problem && m_data);
    updateBadges();
    updateEmpty();
    if (!problem && m_bubble)
        m_bubble->hide();
    else if (m_bubble && m_bubble->isVisible())
        showBubble(m_errorBadge);
}

void PanelFrame::setCrosshair(std::optional<TimeMs> at)
{
    if (m_view)
        m_view->setCrosshair(at);
}

QString PanelFrame::warningsText() const
{
    QStringList lines;
    for (const auto& warning : m_data ? m_data->warnings : Warnings()) {
        if (lines.size() >= kMostWarnings) {
            lines.append(tr("and %1 more").arg(static_cast<qsizetype>(m_data->warnings.size()) - lines.size()));
            break;
        }
        lines.append(QString::fromStdString(warning.message));
    }
    return lines.join(u'\n');
}

void PanelFrame::updateBadges()
{
    using State = AlertSummary::State;
    const auto crossed = m_view && m_data ? m_view->state() : std::nullopt;
    const bool compact = width() < 260;
    m_alertBadge->setVisible(m_alert.state != State::None || crossed);
    m_alertBadge->setToolTip(shown(m_alert.text).toHtmlEscaped());
    if (m_alert.state == State::Firing)
        m_alertBadge->set(Tone::Critical, "heart-broken", compact ? QString() : m_alert.text);
    else if (m_alert.state == State::Pending)
        m_alertBadge->set(Tone::Warning, "clock", compact ? QString() : m_alert.text);
    else if (m_alert.state == State::Ok && !crossed)
        m_alertBadge->set(Tone::Ok, "heart", {});
    if (crossed && m_alert.state != State::Firing && m_alert.state != State::Pending) {
        m_alertBadge->set(crossed->critical ? Tone::Critical : Tone::Warning, "warning", {});
        m_alertBadge->setToolTip(crossed->text.toHtmlEscaped());
    }
    const auto warnings = m_data ? m_data->warnings.size() : 0;
    m_warningBadge->setVisible(warnings > 0 && !m_problem);
    if (warnings > 0)
        m_warningBadge->set(Tone::Warning, "warning",
            compact             ? QString()
                : warnings == 1 ? tr("1 warning")
                                : tr("%1 warnings").arg(warnings));
    m_errorBadge->setVisible(m_problem.has_value());
    m_errorBadge->set(Tone::Critical, "error", compact ? QString() : tr("Error"));
    layOut();
}

void PanelFrame::showBubble(Badge* badge)
{
    if (!m_bubble)
        m_bubble = new MessageBubble(window());
    if (badge == m_errorBadge && m_problem)
        m_bubble->setMessage(Tone::Critical, "error", m_problem->title, m_problem->text);
    else
        m_bubble->setMessage(Tone::Warning, "warning", m_warningBadge->text(), warningsText());
    m_bubble->showUnder(badge, m_bubble->isVisible() && m_bubble->pinned());
}

void PanelFrame::updateEmpty()
{
    const bool wants = m_view && m_view->wantsData();
    const bool none = m_data && seriesCount(*m_data) == 0 && m_data->logs.empty();
    const auto histograms = m_view && m_view->hasTimeAxis() && m_data ? undrawableHistograms(*m_data) : 0;
    if (wants && !m_data && m_problem) {
        m_empty->set("error", m_problem->title, {}, m_problem->text.section(u'\n', 0, 0));
    } else if (wants && !m_data) {
        m_empty->set("hourglass", tr("Waiting for the first answer"), {}, {});
    } else if (wants && none) {
        const auto& queries = m_data->emptyQueries;
        const QString query = queries.empty() ? QString() : queries.front();
        const QString which = m_panel.targets.size() == 1 ? QString::fromStdString(m_panel.targets.front().refId) : QString();
        QString title = m_panel.targets.empty() ? tr("This panel has no query")
            : which.isEmpty()                   ? tr("The queries returned no series")
                                                : tr("Query %1 returned no series").arg(which);
        if (queries.size() > 1)
            title = tr("%1 queries returned no series").arg(queries.size());
        m_empty->set("question", title, query, tr("Is the metric's name right, and is the time range?"));
    } else if (wants && histograms > 0) {
        m_empty->set("question",
            histograms == 1 ? tr("1 series is native histograms, which a chart cannot draw")
                            : tr("%1 series are native histograms, which a chart cannot draw").arg(histograms),
            {}, tr("Ask histogram_quantile(0.9, …) of them, or show them in a table."));
    }
    const bool empty = wants && (!m_data || none || histograms > 0);
    m_empty->setVisible(empty);
    if (m_view)
        m_view->setVisible(!empty);
}

void PanelFrame::openMenu()
{
    m_menu->clear();
    const auto add = [&](QMenu* menu, const char* iconName, const QString& text, const QString& keys, auto slot) {
        auto* action =
            menu->addAction(theme::icon(iconName, colors().textSecondary), keys.isEmpty() ? text : text + u'\t' + keys);
        connect(action, &QAction::triggered, this, slot);
    };
    add(m_menu, "eye", tr("View"), "v", &PanelFrame::viewRequested);
    if (!m_panel.targets.empty())
        add(m_menu, "explore", tr("Explore"), "p x", &PanelFrame::exploreRequested);
    auto* exports = m_menu->addMenu(theme::icon("export", colors().textSecondary), tr("Export"));
    const std::pair<ExportFormat, const char*> formats[] = {
        {ExportFormat::Png, "PNG"}, {ExportFormat::Svg, "SVG"}, {ExportFormat::Pdf, "PDF"}};
    for (const auto& [format, name] : formats)
        connect(exports->addAction(name), &QAction::triggered, this, [this, which = format] { Q_EMIT exportRequested(which); });
    add(m_menu, "copy", tr("Copy data"), "p c",
        [this] { QGuiApplication::clipboard()->setText(m_view ? m_view->asText() : QString()); });
    m_menu->popup(m_menuButton->mapToGlobal(
        QPoint(m_menuButton->width() - m_menu->sizeHint().width(), m_menuButton->height() + space::xs)));
}

QRect PanelFrame::contentRect(const QSize& whole) const
{
    const bool bare = visibleTitle().isEmpty() && m_alert.state == AlertSummary::State::None;
    return QRect(QPoint(1, bare ? space::s : size::panelHeader), QPoint(whole.width() - 2, whole.height() - 2));
}

void PanelFrame::layOut()
{
    const QRect content = contentRect(size());
    if (m_view)
        m_view->setGeometry(content);
    m_empty->setGeometry(content);
    m_dim->setGeometry(content);
    m_line->setGeometry(1, 0, width() - 2, size::loadingLine);
    int right = width() - space::s;
    const auto place = [&](QWidget* widget, int top) {
        if (widget->isHidden())
            return;
        widget->resize(widget == m_menuButton ? m_menuButton->size() : widget->sizeHint());
        right -= widget->width();
        widget->move(right, top);
        right -= space::xs;
    };
    place(m_menuButton, (size::panelHeader - size::controlSmall) / 2 + 1);
    for (auto* badge : {m_errorBadge, m_warningBadge, m_alertBadge})
        place(badge, (size::panelHeader - size::badge) / 2 + 1);
    const int left = size::panelInset;
    const int titleWidth = std::min(m_title->sizeHint().width(), std::max(0, right - left));
    m_title->setGeometry(left, 1, titleWidth, size::panelHeader);
    const int subtitleLeft = left + titleWidth + space::s;
    m_subtitle->setVisible(right - subtitleLeft > 40);
    m_subtitle->setGeometry(subtitleLeft, 2, std::max(0, right - subtitleLeft), size::panelHeader);
}

void PanelFrame::resizeEvent(QResizeEvent*)
{
    updateBadges();
}

QColor PanelFrame::borderColor() const
{
    if (m_alert.state == AlertSummary::State::Firing)
        return colors().criticalBorder;
    return m_alert.state == AlertSummary::State::Pending ? colors().warningBorder : colors().border;
}

void PanelFrame::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(borderColor(), stroke::hairline));
    painter.setBrush(colors().panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::panel, radius::panel);
}

void PanelFrame::paintTo(QPainter& painter, const QRect& area)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(borderColor(), stroke::hairline));
    painter.setBrush(colors().panel);
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), radius::panel, radius::panel);
    const QRect head(area.left() + size::panelInset, area.top() + 1, area.width() - 2 * size::panelInset, size::panelHeader);
    painter.setFont(m_title->font());
    painter.setPen(colors().textPrimary);
    const QString title = painter.fontMetrics().elidedText(m_title->text(), Qt::ElideRight, head.width());
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, title);
    const int used = painter.fontMetrics().horizontalAdvance(title) + space::s;
    painter.setFont(theme::font(Text::Small, true));
    const bool alarmed = m_alert.state == AlertSummary::State::Firing || m_alert.state == AlertSummary::State::Pending;
    const QString state = m_problem ? m_problem->title : alarmed ? m_alert.text : QString();
    const bool critical = m_problem || m_alert.state == AlertSummary::State::Firing;
    painter.setPen(critical ? colors().critical : colors().warning);
    const QRect right = head.adjusted(used, 0, 0, 0);
    const QString shownState = painter.fontMetrics().elidedText(shown(state), Qt::ElideRight, right.width());
    painter.drawText(right, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, shownState);
    const QRect middle = right.adjusted(0, 1, -painter.fontMetrics().horizontalAdvance(shownState) - space::s, 0);
    painter.setFont(theme::font(Text::Small));
    painter.setPen(colors().textSecondary);
    painter.drawText(middle, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(m_subtitle->text(), Qt::ElideRight, middle.width()));
    const QRect content = contentRect(area.size()).translated(area.topLeft());
    if (m_empty->isVisibleTo(this))
        m_empty->paintTo(painter, content);
    else if (m_view)
        m_view->paintTo(painter, content);
    if (m_problem && m_data)
        painter.fillRect(content, withAlpha(colors().panel, 1 - alpha::dimmedOnError));
    painter.restore();
}

void PanelFrame::updateMenuButton()
{
    m_menuButton->setVisible(m_inside || m_menuButton->hasFocus() || m_menu->isVisible());
    layOut();
}

void PanelFrame::enterEvent(QEnterEvent*)
{
    m_inside = true;
    updateMenuButton();
}

void PanelFrame::leaveEvent(QEvent*)
{
    m_inside = false;
    updateMenuButton();
}

bool PanelFrame::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_menuButton && event->type() == QEvent::FocusOut)
        QTimer::singleShot(0, this, &PanelFrame::updateMenuButton);
    return QFrame::eventFilter(watched, event);
}

void PanelFrame::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Menu || event->key() == Qt::Key_Space)
        openMenu();
    else
        QFrame::keyPressEvent(event);
}

} // namespace wg::ui::panels

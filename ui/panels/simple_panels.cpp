#include "ui/panels/simple_panels.h"

#include "ui/panels/panel_series.h"
#include "ui/panels/safe_text_browser.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr int kAlertRow = 40;

} // namespace

TextPanel::TextPanel(QWidget* parent) : PanelView(parent), m_browser(new SafeTextBrowser(this)) { }

void TextPanel::setPanel(const dashboard::Panel& panel, const units::Zone&)
{
    const auto options = optionsOf(panel);
    const auto mode = options[u"mode"].toString(QStringLiteral("markdown"));
    const auto content = options[u"content"].toString();
    if (mode == u"markdown")
        m_browser->showMarkdown(content);
    else
        m_browser->showPlain(content); // HTML and code are shown as written
}

void TextPanel::resizeEvent(QResizeEvent*)
{
    m_browser->setGeometry(rect().adjusted(size::panelInset, 0, -space::xs, -space::s));
}

void TextPanel::paintTo(QPainter& painter, const QRect& area)
{
    const QRect inner = area.adjusted(size::panelInset, 0, -size::panelInset, -space::s);
    const std::unique_ptr<QTextDocument> copy(m_browser->document()->clone());
    copy->documentLayout()->setPaintDevice(nullptr);
    copy->setTextWidth(inner.width());
    painter.save();
    painter.setClipRect(inner, Qt::IntersectClip);
    painter.translate(inner.topLeft());
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, colors().textPrimary);
    context.clip = QRectF(0, 0, inner.width(), inner.height());
    copy->documentLayout()->draw(&painter, context);
    painter.restore();
}

QString TextPanel::asText() const
{
    return m_browser->toPlainText();
}

AlertListPanel::AlertListPanel(QWidget* parent) : PanelView(parent)
{
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AlertListPanel::setData(std::shared_ptr<const PanelData> answer)
{
    m_data = std::move(answer);
    update();
}

void AlertListPanel::paintRows(QPainter& painter, const QRect& area, int scrolled) const
{
    const auto& c = colors();
    if (!m_data || m_data->alerts.empty()) {
        painter.setFont(theme::font());
        painter.setPen(c.textSecondary);
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, tr("No alert rules are loaded."));
        return;
    }
    int y = area.top() - scrolled;
    for (const auto& row : m_data->alerts) {
        const QRect line(area.left() + size::panelInset, y, area.width() - 2 * size::panelInset, kAlertRow);
        y += kAlertRow;
        if (line.bottom() < area.top() || line.top() > area.bottom())
            continue;
        using State = AlertSummary::State;
        const bool firing = row.state == State::Firing, pending = row.state == State::Pending;
        const QColor ink = firing ? c.critical : pending ? c.warning : row.trouble ? c.textSecondary : c.ok;
        const auto* icon = firing ? "heart-broken" : pending ? "clock" : row.trouble ? "question" : "heart";
        painter.drawPixmap(line.left(), line.center().y() - size::icon / 2,
            iconPixmap(icon, ink, size::icon, painter.device()->devicePixelRatioF()));
        painter.setFont(theme::font(Text::Small, true));
        const QString state = shown(row.stateText, 48);
        const int stateWidth = painter.fontMetrics().horizontalAdvance(state);
        painter.setPen(ink);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, state);
        const QRect text = line.adjusted(size::icon + space::m, 0, -stateWidth - space::m, 0);
        const auto draw = [&](const QRect& where, const QString& what, const QFont& font, const QColor& color) {
            painter.setFont(font);
            painter.setPen(color);
            painter.drawText(where, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                painter.fontMetrics().elidedText(shown(what), Qt::ElideRight, where.width()));
        };
        const bool two = !row.summary.isEmpty();
        draw(two ? text.adjusted(0, 2, 0, -kAlertRow / 2 + 2) : text, row.name, theme::font(Text::Body, true), c.textPrimary);
        if (two)
            draw(text.adjusted(0, kAlertRow / 2, 0, -2), row.summary, theme::font(Text::Small), c.textSecondary);
        painter.setPen(c.grid);
        painter.drawLine(line.bottomLeft(), line.bottomRight());
    }
}

void AlertListPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintRows(painter, rect(), m_scrolled);
}

void AlertListPanel::wheelEvent(QWheelEvent* event)
{
    const int rows = m_data ? static_cast<int>(m_data->alerts.size()) : 0;
    const int most = std::max(0, rows * kAlertRow - height());
    const int to = std::clamp(m_scrolled - event->angleDelta().y() / 3, 0, most);
    if (to == m_scrolled)
        return event->ignore();
    m_scrolled = to;
    update();
}

void AlertListPanel::paintTo(QPainter& painter, const QRect& area)
{
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    paintRows(painter, area.adjusted(0, 0, 0, -(area.height() % kAlertRow)), 0);
    painter.restore();
}

QString AlertListPanel::asText() const
{
    QString text = QStringLiteral("state\talert\tsummary\n");
    for (const auto& row : m_data ? m_data->alerts : std::vector<AlertRow>())
        text += row.stateText + u'\t' + row.name + u'\t' + row.summary + u'\n';
    return text;
}

PlaceholderPanel::PlaceholderPanel(QWidget* parent) : PanelView(parent)
{
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PlaceholderPanel::setPanel(const dashboard::Panel& panel, const units::Zone&)
{
    m_type = shown(panel.type, 64);
    update();
}

void PlaceholderPanel::paintTo(QPainter& painter, const QRect& area)
{
    const auto& c = colors();
    painter.save();
    const QPoint centre = area.center();
    const int icon = size::iconRail;
    painter.drawPixmap(centre.x() - icon / 2, centre.y() - 44,
        iconPixmap("puzzle", c.textSecondary, icon, painter.device()->devicePixelRatioF()));
    painter.setFont(theme::font(Text::Body, true));
    painter.setPen(c.textPrimary);
    const QRect inner = area.adjusted(size::panelInset, 0, -size::panelInset, 0);
    const QString title = tr("Panel type “%1” is not drawn yet").arg(m_type);
    painter.drawText(QRect(inner.left(), centre.y() - 16, inner.width(), 20), Qt::AlignCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(title, Qt::ElideMiddle, inner.width()));
    painter.setFont(theme::font(Text::Small));
    painter.setPen(c.textSecondary);
    painter.drawText(QRect(inner.left(), centre.y() + 6, inner.width(), 36), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
        tr("Its settings stay in the file unchanged."));
    painter.restore();
}

void PlaceholderPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintTo(painter, rect());
}

} // namespace wg::ui::panels

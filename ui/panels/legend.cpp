#include "ui/panels/legend.h"

#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr int kColumn = 72, kColumnNarrow = 56, kNarrowBelow = 420; ///< legend columns, measures.md
constexpr int kMostNameInList = 220;
constexpr int kNameRoom = 96; ///< what columns leave to the names

QFont small(bool strong = false)
{
    return theme::font(Text::Small, strong);
}

void paintSwatch(QPainter& painter, int left, int middle, const QColor& color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(left, middle - size::swatch / 2.0, size::swatch, size::swatch), 2, 2);
}

} // namespace

Legend::Legend(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setProperty("noFocusRing", true);
    setAccessibleName(tr("Legend"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Legend::setForm(Form form, const QStringList& columns, const QStringList& firstToGo)
{
    m_form = form;
    m_columns = columns;
    m_firstToGo = firstToGo;
    update();
}

void Legend::setEntries(std::vector<LegendEntry> entries, std::size_t left)
{
    const bool same = std::ranges::equal(entries, m_entries, {}, &LegendEntry::name, &LegendEntry::name);
    m_entries = std::move(entries);
    m_left = left;
    if (!same)
        m_hidden.clear();
    m_current = std::min(m_current, m_entries.empty() ? 0 : m_entries.size() - 1);
    update();
}

std::vector<Legend::ShownColumn> Legend::shownColumns(int width) const
{
    const QFontMetrics plain(small()), strong(small(true));
    std::vector<ShownColumn> columns;
    int total = 0;
    for (int i = 0; i < m_columns.size(); ++i) {
        int text = plain.horizontalAdvance(m_columns[i]);
        for (const auto& entry : m_entries) {
            if (i < entry.values.size())
                text = std::max(text, (i == 0 ? strong : plain).horizontalAdvance(entry.values[i]));
        }
        columns.push_back({i, std::max(width < kNarrowBelow ? kColumnNarrow : kColumn, text + space::m)});
        total += columns.back().width;
    }
    const auto drop = [&](std::vector<ShownColumn>::iterator at) {
        total -= at->width;
        columns.erase(at);
    };
    const auto tooWide = [&] { return columns.size() > 1 && width - total < kNameRoom; };
    for (const QString& name : m_firstToGo) {
        const auto at = std::ranges::find_if(columns, [&](const ShownColumn& one) { return m_columns[one.index] == name; });
        if (tooWide() && at != columns.end())
            drop(at);
    }
    while (tooWide())
        drop(columns.end() - 1);
    return columns;
}

QStringList Legend::columnsAt(int width) const
{
    QStringList names;
    for (const auto& column : shownColumns(width))
        names.append(m_columns[column.index]);
    return names;
}

int Legend::heightFor(int width) const
{
    if (m_entries.empty())
        return 0;
    if (m_form == Form::Table)
        return size::legendTableRow * static_cast<int>(m_entries.size() + 1 + (m_left > 0 ? 1 : 0)) + space::xs;
    const auto rects = entryRects(QRect(0, 0, width, 1 << 20));
    return rects.back().bottom() + 1;
}

std::vector<QRect> Legend::entryRects(const QRect& area) const
{
    std::vector<QRect> rects;
    if (m_form == Form::Table) {
        for (std::size_t i = 0; i < m_entries.size(); ++i)
            rects.emplace_back(
                area.left(), area.top() + size::legendTableRow * static_cast<int>(i + 1), area.width(), size::legendTableRow);
        return rects;
    }
    const QFontMetrics plain(small()), strong(small(true));
    int x = area.left(), y = area.top();
    for (const auto& entry : m_entries) {
        int width = size::swatch + space::s + std::min(plain.horizontalAdvance(entry.name), kMostNameInList) + space::l;
        if (!entry.values.isEmpty())
            width += strong.horizontalAdvance(entry.values.front()) + space::xs;
        width = std::min(width, area.width());
        if (x > area.left() && x + width - space::l > area.right()) {
            x = area.left();
            y += size::legendListRow;
        }
        rects.emplace_back(x, y, width, size::legendListRow);
        x += width;
    }
    return rects;
}

void Legend::paintTable(QPainter& painter, const QRect& area, const QRect& clip) const
{
    const auto& c = colors();
    const auto columns = shownColumns(area.width());
    int valuesWidth = 0;
    for (const auto& column : columns)
        valuesWidth += column.width;
    const auto eachCell = [&](const QRect& row, auto draw) {
        int left = row.right() + 1 - valuesWidth;
        for (const auto& column : columns) {
            draw(QRect(left, row.top(), column.width, row.height()), column.index);
            left += column.width;
        }
    };
    painter.setFont(small());
    painter.setPen(c.textSecondary);
    const QRect head(area.left(), area.top(), area.width(), size::legendTableRow);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, tr("Name"));
    eachCell(head, [&](const QRect& cell, int i) { painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter, m_columns[i]); });
    const auto rects = entryRects(area);
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const QRect& row = rects[i];
        if (!row.intersects(clip) || row.bottom() > area.bottom() + 1)
            continue;
        const bool hidden = m_hidden.contains(i);
        painter.setPen(c.grid);
        painter.drawLine(row.topLeft(), row.topRight());
        paintSwatch(painter, row.left(), row.center().y() + 1, hidden ? c.border : m_entries[i].color);
        painter.setPen(hidden ? c.textDisabled : c.textPrimary);
        painter.setFont(small());
        const int left = size::swatch + space::s;
        const QRect name = row.adjusted(left, 0, -valuesWidth - space::xs, 0);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(m_entries[i].name, Qt::ElideRight, name.width()));
        eachCell(row, [&](const QRect& cell, int k) {
            if (k >= m_entries[i].values.size())
                return;
            painter.setFont(small(k == 0));
            painter.setPen(hidden ? c.textDisabled : k == 0 ? c.textPrimary : c.textSecondary);
            painter.drawText(cell, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_entries[i].values[k]);
        });
    }
    if (m_left > 0 && !rects.empty()) {
        painter.setFont(small());
        painter.setPen(c.textSecondary);
        painter.drawText(rects.back().translated(0, size::legendTableRow), Qt::AlignLeft | Qt::AlignVCenter,
            tr("%1 more series are not drawn: narrow the query").arg(m_left));
    }
}

void Legend::paintList(QPainter& painter, const QRect& area, const QRect& clip) const
{
    const auto& c = colors();
    const auto rects = entryRects(area);
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const QRect& box = rects[i];
        if (!box.intersects(clip) || box.bottom() > area.bottom() + 1)
            continue;
        const bool hidden = m_hidden.contains(i);
        const auto& entry = m_entries[i];
        paintSwatch(painter, box.left(), box.center().y() + 1, hidden ? c.border : entry.color);
        painter.setFont(small(true));
        const QString value = entry.values.isEmpty() ? QString() : entry.values.front();
        const int valueWidth = value.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(value) + space::xs;
        const QRect text = box.adjusted(size::swatch + space::s, 0, -space::l, 0);
        painter.setFont(small());
        painter.setPen(hidden ? c.textDisabled : c.textSecondary);
        const QString name = painter.fontMetrics().elidedText(entry.name, Qt::ElideRight, text.width() - valueWidth + 1);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
        const int nameWidth = painter.fontMetrics().horizontalAdvance(name);
        painter.setFont(small(true));
        painter.setPen(hidden ? c.textDisabled : c.textPrimary);
        painter.drawText(
            text.adjusted(nameWidth + space::xs, 0, space::l, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, value);
    }
}

void Legend::paintTo(QPainter& painter, const QRect& area) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_form == Form::Table)
        paintTable(painter, area, area);
    else
        paintList(painter, area, area);
    painter.restore();
}

void Legend::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_form == Form::Table)
        paintTable(painter, rect(), event->rect());
    else
        paintList(painter, rect(), event->rect());
    if (m_byKey && m_current < m_entries.size()) {
        painter.setPen(QPen(colors().accent, stroke::hairline));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(entryRects(rect())[m_current].adjusted(0, 0, -1, -1), radius::control, radius::control);
    }
}

std::optional<std::size_t> Legend::entryAt(const QPoint& at) const
{
    const auto rects = entryRects(rect());
    const auto found = std::ranges::find_if(rects, [&](const QRect& box) { return box.contains(at); });
    return found == rects.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - rects.begin()));
}

void Legend::click(std::size_t entry, bool add)
{
    if (add) {
        if (!m_hidden.erase(entry))
            m_hidden.insert(entry);
        if (m_hidden.size() == m_entries.size())
            m_hidden.clear();
    } else {
        const bool alone = !m_hidden.contains(entry) && m_hidden.size() + 1 == m_entries.size();
        m_hidden.clear();
        for (std::size_t i = 0; !alone && i < m_entries.size(); ++i) {
            if (i != entry)
                m_hidden.insert(i);
        }
    }
    update();
    Q_EMIT hiddenChanged();
}

void Legend::mouseReleaseEvent(QMouseEvent* event)
{
    const auto entry = entryAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && entry)
        click(*entry, event->modifiers() & Qt::ControlModifier);
}

void Legend::mouseMoveEvent(QMouseEvent* event)
{
    const auto entry = entryAt(event->position().toPoint());
    setCursor(entry ? Qt::PointingHandCursor : Qt::ArrowCursor);
    Q_EMIT entryHovered(entry);
}

void Legend::leaveEvent(QEvent*)
{
    Q_EMIT entryHovered(std::nullopt);
}

void Legend::keyPressEvent(QKeyEvent* event)
{
    if (m_entries.empty())
        return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Right:
        m_current = std::min(m_current + 1, m_entries.size() - 1);
        return update();
    case Qt::Key_Up:
    case Qt::Key_Left:
        m_current -= m_current > 0;
        return update();
    case Qt::Key_Space:
    case Qt::Key_Return:
        return click(m_current, event->modifiers() & Qt::ControlModifier);
    default:
        QWidget::keyPressEvent(event);
    }
}

void Legend::focusInEvent(QFocusEvent* event)
{
    m_byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void Legend::focusOutEvent(QFocusEvent*)
{
    m_byKey = false;
    update();
}

bool Legend::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto entry = entryAt(help->pos()))
        QToolTip::showText(help->globalPos(), m_entries[*entry].name.toHtmlEscaped(), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace wg::ui::panels

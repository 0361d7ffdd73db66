#include "ui/grid/grid_view.h"

#include "ui/grid/edit_overlay.h"
#include "ui/grid/row_header.h"
#include "ui/theme/theme.h"

#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>

namespace wg::ui::grid {

GridView::GridView(QWidget* parent) : QScrollArea(parent), m_page(new QWidget)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_page->setObjectName(QStringLiteral("gridPage"));
    setWidget(m_page);
    // The page lays itself out: QScrollArea must not fight over its size.
    setWidgetResizable(false);
}

GridView::~GridView() = default;

void GridView::setPanels(std::vector<dashboard::Panel> panels, MakeCell make)
{
    m_full.reset();
    m_preview.clear();
    m_rowTitles.clear();
    for (auto* map : {&m_cells})
        for (const auto& [id, widget] : *map)
            delete widget;
    for (const auto& [id, row] : m_rows)
        delete row;
    for (const auto& [id, overlay] : m_overlays)
        delete overlay;
    m_cells.clear();
    m_rows.clear();
    m_overlays.clear();
    m_panels = std::move(panels);
    m_make = std::move(make);
    m_collapsed = collapsedInFile(m_panels);
    build();
    verticalScrollBar()->setValue(0);
}

void GridView::updatePanels(std::vector<dashboard::Panel> panels)
{
    m_panels = std::move(panels);
    m_preview.clear();
    build();
}

void GridView::setRowTitle(int id, const QString& title)
{
    m_rowTitles[id] = title;
    build();
}

const dashboard::Panel* GridView::panel(int id) const
{
    for (const dashboard::Panel& candidate : m_panels) {
        if (candidate.id == id)
            return &candidate;
        const auto nested = std::ranges::find(candidate.panels, id, &dashboard::Panel::id);
        if (nested != candidate.panels.end())
            return &*nested;
    }
    return nullptr;
}

/// Brings the cells in line with what is to be shown; cells of folded rows stay, hidden.
void GridView::build()
{
    m_placed = arrange(m_panels, m_collapsed);
    for (const auto& [id, widget] : m_cells)
        widget->hide();
    for (const Placed& item : m_placed) {
        const dashboard::Panel* source = panel(item.id);
        if (item.row) {
            RowHeader*& header = m_rows[item.id];
            if (header == nullptr) {
                header = new RowHeader(m_page);
                connect(header, &QAbstractButton::clicked, this, [this, id = item.id] { toggleRow(id); });
            }
            const auto named = m_rowTitles.find(item.id);
            const QString title = named != m_rowTitles.end() ? named->second : QString::fromStdString(source->title);
            header->setState(title, m_collapsed.contains(item.id), item.hiddenPanels);
            header->setEnabled(!m_editing);
            continue;
        }
        QWidget*& widget = m_cells[item.id];
        if (widget == nullptr && m_make)
            widget = m_make(*source, m_page);
        EditOverlay*& overlay = m_overlays[item.id];
        if (m_editing && overlay == nullptr)
            overlay = new EditOverlay(this, m_page, item.id, QString::fromStdString(source->title));
        else if (!m_editing) {
            delete overlay;
            m_overlays.erase(item.id);
        }
    }
    place();
}

int GridView::pageWidth() const
{
    return viewport()->width();
}

void GridView::place()
{
    const int width = pageWidth();
    if (width <= 0)
        return;
    int bottomRow = 0;
    const auto posOf = [&](const Placed& item) {
        const auto moved = m_preview.find(item.id);
        return moved == m_preview.end() ? item.pos : moved->second;
    };
    for (const Placed& item : m_placed)
        bottomRow = std::max(bottomRow, posOf(item).y + posOf(item).h);
    const int height = m_full ? viewport()->height() : std::max(pageHeight(bottomRow), 0);
    m_page->resize(width, height);
    const int margin = theme::size::pageMargin;
    for (const Placed& item : m_placed) {
        const dashboard::GridPos pos = posOf(item);
        const bool shown = !m_full || *m_full == item.id;
        QRect rect = cellRect(pos, width);
        if (m_full && shown)
            rect = m_page->rect().adjusted(margin, margin, -margin, -margin);
        if (item.row) {
            m_rows[item.id]->setGeometry(rect);
            m_rows[item.id]->setVisible(shown);
            continue;
        }
        if (QWidget* widget = m_cells[item.id]) {
            widget->setGeometry(rect);
            widget->setVisible(shown);
        }
        if (const auto overlay = m_overlays.find(item.id); overlay != m_overlays.end() && overlay->second != nullptr) {
            overlay->second->setPlace(pos);
            overlay->second->setGeometry(rect);
            overlay->second->setVisible(shown);
            overlay->second->raise();
        }
    }
    Q_EMIT viewChanged();
}

QWidget* GridView::cell(int id) const
{
    const auto found = m_cells.find(id);
    return found == m_cells.end() ? nullptr : found->second;
}

std::vector<int> GridView::shownPanels() const
{
    std::vector<int> ids;
    for (const Placed& item : m_placed)
        if (!item.row && (!m_full || *m_full == item.id))
            ids.push_back(item.id);
    return ids;
}

std::set<int> GridView::panelsInView() const
{
    const QRect seen(-m_page->pos(), viewport()->size());
    std::set<int> ids;
    for (const int id : shownPanels())
        if (const QWidget* widget = cell(id); widget != nullptr && widget->geometry().intersects(seen))
            ids.insert(id);
    return ids;
}

void GridView::setEditing(bool editing)
{
    if (editing == m_editing)
        return;
    m_editing = editing;
    m_full.reset();
    m_preview.clear();
    m_collapsed = collapsedInFile(m_panels); // what is dragged must lie where the file says
    build();
}

void GridView::setFullPanel(std::optional<int> id)
{
    if (id && cell(*id) == nullptr)
        return;
    m_full = id;
    place();
}

void GridView::toggleRow(int id)
{
    if (m_editing)
        return;
    if (m_collapsed.erase(id) == 0)
        m_collapsed.insert(id);
    build();
}

int GridView::neededHeight() const
{
    int bottomRow = 0;
    for (const Placed& item : m_placed)
        bottomRow = std::max(bottomRow, item.pos.y + item.pos.h);
    return pageHeight(bottomRow);
}

void GridView::preview(int id, const dashboard::GridPos& to)
{
    m_preview = moved(m_placed, id, to);
    place();
}

void GridView::commit()
{
    const auto changes = std::exchange(m_preview, {});
    if (!changes.empty())
        Q_EMIT rearranged(changes); // the owner writes them into the document and calls updatePanels()
    place();
}

void GridView::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    place();
}

void GridView::scrollContentsBy(int dx, int dy)
{
    QScrollArea::scrollContentsBy(dx, dy);
    Q_EMIT viewChanged();
}

bool GridView::event(QEvent* event)
{
    if (event->type() == QEvent::Show)
        Q_EMIT viewChanged();
    return QScrollArea::event(event);
}

} // namespace wg::ui::grid

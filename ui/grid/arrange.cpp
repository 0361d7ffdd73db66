#include "ui/grid/arrange.h"

#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace wg::ui::grid {

namespace {

using dashboard::GridPos;
using dashboard::Panel;

constexpr int kColumns = theme::size::gridColumns;
constexpr int kRowPitch = theme::size::gridRow + theme::size::gutter;

int columnX(int column, int width)
{
    const double usable = width - theme::size::pageMargin;
    return static_cast<int>(std::lround(theme::size::pageMargin + column * usable / kColumns));
}

int bottom(const GridPos& pos)
{
    return pos.y + pos.h;
}

/// A row with the panels below it, up to the next row; the first section may have no row.
struct Section {
    const Panel* row = nullptr;
    std::vector<const Panel*> panels;
};

std::vector<Section> sectionsOf(const std::vector<Panel>& panels)
{
    std::vector<const Panel*> ordered;
    ordered.reserve(panels.size());
    for (const Panel& panel : panels)
        ordered.push_back(&panel);
    std::ranges::stable_sort(ordered, {}, [](const Panel* panel) { return std::pair(panel->grid.y, panel->grid.x); });
    std::vector<Section> sections(1);
    for (const Panel* panel : ordered) {
        if (panel->type != "row") {
            sections.back().panels.push_back(panel);
            continue;
        }
        sections.push_back({panel, {}});
        for (const Panel& nested : panel->panels)
            sections.back().panels.push_back(&nested);
        if (panel->collapsed)
            sections.emplace_back(); // what follows a folded row in the file is not of it
    }
    return sections;
}

/// Grid rows that a row's panels take: [first, last).
std::pair<int, int> extentOf(const Section& section)
{
    if (section.panels.empty())
        return {bottom(section.row->grid), bottom(section.row->grid)};
    std::pair<int, int> extent{section.panels.front()->grid.y, 0};
    for (const Panel* panel : section.panels) {
        extent.first = std::min(extent.first, panel->grid.y);
        extent.second = std::max(extent.second, bottom(panel->grid));
    }
    return extent;
}

bool overlap(const GridPos& a, const GridPos& b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < bottom(b) && b.y < bottom(a);
}

GridPos clipped(GridPos pos)
{
    pos.w = std::clamp(pos.w, 1, kColumns);
    pos.h = std::max(pos.h, 1);
    pos.x = std::clamp(pos.x, 0, kColumns - pos.w);
    pos.y = std::max(pos.y, 0);
    return pos;
}

} // namespace

QRect cellRect(const GridPos& pos, int width)
{
    const GridPos cell = clipped(pos);
    const int x = columnX(cell.x, width);
    const int y = theme::size::pageMargin + cell.y * kRowPitch;
    return {x, y, columnX(cell.x + cell.w, width) - x - theme::size::gutter, cell.h * kRowPitch - theme::size::gutter};
}

QPoint cellAt(QPoint point, int width)
{
    const double column =
        (point.x() - theme::size::pageMargin) * double(kColumns) / std::max(1, width - theme::size::pageMargin);
    const double row = (point.y() - theme::size::pageMargin) / double(kRowPitch);
    return {std::clamp(static_cast<int>(std::lround(column)), 0, kColumns), std::max(0, static_cast<int>(std::lround(row)))};
}

int pageHeight(int bottomRow)
{
    return theme::size::pageMargin + bottomRow * kRowPitch;
}

std::set<int> collapsedInFile(const std::vector<Panel>& panels)
{
    std::set<int> rows;
    for (const Panel& panel : panels)
        if (panel.type == "row" && panel.collapsed)
            rows.insert(panel.id);
    return rows;
}

std::vector<Placed> arrange(const std::vector<Panel>& panels, const std::set<int>& collapsed)
{
    std::vector<Placed> placed;
    int shift = 0; // grid rows by which everything below moves down
    const auto place = [&](const Panel& panel) {
        GridPos pos = clipped(panel.grid);
        pos.y += shift;
        placed.push_back({panel.id, panel.type == "row", 0, pos});
    };
    for (const Section& section : sectionsOf(panels)) {
        if (section.row == nullptr) {
            std::ranges::for_each(section.panels, [&](const Panel* panel) { place(*panel); });
            continue;
        }
        place(*section.row);
        const auto [first, last] = extentOf(section);
        const bool hiddenInFile = section.row->collapsed;
        if (collapsed.contains(section.row->id)) {
            placed.back().hiddenPanels = static_cast<int>(section.panels.size());
            shift -= hiddenInFile ? 0 : std::max(last - bottom(section.row->grid), 0);
            continue;
        }
        // Panels inside a folded row keep the places they had when it was open, perhaps long ago: count from the first.
        const int back = hiddenInFile ? bottom(section.row->grid) - first : 0;
        shift += back;
        std::ranges::for_each(section.panels, [&](const Panel* panel) { place(*panel); });
        shift -= back;
        shift += hiddenInFile ? last - first : 0;
    }
    return placed;
}

std::map<int, GridPos> moved(const std::vector<Placed>& items, int id, GridPos to)
{
    std::vector<Placed> ordered = items;
    const auto mover = std::ranges::find(ordered, id, &Placed::id);
    if (mover == ordered.end())
        return {};
    mover->pos = clipped(to);
    // The moved one goes first among equals, so that it wins its place.
    std::ranges::stable_sort(
        ordered, {}, [id](const Placed& item) { return std::tuple(item.pos.y, item.id != id, item.pos.x); });
    std::vector<Placed> settled{*std::ranges::find(ordered, id, &Placed::id)};
    for (Placed item : ordered) {
        if (item.id == id)
            continue;
        for (bool again = true; again;) {
            const auto hit = std::ranges::find_if(settled, [&](const Placed& other) { return overlap(item.pos, other.pos); });
            again = hit != settled.end();
            if (again)
                item.pos.y = bottom(hit->pos);
        }
        settled.push_back(item);
    }
    // Everything floats up, in reading order, until it touches something; rows keep what is theirs below them.
    std::ranges::stable_sort(settled, {}, [](const Placed& item) { return std::pair(item.pos.y, item.pos.x); });
    std::vector<Placed> floated;
    for (Placed item : settled) {
        int y = 0;
        for (const Placed& other : floated) {
            const bool wall =
                other.row || item.row || (other.pos.x < item.pos.x + item.pos.w && item.pos.x < other.pos.x + other.pos.w);
            if (wall)
                y = std::max(y, bottom(other.pos));
        }
        item.pos.y = y;
        floated.push_back(item);
    }
    std::map<int, GridPos> changes;
    for (const Placed& item : floated) {
        const auto before = std::ranges::find(items, item.id, &Placed::id);
        if (before != items.end() && before->pos != item.pos)
            changes[item.id] = item.pos;
    }
    return changes;
}

} // namespace wg::ui::grid

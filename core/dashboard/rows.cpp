#include "core/dashboard/rows.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace wg::dashboard {
namespace {

constexpr int kColumns = 24;
constexpr int kSpanColumns = 2; ///< a span of 12 is 24 columns
constexpr int kCellHeight = 30 + 8;
constexpr int kLeastHeight = 90;

/// "250px" or 250, in grid cells.
int gridHeight(const Json& height, int fallback)
{
    std::string text = textOf(height);
    if (text.ends_with("px"))
        text.resize(text.size() - 2);
    const int pixels = std::clamp(intOf(Json(text), fallback), kLeastHeight, 100'000);
    return (pixels + kCellHeight - 1) / kCellHeight;
}

/// Fills one row from the left, wrapping when it is full; keeps how far down each column is taken.
class RowArea {
public:
    RowArea(int height, int y) : m_height(height), m_y(y) { }

    Json place(int width, int height)
    {
        int x = startFor(width);
        if (x < 0) {
            m_y += m_height;
            m_filled.fill(0);
            x = 0;
        }
        const int y = *std::max_element(m_filled.begin() + x, m_filled.end());
        for (int i = x; i < x + width; ++i)
            m_filled[static_cast<std::size_t>(i)] = std::max(m_filled[static_cast<std::size_t>(i)], y + height);
        return {{"x", x}, {"y", m_y + y}, {"w", width}, {"h", height}};
    }
    [[nodiscard]] int y() const { return m_y; }

private:
    /// The run of columns at the right end that are not full and do not fall; -1 when it is narrower than `width`.
    [[nodiscard]] int startFor(int width) const
    {
        int start = kColumns;
        for (int i = kColumns - 1; i >= 0; --i) {
            const int filled = m_filled[static_cast<std::size_t>(i)];
            if (filled >= m_height || (i < kColumns - 1 && filled > m_filled[static_cast<std::size_t>(i) + 1]))
                break;
            start = i;
        }
        return kColumns - start >= width ? start : -1;
    }

    int m_height;
    int m_y;
    std::array<int, kColumns> m_filled{};
};

int largestId(const Json& rows)
{
    int largest = 0;
    for (const Json& row : rows) {
        if (const Json& panels = member(row, "panels"); panels.is_array()) {
            for (const Json& panel : panels)
                largest = std::max(largest, intOf(member(panel, "id"), 0));
        }
    }
    return largest;
}

bool showsRows(const Json& rows)
{
    return std::any_of(rows.begin(), rows.end(), [](const Json& row) {
        return boolOf(member(row, "collapse")) || boolOf(member(row, "showTitle")) || !stringOf(member(row, "repeat")).empty();
    });
}

Json rowPanel(const Json& row, int id, int y)
{
    Json panel = {{"collapsed", boolOf(member(row, "collapse"))}, {"gridPos", {{"x", 0}, {"y", y}, {"w", kColumns}, {"h", 1}}},
        {"id", id}, {"panels", Json::array()}};
    if (const std::string repeat = stringOf(member(row, "repeat")); !repeat.empty())
        panel["repeat"] = repeat;
    panel["title"] = stringOf(member(row, "title"));
    panel["type"] = "row";
    return panel;
}

} // namespace

bool hasRows(const Json& dashboard)
{
    const Json& panels = member(dashboard, "panels");
    return member(dashboard, "rows").is_array() && !(panels.is_array() && !panels.empty());
}

std::vector<std::string> rowsToGrid(Json& dashboard)
{
    const Json rows = dashboard.at("rows");
    std::vector<std::string> origins;
    Json panels = Json::array();
    const bool showRows = showsRows(rows);
    int nextId = largestId(rows) + 1;
    int y = 0;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const Json& row = rows[r];
        if (!member(row, "repeatIteration").is_null())
            continue;
        const int height = gridHeight(member(row, "height"), 250);
        const bool collapsed = showRows && boolOf(member(row, "collapse"));
        if (showRows) {
            panels.push_back(rowPanel(row, nextId++, y++));
            origins.push_back(fmt::format("rows[{}]", r));
        }
        RowArea area(height, y);
        Json& target = collapsed ? panels.back()["panels"] : panels;
        const Json& own = member(row, "panels");
        for (std::size_t p = 0; own.is_array() && p < own.size(); ++p) {
            Json panel = own[p];
            if (!panel.is_object())
                continue;
            const int width = std::clamp(intOf(member(panel, "span"), 4), 1, kColumns / kSpanColumns) * kSpanColumns;
            const int panelHeight = member(panel, "height").is_null() ? height : gridHeight(member(panel, "height"), 250);
            panel["gridPos"] = area.place(width, panelHeight);
            panel.erase("span");
            target.push_back(std::move(panel));
            origins.push_back(fmt::format("rows[{}].panels[{}]", r, p));
        }
        y = area.y() + (collapsed ? 0 : height);
    }
    dashboard["panels"] = std::move(panels);
    dashboard.erase("rows");
    dashboard["schemaVersion"] = 16;
    return origins;
}

} // namespace wg::dashboard

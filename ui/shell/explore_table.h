// The Explore page's table: one row per series with the labels that tell them apart, the value at a moment, and when that was.
#pragma once

#include "core/series/value.h"
#include "core/units/time_range.h"
#include "ui/shell/cell_table.h"

#include <QSortFilterProxyModel>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

class QTableView;

namespace wg::ui::shell {

inline constexpr std::size_t kMostRows = 1000; ///< series drawn and listed per query; what is over it is said aloud

struct ExploreTable {
    std::vector<CellColumn> columns;
    std::vector<std::vector<Cell>> rows;
    QString common; ///< the labels that all series share: {job="api"}
};

/// One query's answer.
struct ExploreTablePart {
    QChar letter;
    std::shared_ptr<const series::Value> value; ///< may be nullptr: no rows
    std::vector<QColor> colors; ///< one per series, may be empty
};

/// `at`: of each series, the sample there or the last one before; nullopt: the last. The rows stand in the order of the parts
/// and their series, at most kMostRows of each; a column tells the parts apart where there are several.
[[nodiscard]] ExploreTable exploreTable(
    std::span<const ExploreTablePart> parts, std::optional<TimeMs> at, const units::Zone& zone);

/// Sorts by Cell::sortBy where there is one, else by the text; rows without a number go last both ways.
class CellSorter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit CellSorter(CellTable* table, QObject* parent = nullptr);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    CellTable* m_table;
};

/// A view of the sorter: a click on a header sorts, a third one gives the answer's own order back.
enum class Room {
    Shared, ///< the labels share the room; value and time take what they need
    AsNeeded, ///< every column as wide as its texts, and to be dragged
};
[[nodiscard]] QTableView* makeSortedView(CellSorter* sorter, Room room = Room::Shared);

} // namespace wg::ui::shell

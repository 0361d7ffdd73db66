// A small table of ready texts, as the pages' tables show them: metrics by model, classes, skipped rows, alerts, sources.
#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <QString>

#include <optional>
#include <vector>

class QTableView;

namespace wg::ui::shell {

struct Cell {
    QString text;
    enum class Tone { Primary, Secondary, Disabled, Ok, Warning, Critical } tone = Tone::Primary;
    QString tip; ///< plain text; escaped when shown
    QColor swatch = {}; ///< drawn before the text where valid
    QString icon = {}; ///< drawn before the text in the tone's colour
    bool strong = false;
    std::optional<double> sortBy = {}; ///< the number behind the text; NaN is none
    bool operator==(const Cell&) const = default;
};

struct CellColumn {
    QString title;
    bool right = false; ///< numbers
    QColor swatch = {};
    bool operator==(const CellColumn&) const = default;
};

class CellTable : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Every row has one cell per column. The same shape as before changes cells only, so that selection and scroll position
    /// stay; another shape resets.
    void set(std::vector<CellColumn> columns, std::vector<std::vector<Cell>> rows);
    [[nodiscard]] const Cell& cell(int row, int column) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<CellColumn> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

/// A themed view of `model`: rows selectable, nothing editable, the last column `stretched` when -1, else that one.
[[nodiscard]] QTableView* makeTableView(CellTable* model, bool dense, int stretched = -1);

} // namespace wg::ui::shell

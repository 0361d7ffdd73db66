// Values of the shown runs as tables: last, least and greatest of every tag; hyperparameters beside last values. Sortable.
#pragma once

#include "ui/shell/cell_table.h"

#include <QWidget>

namespace wg::ui::shell {

class RunsSelection;

class RunsTable : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Values, Parameters };
    RunsTable(Kind kind, RunsSelection& selection, QWidget* parent = nullptr);

    [[nodiscard]] const CellTable& table() const { return *m_table; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fill();
    void fillValues();
    void fillParameters();

    Kind m_kind;
    RunsSelection& m_selection;
    CellTable* m_table;
    bool m_stale = true;
};

} // namespace wg::ui::shell

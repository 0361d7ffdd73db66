// The rows behind a cell of the matrix, a slice or a region of scores: read again from the file, all columns as written.
// Nothing of them is kept or written anywhere unless the user copies or saves it.
#pragma once

#include "core/base/cancel.h"
#include "core/evaluation/opened_log.h"
#include "ui/shell/cell_table.h"

#include <QDialog>

#include <cstdint>
#include <memory>
#include <vector>

class QLabel;
class QPushButton;

namespace wg::ui::shell {

struct RowsRequest {
    std::shared_ptr<const evaluation::OpenedLog> log;
    std::vector<std::uint32_t> rows; ///< of OpenedLog::table, ascending
    QString title; ///< "false negatives of guard-3.0"
    QString sortBy = {}; ///< column to sort by at first, descending; empty: in the order of the file
};

class RowsDialog : public QDialog {
    Q_OBJECT
public:
    static constexpr std::size_t kMostRows = 1000; ///< shown; the first of them

    explicit RowsDialog(RowsRequest request, QWidget* parent = nullptr);
    ~RowsDialog() override;

    [[nodiscard]] const CellTable& table() const { return *m_table; }
    /// The rows shown, as CSV. A text that a spreadsheet would run as a formula gets an apostrophe before it.
    [[nodiscard]] std::string csv() const;

Q_SIGNALS:
    void loaded(); ///< rows are shown, or what went wrong is

private:
    void show(const logs::Table& rows);
    void saveCsv();

    RowsRequest m_request;
    CancelToken m_cancel;
    CellTable* m_table;
    QLabel* m_state;
    QPushButton *m_copy, *m_save;
    QStringList m_names;
};

} // namespace wg::ui::shell

// The expressions asked before: searched by words, restored by a click or Enter, starred, forgotten.
#pragma once

#include "ui/shell/query_history.h"

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;
class QToolButton;

namespace wg::ui::shell {

struct Workspace;

class ExploreHistory : public QWidget {
    Q_OBJECT
public:
    /// The history must outlive the view.
    ExploreHistory(QueryHistory* history, Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QListView* list() const { return m_list; }
    [[nodiscard]] QLineEdit* search() const { return m_search; }

Q_SIGNALS:
    void restoreRequested(const QString& expression, const QString& source);

private:
    void fill();
    void showButtons();
    [[nodiscard]] const state::AskedQuery* current() const;

    QueryHistory* m_history;
    Workspace& m_workspace;
    std::vector<state::AskedQuery> m_shown;
    QLineEdit* m_search;
    QToolButton *m_star, *m_forget;
    QListView* m_list;
    QStandardItemModel* m_model;
    QLabel* m_none;
};

} // namespace wg::ui::shell

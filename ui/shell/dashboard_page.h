// The Dashboards page: the open dashboard with its variables, viewing a panel, editing places, saving, exporting. GUI thread.
#pragma once

#include "core/dashboard/document.h"
#include "ui/shell/page.h"
#include "ui/shell/workspace.h"

#include <optional>
#include <vector>

class QStackedLayout;
class QToolButton;

namespace wg::ui::shell {

class DashboardBoard;
class VariableRow;

class DashboardPage : public Page {
    Q_OBJECT
public:
    explicit DashboardPage(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("dashboards"); }
    [[nodiscard]] QStringList breadcrumb() const override;
    [[nodiscard]] QList<QWidget*> topBarWidgets() override;
    [[nodiscard]] bool showsTimeBar() const override { return true; }
    void activated() override;
    void deactivated() override;
    void refresh() override;
    bool back() override;
    bool save() override;

    /// Takes time, refresh and zone from it. An empty path: Save asks for one.
    void setDocument(const dashboard::Document& document, const QString& path);
    [[nodiscard]] const std::optional<dashboard::Document>& document() const { return m_document; }
    [[nodiscard]] bool unsaved() const { return m_unsaved; }
    /// Asks what is to become of unsaved changes, if there are any; false: stay.
    [[nodiscard]] bool mayReplace();
    [[nodiscard]] DashboardBoard& board() { return *m_board; }
    [[nodiscard]] std::optional<DurationMs> nextRefresh() const;

    void viewPanel(); ///< the panel under the pointer or in focus at full size, or back
    void explorePanel();
    void undo();
    /// Adds the panel below all others, to a new dashboard where none is open. Can be undone.
    void pin(dashboard::Panel panel);
    void setEditing(bool editing);
    /// Writes to `path`; on failure the file is as it was and the dashboard still unsaved.
    bool saveTo(const QString& path);
    /// Panel `id`, or the whole dashboard, as the ending of `path` says.
    bool exportTo(const QString& path, std::optional<int> id);

private:
    QWidget* makeEmptyState();
    void makeButtons();
    void showState();
    void setUnsaved(bool unsaved);
    void rememberForUndo();
    void askExport(std::optional<int> id, const QString& ending);

    Workspace& m_workspace;
    DashboardBoard* m_board;
    VariableRow* m_variables;
    QWidget* m_content;
    QStackedLayout* m_stack;
    QToolButton* m_edit = nullptr;
    QToolButton* m_save = nullptr;
    QToolButton* m_export = nullptr;
    std::optional<dashboard::Document> m_document;
    std::vector<dashboard::Document> m_undo;
    QString m_path;
    bool m_unsaved = false;
};

} // namespace wg::ui::shell

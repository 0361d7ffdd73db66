// The sources: what is connected, where it is, whether it answers. Adding, testing and removing them.
#pragma once

#include "core/runtime/sources/source.h"
#include "ui/shell/connect_source.h"
#include "ui/shell/page.h"

#include <QPointer>

#include <map>
#include <optional>
#include <string>

class QPushButton;
class QTableView;

namespace wg::ui::shell {

class CellTable;
class PanelBox;
struct Workspace;

class SourcesPage : public Page {
    Q_OBJECT
public:
    explicit SourcesPage(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("sources"); }
    [[nodiscard]] QStringList breadcrumb() const override { return {tr("Sources")}; }
    [[nodiscard]] QList<QWidget*> topBarWidgets() override;
    void activated() override;
    void refresh() override;

    [[nodiscard]] const CellTable& table() const { return *m_table; }
    void select(const std::string& name);

public Q_SLOTS:
    void addSource();
    void testSelected();
    void removeSelected();

private:
    struct Check {
        std::optional<Result<sources::Health>> health; ///< unset: being asked
        TimeMs at = 0;
    };
    void openDialog(const editors::SourceForm& form);
    void test(sources::Source* source);
    void rebuild();
    void updateActions();
    [[nodiscard]] std::string selected() const; ///< name, or empty

    Workspace& m_workspace;
    Tell m_tell;
    PanelBox* m_box;
    CellTable* m_table;
    QTableView* m_view;
    QPushButton *m_add, *m_logs, *m_test, *m_default, *m_signIn, *m_remove;
    QWidget* m_empty;
    std::map<std::string, Check> m_checks;
    std::vector<std::string> m_names; ///< of the table's rows
};

} // namespace wg::ui::shell

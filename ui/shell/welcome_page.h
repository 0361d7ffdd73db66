// The first window: connect to Prometheus, open logs, see the demo; below, what was opened before.
#pragma once

#include "ui/shell/connect_source.h"
#include "ui/shell/page.h"

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace wg::ui::theme {
class StatusDot;
}

namespace wg::ui::shell {

class CellTable;
class ServerProbe;
struct Workspace;

class WelcomePage : public Page {
    Q_OBJECT
public:
    explicit WelcomePage(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("welcome"); }
    [[nodiscard]] QStringList breadcrumb() const override { return {tr("Welcome")}; }
    void activated() override;

    void setAddress(const QString& address);
    [[nodiscard]] QString probeText() const;
    [[nodiscard]] const CellTable& recent() const { return *m_recent; }

public Q_SLOTS:
    void connectServer();
    void openRecent(int row);

private:
    [[nodiscard]] QWidget* buildConnect();
    [[nodiscard]] QWidget* buildLogs();
    [[nodiscard]] QWidget* buildDemo();
    [[nodiscard]] QWidget* buildRecent();
    [[nodiscard]] QWidget* buildFoot();
    void wireProbe();
    void showMore();
    void connectForm(const editors::SourceForm& form);
    void showRecent();

    Workspace& m_workspace;
    Tell m_tell;
    ServerProbe* m_probe;
    QLineEdit* m_address;
    theme::StatusDot* m_dot;
    QLabel* m_answer;
    CellTable* m_recent;
    QTableView* m_recentView;
    QWidget* m_recentBox;
    QCheckBox* m_reopen;
    std::vector<state::Opened> m_listed;
};

} // namespace wg::ui::shell

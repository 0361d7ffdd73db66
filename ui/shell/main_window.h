// The window: rail, top bar, pages, status line, and the wiring between them. No data logic. GUI thread.
#pragma once

#include "ui/shell/page.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/workspace.h"

#include <QMainWindow>
#include <QTimer>

#include <functional>
#include <map>

class QStackedWidget;

namespace wg::ui::shell {

class DashboardPage;
class EvaluatePage;
class HelpOverlay;
class Notice;
class Opener;
class Rail;
class StatusLine;
class TimeBar;
class TopBar;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// Fills a workspace with the demo; whoever has one passes it.
    using StartDemo = std::function<void(MainWindow& window)>;

    explicit MainWindow(Workspace& workspace, StartDemo startDemo = {});
    ~MainWindow() override;

    void open(const QStringList& locations);
    void showPage(const QString& id);
    [[nodiscard]] QString currentPage() const;
    [[nodiscard]] Page* page(const QString& id) const;
    [[nodiscard]] DashboardPage& dashboards() { return *m_dashboards; }
    [[nodiscard]] Opener& opener() { return *m_opener; }
    void showNotice(const QString& text, bool isError);
    /// Page and opened things, for the next start. Failures are shown, never thrown away silently.
    void saveSession();
    void run(Command command);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addPage(Page* page, const QString& icon, const QString& label);
    void makePages();
    void makeEvaluatePage();
    void choosePin();
    void makeShortcuts();
    void wireOpener();
    void chooseFiles();
    void toggleTheme();
    void goBack();
    void tick();

    Workspace& m_workspace;
    StartDemo m_startDemo;
    Rail* m_rail;
    TopBar* m_topBar;
    TimeBar* m_timeBar;
    QStackedWidget* m_stack;
    StatusLine* m_status;
    Notice* m_notice;
    HelpOverlay* m_help;
    Opener* m_opener;
    DashboardPage* m_dashboards;
    EvaluatePage* m_evaluate = nullptr;
    std::map<QString, Page*> m_pages;
    Page* m_current = nullptr;
    QTimer m_tick; ///< "next refresh in 3 s"
};

} // namespace wg::ui::shell

// A dashboard on the screen or on a picture: the grid with a frame for each panel, fed by the controller. The page adds the
// bars and the file; `render` uses it alone. GUI thread.
#pragma once

#include "core/dashboard/document.h"
#include "ui/export/picture.h"
#include "ui/grid/grid_view.h"
#include "ui/shell/dashboard_controller.h"

#include <QWidget>

#include <map>
#include <memory>

namespace wg::ui::panels {
class PanelFrame;
}

namespace wg::ui::shell {

class DashboardBoard : public QWidget {
    Q_OBJECT
public:
    explicit DashboardBoard(Workspace& workspace, QWidget* parent = nullptr);

    void setDocument(const dashboard::Document& document, const std::map<std::string, std::vector<std::string>>& given = {});
    /// The same panels, other places.
    void updateDocument(const dashboard::Document& document);
    void setGiven(const std::map<std::string, std::vector<std::string>>& given);

    [[nodiscard]] DashboardController& controller() { return *m_controller; }
    [[nodiscard]] grid::GridView& grid() { return *m_grid; }
    [[nodiscard]] panels::PanelFrame* frame(int id) const;
    /// The panel under the pointer, else the one in focus.
    [[nodiscard]] std::optional<int> targetPanel() const;

    /// For a picture without a window: lays the whole page out, `width` wide, so that every panel that is not folded away is
    /// fed. Nothing appears on a screen.
    void prepare(int width);
    /// The same for one panel at this size.
    void preparePanel(int id, QSize size);
    [[nodiscard]] exporting::Picture picture(QSize size);
    [[nodiscard]] exporting::Picture panelPicture(int id, QSize size);
    [[nodiscard]] QSize contentSize() const;

Q_SIGNALS:
    void viewRequested(int id);
    void exploreRequested(const QString& expression, const QString& source);
    void exportRequested(int id, const QString& ending); ///< "png", "svg", "pdf"
    void roundFinished(const wg::ui::shell::RoundStats& stats);

private:
    QWidget* makeFrame(const dashboard::Panel& panel, QWidget* parent);
    void showPanel(int id);
    void feedWhatIsInView();
    void setTraits(int id);
    void showRowTitles();

    Workspace& m_workspace;
    DashboardController* m_controller;
    grid::GridView* m_grid;
    std::map<int, panels::PanelFrame*> m_frames;
    std::map<int, std::shared_ptr<const panels::PanelData>> m_shown;
};

} // namespace wg::ui::shell

// The scalars of the shown runs: a chart for each tag, grouped by what stands before the first slash. Charts are filled when
// they come into sight.
#pragma once

#include "core/plot/geometry.h"

#include <QScrollArea>
#include <QString>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

class QGridLayout;

namespace wg::ui::plot {
class RunPlot;
}

namespace wg::ui::shell {

class PanelBox;
class RunsSelection;
struct Workspace;

class RunsScalars : public QScrollArea {
    Q_OBJECT
public:
    RunsScalars(RunsSelection& selection, Workspace& workspace, QWidget* parent = nullptr);

    void setIgnoreOutliers(bool ignore);
    void setLogarithmic(bool logarithmic);
    [[nodiscard]] plot::RunPlot* chart(const std::string& tag) const; ///< nullptr: no such chart now

Q_SIGNALS:
    void message(const QString& text, bool isError);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Chart {
        PanelBox* box = nullptr;
        plot::RunPlot* plot = nullptr;
        bool stale = true; ///< its lines are not those to be shown
    };
    void rebuild();
    void arrange();
    void spoil(); ///< all charts are stale
    void fillVisible();
    [[nodiscard]] Chart make(const std::string& tag);
    [[nodiscard]] QString headingOf(const std::string& tag) const;

    RunsSelection& m_selection;
    Workspace& m_workspace;
    QWidget* m_content;
    QGridLayout* m_grid;
    std::map<std::string, Chart> m_charts; ///< by tag
    std::vector<std::string> m_tags; ///< shown, in order
    std::vector<QWidget*> m_headings;
    std::map<QString, int> m_groups; ///< how many tags each has
    int m_columns = 0;
    bool m_ignoreOutliers = false, m_log = false;
    std::optional<wg::plot::Interval> m_span; ///< of all charts
};

} // namespace wg::ui::shell

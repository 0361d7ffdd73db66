// Explore: one expression against one source, as a graph with the values at the pointer, or as a table at one instant.
#pragma once

#include "ui/shell/explore_query.h"
#include "ui/shell/page.h"

#include <QColor>

class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;

namespace wg::ui::editors {
class PromqlEditor;
}
namespace wg::ui::plot {
class TimeSeriesPlot;
}
namespace wg::ui::theme {
class SegmentedControl;
}

namespace wg::ui::shell {

class CellTable;
class PanelBox;
class SourceChooser;
struct Workspace;

class ExplorePage : public Page {
    Q_OBJECT
public:
    explicit ExplorePage(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("explore"); }
    [[nodiscard]] QStringList breadcrumb() const override { return {tr("Explore")}; }
    [[nodiscard]] QList<QWidget*> topBarWidgets() override;
    [[nodiscard]] bool showsTimeBar() const override { return true; }
    void activated() override;
    void deactivated() override;
    void refresh() override;

    /// From another page: shows and runs the expression. An empty source is the default; an empty expression only turns to
    /// the source.
    void explore(const QString& expression, const QString& source);

    [[nodiscard]] editors::PromqlEditor* editor() const { return m_editor; }
    [[nodiscard]] plot::TimeSeriesPlot* graph() const { return m_graph; }
    [[nodiscard]] const CellTable& table() const { return *m_table; }
    /// Up to four expressions over metrics of these names: of a histogram, a counter and gauges. Empty where there are none.
    [[nodiscard]] static QStringList examplesFor(const QStringList& metrics);
    [[nodiscard]] QString problemText() const;
    [[nodiscard]] QString statusText() const;

public Q_SLOTS:
    void run();
    void setInstant(bool instant);

private:
    void buildQueryBox();
    void buildResults();
    void askNames();
    void restartTimer();
    void rerun(); ///< what was run last, over the present range
    void showAnswer();
    void reportRound();
    void showGraph();
    void showTable();
    void showState();
    void offerExamples(const QStringList& metrics);
    [[nodiscard]] std::optional<DurationMs> typedStep() const;

    Workspace& m_workspace;
    ExploreQuery* m_query;
    SourceChooser* m_source;
    QPushButton* m_run;
    PanelBox *m_queryBox, *m_graphBox, *m_tableBox;
    editors::PromqlEditor* m_editor;
    theme::SegmentedControl* m_kind;
    QLineEdit* m_step;
    QLabel *m_status, *m_problem, *m_hint;
    QWidget* m_examples; ///< buttons of queries to begin with, made of the source's own metrics
    plot::TimeSeriesPlot* m_graph;
    CellTable* m_table;
    QTimer *m_live, *m_dataTimer;
    std::vector<QColor> m_colors; ///< one per listed series
    std::optional<TimeMs> m_hovered;
    std::string m_ran; ///< the expression that was run last; empty: none
    bool m_active = false;
};

} // namespace wg::ui::shell

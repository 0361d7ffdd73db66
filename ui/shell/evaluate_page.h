// Evaluate: logs, models and slices at the left; at the right the tabs, of which each is a class of its own.
#pragma once

#include "core/evaluation/row_choice.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/latest_job.h"
#include "ui/shell/page.h"
#include "ui/shell/rows_dialog.h"

#include <vector>

class QStackedWidget;

namespace wg::ui::shell {

class EvaluateBar;
class EvaluateCharts;
class EvaluateDriftTab;
class EvaluateFile;
class EvaluateList;
class EvaluateOverview;
class EvaluateSlicesTab;
class EvaluateTables;
class EvaluateWork;
class MetricCard;
class ThresholdBar;
struct Workspace;

class EvaluatePage : public Page {
    Q_OBJECT
public:
    explicit EvaluatePage(Workspace& workspace, QWidget* parent = nullptr);
    ~EvaluatePage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("evaluate"); }
    [[nodiscard]] QStringList breadcrumb() const override;
    [[nodiscard]] QList<QWidget*> topBarWidgets() override;
    [[nodiscard]] PageStatus status() const override;
    bool back() override;
    bool save() override;

    /// A further tab; shown also when no evaluation log is open where `withoutLogs`.
    int addTab(const QString& title, QWidget* tab, bool withoutLogs = false);
    void showTab(int index);
    void showTab(const std::string& name); ///< one that is none changes nothing
    [[nodiscard]] int tab() const { return m_tab; }
    [[nodiscard]] std::string tabName() const; ///< "overview", "slices", "drift", "runs": as a saved page says it
    [[nodiscard]] EvaluateFile& file() { return *m_file; }

    [[nodiscard]] EvaluateSelection& selection() { return *m_selection; }
    [[nodiscard]] EvaluateWork& work() { return *m_work; }
    [[nodiscard]] EvaluateOverview& overview() { return *m_overview; }
    [[nodiscard]] EvaluateSlicesTab& slicesTab() { return *m_slices; }
    [[nodiscard]] EvaluateDriftTab& driftTab() { return *m_drift; }
    [[nodiscard]] const EvaluateCharts& charts() const;
    [[nodiscard]] const EvaluateTables& tables() const;
    [[nodiscard]] ThresholdBar& thresholdBar();
    [[nodiscard]] const std::vector<MetricCard*>& cards() const;

Q_SIGNALS:
    /// Somebody asked to see the rows behind a figure; they are never empty.
    void rowsRequested(const wg::ui::shell::RowsRequest& request);
    void pinRequested(); ///< a part of the page as a panel of the dashboard

private:
    void connectParts();
    [[nodiscard]] QWidget* buildEmpty();
    void followModels();
    void wantRows(const std::string& modelKey, const evaluation::RowChoice& choice, const QString& what);
    void wantSliceRows(const evaluation::Slice& slice);
    void savePicture();
    void saveReport();

    struct Tab {
        QString title;
        QWidget* widget;
        bool withoutLogs;
    };

    Workspace& m_workspace;
    EvaluateSelection* m_selection;
    EvaluateWork* m_work;
    EvaluateOverview* m_overview;
    EvaluateSlicesTab* m_slices;
    EvaluateDriftTab* m_drift;
    EvaluateBar* m_bar;
    EvaluateFile* m_file;
    EvaluateList* m_list = nullptr;
    QStackedWidget* m_stack;
    QWidget* m_empty;
    std::vector<Tab> m_tabs;
    int m_tab = 0;
    LatestJob<std::vector<std::uint32_t>> m_rowsJob;
};

} // namespace wg::ui::shell

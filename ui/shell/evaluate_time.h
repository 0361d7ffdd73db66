// The Evaluate page's metric over time: the plot, which metric and windows, and each model before and after the version
// changed last.
#pragma once

#include "core/units/time_range.h"
#include "ui/shell/page_parts.h"

class QGridLayout;
class QLabel;
class QMenu;

namespace wg::ui::plot {
class MetricTimePlot;
}

namespace wg::ui::shell {

class EvaluateSelection;
class EvaluateWork;
class TimeState;

class EvaluateTimeBox : public PanelBox {
    Q_OBJECT
public:
    EvaluateTimeBox(EvaluateSelection& selection, EvaluateWork& work, TimeState& time, QWidget* parent = nullptr);

    [[nodiscard]] plot::MetricTimePlot* plot() const { return m_plot; }

Q_SIGNALS:
    void message(const QString& text, bool isError);

private:
    void show();
    void showVersions();
    void fillMenu(QMenu* menu);

    EvaluateSelection& m_selection;
    EvaluateWork& m_work;
    TimeState& m_time;
    plot::MetricTimePlot* m_plot;
    QLabel* m_nothing; ///< in place of the plot: why there is none
    QWidget* m_versions;
    QGridLayout* m_versionGrid;
};

/// "by day", "by 15 min", "by 1 000 rows".
[[nodiscard]] QString windowText(DurationMs duration, std::uint64_t rows);

} // namespace wg::ui::shell

// The Evaluate page's tables: every metric by model, classes of a multi-class log, how the log was read.
#pragma once

#include <QObject>

class QLabel;
class QTableView;

namespace wg::ui::shell {

class CellTable;
class EvaluateSelection;
class PanelBox;

class EvaluateTables : public QObject {
    Q_OBJECT
public:
    explicit EvaluateTables(EvaluateSelection& selection, QObject* parent = nullptr);

    // The page places them and owns them through its layout.
    [[nodiscard]] PanelBox* metricsBox() const { return m_metricsBox; }
    [[nodiscard]] PanelBox* classesBox() const { return m_classesBox; }
    [[nodiscard]] PanelBox* readingBox() const { return m_readingBox; }
    [[nodiscard]] const CellTable& metrics() const { return *m_metrics; }

private:
    void showMetrics();
    void showClasses();
    void showReading();

    EvaluateSelection& m_selection;
    PanelBox *m_metricsBox, *m_classesBox, *m_readingBox;
    CellTable *m_metrics, *m_classes, *m_reading;
};

} // namespace wg::ui::shell

// The Evaluate page's pictures: ROC, precision and recall, scores by class, confusion matrix. All follow the selection's
// threshold in the same turn of the event loop.
#pragma once

#include <QObject>

#include <string>

namespace wg::ui::plot {
class ConfusionMatrixView;
class HistogramPlot;
class XYCurvePlot;
} // namespace wg::ui::plot
namespace wg::ui::theme {
class SegmentedControl;
}

namespace wg::ui::shell {

class EvaluateSelection;
struct EvaluatedModel;
class PanelBox;

class EvaluateCharts : public QObject {
    Q_OBJECT
public:
    explicit EvaluateCharts(EvaluateSelection& selection, QObject* parent = nullptr);

    // The page places them and owns them through its layout.
    [[nodiscard]] PanelBox* rocBox() const { return m_rocBox; }
    [[nodiscard]] PanelBox* prBox() const { return m_prBox; }
    [[nodiscard]] PanelBox* histogramBox() const { return m_histogramBox; }
    [[nodiscard]] PanelBox* confusionBox() const { return m_confusionBox; }
    [[nodiscard]] plot::XYCurvePlot* roc() const { return m_roc; }
    [[nodiscard]] plot::XYCurvePlot* pr() const { return m_pr; }

Q_SIGNALS:
    void message(const QString& text, bool isError);

private:
    void rebuild();
    void moveThreshold();
    void setCurves();
    void setMatrixChoices();
    void showMatrix();
    void showHistogram();
    /// The model whose matrix and histogram are shown.
    [[nodiscard]] const EvaluatedModel* shownModel() const;

    EvaluateSelection& m_selection;
    PanelBox *m_rocBox, *m_prBox, *m_histogramBox, *m_confusionBox;
    plot::XYCurvePlot *m_roc, *m_pr;
    plot::HistogramPlot* m_histogram;
    plot::ConfusionMatrixView* m_confusion;
    theme::SegmentedControl* m_which;
    std::string m_shown; ///< key of the model in the matrix
};

} // namespace wg::ui::shell

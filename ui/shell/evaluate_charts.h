// The Evaluate page's pictures of classifiers and regressions: ROC and its kin, precision and recall, calibration, scores by
// class, confusion matrix with its cost; predicted against actual, residuals. All follow the selection's threshold in the same
// turn of the event loop.
#pragma once

#include "core/evaluation/row_choice.h"

#include <QObject>
#include <QPointF>

#include <optional>
#include <string>
#include <vector>

class QLabel;
class QMenu;
class QToolButton;

namespace wg::ui::plot {
class CalibrationPlot;
class ConfusionMatrixView;
class DensityPlot;
class HistogramPlot;
class XYCurvePlot;
} // namespace wg::ui::plot
namespace wg::ui::theme {
class SegmentedControl;
}

namespace wg::ui::shell {

class CostRow;
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
    [[nodiscard]] PanelBox* calibrationBox() const { return m_calibrationBox; }
    [[nodiscard]] PanelBox* histogramBox() const { return m_histogramBox; }
    [[nodiscard]] PanelBox* confusionBox() const { return m_confusionBox; }
    [[nodiscard]] PanelBox* densityBox() const { return m_densityBox; }
    [[nodiscard]] PanelBox* residualBox() const { return m_residualBox; }
    [[nodiscard]] plot::XYCurvePlot* roc() const { return m_roc; }
    [[nodiscard]] plot::XYCurvePlot* pr() const { return m_pr; }
    [[nodiscard]] plot::CalibrationPlot* calibration() const { return m_calibration; }
    [[nodiscard]] plot::HistogramPlot* histogram() const { return m_histogram; }
    [[nodiscard]] plot::ConfusionMatrixView* confusion() const { return m_confusion; }
    [[nodiscard]] plot::DensityPlot* density() const { return m_density; }
    /// The curve in the first box: "roc", or a name of Group::curves.
    void showCurve(const std::string& name);
    [[nodiscard]] const std::string& curve() const { return m_curve; }

Q_SIGNALS:
    void message(const QString& text, bool isError);
    /// Somebody wants to see these rows of the model's log.
    void rowsWanted(const std::string& modelKey, const wg::evaluation::RowChoice& choice, const QString& what);

private:
    void buildBoxes();
    void connectAll();
    void rebuild();
    void moveThreshold();
    void setCurves();
    void setOtherCurves();
    void setPrCurves();
    void setCalibration();
    /// Where the model stands at the page's threshold, exactly.
    [[nodiscard]] std::optional<QPointF> rocPoint(const EvaluatedModel& model) const;
    [[nodiscard]] std::optional<QPointF> prPoint(const EvaluatedModel& model) const;
    void setMatrixChoices();
    void setCurveMenu();
    void showMatrix();
    void showHistogram();
    void showRegression();
    void wantCell(int actual, int predicted);
    void wantRange(double low, double high);
    /// The model whose matrix and histogram are shown.
    [[nodiscard]] const EvaluatedModel* shownModel() const;

    EvaluateSelection& m_selection;
    PanelBox *m_rocBox, *m_prBox, *m_calibrationBox, *m_histogramBox, *m_confusionBox, *m_densityBox, *m_residualBox;
    plot::XYCurvePlot *m_roc, *m_pr;
    plot::CalibrationPlot* m_calibration;
    plot::HistogramPlot *m_histogram, *m_residuals;
    plot::ConfusionMatrixView* m_confusion;
    plot::DensityPlot* m_density;
    CostRow* m_cost;
    theme::SegmentedControl *m_which, *m_scale;
    QToolButton* m_curveButton;
    QMenu* m_curveMenu;
    std::string m_curve = "roc";
    std::string m_shown; ///< key of the model in the matrix
};

/// "0.925 [0.922, 0.928]"; the value alone where its interval is not known; "undefined".
[[nodiscard]] QString valueWithInterval(
    const EvaluateSelection& selection, const EvaluatedModel& model, const std::string& metric);

} // namespace wg::ui::shell

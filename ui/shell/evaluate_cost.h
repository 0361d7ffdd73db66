// The line under a binary confusion matrix: what its errors cost, and the weights that say so.
#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QToolButton;

namespace wg::ui::shell {

class EvaluateSelection;
struct EvaluatedModel;

class CostRow : public QWidget {
    Q_OBJECT
public:
    explicit CostRow(EvaluateSelection& selection, QWidget* parent = nullptr);

    /// `other`: whom the cost is compared with; nullptr: nobody.
    void show(const EvaluatedModel* model, const EvaluatedModel* other);

private:
    void buildMenu();
    void takeWeights();

    EvaluateSelection& m_selection;
    QToolButton* m_weights; ///< "5 × FN + 1 × FP"; its menu holds the two boxes
    QDoubleSpinBox *m_falseNegative, *m_falsePositive;
    QLabel *m_total, *m_difference;
};

} // namespace wg::ui::shell

// The Evaluate page's worst slices: as many as there is room for, and what is left out in words.
#pragma once

#include "core/evaluation/slices.h"
#include "ui/shell/page_parts.h"

class QLabel;
class QMenu;

namespace wg::ui::shell {

class EvaluateSelection;
class EvaluateWork;
class SlicesView;

class EvaluateSlicesBox : public PanelBox {
    Q_OBJECT
public:
    EvaluateSlicesBox(EvaluateSelection& selection, EvaluateWork& work, QWidget* parent = nullptr);

    [[nodiscard]] SlicesView* view() const { return m_view; }
    [[nodiscard]] QString leftOut() const;

Q_SIGNALS:
    void message(const QString& text, bool isError);
    void sliceChosen(const wg::evaluation::Slice& slice);
    void moreRequested(); ///< the whole table

private:
    void show();
    void fillMenu(QMenu* menu);

    EvaluateSelection& m_selection;
    EvaluateWork& m_work;
    SlicesView* m_view;
    QLabel* m_foot;
};

} // namespace wg::ui::shell

#include "ui/shell/evaluate_slices_box.h"

#include "ui/plot/series_colors.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/slices_view.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::shell {

EvaluateSlicesBox::EvaluateSlicesBox(EvaluateSelection& selection, EvaluateWork& work, QWidget* parent)
    : PanelBox(tr("Slices"), parent)
    , m_selection(selection)
    , m_work(work)
    , m_view(new SlicesView(true))
    , m_foot(plainLabel({}, "small", "secondary"))
{
    auto* filter = iconButton("filter", tr("Which columns"));
    auto* menu = new QMenu(filter);
    filter->setMenu(menu);
    filter->setPopupMode(QToolButton::InstantPopup);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
    addExport(
        this, tr("Slices"), m_view, [this](QPainter& painter, const QRect& area) { m_view->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    addControl(filter);
    setBody(m_view, theme::space::xs);
    m_foot->setContentsMargins(theme::space::s, theme::space::xs, theme::space::s, theme::space::xs);
    m_foot->setWordWrap(true);
    body()->addWidget(m_foot);
    connect(m_view, &SlicesView::sliceChosen, this, &EvaluateSlicesBox::sliceChosen);
    connect(m_view, &SlicesView::mostChanged, this, [this] { m_foot->setText(leftOut()); });
    connect(&work, &EvaluateWork::slicesChanged, this, &EvaluateSlicesBox::show);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateSlicesBox::show);
    show();
}

QString EvaluateSlicesBox::leftOut() const
{
    if (!m_work.slicesProblem().isEmpty())
        return m_work.slicesProblem();
    const auto tables = m_work.slices();
    if (!tables)
        return m_selection.candidate() ? tr("This log has no further columns to slice by.") : QString();
    return leftOutText(*tables, m_view->slices()->rowCount(), EvaluateWork::kLeastRows);
}

void EvaluateSlicesBox::show()
{
    const auto tables = m_work.slices();
    const EvaluatedModel *candidate = m_selection.candidate(), *reference = m_selection.reference();
    m_view->slices()->set(
        tables, plot::seriesColor(candidate ? candidate->color : 0), plot::seriesColor(reference ? reference->color : 0));
    setSubtitle(tables && candidate
            ? tr("worst first, by %1 of %2").arg(metricTitle(tables->candidate.metric), theme::shown(candidate->name, 24))
            : QString());
    m_foot->setText(leftOut());
}

void EvaluateSlicesBox::fillMenu(QMenu* menu)
{
    menu->clear();
    const EvaluatedModel* candidate = m_selection.candidate();
    if (!candidate || !candidate->log)
        return;
    const auto& chosen = m_work.sliceBy();
    for (const auto& column : evaluation::sliceableColumns(*candidate->log)) {
        if (column.values == 0)
            continue; // the Slices tab reads it in
        QAction* action = menu->addAction(theme::shown(column.column, 40).replace('&', QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(
            chosen.empty() || std::ranges::find(chosen, column.column, &evaluation::SliceColumn::column) != chosen.end());
        connect(action, &QAction::triggered, this, [this, menu] {
            std::vector<evaluation::SliceColumn> columns;
            for (const QAction* one : menu->actions())
                if (one->isChecked() && one->data().isValid())
                    columns.push_back({one->data().toString().toStdString(), 0});
            m_work.setSliceBy(std::move(columns), m_work.sliceMetric());
        });
        action->setData(QString::fromStdString(column.column));
    }
    menu->addSeparator();
    connect(menu->addAction(tr("All slices…")), &QAction::triggered, this, &EvaluateSlicesBox::moreRequested);
}

} // namespace wg::ui::shell

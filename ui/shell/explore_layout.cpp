// How the Explore page is put together.
#include "ui/plot/time_series_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/explore_graph.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/explore_row.h"
#include "ui/shell/explore_side.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>

namespace wg::ui::shell {
namespace {

constexpr int kLeftWidth = 937, kRightWidth = 559; ///< as drawn for 1600
constexpr int kTopHeight = 384, kBottomHeight = 420;

QSplitter* splitter(Qt::Orientation orientation, std::initializer_list<QWidget*> parts, const QList<int>& sizes)
{
    auto* made = new QSplitter(orientation);
    made->setHandleWidth(theme::size::gutter);
    made->setChildrenCollapsible(false);
    for (QWidget* part : parts)
        made->addWidget(part);
    made->setSizes(sizes);
    for (int i = 0; i < made->count(); ++i)
        made->setStretchFactor(i, sizes[i]);
    return made;
}

} // namespace

void ExplorePage::buildQueries()
{
    auto* list = new QWidget;
    list->setObjectName(QStringLiteral("exploreRows"));
    auto* outer = new QVBoxLayout(list);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_rowsLayout = new QVBoxLayout;
    m_rowsLayout->setSpacing(0);
    outer->addLayout(m_rowsLayout);
    outer->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setWidget(list);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);

    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(theme::space::s, theme::space::xs, theme::space::m, theme::space::s);
    m_add->setProperty("small", true);
    m_add->setToolTip(tr("Add a query beside the others"));
    foot->addWidget(m_add);
    foot->addStretch(1);
    foot->addWidget(plainLabel(tr("Ctrl+Enter runs, Ctrl+Space completes"), "small", "disabled"));
    m_queryBox->setProperty("surface", "panel");
    auto* box = new QVBoxLayout(m_queryBox);
    box->setContentsMargins(1, theme::space::xs, 1, 1);
    box->setSpacing(0);
    box->addWidget(m_scroll, 1);
    box->addLayout(foot);
}

void ExplorePage::buildTable()
{
    QTableView* view = makeSortedView(m_sorter);
    view->setAccessibleName(tr("Values"));
    m_tableBox->setBody(view, theme::space::s);
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        const int source = m_sorter->mapToSource(row).row();
        const bool known = row.isValid() && source >= 0 && static_cast<std::size_t>(source) < m_lineOfRow.size();
        graph()->setEmphasised(known ? m_lineOfRow[static_cast<std::size_t>(source)] : std::nullopt);
    });
}

void ExplorePage::layOut()
{
    auto* left = splitter(Qt::Vertical, {m_queryBox, m_graph}, {kTopHeight, kBottomHeight});
    auto* right = splitter(Qt::Vertical, {m_side, m_tableBox}, {kTopHeight, kBottomHeight});
    auto* both = splitter(Qt::Horizontal, {left, right}, {kLeftWidth, kRightWidth});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    layout->addWidget(both);
}

} // namespace wg::ui::shell

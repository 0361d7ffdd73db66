#include "ui/shell/explore_history.h"

#include "ui/editors/promql_highlighter.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

namespace wg::ui::shell {
namespace {

constexpr int kRowHeight = 44;
constexpr int kStarredRole = Qt::UserRole + 1;
constexpr int kBelowRole = Qt::UserRole + 2; ///< source and time

/// The expression in its colours, below it source and time, a star at the right of what is kept.
class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {option.rect.width(), kRowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& c = theme::colors();
        const QRect row = option.rect;
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(row, c.selectedOnPanel);
        else if (option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(row, c.hoverRow);
        painter->setPen(c.grid);
        painter->drawLine(row.bottomLeft(), row.bottomRight());
        QRect inner = row.adjusted(theme::space::m, 0, -theme::space::m, 0);
        if (index.data(kStarredRole).toBool()) {
            const int size = theme::size::iconSmall;
            painter->drawPixmap(QPoint(inner.right() - size, row.center().y() - size / 2),
                theme::iconPixmap(QStringLiteral("star-filled"), c.warning, size, painter->device()->devicePixelRatio()));
        }
        inner.setRight(inner.right() - theme::size::iconSmall - theme::space::s);
        painter->setFont(theme::fixedFont(theme::Text::Small));
        const QString text =
            painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, inner.width());
        const int base = row.top() + kRowHeight / 2 - theme::space::xs;
        for (const editors::ColoredSpan& span : editors::coloredSpans(text)) {
            painter->setPen(span.color);
            painter->drawText(inner.left() + painter->fontMetrics().horizontalAdvance(text.left(span.begin)), base,
                text.mid(span.begin, span.end - span.begin));
        }
        painter->setFont(theme::font(theme::Text::Small));
        painter->setPen(c.textSecondary);
        const QRect below(inner.left(), row.center().y() + 2, inner.width(), kRowHeight / 2);
        painter->drawText(below, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, index.data(kBelowRole).toString());
        painter->restore();
    }
};

} // namespace

ExploreHistory::ExploreHistory(QueryHistory* history, Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_history(history)
    , m_workspace(workspace)
    , m_search(new QLineEdit)
    , m_star(iconButton(QStringLiteral("star"), tr("Star: keep this query")))
    , m_forget(iconButton(QStringLiteral("trash"), tr("Forget this query")))
    , m_list(new QListView)
    , m_model(new QStandardItemModel(this))
    , m_none(plainLabel({}, nullptr, "secondary"))
{
    m_search->setProperty("small", true);
    m_search->setPlaceholderText(tr("Search in history"));
    m_search->setAccessibleName(tr("Search in history"));
    m_search->setClearButtonEnabled(true);
    m_star->setCheckable(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setAccessibleName(tr("Queries asked before"));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(theme::space::m, 0, theme::space::s, theme::space::s);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_star);
    bar->addWidget(m_forget);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_none, 1);

    connect(m_search, &QLineEdit::textChanged, this, &ExploreHistory::fill);
    connect(history, &QueryHistory::changed, this, &ExploreHistory::fill);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &ExploreHistory::showButtons);
    const auto restore = [this] {
        if (const state::AskedQuery* query = current())
            Q_EMIT restoreRequested(QString::fromStdString(query->expression), QString::fromStdString(query->source));
    };
    connect(m_list, &QListView::clicked, this, restore);
    connect(m_list, &QListView::activated, this, restore);
    connect(m_star, &QToolButton::clicked, this, [this](bool on) {
        if (const state::AskedQuery* query = current())
            m_history->setStarred(state::AskedQuery(*query), on);
    });
    connect(m_forget, &QToolButton::clicked, this, [this] {
        if (const state::AskedQuery* query = current())
            m_history->forget(state::AskedQuery(*query));
    });
    fill();
}

const state::AskedQuery* ExploreHistory::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_shown[static_cast<std::size_t>(index.row())] : nullptr;
}

void ExploreHistory::fill()
{
    const std::optional<state::AskedQuery> before = current() ? std::optional(*current()) : std::nullopt;
    m_model->clear();
    m_shown = m_history->matching(m_search->text());
    int row = -1;
    for (std::size_t i = 0; i < m_shown.size(); ++i) {
        const state::AskedQuery& query = m_shown[i];
        auto* item = new QStandardItem(theme::shown(QString::fromStdString(query.expression).simplified()));
        item->setData(query.starred, kStarredRole);
        item->setData(QStringLiteral("%1 · %2").arg(theme::shown(query.source, 60),
                          momentText(query.at, m_workspace.clock ? m_workspace.clock() : query.at, m_workspace.time.zone())),
            kBelowRole);
        item->setToolTip(theme::shownLines(QString::fromStdString(query.expression)).toHtmlEscaped());
        item->setData(QStringLiteral("%1, %2%3")
                          .arg(item->text(), item->data(kBelowRole).toString(), query.starred ? tr(", starred") : QString()),
            Qt::AccessibleTextRole);
        m_model->appendRow(item);
        if (before && before->expression == query.expression && before->source == query.source)
            row = static_cast<int>(i);
    }
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row, 0));
    const bool none = m_shown.empty();
    m_none->setText(m_history->all().empty() ? tr("Queries that you run are kept here.") : tr("No query holds these words."));
    m_none->setVisible(none);
    m_list->setVisible(!none);
    showButtons();
}

void ExploreHistory::showButtons()
{
    const state::AskedQuery* query = current();
    m_star->setEnabled(query);
    m_forget->setEnabled(query);
    m_star->setChecked(query && query->starred);
    const QString what = query && query->starred ? tr("Unstar this query") : tr("Star: keep this query");
    m_star->setToolTip(what);
    m_star->setAccessibleName(what);
}

} // namespace wg::ui::shell

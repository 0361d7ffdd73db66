#include "ui/shell/explore_tree_view.h"

#include "ui/editors/promql_highlighter.h"
#include "ui/shell/explore_tree_query.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

namespace wg::ui::shell {
namespace {

constexpr int kCardHeight = 44;
constexpr int kCardGap = 8;
constexpr int kResultWidth = 92;
constexpr int kTimeWidth = 52;
constexpr int kNodeRole = Qt::UserRole + 1;

struct ResultText {
    QString main; ///< "12 series"
    QString below; ///< "4 312 points"
    QColor color;
};

ResultText resultOf(const TreeNode& node)
{
    const auto& c = theme::colors();
    switch (node.state) {
    case TreeNode::State::Waiting:
    case TreeNode::State::Asking:
        return {QStringLiteral("…"), {}, c.textDisabled};
    case TreeNode::State::Failed:
        return {ExploreTreeView::tr("error"), {}, c.critical};
    case TreeNode::State::Done:
        break;
    }
    if (node.single)
        return {theme::shown(*node.single, 20),
            node.type == promql::ValueType::String ? ExploreTreeView::tr("string") : ExploreTreeView::tr("scalar"),
            c.textPrimary};
    const bool range = node.type == promql::ValueType::RangeVector;
    return {ExploreTreeView::tr("%1 series").arg(countText(node.series)),
        range ? ExploreTreeView::tr("%1 points").arg(countText(node.points)) : QString(),
        node.series == 0 ? c.warning : c.textPrimary};
}

QString timeOf(const TreeNode& node)
{
    if (node.state != TreeNode::State::Done)
        return {};
    return node.elapsed < 1 ? QStringLiteral("< 1 ms") : QStringLiteral("%1 ms").arg(node.elapsed);
}

QString typeOf(const TreeNode& node)
{
    const std::string_view name = promql::typeName(node.type);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

class CardDelegate : public QStyledItemDelegate {
public:
    CardDelegate(const ExploreTreeQuery* query, QObject* parent) : QStyledItemDelegate(parent), m_query(query) { }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {option.rect.width(), kCardHeight + kCardGap};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto at = index.data(kNodeRole).value<std::size_t>();
        if (at >= m_query->nodes().size())
            return;
        const TreeNode& node = m_query->nodes()[at];
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QRect card(option.rect.left(), option.rect.top() + kCardGap / 2, option.rect.width() - 1, kCardHeight);
        painter->save();
        paintCard(*painter, card, node, selected, m_query->vanishesAt(at));
        const QRect inner = card.adjusted(theme::space::m, 0, -theme::space::m, 0);
        paintTime(*painter, inner, node);
        const QRect result = inner.adjusted(0, 0, -kTimeWidth - theme::space::m, 0);
        paintResult(*painter, result, node);
        paintText(*painter, result.adjusted(0, 0, -kResultWidth, 0), node);
        painter->restore();
    }

private:
    static void paintCard(QPainter& painter, const QRect& card, const TreeNode& node, bool selected, bool vanishes)
    {
        const auto& c = theme::colors();
        const bool failed = node.state == TreeNode::State::Failed;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(failed ? c.criticalBadge : vanishes ? c.warningBadge : selected ? c.selectedOnPanel : c.panel);
        painter.setPen(QPen(selected ? c.accent
                : failed             ? c.criticalBorder
                : vanishes           ? c.warningBorder
                                     : c.border,
            theme::stroke::hairline));
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::panel, theme::radius::panel);
    }

    void paintTime(QPainter& painter, const QRect& inner, const TreeNode& node) const
    {
        const auto& c = theme::colors();
        DurationMs most = 1;
        for (const TreeNode& other : m_query->nodes())
            most = std::max(most, other.elapsed);
        const QRect box(inner.right() - kTimeWidth + 1, inner.top(), kTimeWidth, inner.height());
        painter.setFont(theme::font(theme::Text::Small));
        painter.setPen(c.textSecondary);
        painter.drawText(box.adjusted(0, 0, 0, -inner.height() / 3), Qt::AlignRight | Qt::AlignVCenter, timeOf(node));
        if (node.state != TreeNode::State::Done)
            return;
        const QRectF bar(box.left(), box.bottom() - theme::space::m, box.width(), 3);
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.grid);
        painter.drawRoundedRect(bar, 1.5, 1.5);
        const double part = bar.width() * static_cast<double>(node.elapsed) / static_cast<double>(most);
        painter.setBrush(c.accent);
        painter.drawRoundedRect(
            QRectF(bar.right() - std::max(part, 2.0), bar.top(), std::max(part, 2.0), bar.height()), 1.5, 1.5);
    }

    static void paintResult(QPainter& painter, const QRect& inner, const TreeNode& node)
    {
        const ResultText result = resultOf(node);
        const bool two = !result.below.isEmpty();
        QRect line = inner;
        if (two)
            line.setBottom(inner.center().y() + 2);
        painter.setFont(theme::font(theme::Text::Body, true));
        painter.setPen(result.color);
        painter.drawText(line, Qt::AlignRight | (two ? Qt::AlignBottom : Qt::AlignVCenter), result.main);
        painter.setFont(theme::font(theme::Text::Small));
        painter.setPen(theme::colors().textSecondary);
        line.setTop(inner.center().y() + 3);
        line.setBottom(inner.bottom());
        painter.drawText(line, Qt::AlignRight | Qt::AlignTop, result.below);
    }

    static void paintText(QPainter& painter, const QRect& box, const TreeNode& node)
    {
        const auto& c = theme::colors();
        painter.setFont(theme::fixedFont(theme::Text::Small));
        const QString text = painter.fontMetrics().elidedText(theme::shown(node.summary), Qt::ElideRight, box.width());
        const QRect line(box.left(), box.top(), box.width(), box.height() / 2 + 3);
        const int base = line.bottom() - 3;
        for (const editors::ColoredSpan& span : editors::coloredSpans(text)) {
            painter.setPen(span.color);
            painter.drawText(box.left() + painter.fontMetrics().horizontalAdvance(text.left(span.begin)), base,
                text.mid(span.begin, span.end - span.begin));
        }
        painter.setFont(theme::font(theme::Text::Small));
        painter.setPen(node.error.empty() ? c.textSecondary : c.critical);
        const QString below = node.error.empty() ? typeOf(node) : theme::shown(node.error);
        painter.drawText(QRect(box.left(), box.center().y() + 3, box.width(), box.height() / 2),
            Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(below, Qt::ElideRight, box.width()));
    }

    const ExploreTreeQuery* m_query;
};

} // namespace

ExploreTreeView::ExploreTreeView(ExploreTreeQuery* query, QWidget* parent)
    : QTreeView(parent)
    , m_query(query)
    , m_model(new QStandardItemModel(this))
{
    setModel(m_model);
    setItemDelegate(new CardDelegate(query, this));
    setAccessibleName(tr("Expression tree"));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setIndentation(theme::space::l + theme::space::xs);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    connect(query, &ExploreTreeQuery::rebuilt, this, &ExploreTreeView::rebuild);
    connect(query, &ExploreTreeQuery::changed, this, &ExploreTreeView::update);
    connect(this, &QTreeView::clicked, this, &ExploreTreeView::choose);
}

void ExploreTreeView::rebuild()
{
    m_model->clear();
    std::vector<QStandardItem*> items;
    for (std::size_t i = 0; i < m_query->nodes().size(); ++i) {
        auto* item = new QStandardItem;
        item->setData(QVariant::fromValue(i), kNodeRole);
        const int parent = m_query->nodes()[i].parent;
        (parent < 0 ? m_model->invisibleRootItem() : items[static_cast<std::size_t>(parent)])->appendRow(item);
        items.push_back(item);
    }
    update();
    expandAll();
}

void ExploreTreeView::update()
{
    // What a card says, for screen readers and as its tip.
    const auto visit = [this](const auto& self, const QStandardItem* parent) -> void {
        for (int row = 0; row < parent->rowCount(); ++row) {
            QStandardItem* item = parent->child(row);
            const TreeNode& node = m_query->nodes()[item->data(kNodeRole).value<std::size_t>()];
            const ResultText result = resultOf(node);
            const QStringList parts{result.main, result.below, timeOf(node)};
            const QString said = QStringLiteral("%1 (%2): %3")
                                     .arg(theme::shown(node.summary), typeOf(node),
                                         parts.filter(QRegularExpression(QStringLiteral("."))).join(", "));
            item->setData(said, Qt::AccessibleTextRole);
            const QString whole = node.error.empty() ? theme::shownLines(QString::fromStdString(node.text))
                                                     : theme::shownLines(QString::fromStdString(node.error));
            item->setToolTip(whole.toHtmlEscaped());
            self(self, item);
        }
    };
    visit(visit, m_model->invisibleRootItem());
    viewport()->update();
}

void ExploreTreeView::choose(const QModelIndex& index)
{
    const auto at = index.data(kNodeRole).value<std::size_t>();
    if (index.isValid() && at < m_query->nodes().size())
        Q_EMIT nodeChosen(m_query->nodes()[at].range);
}

void ExploreTreeView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        choose(currentIndex());
    else
        QTreeView::keyPressEvent(event);
}

/// Only cards are painted: no row background, which would run under the indentation.
void ExploreTreeView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    drawBranches(painter, option.rect, index);
    QStyleOptionViewItem card = option;
    card.rect = visualRect(index);
    if (selectionModel()->isSelected(index))
        card.state |= QStyle::State_Selected;
    itemDelegate()->paint(painter, card, index);
}

/// An elbow from the parent's card to this one; a parent's line goes on while it has more parts below.
void ExploreTreeView::drawBranches(QPainter* painter, const QRect&, const QModelIndex& index) const
{
    if (!index.parent().isValid())
        return;
    const QRect own = visualRect(index);
    painter->save();
    painter->setPen(QPen(theme::colors().popupBorder, theme::stroke::hairline));
    const int x = own.left() - indentation() / 2;
    const bool last = index.row() + 1 == m_model->rowCount(index.parent());
    painter->drawLine(x, own.top() - kCardGap / 2, x, last ? own.center().y() : own.bottom());
    painter->drawLine(x, own.center().y(), own.left() - 1, own.center().y());
    for (QModelIndex above = index.parent(); above.parent().isValid(); above = above.parent()) {
        if (above.row() + 1 == m_model->rowCount(above.parent()))
            continue;
        const int left = visualRect(above).left() - indentation() / 2;
        painter->drawLine(left, own.top() - kCardGap / 2, left, own.bottom());
    }
    painter->restore();
}

} // namespace wg::ui::shell

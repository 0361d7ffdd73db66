#include "ui/editors/completion_view.h"

#include "ui/editors/expression_parts.h"
#include "ui/editors/text_positions.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QRegularExpression>

namespace wg::ui::editors {
namespace {

struct Look {
    const char* icon;
    const QColor& color;
};

Look lookOf(CompletionItem::Kind kind)
{
    const auto& c = theme::colors();
    switch (kind) {
    case CompletionItem::Kind::Function:
        return {"function", c.synFunction};
    case CompletionItem::Kind::Aggregation:
        return {"aggregate", c.synFunction};
    case CompletionItem::Kind::Keyword:
        return {"keyword", c.synKeyword};
    case CompletionItem::Kind::Metric:
        return {"chart", c.synMetric};
    case CompletionItem::Kind::Label:
        return {"tag", c.synLabel};
    case CompletionItem::Kind::Value:
        return {"quote", c.synString};
    case CompletionItem::Kind::Duration:
        return {"clock", c.synNumber};
    }
    return {"chart", c.synMetric};
}

/// Draws and moves `x` on.
void drawPiece(QPainter& painter, qreal& x, int height, const QString& text, const QColor& color)
{
    painter.setPen(color);
    const qreal width = painter.fontMetrics().horizontalAdvance(text);
    painter.drawText(QRectF(x, 0, width + 1, height), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
    x += width;
}

} // namespace

void CompletionModel::set(std::vector<CompletionItem> items, const QString& typed)
{
    beginResetModel();
    m_items = std::move(items);
    m_typed = typed;
    endResetModel();
}

int CompletionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant CompletionModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const CompletionItem& item = m_items[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return theme::shown(item.name);
    if (role == Qt::AccessibleTextRole)
        return QStringLiteral("%1, %2").arg(theme::shown(item.name), item.detail);
    return {};
}

void CompletionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& c = theme::colors();
    const auto* model = static_cast<const CompletionModel*>(index.model());
    const CompletionItem& item = model->items()[static_cast<std::size_t>(index.row())];
    const QRect row = option.rect;
    painter->save();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(row, c.selectedOnRaised);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(row, c.hoverRow);
    const Look look = lookOf(item.kind);
    const QRect icon(row.left() + theme::space::s, row.center().y() - theme::size::iconSmall / 2 + 1, theme::size::iconSmall,
        theme::size::iconSmall);
    painter->drawPixmap(
        icon, theme::iconPixmap(QLatin1String(look.icon), look.color, icon.width(), painter->device()->devicePixelRatio()));

    painter->setFont(theme::font(theme::Text::Small));
    const QRect inner = row.adjusted(theme::space::s + theme::size::iconSmall + theme::space::s, 0, -theme::space::s, 0);
    painter->setPen(c.textSecondary);
    painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, item.detail);
    const int detail = painter->fontMetrics().horizontalAdvance(item.detail);

    painter->setFont(theme::fixedFont(theme::Text::Small));
    const QRect box = inner.adjusted(0, 0, -detail - theme::space::s, 0);
    const QString name = painter->fontMetrics().elidedText(theme::shown(item.name), Qt::ElideMiddle, box.width());
    painter->setPen(c.textPrimary);
    painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
    const qsizetype at = model->typed().isEmpty() ? -1 : name.indexOf(model->typed(), 0, Qt::CaseInsensitive);
    if (at >= 0) {
        const int before = painter->fontMetrics().horizontalAdvance(name.left(at));
        painter->setPen(c.accent);
        painter->drawText(box.adjusted(before, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            name.mid(at, model->typed().size()));
    }
    painter->restore();
}

QSize CompletionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {option.rect.width(), theme::size::tableRowDense};
}

void SignatureLine::set(const QString& signature, int argument, const QString& help)
{
    m_signature = signature;
    m_argument = argument;
    m_help = help;
    setAccessibleName(signature);
    update();
}

QSize SignatureLine::sizeHint() const
{
    return {0, theme::size::panelHeader};
}

void SignatureLine::paintEvent(QPaintEvent*)
{
    const auto& c = theme::colors();
    const TextPositions positions(m_signature);
    const auto range = argumentIn(positions.utf8(), m_argument);
    const int begin = positions.position(range.begin);
    const int end = positions.position(range.end);
    const auto name = std::max<qsizetype>(m_signature.indexOf(QRegularExpression(QStringLiteral("[ (]"))), 0);
    QPainter painter(this);
    painter.setFont(theme::fixedFont(theme::Text::Small));
    qreal x = theme::space::m;
    drawPiece(painter, x, height(), m_signature.left(name), c.synFunction);
    drawPiece(painter, x, height(), m_signature.mid(name, begin - name), c.textSecondary);
    const qreal from = x;
    drawPiece(painter, x, height(), m_signature.mid(begin, end - begin), c.textPrimary);
    if (end > begin) {
        const qreal below = height() / 2.0 + painter.fontMetrics().height() / 2.0 + 1;
        painter.setPen(QPen(c.accent, theme::stroke::threshold));
        painter.drawLine(QPointF(from, below), QPointF(x, below));
    }
    drawPiece(painter, x, height(), m_signature.mid(end), c.textSecondary);
    const int room = width() - static_cast<int>(x) - 2 * theme::space::m;
    painter.setFont(theme::font(theme::Text::Small));
    painter.setPen(c.textSecondary);
    painter.drawText(QRect(static_cast<int>(x) + theme::space::m, 0, room, height()),
        Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(m_help, Qt::ElideRight, room));
}

} // namespace wg::ui::editors

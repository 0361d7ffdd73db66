// The tree of an expression as cards: text, what each part gives, how long it took. Where the series vanish a card stands out.
#pragma once

#include "core/promql/lexer.h"

#include <QTreeView>

class QStandardItemModel;

namespace wg::ui::shell {

class ExploreTreeQuery;

class ExploreTreeView : public QTreeView {
    Q_OBJECT
public:
    /// Shows the query's nodes as they come; the query must outlive the view.
    explicit ExploreTreeView(ExploreTreeQuery* query, QWidget* parent = nullptr);

Q_SIGNALS:
    /// A card was clicked or Enter pressed on it: bytes of the text that was asked.
    void nodeChosen(wg::promql::SourceRange range);

protected:
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void rebuild();
    void update();
    void choose(const QModelIndex& index);

    ExploreTreeQuery* m_query;
    QStandardItemModel* m_model;
};

} // namespace wg::ui::shell

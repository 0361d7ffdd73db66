// Parts of the completion popup: the model of its list, how a row is drawn, and the signature above. Private to the popup.
#pragma once

#include "ui/editors/completion_list.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>
#include <QWidget>

#include <vector>

namespace wg::ui::editors {

class CompletionModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void set(std::vector<CompletionItem> items, const QString& typed);
    [[nodiscard]] const std::vector<CompletionItem>& items() const { return m_items; }
    [[nodiscard]] const QString& typed() const { return m_typed; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<CompletionItem> m_items;
    QString m_typed;
};

/// Icon of the kind, the name with what was typed in the accent, at the right what it is.
class CompletionDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// rate(v range-vector), the present argument underlined; its help at the right where there is room.
class SignatureLine : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    void set(const QString& signature, int argument, const QString& help);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_signature, m_help;
    int m_argument = 0;
};

} // namespace wg::ui::editors

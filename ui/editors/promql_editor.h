// A PromQL expression being written: line numbers, colours, the parser's error underlined, names completed. Ctrl+Enter runs.
#pragma once

#include "core/base/result.h"

#include <QPlainTextEdit>
#include <QStringList>

#include <optional>

class QCompleter;
class QStandardItemModel;
class QTimer;

namespace wg::ui::editors {

class PromqlEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit PromqlEditor(QWidget* parent = nullptr);

    [[nodiscard]] QString expression() const { return toPlainText().trimmed(); }
    void setExpression(const QString& expression);
    /// The source's names, offered beside functions and aggregations.
    void setNames(const QStringList& metrics, const QStringList& labels);
    /// What the parser says of the text as it stands; nullopt when it is sound or empty, or holds $variables.
    [[nodiscard]] const std::optional<Error>& problem() const { return m_problem; }
    /// Underlines what the source objected to, until the text changes. Positions are bytes of the whole text.
    void showProblem(const Error& error);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void runRequested();
    void problemChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    friend class LineNumbers;
    void check();
    void underline();
    void paintNumbers(QPainter& painter, const QRect& exposed) const;
    [[nodiscard]] int gutterWidth() const;
    void layoutGutter();
    void applyColors();
    [[nodiscard]] QString wordBeforeCursor() const;
    void offerCompletion(bool asked);
    void complete(const QString& word);
    void rebuildNames();

    QWidget* m_numbers;
    QTimer* m_checkTimer;
    QCompleter* m_completer;
    QStandardItemModel* m_names;
    QStringList m_metrics, m_labels;
    std::optional<Error> m_problem;
};

} // namespace wg::ui::editors

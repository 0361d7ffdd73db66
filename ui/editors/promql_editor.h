// A PromQL expression being written: line numbers, colours, brackets matched, the parser's error underlined, names completed.
// One to eight lines high as the text needs. Ctrl+Enter or Shift+Enter runs, Ctrl+Space completes, Ctrl+/ comments lines out.
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"
#include "core/dashboard/interpolate.h"
#include "core/promql/lexer.h"

#include <QPlainTextEdit>

#include <optional>

class QTimer;

namespace wg::ui::editors {

class CompletionNames;
class CompletionPopup;
struct CompletionItem;

class PromqlEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    /// `names` is what completion offers beside the grammar's own words; nullptr: only those. It must outlive the editor.
    explicit PromqlEditor(CompletionNames* names = nullptr, QWidget* parent = nullptr);
    ~PromqlEditor() override;

    [[nodiscard]] QString expression() const { return toPlainText().trimmed(); }
    void setExpression(const QString& expression);
    /// With what $__interval and its kin are filled in before the parser judges the text.
    void setBuiltins(const dashboard::Builtins& builtins);

    /// What the parser, or the source, says of the text as it stands; nullopt when it is sound, empty, or holds unknown
    /// $variables. Positions are bytes of the whole text.
    [[nodiscard]] const std::optional<Error>& problem() const { return m_problem; }
    /// Underlines what the source objected to, until the text changes.
    void showProblem(const Error& error);
    /// Underlines warnings that have a position, until the text changes.
    void showWarnings(const Warnings& warnings);
    /// Selects bytes of the text and scrolls there.
    void selectBytes(promql::SourceRange range);

    [[nodiscard]] CompletionPopup* popup() const { return m_popup; } ///< nullptr until the first completion
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void runRequested();
    void problemChanged();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    friend class LineNumbers;
    void check();
    void textEdited();
    void mark();
    [[nodiscard]] QTextEdit::ExtraSelection markOf(promql::SourceRange bytes) const;
    void addSquiggle(QList<QTextEdit::ExtraSelection>& marks, const Position& position, const std::string& message,
        const QColor& color) const;
    void addBrackets(QList<QTextEdit::ExtraSelection>& marks) const;
    void paintNumbers(QPainter& painter, const QRect& exposed) const;
    [[nodiscard]] int gutterWidth() const;
    [[nodiscard]] int heightOfLines(int lines) const;
    void layoutGutter();
    void fitHeight();
    void applyColors();
    // promql_editor_keys.cpp
    bool typePair(const QString& typed);
    bool deletePair();
    void toggleComment();
    void complete(bool asked);
    void placePopup();
    void showSignature();
    void insert(const CompletionItem& item);
    void hidePopup();

    QWidget* m_numbers;
    QTimer* m_checkTimer;
    CompletionNames* m_names;
    CompletionPopup* m_popup = nullptr; ///< owned by the window, made when it is first needed
    dashboard::Builtins m_builtins;
    std::optional<Error> m_problem;
    Warnings m_warnings;
    bool m_waits = false; ///< for names; the popup comes with them
    int m_completesAt = 0; ///< where the word begins that the popup completes
    bool m_asked = false; ///< the last completion was asked for by Ctrl+Space
};

} // namespace wg::ui::editors

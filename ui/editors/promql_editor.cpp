#include "ui/editors/promql_editor.h"

#include "core/promql/parser.h"
#include "ui/editors/completion_names.h"
#include "ui/editors/completion_popup.h"
#include "ui/editors/expression_parts.h"
#include "ui/editors/filled_expression.h"
#include "ui/editors/promql_highlighter.h"
#include "ui/editors/text_positions.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QTextBlock>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace wg::ui::editors {
namespace {

constexpr int kCheckAfterMs = 150;
constexpr int kMostLines = 8; ///< shown; longer texts scroll
constexpr int kMostTipLetters = 1000;

} // namespace

/// The gutter; painting and geometry are the editor's.
class LineNumbers : public QWidget {
public:
    explicit LineNumbers(PromqlEditor* editor) : QWidget(editor), m_editor(editor) { }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(this);
        m_editor->paintNumbers(painter, event->rect());
    }

private:
    PromqlEditor* m_editor;
};

PromqlEditor::PromqlEditor(CompletionNames* names, QWidget* parent)
    : QPlainTextEdit(parent)
    , m_numbers(new LineNumbers(this))
    , m_checkTimer(new QTimer(this))
    , m_names(names)
{
    setFont(theme::fixedFont());
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("PromQL expression"));
    setProperty("noFocusRing", true); // the caret and its line show it
    setPlaceholderText(tr("PromQL expression, for example rate(http_requests_total[5m])"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    new PromqlHighlighter(document());

    m_checkTimer->setSingleShot(true);
    m_checkTimer->setInterval(kCheckAfterMs);
    connect(m_checkTimer, &QTimer::timeout, this, &PromqlEditor::check);
    connect(document(), &QTextDocument::contentsChange, this, [this](int, int removed, int added) {
        if (removed != 0 || added != 0) // colours alone are no edit
            textEdited();
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &PromqlEditor::mark);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &PromqlEditor::showSignature);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &PromqlEditor::layoutGutter);
    connect(this, &QPlainTextEdit::updateRequest, m_numbers, qOverload<>(&QWidget::update));
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &PromqlEditor::fitHeight);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &PromqlEditor::applyColors);
    if (names)
        connect(names, &CompletionNames::arrived, this, [this] {
            if (hasFocus() && (m_waits || (m_popup && m_popup->isVisible())))
                complete(m_asked);
        });
    applyColors();
    layoutGutter();
    fitHeight();
}

PromqlEditor::~PromqlEditor()
{
    delete m_popup;
}

void PromqlEditor::setExpression(const QString& expression)
{
    if (expression == toPlainText())
        return;
    // One step that Ctrl+Z takes back, unlike setPlainText().
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(expression);
    hidePopup();
    check();
}

void PromqlEditor::setBuiltins(const dashboard::Builtins& builtins)
{
    m_builtins = builtins;
}

void PromqlEditor::textEdited()
{
    m_warnings.clear();
    m_checkTimer->start();
}

void PromqlEditor::check()
{
    m_checkTimer->stop();
    const auto filled = FilledExpression::fill(toPlainText().toStdString(), m_builtins);
    std::optional<Error> found;
    if (filled.complete && filled.text.find_first_not_of(" \t\n") != std::string::npos) {
        auto parsed = promql::parse(filled.text);
        if (!parsed) {
            found = std::move(parsed).error();
            if (found->position)
                found->position = filled.typedPosition(*found->position);
        }
    }
    m_problem = std::move(found);
    mark();
    Q_EMIT problemChanged();
}

void PromqlEditor::showProblem(const Error& error)
{
    m_problem = error;
    mark();
    Q_EMIT problemChanged();
}

void PromqlEditor::showWarnings(const Warnings& warnings)
{
    m_warnings = warnings;
    mark();
}

void PromqlEditor::selectBytes(promql::SourceRange range)
{
    setTextCursor(markOf(range).cursor);
    ensureCursorVisible();
}

QTextEdit::ExtraSelection PromqlEditor::markOf(promql::SourceRange bytes) const
{
    const TextPositions positions(toPlainText());
    QTextEdit::ExtraSelection selection;
    selection.cursor = QTextCursor(document());
    selection.cursor.setPosition(positions.position(bytes.begin));
    selection.cursor.setPosition(positions.position(bytes.end), QTextCursor::KeepAnchor);
    return selection;
}

void PromqlEditor::addSquiggle(
    QList<QTextEdit::ExtraSelection>& marks, const Position& position, const std::string& message, const QColor& color) const
{
    auto selection = markOf({position.offset, position.offset + std::max<std::size_t>(1, position.length)});
    if (!selection.cursor.hasSelection()) // at the end of the text: under its last character
        selection.cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor);
    selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    selection.format.setUnderlineColor(color);
    selection.format.setToolTip(theme::shownLines(QString::fromStdString(message), kMostTipLetters).toHtmlEscaped());
    marks.append(selection);
}

void PromqlEditor::addBrackets(QList<QTextEdit::ExtraSelection>& marks) const
{
    const TextPositions positions(toPlainText());
    const auto tokens = promql::tokenize(positions.utf8());
    const auto pair = bracketsAt(tokens, positions.byte(textCursor().position()));
    if (!pair)
        return;
    for (const promql::SourceRange range : {pair->open, pair->close}) {
        auto selection = markOf(range);
        selection.format.setBackground(theme::colors().selectedOnRaised);
        selection.format.setForeground(theme::colors().accent);
        marks.append(selection);
    }
}

/// Line of the caret, brackets, warnings, the problem on top.
void PromqlEditor::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    if (hasFocus()) {
        QTextEdit::ExtraSelection line;
        line.cursor = textCursor();
        line.cursor.clearSelection();
        line.format.setBackground(theme::colors().hoverRow);
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        if (blockCount() > 1)
            marks.append(line);
        if (!textCursor().hasSelection())
            addBrackets(marks);
    }
    for (const Warning& warning : m_warnings)
        if (warning.position)
            addSquiggle(marks, *warning.position, warning.message,
                warning.severity == Warning::Severity::Info ? theme::colors().textSecondary : theme::colors().warning);
    if (m_problem && m_problem->position && m_problem->position->line > 0)
        addSquiggle(marks, *m_problem->position, m_problem->message, theme::colors().critical);
    setExtraSelections(marks);
}

int PromqlEditor::heightOfLines(int lines) const
{
    return lines * fontMetrics().lineSpacing() + 2 * static_cast<int>(std::ceil(document()->documentMargin()))
        + theme::space::s;
}

QSize PromqlEditor::sizeHint() const
{
    const int lines = static_cast<int>(std::ceil(document()->size().height())); // a plain text layout counts lines
    return {400, heightOfLines(std::clamp(lines, 1, kMostLines))};
}

QSize PromqlEditor::minimumSizeHint() const
{
    return {160, sizeHint().height()};
}

void PromqlEditor::fitHeight()
{
    setFixedHeight(sizeHint().height());
}

void PromqlEditor::applyColors()
{
    setStyleSheet(
        QStringLiteral("QPlainTextEdit { background: %1; border: none; border-radius: 0; }").arg(theme::colors().panel.name()));
    mark();
}

int PromqlEditor::gutterWidth() const
{
    const auto digits = std::max<qsizetype>(2, QString::number(blockCount()).size());
    return static_cast<int>(digits) * fontMetrics().horizontalAdvance('0') + theme::space::l + theme::space::s;
}

void PromqlEditor::layoutGutter()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    m_numbers->setGeometry(0, 0, gutterWidth(), height());
}

void PromqlEditor::paintNumbers(QPainter& painter, const QRect& exposed) const
{
    const auto& c = theme::colors();
    painter.fillRect(exposed, c.panel);
    painter.setFont(theme::fixedFont(theme::Text::Small));
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF where = blockBoundingGeometry(block).translated(contentOffset());
        if (where.top() > exposed.bottom())
            break;
        const bool here = hasFocus() && block == textCursor().block();
        painter.setPen(here ? c.textPrimary : c.textDisabled);
        const QRectF line(0, where.top(), gutterWidth() - theme::space::m, fontMetrics().lineSpacing());
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
    }
}

void PromqlEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    layoutGutter();
    // Lines are wrapped anew only when they are looked at; the document's own signal says nothing of it.
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next())
        document()->documentLayout()->blockBoundingRect(block);
    fitHeight();
}

void PromqlEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        layoutGutter();
        fitHeight();
    }
}

} // namespace wg::ui::editors

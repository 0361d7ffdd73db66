#include "ui/editors/promql_editor.h"

#include "core/promql/function_table.h"
#include "core/promql/parser.h"
#include "ui/editors/promql_highlighter.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTextBlock>
#include <QTimer>

#include <algorithm>

namespace wg::ui::editors {
namespace {

constexpr int kCheckAfterMs = 150;
constexpr int kMaxNames = 20'000; ///< names offered; more would only slow the list down

QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == '_' || c == ':';
}

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

PromqlEditor::PromqlEditor(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_numbers(new LineNumbers(this))
    , m_checkTimer(new QTimer(this))
    , m_completer(new QCompleter(this))
    , m_names(new QStandardItemModel(this))
{
    setFont(theme::fixedFont());
    setTabChangesFocus(true);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("PromQL expression"));
    setProperty("noFocusRing", true); // the caret shows it
    setPlaceholderText(tr("PromQL expression, for example rate(http_requests_total[5m])"));
    new PromqlHighlighter(document());

    m_completer->setModel(m_names);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setMaxVisibleItems(10);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &PromqlEditor::complete);
    rebuildNames();

    m_checkTimer->setSingleShot(true);
    m_checkTimer->setInterval(kCheckAfterMs);
    connect(m_checkTimer, &QTimer::timeout, this, &PromqlEditor::check);
    connect(this, &QPlainTextEdit::textChanged, m_checkTimer, qOverload<>(&QTimer::start));
    connect(this, &QPlainTextEdit::blockCountChanged, this, &PromqlEditor::layoutGutter);
    connect(this, &QPlainTextEdit::updateRequest, m_numbers, qOverload<>(&QWidget::update));
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &PromqlEditor::applyColors);
    applyColors();
    layoutGutter();
}

void PromqlEditor::setExpression(const QString& expression)
{
    if (expression == toPlainText())
        return;
    setPlainText(expression);
    check();
}

void PromqlEditor::setNames(const QStringList& metrics, const QStringList& labels)
{
    m_metrics = metrics.mid(0, kMaxNames);
    m_labels = labels.mid(0, kMaxNames);
    rebuildNames();
}

void PromqlEditor::rebuildNames()
{
    m_names->clear();
    const auto add = [this](const QString& name, const char* icon, const QString& tip) {
        auto* item = new QStandardItem(theme::icon(icon, theme::colors().textSecondary), name);
        item->setToolTip(tip.toHtmlEscaped());
        m_names->appendRow(item);
    };
    for (const QString& metric : std::as_const(m_metrics))
        add(metric, "chart", tr("metric"));
    for (const promql::AggregateInfo& info : promql::aggregateTable())
        add(toQt(info.name), "list", toQt(info.signature) + "\n" + toQt(info.help));
    for (const promql::FunctionInfo& info : promql::functionTable())
        add(toQt(info.name), "list", toQt(info.signature) + "\n" + toQt(info.help));
    for (const QString& label : std::as_const(m_labels))
        add(label, "filter", tr("label"));
}

void PromqlEditor::check()
{
    m_checkTimer->stop();
    const QString text = toPlainText();
    std::optional<Error> found;
    // $variables are filled in before the parser sees the text, so it cannot be judged here.
    if (!text.trimmed().isEmpty() && !text.contains('$')) {
        auto parsed = promql::parse(text.toStdString());
        if (!parsed && parsed.error().code == ErrorCode::Parse)
            found = std::move(parsed).error();
    }
    m_problem = std::move(found);
    underline();
    Q_EMIT problemChanged();
}

void PromqlEditor::showProblem(const Error& error)
{
    m_problem = error;
    underline();
    Q_EMIT problemChanged();
}

void PromqlEditor::underline()
{
    QList<QTextEdit::ExtraSelection> selections;
    if (m_problem && m_problem->position && m_problem->position->line > 0) {
        const QByteArray bytes = toPlainText().toUtf8();
        const auto offset = std::min(static_cast<qsizetype>(m_problem->position->offset), bytes.size());
        const auto length = std::max<qsizetype>(1, static_cast<qsizetype>(m_problem->position->length));
        const auto last = document()->characterCount() - 1;
        int begin = std::min<int>(static_cast<int>(QString::fromUtf8(bytes.left(offset)).size()), last);
        const int end = std::min<int>(begin + static_cast<int>(QString::fromUtf8(bytes.mid(offset, length)).size()), last);
        if (begin == end && begin > 0)
            --begin; // at the end of the text: under its last character
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document());
        selection.cursor.setPosition(begin);
        selection.cursor.setPosition(end, QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(theme::colors().critical);
        selection.format.setToolTip(theme::shownLines(QString::fromStdString(m_problem->message)).toHtmlEscaped());
        selections.append(selection);
    }
    setExtraSelections(selections);
}

QSize PromqlEditor::sizeHint() const
{
    return {400, 5 * fontMetrics().lineSpacing() + 2 * theme::space::s};
}

void PromqlEditor::applyColors()
{
    setStyleSheet(
        QStringLiteral("QPlainTextEdit { background: %1; border: none; border-radius: 0; }").arg(theme::colors().panel.name()));
    underline();
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
    painter.fillRect(exposed, theme::colors().panel);
    painter.setFont(theme::fixedFont(theme::Text::Small));
    painter.setPen(theme::colors().textDisabled);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF where = blockBoundingGeometry(block).translated(contentOffset());
        if (where.top() > exposed.bottom())
            break;
        const QRectF line(0, where.top(), gutterWidth() - theme::space::m, fontMetrics().lineSpacing());
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
    }
}

void PromqlEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    layoutGutter();
}

void PromqlEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layoutGutter();
}

void PromqlEditor::keyPressEvent(QKeyEvent* event)
{
    const bool popup = m_completer->popup()->isVisible();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        m_completer->popup()->hide();
        check();
        Q_EMIT runRequested();
        return;
    }
    if (popup && (enter || event->key() == Qt::Key_Escape || event->key() == Qt::Key_Tab)) {
        event->ignore(); // the popup takes it
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        offerCompletion(true);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    if (!event->text().isEmpty() && isNameCharacter(event->text().front()))
        offerCompletion(false);
    else if (popup)
        m_completer->popup()->hide();
}

QString PromqlEditor::wordBeforeCursor() const
{
    const QString line = textCursor().block().text().left(textCursor().positionInBlock());
    qsizetype begin = line.size();
    while (begin > 0 && isNameCharacter(line[begin - 1]))
        --begin;
    return line.mid(begin);
}

void PromqlEditor::offerCompletion(bool asked)
{
    const QString word = wordBeforeCursor();
    if (!asked && word.size() < 2)
        return m_completer->popup()->hide();
    m_completer->setCompletionPrefix(word);
    const bool only = m_completer->completionCount() == 1 && m_completer->currentCompletion() == word;
    if (m_completer->completionCount() == 0 || only)
        return m_completer->popup()->hide();
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect at = cursorRect();
    at.setWidth(m_completer->popup()->sizeHintForColumn(0) + m_completer->popup()->verticalScrollBar()->sizeHint().width()
        + 2 * theme::space::m);
    m_completer->complete(at.translated(gutterWidth(), 0));
}

void PromqlEditor::complete(const QString& word)
{
    QTextCursor cursor = textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(wordBeforeCursor().size()));
    cursor.insertText(word);
    setTextCursor(cursor);
}

} // namespace wg::ui::editors

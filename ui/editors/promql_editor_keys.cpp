// PromqlEditor's keys: running, pairs of brackets and quotes, comments, completion.
#include "core/promql/function_table.h"
#include "ui/editors/completion_names.h"
#include "ui/editors/completion_popup.h"
#include "ui/editors/expression_parts.h"
#include "ui/editors/promql_editor.h"
#include "ui/editors/text_positions.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QTextBlock>

#include <algorithm>
#include <array>

namespace wg::ui::editors {
namespace {

constexpr std::array<std::pair<char, char>, 5> kPairs{{{'(', ')'}, {'{', '}'}, {'[', ']'}, {'"', '"'}, {'\'', '\''}}};
constexpr int kLeastTyped = 2; ///< letters before names are offered unasked
constexpr int kIndent = 2;

QChar closerOf(QChar open)
{
    const auto found = std::ranges::find_if(kPairs, [&](const auto& pair) { return open == QLatin1Char(pair.first); });
    return found == kPairs.end() ? QChar() : QChar(QLatin1Char(found->second));
}

bool isQuote(QChar c)
{
    return c == '"' || c == '\'';
}

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == '_' || c == ':';
}

QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A string is open at the caret: a quote typed there closes it.
bool insideString(const QString& text, int caret)
{
    const TextPositions positions(text);
    const std::size_t byte = positions.byte(caret);
    return std::ranges::any_of(promql::tokenize(positions.utf8()), [&](const promql::Token& token) {
        const bool string = token.kind == promql::TokenKind::String || token.kind == promql::TokenKind::Error;
        return string && !token.text.empty() && isQuote(QLatin1Char(token.text.front())) && token.range.begin < byte
            && byte <= token.range.end && (byte < token.range.end || token.kind == promql::TokenKind::Error);
    });
}

} // namespace

bool PromqlEditor::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool open = m_popup && m_popup->isVisible();
        const bool ours = key->key() == Qt::Key_Escape || key->key() == Qt::Key_Tab;
        if (open && ours && event->type() == QEvent::ShortcutOverride) {
            event->accept(); // else Escape would leave the page and Tab the editor
            return true;
        }
        if (open && ours && m_popup->handleKey(key->key(), key->modifiers()))
            return true;
    }
    return QPlainTextEdit::event(event);
}

void PromqlEditor::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0) {
        hidePopup();
        check();
        Q_EMIT runRequested();
        return;
    }
    if (m_popup && m_popup->handleKey(event->key(), event->modifiers()))
        return;
    if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_Space)
        return complete(true);
    if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_Slash)
        return toggleComment();
    if (enter) {
        const QString line = textCursor().block().text().left(textCursor().positionInBlock());
        const auto indent = std::ranges::find_if(line, [](QChar c) { return c != ' '; }) - line.begin();
        const bool deeper = line.endsWith('(') || line.endsWith('{');
        textCursor().insertText("\n" + QString(indent + (deeper ? kIndent : 0), ' '));
        return hidePopup();
    }
    const bool back = event->key() == Qt::Key_Backspace && event->modifiers() == Qt::NoModifier;
    const QString typed = event->text();
    if ((back && deletePair()) || (typed.size() == 1 && typePair(typed)))
        ; // done
    else
        QPlainTextEdit::keyPressEvent(event);
    const bool popup = m_popup && m_popup->isVisible();
    const bool opens = typed.size() == 1 && (isNameCharacter(typed[0]) || QStringLiteral("{,\"=(/ [.~").contains(typed[0]));
    if (opens || (back && popup))
        complete(false);
    else if (!typed.isEmpty() || event->matches(QKeySequence::MoveToNextLine)
        || event->matches(QKeySequence::MoveToPreviousLine) || event->matches(QKeySequence::MoveToNextChar)
        || event->matches(QKeySequence::MoveToPreviousChar))
        hidePopup();
}

bool PromqlEditor::typePair(const QString& typed)
{
    QTextCursor cursor = textCursor();
    const QString text = toPlainText();
    const int at = cursor.position();
    const QChar next = at < text.size() ? text[at] : QChar('\n');
    const bool closes = std::ranges::any_of(kPairs, [&](const auto& pair) { return typed[0] == QLatin1Char(pair.second); });
    const bool inString = insideString(text, at);
    if (closes && !cursor.hasSelection() && next == typed[0] && (!isQuote(typed[0]) || inString)) {
        cursor.movePosition(QTextCursor::Right);
        setTextCursor(cursor);
        return true;
    }
    const QChar closer = closerOf(typed[0]);
    if (closer.isNull() || inString)
        return false;
    if (cursor.hasSelection()) {
        cursor.insertText(typed + cursor.selectedText().replace(QChar::ParagraphSeparator, '\n') + closer);
        return true;
    }
    if (!next.isSpace() && !QStringLiteral(")}],").contains(next))
        return false;
    cursor.insertText(typed + closer);
    cursor.movePosition(QTextCursor::Left);
    setTextCursor(cursor);
    return true;
}

bool PromqlEditor::deletePair()
{
    QTextCursor cursor = textCursor();
    const QString text = toPlainText();
    const int at = cursor.position();
    if (cursor.hasSelection() || at == 0 || at >= text.size() || text[at] != closerOf(text[at - 1]))
        return false;
    cursor.movePosition(QTextCursor::Left);
    cursor.movePosition(QTextCursor::Right, QTextCursor::KeepAnchor, 2);
    cursor.removeSelectedText();
    return true;
}

void PromqlEditor::toggleComment()
{
    QTextCursor cursor = textCursor();
    QTextBlock first = document()->findBlock(cursor.selectionStart());
    const QTextBlock last = document()->findBlock(cursor.selectionEnd());
    bool all = true; // comments already
    for (QTextBlock block = first; block.isValid() && block.blockNumber() <= last.blockNumber(); block = block.next())
        all = all && (block.text().trimmed().isEmpty() || block.text().trimmed().startsWith('#'));
    cursor.beginEditBlock();
    for (QTextBlock block = first; block.isValid() && block.blockNumber() <= last.blockNumber(); block = block.next()) {
        QTextCursor edit(block);
        if (!all) {
            edit.insertText(QStringLiteral("# "));
        } else if (const auto hash = block.text().indexOf('#'); hash >= 0) {
            edit.setPosition(block.position() + static_cast<int>(hash));
            edit.deleteChar();
            if (block.text().mid(hash, 1) == " ")
                edit.deleteChar();
        }
    }
    cursor.endEditBlock();
}

void PromqlEditor::complete(bool asked)
{
    const Completions found = completionsAt(toPlainText(), textCursor().position(), m_names);
    const bool enough = asked || found.eager || found.typed.size() >= kLeastTyped;
    const bool only = !asked && found.items.size() == 1 && found.items.front().name == found.typed;
    m_asked = asked;
    m_waits = enough && found.items.empty() && m_names && m_names->waiting();
    if (!enough || only || found.items.empty()) {
        if (m_popup)
            m_popup->hide();
        return;
    }
    if (!m_popup) {
        m_popup = new CompletionPopup(this);
        connect(m_popup, &CompletionPopup::chosen, this, &PromqlEditor::insert);
        connect(m_popup, &QObject::destroyed, this, [this] { m_popup = nullptr; });
    }
    m_popup->setItems(found.items, found.typed);
    showSignature();
    m_completesAt = found.begin;
    placePopup();
    // A layout may still move the line.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_popup && !m_popup->isHidden())
                placePopup();
        },
        Qt::QueuedConnection);
}

void PromqlEditor::placePopup()
{
    QTextCursor begin = textCursor();
    begin.setPosition(std::min(m_completesAt, begin.position()));
    const QRect caret = cursorRect().united(cursorRect(begin).top() == cursorRect().top() ? cursorRect(begin) : cursorRect());
    m_popup->showAt({viewport()->mapTo(window(), caret.topLeft()), caret.size()});
}

void PromqlEditor::showSignature()
{
    if (!m_popup || (m_popup->isHidden() && m_popup->items().empty()))
        return;
    const TextPositions positions(toPlainText());
    const auto tokens = promql::tokenize(positions.utf8());
    const auto call = callAt(tokens, positions.byte(textCursor().position()));
    if (!call)
        return m_popup->setSignature({}, 0, {});
    if (const promql::FunctionInfo* info = promql::findFunction(call->function))
        return m_popup->setSignature(toQt(info->signature), call->argument, toQt(info->help));
    const auto table = promql::aggregateTable();
    const auto found =
        std::ranges::find_if(table, [&](const auto& info) { return promql::equalsNoCase(call->function, info.name); });
    if (found != table.end())
        m_popup->setSignature(toQt(found->signature), call->argument, toQt(found->help));
    else
        m_popup->setSignature({}, 0, {});
}

void PromqlEditor::insert(const CompletionItem& item)
{
    const Completions where = completionsAt(toPlainText(), textCursor().position(), nullptr);
    hidePopup();
    QTextCursor cursor = textCursor();
    cursor.setPosition(where.begin);
    cursor.setPosition(where.end, QTextCursor::KeepAnchor);
    cursor.insertText(item.insert);
    cursor.movePosition(QTextCursor::Left, QTextCursor::MoveAnchor, item.caretBack);
    setTextCursor(cursor);
    if (item.again)
        complete(false);
}

void PromqlEditor::hidePopup()
{
    m_waits = false;
    if (m_popup)
        m_popup->hide();
    if (m_names)
        m_names->withdraw();
}

void PromqlEditor::focusInEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusInEvent(event);
    mark();
    m_numbers->update();
}

void PromqlEditor::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        hidePopup();
    mark();
    m_numbers->update();
}

void PromqlEditor::hideEvent(QHideEvent* event)
{
    QPlainTextEdit::hideEvent(event);
    hidePopup();
}

} // namespace wg::ui::editors

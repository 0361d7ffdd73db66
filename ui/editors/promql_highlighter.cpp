#include "ui/editors/promql_highlighter.h"

#include "core/promql/function_table.h"
#include "core/promql/lexer.h"
#include "ui/theme/theme.h"

#include <QTextDocument>

namespace wg::ui::editors {
namespace {

using promql::TokenKind;

/// `inBraces`: label names of a selector; `next` tells a function from a metric.
QColor colorOf(const promql::Token& token, TokenKind next, bool inBraces)
{
    const auto& c = theme::colors();
    switch (token.kind) {
    case TokenKind::Identifier:
        if (inBraces)
            return c.synLabel;
        return next == TokenKind::LeftParen && promql::findFunction(token.text) ? c.synFunction : c.synMetric;
    case TokenKind::Aggregator:
        return c.synFunction;
    case TokenKind::Keyword:
        return c.synKeyword;
    case TokenKind::Number:
    case TokenKind::Duration:
        return c.synNumber;
    case TokenKind::String:
        return c.synString;
    case TokenKind::Comment:
        return c.synComment;
    case TokenKind::Error:
        return c.critical;
    case TokenKind::Operator:
        return token.text == "and" || token.text == "or" || token.text == "unless" ? c.synKeyword : c.synPunctuation;
    default:
        return c.synPunctuation;
    }
}

} // namespace

PromqlHighlighter::PromqlHighlighter(QTextDocument* document) : QSyntaxHighlighter(document)
{
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, [this] {
        m_revision = -1;
        rehighlight();
    });
}

void PromqlHighlighter::tokenizeDocument()
{
    if (m_revision == document()->revision())
        return;
    m_revision = document()->revision();
    m_spans.clear();
    const QByteArray text = document()->toPlainText().toUtf8();
    const auto tokens = promql::tokenize({text.constData(), static_cast<std::size_t>(text.size())});
    std::size_t byte = 0;
    qsizetype position = 0;
    // Tokens ascend, so UTF-16 positions are counted on from the last one.
    const auto advanceTo = [&](std::size_t to) {
        position += QString::fromUtf8(text.constData() + byte, static_cast<qsizetype>(to - byte)).size();
        byte = to;
        return static_cast<int>(position);
    };
    bool inBraces = false;
    bool labelList = false; // after by, without, on, ignoring, group_left, group_right
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const promql::Token& token = tokens[i];
        inBraces = token.kind == TokenKind::LeftBrace || (inBraces && token.kind != TokenKind::RightBrace);
        labelList = token.kind == TokenKind::Keyword || (labelList && token.kind != TokenKind::RightParen);
        const int begin = advanceTo(token.range.begin);
        m_spans.push_back({begin, advanceTo(token.range.end), colorOf(token, tokens[i + 1].kind, inBraces || labelList)});
    }
}

void PromqlHighlighter::highlightBlock(const QString& text)
{
    tokenizeDocument();
    const int begin = currentBlock().position();
    const int end = begin + static_cast<int>(text.size());
    int state = 0;
    for (const Span& span : m_spans) {
        if (span.begin >= end + 1)
            break;
        if (span.end <= begin)
            continue;
        const int from = std::max(span.begin, begin);
        QTextCharFormat format;
        format.setForeground(span.color);
        setFormat(from - begin, std::min(span.end, end) - from, format);
        // A token that goes on makes the next line depend on this one.
        if (span.end > end)
            state = static_cast<int>(span.color.rgb() & 0x7fffffffU);
    }
    setCurrentBlockState(state);
}

} // namespace wg::ui::editors

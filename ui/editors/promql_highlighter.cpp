#include "ui/editors/promql_highlighter.h"

#include "core/promql/highlight.h"
#include "ui/editors/text_positions.h"
#include "ui/theme/theme.h"

#include <QTextDocument>

namespace wg::ui::editors {
namespace {

using promql::TokenClass;

QColor colorOf(TokenClass kind)
{
    const auto& c = theme::colors();
    switch (kind) {
    case TokenClass::Function:
    case TokenClass::Aggregator:
        return c.synFunction;
    case TokenClass::Keyword:
        return c.synKeyword;
    case TokenClass::LabelName:
        return c.synLabel;
    case TokenClass::LabelValue:
    case TokenClass::String:
        return c.synString;
    case TokenClass::Metric:
        return c.synMetric;
    case TokenClass::Number:
    case TokenClass::Duration:
        return c.synNumber;
    case TokenClass::Operator:
    case TokenClass::Punctuation:
        return c.synPunctuation;
    case TokenClass::Comment:
        return c.synComment;
    case TokenClass::Error:
        return c.textPrimary; // half-typed more often than wrong; the squiggle says which
    }
    return c.textPrimary;
}

} // namespace

std::vector<ColoredSpan> coloredSpans(const QString& text)
{
    const TextPositions positions(text);
    std::vector<ColoredSpan> spans;
    for (const promql::HighlightSpan& span : promql::highlight(positions.utf8()))
        spans.push_back({positions.position(span.range.begin), positions.position(span.range.end), colorOf(span.kind)});
    return spans;
}

PromqlHighlighter::PromqlHighlighter(QTextDocument* document) : QSyntaxHighlighter(document)
{
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, [this] {
        m_revision = -1;
        rehighlight();
    });
}

void PromqlHighlighter::highlightBlock(const QString& text)
{
    if (m_revision != document()->revision()) {
        m_revision = document()->revision();
        m_spans = coloredSpans(document()->toPlainText());
    }
    const int begin = currentBlock().position();
    const int end = begin + static_cast<int>(text.size());
    int state = 0;
    for (const ColoredSpan& span : m_spans) {
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

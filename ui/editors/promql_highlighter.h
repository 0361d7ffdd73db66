// Colours PromQL by the lexer's tokens, over several lines where a string or comment asks for it.
#pragma once

#include <QColor>
#include <QString>
#include <QSyntaxHighlighter>

#include <vector>

namespace wg::ui::editors {

struct ColoredSpan {
    int begin = 0, end = 0; ///< UTF-16 positions
    QColor color;
};
/// Ascending; blanks are left out. Text that is no whole expression is coloured as far as it goes.
[[nodiscard]] std::vector<ColoredSpan> coloredSpans(const QString& text);

class PromqlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    explicit PromqlHighlighter(QTextDocument* document);

protected:
    void highlightBlock(const QString& text) override;

private:
    std::vector<ColoredSpan> m_spans;
    int m_revision = -1;
};

} // namespace wg::ui::editors

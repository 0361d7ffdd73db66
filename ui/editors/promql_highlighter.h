// Colours PromQL by the lexer's tokens, over several lines where a string or comment asks for it.
#pragma once

#include <QSyntaxHighlighter>

#include <vector>

namespace wg::ui::editors {

class PromqlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    explicit PromqlHighlighter(QTextDocument* document);

protected:
    void highlightBlock(const QString& text) override;

private:
    struct Span {
        int begin, end; ///< UTF-16 positions in the document
        QColor color;
    };
    void tokenizeDocument();

    std::vector<Span> m_spans;
    int m_revision = -1;
};

} // namespace wg::ui::editors

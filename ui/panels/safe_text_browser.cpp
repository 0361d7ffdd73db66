#include "ui/panels/safe_text_browser.h"

#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>

namespace wg::ui::panels {
namespace {

/// One line with at most kMaxNesting quote marks or levels of indentation before its text.
QString flattened(const QString& line)
{
    qsizetype at = 0;
    int marks = 0, blanks = 0;
    while (at < line.size()) {
        const QChar c = line[at];
        const bool item = (c == u'-' || c == u'*' || c == u'+') && at + 1 < line.size() && line[at + 1] == u' ';
        if (c == u'>' || item)
            ++marks;
        else if (c == u' ' || c == u'\t')
            ++blanks;
        else
            break;
        ++at;
    }
    if (marks <= kMaxNesting && blanks <= 4 * kMaxNesting)
        return line;
    return line.mid(at);
}

} // namespace

QString tamedMarkdown(const QString& markdown)
{
    QString text = markdown.left(kMaxMarkdown);
    text.replace(QChar(0), QChar(0xfffd));
    QStringList lines = text.split(u'\n');
    bool changed = text.size() < markdown.size();
    for (auto& line : lines) {
        auto flat = flattened(line);
        changed = changed || flat.size() != line.size();
        line = std::move(flat);
    }
    if (changed)
        lines.append(
            QObject::tr("\n*This text was cut: at most 256 KiB and %1 levels of nesting are shown.*").arg(kMaxNesting));
    return lines.join(u'\n');
}

SafeTextBrowser::SafeTextBrowser(QWidget* parent) : QTextBrowser(parent)
{
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(0);
    applyTheme();
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &SafeTextBrowser::applyTheme);
}

void SafeTextBrowser::applyTheme()
{
    setFont(theme::font());
    document()->setDefaultFont(theme::font());
}

QVariant SafeTextBrowser::loadResource(int, const QUrl&)
{
    static const QImage kNothing = [] {
        QImage image(1, 1, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        return image;
    }();
    return kNothing;
}

void SafeTextBrowser::showMarkdown(const QString& markdown)
{
    document()->setMarkdown(tamedMarkdown(markdown),
        QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) | QTextDocument::MarkdownNoHTML);
    // Headings in our three sizes at most, air between paragraphs.
    for (auto block = document()->begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        QTextBlockFormat blockFormat = block.blockFormat();
        blockFormat.setBottomMargin(block.textList() ? 0 : theme::space::s);
        cursor.setBlockFormat(blockFormat);
        const int level = blockFormat.headingLevel();
        if (level == 0)
            continue;
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QTextCharFormat format;
        format.setFont(theme::font(level == 1 ? theme::Text::Large : theme::Text::Body, true));
        cursor.setCharFormat(format);
    }
    moveCursor(QTextCursor::Start);
}

void SafeTextBrowser::showPlain(const QString& text)
{
    QString cut = text.left(kMaxMarkdown);
    cut.replace(QChar(0), QChar(0xfffd));
    document()->setPlainText(cut);
    moveCursor(QTextCursor::Start);
}

} // namespace wg::ui::panels

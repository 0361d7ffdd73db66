// Markdown from strangers: no HTML, no file or network is ever read, links do not open, size and nesting are capped.
// (hazard 3: QTextBrowser loads local files itself unless loadResource returns something.)
#pragma once

#include <QString>
#include <QTextBrowser>

namespace wg::ui::panels {

inline constexpr qsizetype kMaxMarkdown = 256 * 1024; ///< characters
inline constexpr int kMaxNesting = 32; ///< of quotes and lists

class SafeTextBrowser : public QTextBrowser {
    Q_OBJECT
public:
    explicit SafeTextBrowser(QWidget* parent = nullptr);

    void showMarkdown(const QString& markdown);
    void showPlain(const QString& text);
    [[nodiscard]] QVariant loadResource(int type, const QUrl& name) override;

private:
    void applyTheme();
};

/// Cuts what is too long and flattens what is nested too deeply; says so in its last line.
[[nodiscard]] QString tamedMarkdown(const QString& markdown);

} // namespace wg::ui::panels

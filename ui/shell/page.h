// Base of the window's pages. A page knows the workspace and its own content; it asks the window for everything else by
// signals. GUI thread; owned by the window's stack.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <QList>
#include <QStringList>
#include <QWidget>

#include <cstdint>

namespace wg::ui::shell {

/// What one round of queries cost; the status bar shows the last one.
struct RoundStats {
    int queries = 0;
    std::uint64_t samples = 0;
    DurationMs elapsed = 0; ///< from the first request to the last answer
    int failed = 0;
};

/// What the status bar says of a page in place of the source and the last round; all empty: nothing of its own.
struct PageStatus {
    QString what; ///< at the left: "2 logs, 46 080 rows"
    QString cost; ///< beside it
    QString notes; ///< at the right
};

class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(QWidget* parent = nullptr) : QWidget(parent) { }

    /// "dashboards", "explore", "evaluate", "alerts", "sources", "welcome": what showPageRequested() takes.
    [[nodiscard]] virtual QString id() const = 0;
    /// The breadcrumb, last part strong: {"Serving", "vLLM overview"}, or only the page's name.
    [[nodiscard]] virtual QStringList breadcrumb() const = 0;
    /// The page's own controls in the top bar, left of the time bar. The page owns and keeps them; the window only shows them.
    [[nodiscard]] virtual QList<QWidget*> topBarWidgets() { return {}; }
    [[nodiscard]] virtual bool showsTimeBar() const { return false; }
    [[nodiscard]] virtual PageStatus status() const { return {}; }

    virtual void activated() { } ///< became the current page
    virtual void deactivated() { }
    virtual void refresh() { } ///< d r and the refresh button
    virtual bool back() { return false; } ///< Esc; true when something was left (a panel's full view, an edit, a selection)
    virtual bool save() { return false; } ///< Ctrl+S; false when there is nothing to save here

Q_SIGNALS:
    void breadcrumbChanged();
    void statusChanged();
    void showPageRequested(const QString& id);
    void openRequested(const QStringList& locations); ///< files, folders, URLs; the window finds out what each is
    void openDialogRequested(); ///< the same as Ctrl+O
    void demoRequested();
    void exploreRequested(const QString& expression, const QString& source); ///< source: name, empty for the default
    void roundFinished(const wg::ui::shell::RoundStats& stats);
    void message(const QString& text, bool isError); ///< a line for the user, shown for a while in the status bar
};

} // namespace wg::ui::shell

// One query of the Explore page: letter, legend, range or instant, step, the editor and what came of it. Asks when it is told
// to; the latest request wins. GUI thread.
#pragma once

#include "ui/editors/filled_expression.h"
#include "ui/shell/explore_query.h"

#include <QFrame>

#include <optional>

class QLabel;
class QLineEdit;
class QToolButton;

namespace wg::ui::editors {
class CompletionNames;
class PromqlEditor;
} // namespace wg::ui::editors
namespace wg::ui::theme {
class SegmentedControl;
}

namespace wg::ui::shell {

class ExploreRow : public QFrame {
    Q_OBJECT
public:
    explicit ExploreRow(editors::CompletionNames* names, QWidget* parent = nullptr);

    void setLetter(QChar letter);
    [[nodiscard]] QChar letter() const { return m_letter; }
    /// The one whose tree is shown.
    void setCurrent(bool current);
    void setRemovable(bool removable);
    /// What $__interval and its kin mean to the parser while the text is typed.
    void setBuiltins(const dashboard::Builtins& builtins);

    [[nodiscard]] editors::PromqlEditor* editor() const { return m_editor; }
    [[nodiscard]] const ExploreQuery& query() const { return *m_query; }
    [[nodiscard]] bool shown() const { return m_shown; } ///< not switched off by its eye
    [[nodiscard]] bool instant() const;
    void setInstant(bool instant);
    [[nodiscard]] std::string legendFormat() const;
    [[nodiscard]] const std::string& ran() const { return m_ran; } ///< the expression that was run last; empty: none
    [[nodiscard]] QString problemText() const;
    [[nodiscard]] QString statusText() const;

    /// Takes over what is typed as what is run; an empty expression clears the answer.
    void commit();
    /// Asks again what was run last, over this range. Nothing happens while there is nothing to ask.
    void ask(sources::Source* source, TimeRange range, int width);
    void cancel();
    void clear();
    /// The warnings of the last answer, in bytes of what is typed; without positions when the text has changed since.
    [[nodiscard]] Warnings warnings() const;

Q_SIGNALS:
    void runRequested(); ///< from the keyboard, with this row's text already committed
    void againRequested(); ///< another kind or step: what was run is to be asked anew
    void answered(); ///< answer, error or neither any more
    void shownChanged();
    void legendChanged();
    void removeRequested();
    void focused();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeHeader();
    void connectAll();
    void drawLetter();
    void take();
    void showState();
    [[nodiscard]] std::optional<DurationMs> typedStep() const;
    [[nodiscard]] bool typedIsRun() const;

    QChar m_letter = 'A';
    bool m_current = false;
    bool m_shown = true;
    ExploreQuery* m_query;
    QToolButton *m_chip, *m_eye, *m_remove;
    QLineEdit *m_legend, *m_step;
    theme::SegmentedControl* m_kind;
    QLabel *m_status, *m_problem;
    editors::PromqlEditor* m_editor;
    std::string m_ran;
};

} // namespace wg::ui::shell

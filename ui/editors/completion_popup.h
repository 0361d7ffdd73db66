// The popup of completion: what may stand at the caret on the left, what the chosen one is on the right, above them the
// signature of the call the caret is in. A child of the editor's window that never takes the focus: the editor hands it keys.
#pragma once

#include "ui/editors/completion_list.h"

#include <QFrame>

#include <vector>

class QLabel;
class QListView;

namespace wg::ui::editors {

class CompletionModel;
class SignatureLine;

class CompletionPopup : public QFrame {
    Q_OBJECT
public:
    explicit CompletionPopup(QWidget* editor);

    /// Empty: hides it. `typed` is shown in the accent where it stands in the names. The choice stays where it can.
    void setItems(std::vector<CompletionItem> items, const QString& typed);
    /// The call the caret is in; an empty signature: none.
    void setSignature(const QString& signature, int argument, const QString& help);
    /// Under `caret` (in the editor's window), above it where there is no room.
    void showAt(const QRect& caret);
    /// True when the key was for the popup. Enter and Tab choose, Escape closes, arrows and pages move.
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);

    [[nodiscard]] const std::vector<CompletionItem>& items() const;
    [[nodiscard]] const CompletionItem* current() const;

Q_SIGNALS:
    void chosen(const wg::ui::editors::CompletionItem& item);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showHelp();
    void fit();

    CompletionModel* m_model;
    QListView* m_list;
    SignatureLine* m_signature;
    QLabel *m_name, *m_kind, *m_usage, *m_help;
};

} // namespace wg::ui::editors

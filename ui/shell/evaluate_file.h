// The Evaluate page as a file (core/evaluation/workspace_file.h): what is open and chosen, saved and brought back. GUI thread.
#pragma once

#include "core/evaluation/workspace_file.h"

#include <QObject>
#include <QString>

#include <optional>

namespace wg::ui::shell {

class EvaluatePage;
struct Workspace;

class EvaluateFile : public QObject {
    Q_OBJECT
public:
    EvaluateFile(Workspace& workspace, EvaluatePage& page);

    [[nodiscard]] evaluation::SavedWorkspace current() const;
    /// To where it was saved before or came from; asks for a place otherwise. False: nothing to save, or the user left.
    bool save();
    [[nodiscard]] Result<void> saveTo(const QString& path);
    /// Its logs are being opened; what was chosen of them is chosen again once they are there.
    void restore(const evaluation::SavedWorkspace& saved, const QString& path);

private:
    void applyWhenThere();
    void apply(const evaluation::SavedWorkspace& saved);

    Workspace& m_workspace;
    EvaluatePage& m_page;
    QString m_path;
    std::optional<evaluation::SavedWorkspace> m_waiting;
};

} // namespace wg::ui::shell

#include "ui/shell/log_columns.h"

#include "core/runtime/state/state.h"
#include "ui/editors/log_columns_dialog.h"
#include "ui/shell/background.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/workspace.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace wg::ui::shell {

namespace {

void remember(Workspace& workspace, const std::string& shape, const evaluation::Options& options,
    const std::function<void(const QString&, bool)>& tell)
{
    if (workspace.state == nullptr || workspace.demo || shape.empty())
        return;
    if (const auto kept = workspace.state->rememberColumns({shape, options, workspace.clock()}); !kept)
        tell(errorText(kept.error()), true);
}

} // namespace

void askLogColumns(Workspace& workspace, const std::string& path, const evaluation::Options& said, const QString& why,
    QWidget* window, const std::function<void(const QString& text, bool isError)>& tell)
{
    inBackground(
        window, [path] { return editors::readLogPreview(path); },
        [&workspace, path, said, why, window, tell](Result<editors::LogPreview> preview) {
            if (!preview)
                return tell(errorText(preview.error()), true);
            const QString file = QFileInfo(QString::fromStdString(path)).fileName();
            const std::string shape = preview->shape;
            // Only where nothing was said yet: else the answer from before has just been refused.
            if (!why.isEmpty() && said == evaluation::Options() && workspace.state != nullptr) {
                if (const auto before = workspace.state->columnsOf(shape)) {
                    tell(QCoreApplication::translate(
                             "LogColumns", "%1: columns as you chose them for a log of this shape before.")
                             .arg(file),
                        false);
                    return workspace.logs.open(path, *before);
                }
            }
            auto* dialog = new editors::LogColumnsDialog(file, std::move(*preview), said, why, window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            QObject::connect(dialog, &QDialog::accepted, &workspace.logs, [&workspace, dialog, path, shape, tell] {
                workspace.logs.open(path, dialog->options());
                remember(workspace, shape, dialog->options(), tell);
            });
            dialog->open();
        });
}

} // namespace wg::ui::shell

#include "ui/shell/log_columns.h"

#include "ui/editors/log_columns_dialog.h"
#include "ui/shell/background.h"
#include "ui/shell/log_list.h"
#include "ui/shell/page_parts.h"

#include <QFileInfo>

namespace wg::ui::shell {

void askLogColumns(LogList& logs, const std::string& path, const evaluation::Options& said, const QString& why, QWidget* window,
    const std::function<void(const QString& problem)>& failed)
{
    inBackground(
        window, [path] { return editors::readLogPreview(path); },
        [list = QPointer(&logs), path, said, why, window, failed](Result<editors::LogPreview> preview) {
            if (!list)
                return;
            if (!preview)
                return failed(errorText(preview.error()));
            const QString file = QFileInfo(QString::fromStdString(path)).fileName();
            auto* dialog = new editors::LogColumnsDialog(file, std::move(*preview), said, why, window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            QObject::connect(dialog, &QDialog::accepted, list, [list, dialog, path] { list->open(path, dialog->options()); });
            dialog->open();
        });
}

} // namespace wg::ui::shell

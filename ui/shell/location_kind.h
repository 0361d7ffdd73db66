// What a file or folder is, by its ending where that says enough, else by its first bytes (unpacked). Blocking: worker only.
#pragma once

#include <QString>

namespace wg::ui::shell {

enum class LocationKind {
    Dashboard, ///< Grafana JSON
    Log, ///< predictions, results, a history, or a table: whatever core/logs reads
    Runs, ///< event files, or a folder that holds some
    Evaluation, ///< a saved Evaluate page
    Rules,
    Source, ///< a server, metrics in text, a folder
};

/// Everything that nothing else claims is a log: its reader says what is wrong with it.
[[nodiscard]] LocationKind locationKind(const QString& location);
[[nodiscard]] bool isServerUrl(const QString& location);

} // namespace wg::ui::shell

// From a filled-in source dialog to a source of the workspace that is there again at the next start. GUI thread.
#pragma once

#include "core/runtime/state/state.h"
#include "ui/editors/source_dialog.h"
#include "ui/shell/workspace.h"

#include <QString>

#include <functional>
#include <vector>

namespace wg::ui::shell {

/// A line for the user's status bar.
using Tell = std::function<void(const QString& text, bool isError)>;

/// Opens the source, adds it, remembers the connection and keeps its secret where the form says. A keychain that refuses is
/// told in words and the secret is then asked for at each start; it never lands anywhere else by itself.
[[nodiscard]] Result<sources::Source*> connectSource(Workspace& workspace, const editors::SourceForm& form, const Tell& tell);
/// Opens every remembered connection whose secret can be read; the others stay in waitingConnections().
void restoreSources(Workspace& workspace, QObject* context, const Tell& tell);
/// Remembered, but not among the workspace's sources: their secret is missing.
[[nodiscard]] std::vector<state::Connection> waitingConnections(const Workspace& workspace);
/// The form of a remembered connection, to type its secret again.
[[nodiscard]] editors::SourceForm formOf(const state::Connection& connection);
/// Closes the source, if it is open, and forgets connection and secret.
void forgetSource(Workspace& workspace, const std::string& name, const Tell& tell);

} // namespace wg::ui::shell

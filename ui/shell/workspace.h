// A workspace: the list of services the window's pages share. No logic of its own; each page is handed the workspace and
// uses what it needs. GUI thread. Outlives every page.
#pragma once

#include "core/runtime/alerting/alert_service.h"
#include "ui/shell/log_list.h"
#include "ui/shell/run_list.h"
#include "ui/shell/source_list.h"
#include "ui/shell/time_state.h"

#include <functional>

namespace wg::state {
class State; ///< core/runtime/state/state.h: settings, connections, recent, session
class SecretStore; ///< core/runtime/state/secret_store.h
} // namespace wg::state

namespace wg::ui::shell {

struct Workspace {
    Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    /// The system's clock unless a demo or a test plays another.
    std::function<TimeMs()> clock;
    TimeState time;
    LogList logs;
    RunList runs;
    SourceList sources;
    alerting::AlertService alerts; ///< after sources: destroyed before them
    state::State* state = nullptr; ///< owned by the program; nullptr in tests and in render
    state::SecretStore* secrets = nullptr; ///< likewise
    bool demo = false; ///< nothing of it is remembered
};

} // namespace wg::ui::shell

// Which evaluation logs a panel shows: its options {"log": "<name>", "models": ["lr", …]} held against the open logs.
#pragma once

#include "core/dashboard/document.h"
#include "ui/shell/log_list.h"

namespace wg::ui::shell {

/// True for the kinds that draw logs instead of query results (their type begins with "watchglass-").
[[nodiscard]] bool showsLogs(const dashboard::Panel& panel);

struct PanelLogs {
    std::vector<std::shared_ptr<const evaluation::LogResult>> logs; ///< only the named models' groups; empty: none is open
    std::string missing; ///< the log's name when it is not open; empty when found
};
/// Without "log" the panel shows every open log; without "models" every group.
[[nodiscard]] PanelLogs logsOf(const dashboard::Panel& panel, const LogList& open);

} // namespace wg::ui::shell

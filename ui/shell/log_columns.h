// Asks the user which columns of a log are what, and opens it with the answer.
#pragma once

#include "core/evaluation/evaluate.h"

#include <QString>

#include <functional>
#include <string>

class QWidget;

namespace wg::ui::shell {

class LogList;

/// Reads the beginning of the file on the thread pool, then shows the dialog over `window`; OK ends in LogList::open().
/// `said`: the choices so far. `why`: what was not clear; empty when the user asked. `failed`: what to do with a file that
/// cannot be read.
void askLogColumns(LogList& logs, const std::string& path, const evaluation::Options& said, const QString& why, QWidget* window,
    const std::function<void(const QString& problem)>& failed);

} // namespace wg::ui::shell

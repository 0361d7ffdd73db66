// Asks the user which columns of a log are what, and opens it with the answer.
#pragma once

#include "core/evaluation/evaluate.h"

#include <QString>

#include <functional>
#include <string>

class QWidget;

namespace wg::ui::shell {

struct Workspace;

/// Reads the beginning of the file on the thread pool, then shows the dialog over `window`; OK ends in LogList::open() and is
/// remembered by the shape of the file. `said`: the choices so far. `why`: what was not clear; empty when the user asked. Then
/// a log of a shape that was asked about before is opened as it was answered then, without asking again, and `tell` says so;
/// `tell` is told of a file that cannot be read, too.
void askLogColumns(Workspace& workspace, const std::string& path, const evaluation::Options& said, const QString& why,
    QWidget* window, const std::function<void(const QString& text, bool isError)>& tell);

} // namespace wg::ui::shell

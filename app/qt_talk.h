// Qt's own messages: kept off standard error, but for the last words before an abort.
#pragma once

namespace wg::app {

/// Drops everything below fatal. A fatal message (no display can be opened) becomes one sentence that says what to do, and
/// exit code 2 instead of an abort.
void silenceQt();

} // namespace wg::app

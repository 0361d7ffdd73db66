// The one table of keys. The window makes its shortcuts from it and the help overlay lists it.
#pragma once

#include <QKeySequence>
#include <QString>

#include <span>

namespace wg::ui::shell {

enum class Command {
    Open,
    Save,
    Undo,
    Refresh,
    ZoomOut,
    ShiftBack,
    ShiftForward,
    MakeAbsolute,
    Back,
    ViewPanel,
    ExplorePanel,
    Help,
    Quit,
};

struct Shortcut {
    Command command;
    const char* keys; ///< portable QKeySequence text; several ways are several rows
    const char* shown; ///< as people write it: "d r"
    const char* text; ///< what it does, to be translated in context "shortcuts"; empty: another way of the row above
};

[[nodiscard]] std::span<const Shortcut> shortcuts();

} // namespace wg::ui::shell

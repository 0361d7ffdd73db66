#include "ui/shell/shortcuts.h"

#include <array>

namespace wg::ui::shell {

namespace {

constexpr std::array kShortcuts{
    Shortcut{Command::Open, "Ctrl+O", "Ctrl+O", QT_TRANSLATE_NOOP("shortcuts", "Open a dashboard, a log or rules")},
    Shortcut{Command::Save, "Ctrl+S", "Ctrl+S", QT_TRANSLATE_NOOP("shortcuts", "Save the dashboard")},
    Shortcut{Command::Undo, "Ctrl+Z", "Ctrl+Z", QT_TRANSLATE_NOOP("shortcuts", "Undo the last edit of the dashboard")},
    Shortcut{Command::Refresh, "D, R", "d r", QT_TRANSLATE_NOOP("shortcuts", "Refresh everything")},
    Shortcut{Command::ZoomOut, "T, Z", "t z", QT_TRANSLATE_NOOP("shortcuts", "Zoom out")},
    Shortcut{Command::ZoomOut, "T, -", "t -", ""},
    Shortcut{Command::ShiftBack, "T, Left", "t ←", QT_TRANSLATE_NOOP("shortcuts", "Move the range back by half")},
    Shortcut{Command::ShiftForward, "T, Right", "t →", QT_TRANSLATE_NOOP("shortcuts", "Move the range on by half")},
    Shortcut{Command::MakeAbsolute, "T, A", "t a", QT_TRANSLATE_NOOP("shortcuts", "Hold the range where it is now")},
    Shortcut{Command::ViewPanel, "V", "v", QT_TRANSLATE_NOOP("shortcuts", "View the panel under the pointer or in focus")},
    Shortcut{Command::ExplorePanel, "P, X", "p x", QT_TRANSLATE_NOOP("shortcuts", "Explore that panel's query")},
    Shortcut{Command::Back, "Esc", "Esc", QT_TRANSLATE_NOOP("shortcuts", "Back: leave the panel, the edit, the zoomed range")},
    Shortcut{Command::Help, "?", "?", QT_TRANSLATE_NOOP("shortcuts", "Show these keys")},
    Shortcut{Command::Quit, "Ctrl+Q", "Ctrl+Q", QT_TRANSLATE_NOOP("shortcuts", "Quit")},
};

} // namespace

std::span<const Shortcut> shortcuts()
{
    return kShortcuts;
}

} // namespace wg::ui::shell

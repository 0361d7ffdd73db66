#include "ui/shell/workspace.h"

#include <chrono>

namespace wg::ui::shell {

Workspace::Workspace()
    : clock([] {
        using namespace std::chrono;
        return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    })
{
    alerts.setClock([this] { return clock(); });
}

} // namespace wg::ui::shell

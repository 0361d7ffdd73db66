// A sub-command of the program. One file each, listed in one table in main.cpp.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace wg::app {

/// Exit codes of every command (design.md).
enum Exit : int {
    kDone = 0, ///< done
    kFound = 1, ///< the check found something: an alert fires, a metric fails
    kError = 2, ///< usage, input or source error; the message is on standard error
};

/// What the chosen sub-command will run; set by its CLI11 callback. Commands need no display; they make their own
/// QCoreApplication (render: an offscreen QApplication) from argc and argv.
struct Runner {
    int argc = 0;
    char** argv = nullptr;
    bool quiet = false; ///< --quiet: no talk on standard error but errors
    std::function<int()> run;
};

void addQuery(CLI::App& app, Runner& runner);
void addEvaluate(CLI::App& app, Runner& runner);
void addRuns(CLI::App& app, Runner& runner);
void addRender(CLI::App& app, Runner& runner);
void addCheck(CLI::App& app, Runner& runner);
void addLint(CLI::App& app, Runner& runner);

/// "watchglass: error: …" on standard error with control characters made visible; returns kError.
int reportError(const std::string& text);
/// The answer, to standard output. kDone, or kError after saying that it could not be written.
[[nodiscard]] int printData(std::string_view text);

/// How the window is started.
struct WindowOptions {
    std::vector<std::string> open; ///< files, URLs and dashboards
    bool demo = false;
    std::string compat; ///< whose PromQL files are asked in: "2.42", "2.55", "3", or empty for 3
    std::string theme; ///< "dark", "light", or empty: the user's setting
    std::string picturesFolder; ///< not empty: render every page offscreen into PNGs there and end
};
int runWindow(Runner& runner, const WindowOptions& options);

} // namespace wg::app

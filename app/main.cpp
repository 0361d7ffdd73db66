// Chooses: a sub-command without a window, or the window.
#include "app/cli_sources.h"
#include "app/command.h"
#include "app/plain_text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace wg::app {
namespace {

struct Command {
    void (*add)(CLI::App&, Runner&);
};

constexpr Command kCommands[] = {{addQuery}, {addEvaluate}, {addRuns}, {addRender}, {addCheck}, {addLint}};

} // namespace

int reportError(const std::string& text)
{
    fmt::print(stderr, "watchglass: error: {}\n", plainText(text, true));
    return kError;
}

int printData(std::string_view text)
{
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        return reportError("cannot write to standard output");
    return kDone;
}

static int run(int argc, char** argv)
{
    Runner runner{argc, argv, false, {}};
    std::vector<std::string> files;
    WindowOptions window;

    CLI::App app{"Watchglass: the performance of AI models, from Prometheus and from logs.", "watchglass"};
    app.set_version_flag("--version", "watchglass " WG_VERSION);
    app.add_flag("--quiet", runner.quiet, "Only errors on standard error");
    app.add_option("files", files, "Logs, dashboards, rule files and URLs to open in the window")->type_name("FILE|URL");
    app.add_flag("--demo", window.demo, "Open the built-in demo; needs no server");
    addCompatFlag(app, window.compat);
    app.add_option("--theme", window.theme, "dark or light")->check(CLI::IsMember({"dark", "light"}));
    app.add_option(
           "--pictures", window.picturesFolder, "Write a picture of every page into this folder and end; needs no display")
        ->type_name("DIR");
    app.require_subcommand(0, 1);
    for (const Command& command : kCommands)
        command.add(app, runner);
    for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        command->add_flag("--quiet", runner.quiet, "Only errors on standard error");
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) { // --help, --version
        return app.exit(asked);
    } catch (const CLI::ParseError& error) {
        return reportError(fmt::format("{}. Try watchglass --help", error.what()));
    }
    if (runner.run)
        return runner.run();
    window.open = files;
    return runWindow(runner, window);
}

} // namespace wg::app

int main(int argc, char** argv)
{
    return wg::app::run(argc, argv);
}

// watchglass render: a dashboard, or one of its panels, as PNG, SVG or PDF. Needs no display.
#include "app/cli_sources.h"
#include "app/command.h"
#include "app/plain_text.h"
#include "app/qt_talk.h"
#include "core/base/file.h"
#include "core/evaluation/evaluate.h"
#include "ui/export/picture.h"
#include "ui/shell/dashboard_board.h"
#include "ui/theme/theme.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <QApplication>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>

namespace wg::app {
namespace {

namespace shell = ui::shell;

constexpr QSize kDefaultSize{1600, 900};
constexpr std::uint64_t kMaxDashboardBytes = 32ULL << 20;
constexpr int kPollMs = 20; ///< between looks at whether every panel has answered

struct RenderFlags {
    std::string dashboard;
    SourceFlags sources;
    std::string from, to;
    std::string size;
    std::string theme = "dark";
    std::optional<int> panel;
    std::vector<std::string> variables;
    std::string output;
};

Result<QSize> parseSize(const std::string& text)
{
    int width = 0;
    int height = 0;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, width);
    if (first.ec == std::errc() && first.ptr != end && *first.ptr == 'x') {
        const auto second = std::from_chars(first.ptr + 1, end, height);
        if (second.ec == std::errc() && second.ptr == end && width > 0 && height > 0)
            return QSize(width, height);
    }
    return fail(ErrorCode::Usage, "--size " + text + ": write WIDTHxHEIGHT in pixels, as 1600x900");
}

/// N=V; several --var of one name make a multi-value.
Result<std::map<std::string, std::vector<std::string>>> parseVariables(
    const std::vector<std::string>& texts, const dashboard::Document& document)
{
    std::map<std::string, std::vector<std::string>> given;
    for (const std::string& text : texts) {
        const auto equals = text.find('=');
        const std::string name = text.substr(0, equals);
        if (equals == std::string::npos || name.empty())
            return fail(ErrorCode::Usage, fmt::format("--var {}: write NAME=VALUE", text));
        if (std::ranges::none_of(document.variables(), [&](const auto& variable) { return variable.name == name; }))
            return fail(ErrorCode::NotFound, fmt::format("--var {}: the dashboard has no variable named {}", text, name));
        given[name].push_back(text.substr(equals + 1));
    }
    return given;
}

/// The evaluation logs among the sources, for the panels that draw curves and matrices.
void addLogs(std::vector<sources::LoadedLog> logs, shell::Workspace& workspace)
{
    for (sources::LoadedLog& one : logs) {
        auto result = evaluation::evaluate(*one.log, {}, {});
        if (!result)
            continue; // a plain table: a source of series, with nothing to evaluate
        shell::LogEntry entry;
        entry.name = std::move(one.name);
        entry.path = std::move(one.path);
        entry.log = std::move(one.log);
        entry.result = std::make_shared<const evaluation::LogResult>(std::move(*result));
        workspace.logs.add(std::move(entry));
    }
}

Result<void> setTime(const RenderFlags& flags, const dashboard::Document& document, shell::TimeState& time, TimeMs now)
{
    auto zone = units::Zone::make(document.timezone().empty() ? "browser" : document.timezone());
    time.setZone(zone ? std::move(*zone) : units::Zone::utc());
    units::RawRange range = document.time();
    if (!flags.from.empty()) {
        WG_TRY(const TimeMs from, timeArgument(flags.from, "--from", now));
        range.from = std::to_string(from);
    }
    if (!flags.to.empty()) {
        WG_TRY(const TimeMs to, timeArgument(flags.to, "--to", now, true));
        range.to = std::to_string(to);
    }
    time.reset({"now-1h", "now"});
    if (const auto set = time.setRange(range, now); !set)
        return fail(ErrorCode::Usage,
            fmt::format("the range from {} to {} is empty or no range; give --from a time before --to",
                flags.from.empty() ? document.time().from : flags.from, flags.to.empty() ? document.time().to : flags.to));
    return {};
}

/// Runs the event loop until every panel answered. The messages of those that failed, one a line; empty: all is well.
std::string waitForPanels(shell::DashboardController& controller)
{
    const auto failures = [&] {
        std::string text;
        for (const int id : controller.panelIds()) {
            const shell::PanelState& state = controller.panel(id);
            if (state.error)
                text += fmt::format("{}panel {} \"{}\"{}: {}", text.empty() ? "" : "\n", id, state.panel.title,
                    state.failedQuery.empty() ? "" : ", query " + state.failedQuery, state.error->text());
        }
        return text;
    };
    QEventLoop loop;
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (controller.settled())
            loop.quit();
    });
    poll.start(kPollMs);
    loop.exec();
    return failures();
}

void talk(const Runner& runner, const std::string& text)
{
    if (!runner.quiet)
        fmt::print(stderr, "watchglass: {}\n", plainText(text));
}

/// The picture's size: as asked for, else 1600 wide and as high as the dashboard needs.
Result<QSize> pictureSize(const RenderFlags& flags, const Runner& runner, const shell::DashboardBoard& board)
{
    if (flags.panel)
        return flags.size.empty() ? kDefaultSize : parseSize(flags.size);
    const QSize content = board.contentSize();
    if (flags.size.empty())
        return QSize(kDefaultSize.width(), std::max(kDefaultSize.height(), content.height()));
    WG_TRY(const QSize size, parseSize(flags.size));
    if (content.height() > size.height())
        talk(runner,
            fmt::format("the dashboard is {} pixels high, {} are cut off; --size {}x{} shows it whole", content.height(),
                content.height() - size.height(), size.width(), content.height()));
    return size;
}

Result<void> render(const RenderFlags& flags, const Runner& runner)
{
    WG_TRY(const auto format, ui::exporting::formatOf(flags.output));
    WG_TRY(const QSize asked, flags.size.empty() ? Result<QSize>(kDefaultSize) : parseSize(flags.size));
    WG_CHECK(ui::exporting::checkSize(asked, 1, format));
    WG_TRY(const std::string json, readFile(flags.dashboard, kMaxDashboardBytes));
    WG_TRY(const auto document, dashboard::Document::parse(json, flags.dashboard));
    WG_TRY(const auto given, parseVariables(flags.variables, document));
    if (flags.panel && document.panel(*flags.panel) == nullptr)
        return fail(ErrorCode::NotFound, fmt::format("--panel {}: the dashboard has no panel with that id", *flags.panel));

    shell::Workspace workspace;
    std::vector<sources::LoadedLog> logs;
    WG_TRY(auto sources, openSources(flags.sources, runner.quiet, &logs));
    const TimeMs now = defaultTime(sources);
    workspace.clock = [now] { return now; };
    for (auto& source : sources) {
        WG_TRY([[maybe_unused]] const auto* added, workspace.sources.add(std::move(source)));
    }
    addLogs(std::move(logs), workspace);
    WG_CHECK(setTime(flags, document, workspace.time, now));

    shell::DashboardBoard board(workspace);
    board.setDocument(document, given);
    if (flags.panel && board.frame(*flags.panel) == nullptr)
        return fail(ErrorCode::Usage, fmt::format("--panel {}: it is a row, or folded away in one", *flags.panel));
    if (flags.panel)
        board.preparePanel(*flags.panel, asked);
    else
        board.prepare(asked.width());
    if (const std::string failures = waitForPanels(board.controller()); !failures.empty())
        return fail(ErrorCode::Execution, failures);
    for (const int id : board.controller().panelIds())
        if (const auto& data = board.controller().panel(id).data)
            printWarnings(data->warnings, runner.quiet);
    QCoreApplication::processEvents(); // what the views put off until the next turn
    WG_TRY(const QSize size, pictureSize(flags, runner, board));
    const auto picture = flags.panel ? board.panelPicture(*flags.panel, size) : board.picture(size);
    WG_CHECK(ui::exporting::writePicture(flags.output, picture));
    talk(runner, fmt::format("wrote {} ({} x {})", flags.output, size.width(), size.height()));
    return {};
}

int runRender(const RenderFlags& flags, Runner& runner)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    silenceQt();
    QApplication application(runner.argc, runner.argv);
    ui::theme::Theme::instance().apply(application, flags.theme == "light" ? ui::theme::Mode::Light : ui::theme::Mode::Dark);
    const auto done = render(flags, runner);
    return done ? kDone : reportError(done.error().text());
}

} // namespace

void addRender(CLI::App& app, Runner& runner)
{
    auto flags = std::make_shared<RenderFlags>();
    CLI::App* command = app.add_subcommand("render", "Draw a dashboard, or one panel, as PNG, SVG or PDF; needs no display");
    command->add_option("dashboard", flags->dashboard, "Grafana dashboard JSON")->required()->type_name("DASHBOARD");
    addSourceFlags(*command, flags->sources);
    command->add_option("--from", flags->from, "Begin of the range; default: the dashboard's")->type_name("T");
    command->add_option("--to", flags->to, "End of the range; default: the dashboard's")->type_name("T");
    command->add_option("--size", flags->size, "Pixels; default: 1600 wide, as high as needed")->type_name("WxH");
    command->add_option("--theme", flags->theme, "dark or light")->check(CLI::IsMember({"dark", "light"}));
    command->add_option("--panel", flags->panel, "Only the panel with this id")->type_name("ID");
    command->add_option("--var", flags->variables, "Value of a dashboard variable; repeatable")
        ->type_name("N=V")
        ->allow_extra_args(false);
    command->add_option("-o,--output", flags->output, "Picture to write: .png, .svg or .pdf")->required()->type_name("OUT");
    command->callback([flags, &runner] { runner.run = [flags, &runner] { return runRender(*flags, runner); }; });
}

} // namespace wg::app

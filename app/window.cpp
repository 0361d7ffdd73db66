// The window program: application, theme, state, workspace, what the command line opens; and the pictures of every page.
#include "app/cli_sources.h"
#include "app/command.h"
#include "app/demo.h"
#include "app/plain_text.h"
#include "app/qt_talk.h"
#include "app/signals.h"
#include "core/dashboard/document.h"
#include "core/runtime/sources/local_source.h"
#include "core/runtime/state/secret_store.h"
#include "core/runtime/state/state.h"
#include "ui/editors/promql_editor.h"
#include "ui/export/picture.h"
#include "ui/shell/connect_source.h"
#include "ui/shell/dashboard_page.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/explore_row.h"
#include "ui/shell/joined_files.h"
#include "ui/shell/main_window.h"
#include "ui/shell/opener.h"
#include "ui/theme/theme.h"

#include <fmt/format.h>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QPainter>
#include <QPixmap>
#include <QTextCursor>

#include <array>
#include <chrono>
#include <cstdio>

namespace wg::app {
namespace {

namespace shell = ui::shell;
using ui::theme::Mode;

constexpr std::array<QSize, 2> kPictureSizes{QSize(1600, 900), QSize(1280, 720)};
constexpr std::array kPages{"dashboards", "explore", "evaluate", "alerts", "sources", "welcome"};
constexpr char kPictureQuery[] =
    "histogram_quantile(0.99, sum by (le, instance) (rate(vllm:time_to_first_token_seconds_bucket[2m])))";
constexpr int kSettleMs = 700; ///< queries, layouts and coalesced repaints of a page that was just shown
constexpr int kMostWaits = 100; ///< of kSettleMs each, for what a page computes

bool haveDisplay()
{
    const auto set = [](const char* name) { return !qEnvironmentVariableIsEmpty(name); };
    return set("DISPLAY") || set("WAYLAND_DISPLAY") || set("QT_QPA_PLATFORM");
}

TimeMs now()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// The demo of this process; made when it is first asked for, by --demo or from the first-run page.
class DemoDoor {
public:
    Result<void> open(shell::Workspace& workspace, shell::MainWindow& window)
    {
        if (!m_demo) {
            WG_TRY(auto demo, Demo::make(workspace.clock()));
            WG_CHECK(demo->fill(workspace));
            m_demo = std::move(demo);
            m_demo->play(workspace.clock);
            workspace.alerts.start();
        }
        WG_TRY(const auto document, dashboard::Document::parse(Demo::dashboardText(), "the demo dashboard"));
        if (window.dashboards().mayReplace()) {
            window.dashboards().setDocument(document, {});
            window.showPage(QStringLiteral("dashboards"));
        }
        return {};
    }

private:
    std::unique_ptr<Demo> m_demo;
};

void spin(int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < milliseconds)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
}

Result<void> drawWindow(QWidget& window, const std::string& file)
{
    const QPixmap drawn = window.grab();
    const ui::exporting::Picture picture{window.size(), drawn.devicePixelRatio(), QStringLiteral("Watchglass"),
        ui::theme::colors().canvas, [&drawn](QPainter& painter) { painter.drawPixmap(0, 0, drawn); }};
    WG_CHECK(ui::exporting::writePicture(file, picture));
    fmt::print("{}\n", plainText(file));
    return {};
}

void press(QWidget& widget, int key, Qt::KeyboardModifiers modifiers)
{
    QKeyEvent event(QEvent::KeyPress, key, modifiers);
    QCoreApplication::sendEvent(&widget, &event);
}

/// Explore while a second query is typed: what completion offers, then what the parser objects to.
Result<void> drawTyping(shell::MainWindow& window, const std::string& beginning, const std::string& end)
{
    auto& page = dynamic_cast<shell::ExplorePage&>(*window.page(QStringLiteral("explore")));
    auto* row = page.addRow();
    row->editor()->setFocus();
    row->editor()->setExpression(QStringLiteral("sum by (finished_reason) (\n  rate(vllm:request_)\n)"));
    QTextCursor caret = row->editor()->textCursor();
    caret.setPosition(static_cast<int>(row->editor()->toPlainText().lastIndexOf('_')) + 1);
    row->editor()->setTextCursor(caret);
    press(*row->editor(), Qt::Key_Space, Qt::ControlModifier);
    spin(kSettleMs);
    WG_CHECK(drawWindow(window, beginning + "-completion" + end));
    press(*row->editor(), Qt::Key_Escape, {});
    row->editor()->setExpression(QStringLiteral("sum by (finished_reason) (\n  rate(vllm:request_success_total)\n)"));
    spin(kSettleMs);
    WG_CHECK(drawWindow(window, beginning + "-error" + end));
    Q_EMIT row->removeRequested();
    return {};
}

/// The Evaluate page's further tabs, and the first one once intervals and tests are there.
Result<void> drawTabs(shell::MainWindow& window, const std::string& beginning, const std::string& end)
{
    auto& page = dynamic_cast<shell::EvaluatePage&>(*window.page(QStringLiteral("evaluate")));
    for (int waited = 0; page.work().busy() && waited < kMostWaits; ++waited)
        spin(kSettleMs);
    WG_CHECK(drawWindow(window, beginning + end));
    for (const char* tab : {"slices", "drift", "runs"}) {
        page.showTab(tab);
        spin(kSettleMs);
        for (int waited = 0; page.work().busy() && waited < kMostWaits; ++waited)
            spin(kSettleMs);
        WG_CHECK(drawWindow(window, fmt::format("{}-{}{}", beginning, tab, end)));
    }
    page.showTab("overview");
    return {};
}

/// dashboards-dark.png, dashboards-dark-1280.png, … of every page.
int drawPages(shell::MainWindow& window, const std::string& folder)
{
    if (!QDir().mkpath(QString::fromStdString(folder)))
        return reportError(folder + ": the folder cannot be made");
    window.show();
    Q_EMIT window.page(QStringLiteral("explore"))->exploreRequested(QString::fromLatin1(kPictureQuery), {});
    for (const Mode mode : {Mode::Dark, Mode::Light}) {
        ui::theme::Theme::instance().apply(*qApp, mode);
        for (const QSize& size : kPictureSizes) {
            window.resize(size);
            for (const char* page : kPages) {
                window.showPage(QLatin1String(page));
                spin(kSettleMs);
                const std::string beginning = fmt::format("{}/{}", folder, page);
                const std::string end = fmt::format("-{}{}.png", mode == Mode::Dark ? "dark" : "light",
                    size == kPictureSizes.front() ? "" : "-" + std::to_string(size.width()));
                auto written = page == std::string_view("evaluate") ? drawTabs(window, beginning, end)
                                                                    : drawWindow(window, beginning + end);
                if (written && page == std::string_view("explore"))
                    written = drawTyping(window, beginning, end);
                if (!written)
                    return reportError(written.error().text());
            }
        }
    }
    return kDone;
}

/// What was open when the last window closed, where the user wants that, else the first-run page.
void openLast(shell::MainWindow& window, const state::State& state, DemoDoor& demo, shell::Workspace& workspace)
{
    const state::Session& session = state.session();
    if (!state.settings().reopenLast || session.opened.empty())
        return window.showPage(QStringLiteral("welcome"));
    QStringList places;
    for (const state::Opened& opened : session.opened) {
        if (opened.what == "demo") {
            if (const auto done = demo.open(workspace, window); !done)
                window.showNotice(QString::fromStdString(done.error().text()), true);
        } else if (opened.what != "source" || !opened.place.starts_with("http")) { // servers come back as connections
            places << QString::fromStdString(opened.place);
        }
    }
    window.open(places);
    window.showPage(QString::fromStdString(session.page));
}

void fillWindow(shell::MainWindow& window, shell::Workspace& workspace, const WindowOptions& options, DemoDoor& demo)
{
    const auto tell = [&window](const QString& text, bool isError) { window.showNotice(text, isError); };
    for (const Warning& notice : workspace.state->notices())
        tell(QString::fromStdString(notice.message), true);
    if (!options.demo && options.picturesFolder.empty())
        shell::restoreSources(workspace, &window, tell);
    if (options.demo) {
        if (const auto done = demo.open(workspace, window); !done)
            tell(QString::fromStdString(done.error().text()), true);
    }
    QStringList locations;
    for (const std::string& location : options.open)
        locations << QString::fromStdString(location);
    if (!locations.isEmpty())
        window.open(locations);
    else if (!options.demo)
        openLast(window, *workspace.state, demo, workspace);
}

} // namespace

int runWindow(Runner& runner, const WindowOptions& options)
{
    const bool pictures = !options.picturesFolder.empty();
    if (pictures)
        qputenv("QT_QPA_PLATFORM", "offscreen");
    else if (!haveDisplay())
        return reportError("There is no display to open a window on. `watchglass render DASHBOARD --source S -o OUT.png` draws "
                           "dashboards without one, `watchglass --demo --pictures DIR` draws the demo.");
    silenceQt();
    const auto compat = compatArgument(options.compat);
    if (!compat)
        return reportError(compat.error().text());
    QApplication application(runner.argc, runner.argv);
    QApplication::setApplicationName(QStringLiteral("Watchglass"));
    QApplication::setApplicationVersion(QStringLiteral(WG_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("watchglass"));

    // Pictures must not depend on, nor change, what this user has.
    const auto state = state::State::open(pictures ? state::Paths{} : state::systemPaths(), now());
    const std::string& config = state->paths().config;
    state::SecretStore secrets(config.empty() ? std::string() : config + "/secrets.json", !state->readOnly());
    const std::string& theme = options.theme.empty() ? state->settings().theme : options.theme;
    ui::theme::Theme::instance().apply(application, theme == "light" ? Mode::Light : Mode::Dark);

    shell::Workspace workspace;
    workspace.state = state.get();
    workspace.secrets = &secrets;
    QObject::connect(&workspace.sources, &shell::SourceList::added, &workspace.sources, [&](sources::Source* source) {
        if (auto* const local = dynamic_cast<sources::LocalSource*>(source))
            local->setCompat(*compat);
    });
    const shell::JoinedFiles joined(workspace.sources);
    DemoDoor demo;
    shell::MainWindow window(workspace, [&](shell::MainWindow& asked) {
        if (const auto done = demo.open(workspace, asked); !done)
            asked.showNotice(QString::fromStdString(done.error().text()), true);
    });
    window.resize(kPictureSizes.front());
    fillWindow(window, workspace, options, demo);
    if (pictures)
        return drawPages(window, options.picturesFolder);

    // SIGTERM and SIGINT end the session as closing the window does, but ask nothing.
    const QuitOnSignal quit([&window] {
        window.saveSession();
        QCoreApplication::quit();
    });
    if (qEnvironmentVariableIsSet("WATCHGLASS_TRACE_START")) // for tests/bench/bench_start.cpp
        QObject::connect(&window.dashboards(), &shell::Page::roundFinished, &window, [&window] {
            window.repaint();
            fmt::print(stderr, "first paint\n");
        });
    window.show();
    return QApplication::exec();
}

} // namespace wg::app

#include "ui/shell/opener.h"

#include "core/base/file.h"
#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "core/rules/rule_file.h"
#include "core/runtime/sources/followed_log.h"
#include "core/runtime/sources/local_source.h"
#include "core/runtime/sources/merged_queryable.h"
#include "core/runtime/sources/open_source.h"
#include "ui/shell/background.h"

#include <QFileInfo>
#include <QPointer>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace wg::ui::shell {

namespace {

constexpr std::size_t kMostSelectors = 100; ///< asked for when rules look for their source
constexpr std::uint64_t kMaxDashboardBytes = 32ULL << 20; // hazards.md: cap of dashboard files

/// Order in which several things are opened: what others need first.
constexpr std::array kOrder{LocationKind::Source, LocationKind::Log, LocationKind::Runs, LocationKind::Rules,
    LocationKind::Dashboard, LocationKind::Evaluation};

bool isAt(const sources::Source& source, const QString& location)
{
    const QString place = isServerUrl(location) ? location : QFileInfo(location).absoluteFilePath();
    return source.location() == place.toStdString() || source.location() == location.toStdString();
}

/// What the rules of a file read, as a server's match[] takes it; empty for a file that cannot be used.
std::vector<std::string> selectorsOf(const QString& path)
{
    std::set<std::string> texts;
    const rules::RuleFileResult file = rules::readRuleFile(path.toStdString());
    if (!file)
        return {};
    for (const rules::Group& group : file->groups)
        for (const rules::Rule& rule : group.rules)
            if (const auto expr = promql::parse(rule.expr))
                for (const promql::Selector* selector : promql::extractSelectors(*expr)) {
                    promql::Expr plain;
                    promql::Selector named;
                    named.metric = selector->metric;
                    named.matchers = selector->matchers;
                    plain.node = std::move(named);
                    texts.insert(promql::print(plain));
                }
    std::vector<std::string> out(texts.begin(), texts.end());
    out.resize(std::min(out.size(), kMostSelectors));
    return out;
}

/// Asks one candidate after the other; `found` is given the first that has a series of `selectors`, or nullptr.
void findSource(QObject* context, std::vector<QPointer<sources::Source>> candidates, const std::vector<std::string>& selectors,
    TimeMs now, const std::function<void(sources::Source*)>& found)
{
    std::erase_if(candidates, [](const auto& source) { return source.isNull(); });
    if (candidates.empty())
        return found(nullptr);
    sources::Source* source = candidates.front();
    const TimeRange range = source->extent().value_or(TimeRange{now - kHour, now});
    candidates.erase(candidates.begin());
    source->seriesLabels(
        selectors, range, context, [=, source = QPointer(source)](const Result<std::vector<series::Labels>>& answer) {
            if (source && answer && !answer->empty())
                found(source);
            else
                findSource(context, candidates, selectors, now, found);
        });
}

} // namespace

Opener::Opener(Workspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace)
{
    connect(&workspace.logs, &LogList::failed, this, [this](const std::string& path, const Error& error) {
        const QString text = QString::fromStdString(error.text());
        const QString place = QString::fromStdString(path);
        if (error.code == ErrorCode::Usage) {
            m_unclear.insert(path);
            return Q_EMIT logUnclear(place, QString::fromStdString(error.message));
        }
        Q_EMIT failed(text.contains(place) ? text : place + QStringLiteral(": ") + text);
    });
    connect(&workspace.logs, &LogList::opened, this, [this](const std::string& name) {
        const LogEntry* entry = m_workspace.logs.find(name);
        if (!entry || !entry->followed)
            return; // the demo's
        m_unclear.erase(entry->path);
        openSeries(*entry);
        remember("log", entry->path, name);
        Q_EMIT logOpened(QString::fromStdString(name));
    });
    connect(&workspace.runs, &RunList::opened, this, [this](const std::string& path) {
        if (m_runsAsked.erase(path) == 0)
            return; // the demo's
        remember("runs", path, QFileInfo(QString::fromStdString(path)).fileName().toStdString());
        Q_EMIT runsOpened(QString::fromStdString(path));
    });
    connect(&workspace.runs, &RunList::failed, this,
        [this](const std::string&, const Error& error) { Q_EMIT failed(QString::fromStdString(error.text())); });
    connect(&workspace.logs, &LogList::changed, this, &Opener::openWaitingRules);
    connect(&workspace.sources, &SourceList::added, this, &Opener::openWaitingRules);
}

void Opener::open(QStringList locations)
{
    for (const QString& location : locations) {
        if (!isServerUrl(location) && !QFileInfo::exists(location))
            Q_EMIT failed(tr("%1: there is no such file or folder.").arg(location));
    }
    locations.removeIf([](const QString& location) { return !isServerUrl(location) && !QFileInfo::exists(location); });
    if (std::ranges::all_of(locations, isServerUrl)) { // nothing to look into
        for (const QString& location : locations)
            openSource(location);
        return openWaitingRules();
    }
    ++m_busy;
    inBackground(
        this,
        [locations] {
            std::vector<LocationKind> kinds;
            kinds.reserve(static_cast<std::size_t>(locations.size()));
            for (const QString& location : locations)
                kinds.push_back(locationKind(location));
            return kinds;
        },
        [this, locations](const std::vector<LocationKind>& kinds) {
            for (const LocationKind kind : kOrder) {
                for (qsizetype i = 0; i < locations.size(); ++i) {
                    if (kinds[static_cast<std::size_t>(i)] == kind)
                        openAs(kind, locations[i], locations);
                }
            }
            finished();
        });
}

void Opener::openAs(LocationKind kind, const QString& location, const QStringList& beside)
{
    switch (kind) {
    case LocationKind::Dashboard:
        return openDashboard(location);
    case LocationKind::Log:
        return openLog(location);
    case LocationKind::Runs:
        return openRuns(location);
    case LocationKind::Evaluation:
        return openEvaluation(location);
    case LocationKind::Rules:
        return m_rulesWaiting.push_back({location, beside});
    case LocationKind::Source:
        return openSource(location);
    }
}

void Opener::remember(const std::string& what, const std::string& place, const std::string& title)
{
    const state::Opened entry{what, place, title, m_workspace.clock()};
    std::erase_if(m_opened, [&](const state::Opened& other) { return other.what == what && other.place == place; });
    m_opened.push_back(entry);
    if (m_workspace.state == nullptr || m_workspace.demo)
        return;
    if (const auto kept = m_workspace.state->remember(entry); !kept)
        Q_EMIT failed(QString::fromStdString(kept.error().text()));
}

void Opener::finished()
{
    if (--m_busy > 0)
        return;
    openWaitingRules();
    if (m_busy == 0)
        Q_EMIT settled();
}

void Opener::openDashboard(const QString& path)
{
    ++m_busy;
    const std::string place = QFileInfo(path).absoluteFilePath().toStdString();
    inBackground(
        this,
        [place]() -> Result<dashboard::Document> {
            WG_TRY(const std::string json, readFile(place, kMaxDashboardBytes));
            return dashboard::Document::parse(json, place);
        },
        [this, place](Result<dashboard::Document> document) {
            if (document) {
                remember("dashboard", place, document->title());
                Q_EMIT dashboardOpened(*document, QString::fromStdString(place));
            } else {
                Q_EMIT failed(tr("This dashboard cannot be opened. %1").arg(QString::fromStdString(document.error().text())));
            }
            finished();
        });
}

void Opener::openEvaluation(const QString& path)
{
    ++m_busy;
    const QFileInfo file(path);
    inBackground(
        this,
        [place = file.absoluteFilePath().toStdString(),
            folder = file.absolutePath().toStdString()]() -> Result<evaluation::SavedWorkspace> {
            WG_TRY(const std::string text, readFile(place, kMaxDashboardBytes));
            return evaluation::parseWorkspace(text, folder, place);
        },
        [this, place = file.absoluteFilePath()](Result<evaluation::SavedWorkspace> saved) {
            if (saved) {
                remember("evaluation", place.toStdString(), QFileInfo(place).fileName().toStdString());
                for (const evaluation::SavedLog& log : saved->logs)
                    m_workspace.logs.open(log.path, log.options);
                for (const std::string& runs : saved->runs)
                    openRuns(QString::fromStdString(runs));
                Q_EMIT evaluationOpened(*saved, place);
            } else {
                Q_EMIT failed(QString::fromStdString(saved.error().text()));
            }
            finished();
        });
}

/// As runs for the page, and their scalars as a source.
void Opener::openRuns(const QString& path)
{
    const QString place = QFileInfo(path).absoluteFilePath();
    m_runsAsked.insert(place.toStdString());
    m_workspace.runs.open(place.toStdString());
    openSource(place);
}

void Opener::openLog(const QString& path)
{
    m_workspace.logs.open(QFileInfo(path).absoluteFilePath().toStdString());
}

void Opener::openWaitingRules()
{
    const bool asked = !m_unclear.empty() && m_workspace.sources.defaultSource() == nullptr;
    if (m_busy > 0 || m_workspace.logs.loading() || asked)
        return; // a source they may watch is on its way
    for (const WaitingRules& rules : std::exchange(m_rulesWaiting, {}))
        openRules(rules.path, rules.beside);
}

void Opener::openRules(const QString& path, const QStringList& beside)
{
    std::vector<QPointer<sources::Source>> candidates;
    if (sources::Source* together = m_workspace.sources.find(std::string(sources::kAllFiles)))
        candidates.emplace_back(together); // a rule may join files
    for (const auto& open : m_workspace.sources.all())
        if (std::ranges::any_of(beside, [&](const QString& location) { return isAt(*open, location); }))
            candidates.emplace_back(open.get());
    const auto add = [&](sources::Source* source) {
        if (source != nullptr && std::ranges::find(candidates, source, &QPointer<sources::Source>::data) == candidates.end())
            candidates.emplace_back(source);
    };
    add(m_workspace.sources.defaultSource());
    for (const auto& open : m_workspace.sources.all())
        add(open.get());
    if (candidates.empty())
        return Q_EMIT failed(tr("%1: rules need something to watch. Connect a source or open a log first.").arg(path));
    const std::vector<std::string> selectors = selectorsOf(path);
    if (candidates.size() == 1 || selectors.empty())
        return watchRules(path, candidates.front());
    ++m_busy;
    findSource(
        this, candidates, selectors, m_workspace.clock(), [this, path, first = candidates.front()](sources::Source* found) {
            if (sources::Source* source = found != nullptr ? found : first.data())
                watchRules(path, source);
            else
                Q_EMIT failed(tr("%1: its source was closed while the rules were opened. Open them again.").arg(path));
            finished();
        });
}

void Opener::watchRules(const QString& path, sources::Source* source)
{
    const std::string place = QFileInfo(path).absoluteFilePath().toStdString();
    const std::vector<Error> errors = m_workspace.alerts.addFile(place, source);
    if (!errors.empty()) {
        QStringList lines;
        for (const Error& error : errors)
            lines << QString::fromStdString(error.text());
        Q_EMIT failed(lines.join(QLatin1Char('\n')));
        return;
    }
    m_workspace.alerts.start();
    remember("rules", place, QFileInfo(path).fileName().toStdString());
    const auto rules = m_workspace.alerts.status();
    const auto count = std::ranges::count(rules, place, &alerting::RuleStatus::file);
    Q_EMIT rulesOpened(QString::fromStdString(place), static_cast<int>(count));
}

void Opener::openSource(const QString& location)
{
    sources::SourceSpec spec = sources::parseSourceSpec(location.toStdString());
    for (const auto& open : m_workspace.sources.all())
        if (open->location() == spec.location)
            return Q_EMIT sourceOpened(QString::fromStdString(open->name()));
    if (const std::string free = m_workspace.sources.freeName(spec.name); free != spec.name) {
        spec.name = free;
        spec.named = true; // its series say so too: they must not be taken for the other file's
    }
    sources::Access access;
    if (isServerUrl(location)) { // opens at once: nothing is read yet
        auto source = sources::openSource(spec, access, m_workspace.clock());
        if (!source)
            return Q_EMIT failed(QString::fromStdString(source.error().text()));
        return addSource(std::move(*source), location);
    }
    ++m_busy;
    inBackground(
        this,
        [spec, access, now = m_workspace.clock(), gui = thread()] {
            auto source = sources::openSource(spec, access, now);
            if (source)
                (*source)->moveToThread(gui);
            return source;
        },
        [this, location](Result<std::unique_ptr<sources::Source>> source) {
            if (source)
                addSource(std::move(*source), location);
            else
                Q_EMIT failed(QString::fromStdString(source.error().text()));
            finished();
        });
}

/// A log that was read is a source, too; read again as the user said, its series take the place of those it had before.
void Opener::openSeries(const LogEntry& entry)
{
    for (const auto& open : m_workspace.sources.all()) {
        if (open->location() == entry.path) {
            m_workspace.sources.remove(open.get());
            break;
        }
    }
    const auto added = m_workspace.sources.add(entry.followed->makeSource(m_workspace.sources.freeName(entry.name)));
    if (!added)
        Q_EMIT failed(QString::fromStdString(added.error().text()));
}

void Opener::addSource(std::unique_ptr<sources::Source> source, const QString& location)
{
    const std::string name = source->name();
    const auto added = m_workspace.sources.add(std::move(source));
    if (!added)
        return Q_EMIT failed(QString::fromStdString(added.error().text()));
    const std::string place =
        isServerUrl(location) ? (*added)->location() : QFileInfo(location).absoluteFilePath().toStdString();
    remember("source", place, name);
    Q_EMIT sourceOpened(QString::fromStdString(name));
}

} // namespace wg::ui::shell

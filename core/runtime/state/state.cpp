#include "core/runtime/state/state.h"

#include "core/evaluation/workspace_file.h"
#include "core/runtime/state/instance_lock.h"
#include "core/runtime/state/json_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace wg::state {
namespace {

constexpr int kVersion = 1;

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, const char*>, N>;

constexpr Names<Connection::Auth, 3> kAuth{
    {{Connection::Auth::None, "none"}, {Connection::Auth::Basic, "basic"}, {Connection::Auth::Bearer, "bearer"}}};
constexpr Names<Connection::SecretIn, 6> kSecretIn{
    {{Connection::SecretIn::None, "none"}, {Connection::SecretIn::Keychain, "keychain"},
        {Connection::SecretIn::Session, "session"}, {Connection::SecretIn::PrivateFile, "private-file"},
        {Connection::SecretIn::File, "file"}, {Connection::SecretIn::Environment, "environment"}}};

template <class Enum, std::size_t N>
const char* nameOf(const Names<Enum, N>& names, Enum value)
{
    return std::ranges::find(names, value, &std::pair<Enum, const char*>::first)->second;
}

template <class Enum, std::size_t N>
Enum byName(const Names<Enum, N>& names, const std::string& text)
{
    const auto found = std::ranges::find_if(names, [&](const auto& row) { return text == row.second; });
    return found == names.end() ? names.front().first : found->first;
}

Json toJson(const Connection& c)
{
    return {{"id", c.id}, {"name", c.name}, {"url", c.url}, {"auth", nameOf(kAuth, c.auth)}, {"user", c.user},
        {"secretIn", nameOf(kSecretIn, c.secretIn)}, {"secretPlace", c.secretPlace}, {"timeoutMs", c.timeout}};
}

Connection connectionFrom(const Json& json)
{
    Connection c;
    c.id = textOr(json, "id", "");
    c.name = textOr(json, "name", "");
    c.url = textOr(json, "url", "");
    c.auth = byName(kAuth, textOr(json, "auth", ""));
    c.user = textOr(json, "user", "");
    c.secretIn = byName(kSecretIn, textOr(json, "secretIn", ""));
    c.secretPlace = textOr(json, "secretPlace", "");
    c.timeout = std::clamp<DurationMs>(integerOr(json, "timeoutMs", c.timeout), kSecond, 10 * kMinute);
    return c;
}

Json toJson(const std::vector<Opened>& list)
{
    Json out = Json::array();
    for (const Opened& o : list)
        out.push_back({{"what", o.what}, {"place", o.place}, {"title", o.title}, {"at", o.at}});
    return out;
}

std::vector<Opened> openedFrom(const Json& json, const char* key)
{
    std::vector<Opened> out;
    for (const Json& item : objectsOf(json, key)) {
        Opened o{textOr(item, "what", ""), textOr(item, "place", ""), textOr(item, "title", ""), integerOr(item, "at", 0)};
        if (!o.what.empty())
            out.push_back(std::move(o));
    }
    return out;
}

std::vector<AskedQuery> queriesFrom(const Json& json)
{
    std::vector<AskedQuery> out;
    for (const Json& item : objectsOf(json, "queries")) {
        AskedQuery q{textOr(item, "expression", ""), textOr(item, "source", ""), integerOr(item, "at", 0),
            boolOr(item, "starred", false)};
        if (!q.expression.empty())
            out.push_back(std::move(q));
    }
    return out;
}

std::vector<ColumnChoice> choicesFrom(const Json& json)
{
    std::vector<ColumnChoice> out;
    for (const Json& item : objectsOf(json, "logs")) {
        ColumnChoice choice{textOr(item, "shape", ""), {}, integerOr(item, "at", 0)};
        if (const auto columns = item.find("columns"); columns != item.end() && columns->is_object())
            choice.options = evaluation::optionsFrom(*columns);
        if (!choice.shape.empty())
            out.push_back(std::move(choice));
    }
    return out;
}

/// Order is kept.
void forgetOldest(std::vector<AskedQuery>& queries)
{
    std::size_t plain = 0;
    std::erase_if(queries, [&](const AskedQuery& q) { return !q.starred && ++plain > kQueriesKept; });
}

} // namespace

struct State::Impl {
    Paths paths;
    Warnings notices;
    InstanceLock lock;
    bool writable = false;
    JsonFile settingsFile, sourcesFile, recentFile, sessionFile, queriesFile, columnsFile;
    Settings settings;
    std::vector<Connection> connections;
    std::vector<Opened> recent;
    Session session;
    std::vector<AskedQuery> queries;
    std::vector<ColumnChoice> choices; ///< newest first

    void prepareFolders();
    void load(TimeMs now);
};

void State::Impl::prepareFolders()
{
    notices = paths.notices;
    if (!paths.usable())
        return;
    for (const std::string& folder : {paths.config, paths.state})
        if (auto made = makePrivateFolder(folder); !made) {
            notices.push_back({Warning::Severity::Warning, made.error().text() + ". Changes are not kept"});
            return;
        }
    auto taken = InstanceLock::take(paths.state + "/lock");
    if (!taken) {
        notices.push_back({Warning::Severity::Warning, taken.error().text()});
        return;
    }
    lock = std::move(*taken);
    writable = true;
}

void State::Impl::load(TimeMs now)
{
    if (!paths.usable())
        return;
    const auto read = [&](const std::string& path) { return JsonFile::load(path, kVersion, now, writable, notices); };
    settingsFile = read(paths.config + "/settings.json");
    sourcesFile = read(paths.config + "/sources.json");
    recentFile = read(paths.state + "/recent.json");
    sessionFile = read(paths.state + "/session.json");
    queriesFile = read(paths.state + "/queries.json");
    columnsFile = read(paths.state + "/columns.json");

    settings.theme = textOr(settingsFile.json(), "theme", settings.theme) == "light" ? "light" : "dark";
    settings.reopenLast = boolOr(settingsFile.json(), "reopenLast", settings.reopenLast);
    for (const Json& item : objectsOf(sourcesFile.json(), "sources"))
        if (Connection c = connectionFrom(item); !c.name.empty() && !c.url.empty())
            connections.push_back(std::move(c));
    recent = openedFrom(recentFile.json(), "recent");
    session.page = textOr(sessionFile.json(), "page", "");
    session.opened = openedFrom(sessionFile.json(), "opened");
    queries = queriesFrom(queriesFile.json());
    forgetOldest(queries);
    choices = choicesFrom(columnsFile.json());
}

State::State(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
State::~State() = default;

std::unique_ptr<State> State::open(Paths paths, TimeMs now)
{
    auto impl = std::make_unique<Impl>();
    impl->paths = std::move(paths);
    impl->prepareFolders();
    impl->load(now);
    return std::unique_ptr<State>(new State(std::move(impl)));
}

const Warnings& State::notices() const
{
    return m_impl->notices;
}

bool State::readOnly() const
{
    return !m_impl->writable;
}

const Paths& State::paths() const
{
    return m_impl->paths;
}

const Settings& State::settings() const
{
    return m_impl->settings;
}

Result<void> State::setSettings(Settings settings)
{
    m_impl->settings = std::move(settings);
    return m_impl->settingsFile.store({{"theme", m_impl->settings.theme}, {"reopenLast", m_impl->settings.reopenLast}});
}

const std::vector<Connection>& State::connections() const
{
    return m_impl->connections;
}

Result<void> State::setConnections(std::vector<Connection> connections)
{
    m_impl->connections = std::move(connections);
    Json list = Json::array();
    for (const Connection& c : m_impl->connections)
        list.push_back(toJson(c));
    Json values = Json::object();
    values["sources"] = std::move(list);
    return m_impl->sourcesFile.store(values);
}

const std::vector<Opened>& State::recent() const
{
    return m_impl->recent;
}

Result<void> State::remember(Opened opened)
{
    auto& recent = m_impl->recent;
    std::erase_if(recent, [&](const Opened& o) { return o.what == opened.what && o.place == opened.place; });
    recent.insert(recent.begin(), std::move(opened));
    if (recent.size() > kRecentKept)
        recent.resize(kRecentKept);
    Json values = Json::object();
    values["recent"] = toJson(recent);
    return m_impl->recentFile.store(values);
}

const Session& State::session() const
{
    return m_impl->session;
}

Result<void> State::setSession(Session session)
{
    m_impl->session = std::move(session);
    Json values = Json::object();
    values["page"] = m_impl->session.page;
    values["opened"] = toJson(m_impl->session.opened);
    return m_impl->sessionFile.store(values);
}

const std::vector<AskedQuery>& State::queries() const
{
    return m_impl->queries;
}

Result<void> State::setQueries(std::vector<AskedQuery> queries)
{
    forgetOldest(queries);
    m_impl->queries = std::move(queries);
    Json list = Json::array();
    for (const AskedQuery& q : m_impl->queries)
        list.push_back({{"expression", q.expression}, {"source", q.source}, {"at", q.at}, {"starred", q.starred}});
    Json values = Json::object();
    values["queries"] = std::move(list);
    return m_impl->queriesFile.store(values);
}

std::optional<evaluation::Options> State::columnsOf(const std::string& shape) const
{
    const auto found = std::ranges::find(m_impl->choices, shape, &ColumnChoice::shape);
    return found == m_impl->choices.end() ? std::nullopt : std::optional(found->options);
}

Result<void> State::rememberColumns(ColumnChoice choice)
{
    auto& choices = m_impl->choices;
    std::erase_if(choices, [&](const ColumnChoice& one) { return one.shape == choice.shape; });
    choices.insert(choices.begin(), std::move(choice));
    if (choices.size() > kChoicesKept)
        choices.resize(kChoicesKept);
    Json list = Json::array();
    for (const ColumnChoice& one : choices)
        list.push_back({{"shape", one.shape}, {"columns", evaluation::optionsJson(one.options)}, {"at", one.at}});
    Json values = Json::object();
    values["logs"] = std::move(list);
    return m_impl->columnsFile.store(values);
}

} // namespace wg::state

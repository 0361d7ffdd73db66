#include "ui/shell/dashboard_controller.h"

#include "ui/shell/alert_map.h"
#include "ui/shell/panel_logs.h"

#include <algorithm>
#include <array>

namespace wg::ui::shell {

namespace {

constexpr std::array<int, 4> kBackoffMs{1000, 2000, 5000, 10000};

/// Failures that may pass by themselves. The rest waits until the user or the data change something: a refused token must
/// not be tried again and again.
bool mayRecover(ErrorCode code)
{
    return code == ErrorCode::Network || code == ErrorCode::Timeout || code == ErrorCode::Io;
}

QString problemTitle(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Network:
        return DashboardController::tr("No connection");
    case ErrorCode::Timeout:
        return DashboardController::tr("No answer in time");
    case ErrorCode::Auth:
        return DashboardController::tr("Not allowed");
    case ErrorCode::Refused:
        return DashboardController::tr("Refused by the server");
    case ErrorCode::Limit:
        return DashboardController::tr("Too much data");
    case ErrorCode::Unsupported:
        return DashboardController::tr("Not supported yet");
    case ErrorCode::NotFound:
        return DashboardController::tr("Not found");
    case ErrorCode::Usage:
    case ErrorCode::Parse:
    case ErrorCode::Io:
    case ErrorCode::Cancelled:
    case ErrorCode::Execution:
        break;
    }
    return DashboardController::tr("Query failed");
}

bool isEmpty(const series::Value& value)
{
    if (const auto* matrix = std::get_if<series::Matrix>(&value))
        return matrix->series.empty();
    const auto* vector = std::get_if<series::Vector>(&value);
    return vector != nullptr && vector->samples.empty();
}

} // namespace

struct DashboardController::Slot {
    dashboard::Panel panel; ///< as the file has it
    PanelState state;
    PanelTraits traits;
    bool dirty = true;
    int failures = 0;
    QTimer retry;
    // The round under way.
    std::uint64_t round = 0;
    std::vector<PlannedQuery> queries;
    std::vector<sources::Job> jobs;
    std::vector<std::optional<sources::QueryResult>> answers;
    std::set<const sources::Source*> asked; ///< also of the last complete round
    TimeRange range;
    TimeMs queriedAt = 0;

    [[nodiscard]] int id() const { return panel.id; }
    [[nodiscard]] bool waiting() const
    {
        return std::ranges::any_of(answers, [](const auto& answer) { return !answer.has_value(); });
    }
};

DashboardController::DashboardController(Workspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace)
{
    m_coalesce.setSingleShot(true);
    m_countdown.setInterval(1000);
    connect(&m_coalesce, &QTimer::timeout, this, &DashboardController::beginDirty);
    connect(&m_refresh, &QTimer::timeout, this, &DashboardController::refreshDue);
    connect(&m_countdown, &QTimer::timeout, this, [this] {
        bool any = false;
        for (const auto& [id, slot] : m_slots) {
            if (!slot->retry.isActive())
                continue;
            any = true;
            slot->state.retryIn = slot->retry.remainingTime();
            Q_EMIT panelChanged(id);
        }
        if (!any)
            m_countdown.stop();
    });
    connect(&workspace.time, &TimeState::rangeChanged, this, &DashboardController::refresh);
    connect(&workspace.time, &TimeState::refreshChanged, this, &DashboardController::updateTimer);
    connect(&workspace.sources, &SourceList::added, this, [this](sources::Source* source) {
        watch(source);
        refresh();
    });
    connect(&workspace.sources, &SourceList::defaultChanged, this, &DashboardController::refresh);
    connect(&workspace.sources, &SourceList::aboutToRemove, this, [this](sources::Source* source) {
        for (const auto& [id, slot] : m_slots) {
            if (slot->waiting() && slot->asked.contains(source))
                withdraw(*slot);
            slot->asked.erase(source);
        }
    });
    connect(&workspace.sources, &SourceList::removed, this, &DashboardController::refresh);
    connect(&workspace.logs, &LogList::changed, this,
        [this] { markDirty([](const Slot& slot) { return showsLogs(slot.panel); }); });
    connect(&workspace.alerts, &alerting::AlertService::changed, this, &DashboardController::updateAlerts);
    for (const auto& source : workspace.sources.all())
        watch(source.get());
    updateTimer();
}

DashboardController::~DashboardController()
{
    for (const auto& [id, slot] : m_slots)
        withdraw(*slot);
}

void DashboardController::watch(sources::Source* source)
{
    connect(source, &sources::Source::dataChanged, this, [this, source] {
        if (!m_workspace.time.paused())
            markDirty([source](const Slot& slot) { return slot.asked.contains(source) && !slot.waiting(); });
    });
}

void DashboardController::setDocument(
    const dashboard::Document& document, const std::map<std::string, std::vector<std::string>>& given)
{
    for (const auto& [id, slot] : m_slots)
        withdraw(*slot);
    std::map<int, std::unique_ptr<Slot>> before = std::exchange(m_slots, {});
    m_variables = dashboard::variableValues(document, given);
    m_document = document;
    const auto take = [&](const dashboard::Panel& panel) {
        if (panel.type == "row")
            return;
        auto slot = std::make_unique<Slot>();
        slot->panel = panel;
        slot->state.panel = panelForView(panel, planContext());
        slot->retry.setSingleShot(true);
        connect(&slot->retry, &QTimer::timeout, this, [this, id = panel.id] {
            Slot* due = find(id);
            if (due == nullptr)
                return;
            due->dirty = true; // a hidden page asks when it is shown again
            if (m_active)
                begin(*due);
        });
        m_slots[panel.id] = std::move(slot);
    };
    for (const dashboard::Panel& panel : document.panels()) {
        take(panel);
        std::ranges::for_each(panel.panels, take);
    }
    std::erase_if(m_inView, [&](int id) { return !m_slots.contains(id); });
    updateAlerts();
}

void DashboardController::setGiven(const std::map<std::string, std::vector<std::string>>& given)
{
    m_variables = dashboard::variableValues(m_document, given);
    for (const auto& [id, slot] : m_slots) {
        slot->state.panel = panelForView(slot->panel, planContext());
        Q_EMIT panelChanged(id);
    }
    refresh();
}

DashboardController::Slot* DashboardController::find(int id) const
{
    const auto found = m_slots.find(id);
    return found == m_slots.end() ? nullptr : found->second.get();
}

const PanelState& DashboardController::panel(int id) const
{
    return m_slots.at(id)->state;
}

std::vector<int> DashboardController::panelIds() const
{
    std::vector<int> ids;
    ids.reserve(m_slots.size());
    for (const auto& [id, slot] : m_slots)
        ids.push_back(id);
    return ids;
}

PlanContext DashboardController::planContext() const
{
    PlanContext context;
    context.range = m_workspace.time.resolve(m_workspace.clock());
    context.variables = &m_variables;
    context.dashboardTitle = m_document.title();
    context.scrapeInterval = [this](const std::string& datasource) {
        const sources::Source* source = m_workspace.sources.resolve(datasource);
        return source != nullptr ? source->scrapeInterval() : 15 * kSecond;
    };
    return context;
}

void DashboardController::setTraits(int id, const PanelTraits& traits)
{
    if (Slot* slot = find(id))
        slot->traits = traits;
}

void DashboardController::setInView(const std::set<int>& ids)
{
    m_inView = ids;
    if (std::ranges::any_of(m_slots, [&](const auto& slot) { return slot.second->dirty && ids.contains(slot.first); }))
        m_coalesce.start(0);
}

void DashboardController::setActive(bool active)
{
    m_active = active;
    updateTimer();
    if (active)
        m_coalesce.start(0);
}

void DashboardController::refresh()
{
    for (const auto& [id, slot] : m_slots) {
        withdraw(*slot);
        slot->retry.stop();
        slot->dirty = true;
    }
    m_coalesce.start(0);
}

void DashboardController::refreshDue()
{
    updateAlerts(); // "Firing 12 min" grows older
    markDirty([](const Slot& slot) {
        const bool hopeless = slot.state.error && !mayRecover(slot.state.error->code)
            && slot.state.error->code != ErrorCode::Refused && slot.state.error->code != ErrorCode::Execution;
        return !slot.waiting() && !slot.retry.isActive() && !hopeless;
    });
}

void DashboardController::markDirty(const std::function<bool(const Slot&)>& which)
{
    for (const auto& [id, slot] : m_slots)
        slot->dirty = slot->dirty || which(*slot);
    if (!m_coalesce.isActive())
        m_coalesce.start(0);
}

void DashboardController::beginDirty()
{
    if (!m_active)
        return;
    for (const int id : m_inView)
        if (Slot* slot = find(id); slot != nullptr && slot->dirty && !slot->retry.isActive())
            begin(*slot);
}

void DashboardController::withdraw(Slot& slot)
{
    for (const sources::Job& job : slot.jobs)
        job.cancel();
    slot.jobs.clear();
    for (const auto& answer : slot.answers)
        m_underWay -= answer ? 0 : 1;
    slot.answers.clear();
    slot.state.loading = false;
    ++slot.round;
}

void DashboardController::begin(Slot& slot)
{
    withdraw(slot);
    slot.retry.stop();
    slot.dirty = false;
    const PlanContext context = planContext();
    slot.range = context.range;
    slot.queriedAt = m_workspace.clock();
    slot.queries = planQueries(slot.panel, slot.traits, context);
    slot.asked.clear();
    if (slot.queries.empty())
        return publish(slot);
    if (m_underWay == 0) {
        m_round = {};
        m_roundClock.start();
    }
    slot.answers.resize(slot.queries.size());
    m_underWay += static_cast<int>(slot.queries.size());
    slot.state.loading = true;
    slot.state.retryIn.reset();
    Q_EMIT panelChanged(slot.id());
    const std::uint64_t round = slot.round;
    for (std::size_t index = 0; index < slot.queries.size() && slot.round == round; ++index) {
        const PlannedQuery& query = slot.queries[index];
        sources::Source* source = m_workspace.sources.resolve(query.datasource);
        if (source == nullptr)
            return failed(slot, query.refId,
                {ErrorCode::NotFound, "No source is open. Connect a server or open a log on the Sources page."});
        slot.asked.insert(source);
        auto done = [this, id = slot.id(), round, index](Result<sources::QueryResult> result) {
            if (Slot* asker = find(id); asker != nullptr && asker->round == round)
                answered(*asker, index, std::move(result));
        };
        slot.jobs.push_back(query.instant
                ? source->query({query.expression, query.range.to}, this, std::move(done))
                : source->queryRange({query.expression, query.range.from, query.range.to, query.step}, this, std::move(done)));
    }
}

void DashboardController::countAnswer(const Result<sources::QueryResult>& result)
{
    ++m_round.queries;
    m_round.samples += result ? result->samples : 0;
    m_round.failed += result ? 0 : 1;
    m_round.elapsed = m_roundClock.elapsed();
}

void DashboardController::answered(Slot& slot, std::size_t index, Result<sources::QueryResult> result)
{
    if (slot.answers[index])
        return;
    countAnswer(result);
    if (!result) {
        if (result.error().code != ErrorCode::Cancelled)
            failed(slot, slot.queries[index].refId, std::move(result).error());
        else
            withdraw(slot);
    } else {
        slot.answers[index] = std::move(*result);
        --m_underWay;
        if (!slot.waiting())
            publish(slot);
    }
    if (m_underWay == 0)
        Q_EMIT roundFinished(m_round);
}

/// Everything was answered: the new picture, at once and whole.
void DashboardController::publish(Slot& slot)
{
    auto data = std::make_shared<panels::PanelData>();
    data->range = slot.range;
    data->queriedAt = slot.queriedAt;
    for (std::size_t index = 0; index < slot.answers.size(); ++index) {
        const PlannedQuery& query = slot.queries[index];
        const sources::QueryResult& answer = *slot.answers[index];
        data->frames.push_back({query.refId, query.legendFormat, answer.value});
        data->warnings.insert(data->warnings.end(), answer.warnings.begin(), answer.warnings.end());
        if (answer.partial)
            data->warnings.push_back({Warning::Severity::Warning, "The server says that part of its data is missing."});
        if (answer.value == nullptr || isEmpty(*answer.value))
            data->emptyQueries.push_back(QString::fromStdString(query.expression));
    }
    if (slot.panel.type == "alertlist")
        data->alerts = alertRows(m_workspace.alerts.status(), m_workspace.clock());
    if (showsLogs(slot.panel)) {
        PanelLogs logs = logsOf(slot.panel, m_workspace.logs);
        data->logs = std::move(logs.logs);
        if (!logs.missing.empty())
            data->warnings.push_back(
                {Warning::Severity::Warning, "The log " + logs.missing + " is not open. Open it to see this panel."});
    }
    slot.answers.clear();
    slot.jobs.clear();
    slot.failures = 0;
    slot.state.loading = false;
    slot.state.error.reset();
    slot.state.retryIn.reset();
    slot.state.data = std::move(data);
    Q_EMIT panelChanged(slot.id());
}

void DashboardController::failed(Slot& slot, const std::string& refId, Error error)
{
    withdraw(slot);
    slot.state.failedQuery = refId;
    slot.state.failedAt = m_workspace.clock();
    slot.state.retryIn.reset();
    if (mayRecover(error.code)) {
        const int wait = kBackoffMs[std::min<std::size_t>(slot.failures++, kBackoffMs.size() - 1)];
        slot.retry.start(wait);
        slot.state.retryIn = wait;
        m_countdown.start();
    }
    slot.state.error = std::move(error);
    Q_EMIT panelChanged(slot.id());
}

bool DashboardController::settled() const
{
    return std::ranges::none_of(m_inView, [this](int id) {
        const Slot* slot = find(id);
        return slot != nullptr && (slot->waiting() || (slot->dirty && !slot->state.error));
    });
}

void DashboardController::updateTimer()
{
    const TimeState& time = m_workspace.time;
    if (time.refreshInterval() <= 0 || time.paused() || !m_active)
        return m_refresh.stop();
    const auto interval = static_cast<int>(time.refreshInterval());
    if (!m_refresh.isActive() || m_refresh.interval() != interval)
        m_refresh.start(interval);
}

std::optional<DurationMs> DashboardController::nextRefresh() const
{
    if (!m_refresh.isActive())
        return std::nullopt;
    return m_refresh.remainingTime();
}

std::optional<panels::PanelProblem> DashboardController::problem(int id) const
{
    const Slot* slot = find(id);
    if (slot == nullptr || !slot->state.error)
        return std::nullopt;
    const PanelState& state = slot->state;
    const auto clockTime = [this](TimeMs at) {
        return QString::fromStdString(units::formatLocal(at, m_workspace.time.zone())).section(QLatin1Char(' '), 1).left(8);
    };
    QString when = state.failedQuery.empty()
        ? tr("Failed %1").arg(clockTime(state.failedAt))
        : tr("Query %1, %2").arg(QString::fromStdString(state.failedQuery), clockTime(state.failedAt));
    if (state.data)
        when += tr(". Data is from %1").arg(clockTime(state.data->queriedAt));
    if (state.retryIn)
        when += tr(", retry in %1 s").arg(std::max<DurationMs>(1, (*state.retryIn + kSecond / 2) / kSecond));
    return panels::PanelProblem{problemTitle(state.error->code),
        QString::fromStdString(state.error->text()) + QLatin1Char('\n') + when + QLatin1Char('.')};
}

void DashboardController::updateAlerts()
{
    const std::vector<alerting::RuleStatus> rules = m_workspace.alerts.status();
    const TimeMs now = m_workspace.clock();
    markDirty([](const Slot& slot) { return slot.panel.type == "alertlist"; });
    for (const auto& [id, slot] : m_slots) {
        panels::AlertSummary summary = alertFor(slot->panel, m_document.uid(), rules, m_workspace.time.resolve(now), now);
        const panels::AlertSummary& shown = slot->state.alert;
        if (summary.state == shown.state && summary.text == shown.text && summary.spans.empty() && shown.spans.empty())
            continue; // spans grow with time
        slot->state.alert = std::move(summary);
        Q_EMIT panelChanged(id);
    }
}

} // namespace wg::ui::shell

#include "ui/shell/evaluate_selection.h"

#include "ui/shell/log_list.h"

#include <algorithm>

namespace wg::ui::shell {
namespace {

QString modelName(const LogEntry& entry, const evaluation::Group& group)
{
    return QString::fromStdString(group.by.empty() ? entry.name : group.name());
}

bool canStandBeside(const LogEntry& a, const LogEntry& b)
{
    return a.result && b.result && a.result->task == b.result->task && a.result->kind == b.result->kind;
}

} // namespace

EvaluateSelection::EvaluateSelection(LogList& logs, QObject* parent) : QObject(parent), m_logs(logs)
{
    connect(&logs, &LogList::progress, this, [this](const std::string& path) { m_asked.insert(path); });
    connect(&logs, &LogList::failed, this, [this](const std::string& path) { m_asked.erase(path); });
    connect(&logs, &LogList::changed, this, &EvaluateSelection::followList);
    followList();
}

void EvaluateSelection::followList()
{
    std::set<std::string> present;
    for (const LogEntry& entry : m_logs.all())
        present.insert(entry.name);
    std::erase_if(m_checked, [&](const std::string& name) { return !present.contains(name); });
    for (const LogEntry& entry : m_logs.all()) {
        if (!entry.result)
            continue;
        const bool asked = m_asked.erase(entry.path) > 0;
        const bool isNew = !m_known.contains(entry.name);
        const LogEntry* shown = m_checked.empty() ? nullptr : m_logs.find(*m_checked.begin());
        if (asked || (isNew && !shown)) // what nobody asked for (the demo) waits in the list
            check(entry);
    }
    m_known = std::move(present);
    rebuild();
}

void EvaluateSelection::check(const LogEntry& entry)
{
    std::erase_if(m_checked, [&](const std::string& other) {
        const LogEntry* known = m_logs.find(other);
        return !known || !canStandBeside(*known, entry);
    });
    m_checked.insert(entry.name);
}

void EvaluateSelection::setLogChecked(const std::string& name, bool checked)
{
    const LogEntry* entry = m_logs.find(name);
    if (!entry || !entry->result)
        return;
    if (checked)
        check(*entry);
    else
        m_checked.erase(name);
    rebuild();
}

void EvaluateSelection::rebuild()
{
    m_models.clear();
    m_values.clear();
    m_later.clear();
    std::map<QString, int> uses;
    for (const LogEntry& entry : m_logs.all()) {
        if (!m_checked.contains(entry.name) || !entry.result)
            continue;
        for (std::size_t i = 0; i < entry.result->groups.size(); ++i) {
            const evaluation::Group& group = entry.result->groups[i];
            EvaluatedModel model;
            model.key = entry.name + '\n' + group.name();
            model.name = modelName(entry, group);
            model.logName = entry.name;
            model.log = entry.log;
            model.result = entry.result;
            model.group = i;
            model.shown = {entry.result, &group};
            model.color = m_colors.try_emplace(model.key, static_cast<int>(m_colors.size())).first->second;
            model.chosen = m_chosen.try_emplace(model.key, true).first->second;
            ++uses[model.name];
            m_models.push_back(std::move(model));
        }
    }
    for (EvaluatedModel& model : m_models)
        if (uses[model.name] > 1)
            model.name += " · " + QString::fromStdString(model.logName);
    choosePair();
    if (m_slice)
        Q_EMIT sliceChanged(); // its groups are made again
    Q_EMIT modelsChanged();
}

void EvaluateSelection::choosePair()
{
    const auto isChosen = [this](const std::string& key) {
        const EvaluatedModel* model = find(key);
        return model && model->chosen;
    };
    const auto firstBut = [this](const std::string& other) {
        const auto found =
            std::ranges::find_if(m_models, [&](const EvaluatedModel& model) { return model.chosen && model.key != other; });
        return found == m_models.end() ? std::string() : found->key;
    };
    if (!m_pairChosen) {
        m_candidate.clear();
        m_reference.clear();
    }
    if (!isChosen(m_candidate))
        m_candidate = firstBut(isChosen(m_reference) ? m_reference : std::string());
    if (m_candidate.empty())
        m_candidate = firstBut({});
    if (!isChosen(m_reference) || m_reference == m_candidate)
        m_reference = firstBut(m_candidate);
}

const EvaluatedModel* EvaluateSelection::find(const std::string& key) const
{
    const auto found = std::ranges::find(m_models, key, &EvaluatedModel::key);
    return found == m_models.end() ? nullptr : &*found;
}

void EvaluateSelection::setCandidate(const std::string& key)
{
    if (key == m_candidate || !find(key))
        return;
    if (key == m_reference)
        m_reference = m_candidate;
    m_candidate = key;
    m_pairChosen = true;
    m_chosen[key] = true;
    rebuild();
}

void EvaluateSelection::setReference(const std::string& key)
{
    if (key == m_reference || !find(key))
        return;
    if (key == m_candidate)
        m_candidate = m_reference;
    m_reference = key;
    m_pairChosen = true;
    m_chosen[key] = true;
    rebuild();
}

void EvaluateSelection::setModelChosen(const std::string& key, bool chosen)
{
    m_chosen[key] = chosen;
    rebuild();
}

std::vector<const EvaluatedModel*> EvaluateSelection::chosen() const
{
    std::vector<const EvaluatedModel*> out;
    for (const std::string& key : {m_candidate, m_reference})
        if (const EvaluatedModel* model = find(key))
            out.push_back(model);
    for (const EvaluatedModel& model : m_models)
        if (model.chosen && model.key != m_candidate && model.key != m_reference)
            out.push_back(&model);
    return out;
}

const EvaluatedModel* EvaluateSelection::candidate() const
{
    return find(m_candidate);
}

const EvaluatedModel* EvaluateSelection::reference() const
{
    return find(m_reference);
}

evaluation::Task EvaluateSelection::task() const
{
    return m_models.empty() ? evaluation::Task::None : m_models.front().result->task;
}

std::vector<std::shared_ptr<const evaluation::LogResult>> EvaluateSelection::checkedLogs() const
{
    std::vector<std::shared_ptr<const evaluation::LogResult>> out;
    for (const LogEntry& entry : m_logs.all())
        if (m_checked.contains(entry.name) && entry.result)
            out.push_back(entry.result);
    return out;
}

void EvaluateSelection::setThreshold(std::optional<double> threshold)
{
    if (threshold == m_threshold)
        return;
    m_threshold = threshold;
    m_values.clear();
    Q_EMIT thresholdChanged();
}

std::optional<double> EvaluateSelection::thresholdOf(const EvaluatedModel& model) const
{
    if (!model.data().thresholds)
        return std::nullopt;
    return m_threshold ? m_threshold : model.data().threshold;
}

bool EvaluateSelection::followsThreshold(const EvaluatedModel& model, const std::string& metric) const
{
    const ModelValues& values = valuesOf(model);
    return values.at && (values.at->metrics.contains(metric) || values.at->undefined.contains(metric));
}

const ModelValues& EvaluateSelection::valuesOf(const EvaluatedModel& model) const
{
    const auto known = m_values.find(model.key);
    return known != m_values.end() ? known->second : m_values.emplace(model.key, makeValues(model)).first->second;
}

ModelValues EvaluateSelection::makeValues(const EvaluatedModel& model) const
{
    const evaluation::Group& group = model.data();
    ModelValues values{group.metrics, group.undefined, {}, group.confusion, std::nullopt};
    const auto take = [&](const std::map<std::string, evaluation::Interval>& intervals, bool asShown) {
        for (const auto& [key, interval] : intervals)
            if (interval.level == m_level && (asShown || !values.at || !values.at->metrics.contains(key)))
                values.intervals[key] = interval;
    };
    const auto threshold = thresholdOf(model);
    if (threshold)
        values.at = evaluation::atThreshold(group, *threshold);
    const bool asLogged = !threshold || threshold == group.threshold;
    if (!asLogged) {
        for (const auto& [key, value] : values.at->metrics) {
            values.metrics[key] = value;
            values.undefined.erase(key);
        }
        for (const auto& [key, reason] : values.at->undefined) {
            values.undefined[key] = reason;
            values.metrics.erase(key);
        }
        values.confusion = values.at->confusion;
    }
    // What the counts alone tell is there at once; resampling takes its time and then says it better.
    take(threshold ? evaluation::intervalsAt(group, *threshold, m_level) : evaluation::intervalsOf(group.confusion, m_level),
        true);
    take(group.intervals, asLogged);
    if (const auto later = m_later.find(model.key); later != m_later.end())
        take(later->second.intervals, later->second.threshold == m_threshold);
    return values;
}

void EvaluateSelection::setLevel(double level)
{
    if (level == m_level)
        return;
    m_level = level;
    m_values.clear();
    Q_EMIT levelChanged();
    Q_EMIT intervalsChanged();
}

void EvaluateSelection::setCosts(const evaluation::CostWeights& costs)
{
    if (costs == m_costs)
        return;
    m_costs = costs;
    Q_EMIT costsChanged();
}

void EvaluateSelection::setSlice(std::optional<evaluation::Slice> slice)
{
    const auto same = [](const evaluation::Slice& a, const evaluation::Slice& b) {
        return a.column == b.column && a.value == b.value && a.low == b.low && a.high == b.high;
    };
    if (slice.has_value() == m_slice.has_value() && (!slice || same(*slice, *m_slice)))
        return;
    m_slice = std::move(slice);
    if (!m_slice)
        return rebuild(); // the groups of the logs themselves
    Q_EMIT sliceChanged();
}

void EvaluateSelection::setGroups(const std::map<std::string, std::shared_ptr<const evaluation::Group>>& groups)
{
    for (EvaluatedModel& model : m_models)
        if (const auto found = groups.find(model.key); found != groups.end())
            model.shown = found->second;
    m_values.clear();
    m_later.clear();
    Q_EMIT modelsChanged();
}

void EvaluateSelection::addIntervals(
    const std::map<std::string, std::map<std::string, evaluation::Interval>>& intervals, std::optional<double> threshold)
{
    for (const auto& [key, found] : intervals)
        m_later[key] = {found, threshold};
    m_values.clear();
    Q_EMIT intervalsChanged();
}

} // namespace wg::ui::shell

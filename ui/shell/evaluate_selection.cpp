#include "ui/shell/evaluate_selection.h"

#include "ui/shell/log_list.h"

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
        if (asked || (isNew && (!shown || canStandBeside(entry, *shown))))
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
    std::map<QString, int> uses;
    for (const LogEntry& entry : m_logs.all()) {
        if (!m_checked.contains(entry.name) || !entry.result)
            continue;
        for (std::size_t i = 0; i < entry.result->groups.size(); ++i) {
            const evaluation::Group& group = entry.result->groups[i];
            EvaluatedModel model;
            model.key = entry.name + '\n' + group.name();
            model.name = modelName(entry, group);
            model.result = entry.result;
            model.group = i;
            model.color = m_colors.try_emplace(model.key, static_cast<int>(m_colors.size())).first->second;
            model.chosen = m_chosen.try_emplace(model.key, true).first->second;
            ++uses[model.name];
            m_models.push_back(std::move(model));
        }
    }
    for (EvaluatedModel& model : m_models)
        if (uses[model.name] > 1)
            model.name += " · " + QString::fromStdString(model.key.substr(0, model.key.find('\n')));
    Q_EMIT modelsChanged();
}

void EvaluateSelection::setModelChosen(const std::string& key, bool chosen)
{
    m_chosen[key] = chosen;
    rebuild();
}

std::vector<const EvaluatedModel*> EvaluateSelection::chosen() const
{
    std::vector<const EvaluatedModel*> out;
    for (const EvaluatedModel& model : m_models)
        if (model.chosen)
            out.push_back(&model);
    return out;
}

const EvaluatedModel* EvaluateSelection::candidate() const
{
    const auto models = chosen();
    return models.empty() ? nullptr : models.front();
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
    Q_EMIT thresholdChanged();
}

std::optional<double> EvaluateSelection::thresholdOf(const EvaluatedModel& model) const
{
    if (!model.data().thresholds)
        return std::nullopt;
    return m_threshold ? m_threshold : model.data().threshold;
}

ModelValues EvaluateSelection::valuesOf(const EvaluatedModel& model) const
{
    const evaluation::Group& group = model.data();
    ModelValues values{group.metrics, group.undefined, group.confusion, std::nullopt};
    const auto threshold = thresholdOf(model);
    if (!threshold)
        return values;
    values.at = evaluation::atThreshold(group, *threshold);
    if (!m_threshold)
        return values; // the log's own numbers
    for (const auto& [key, value] : values.at->metrics) {
        values.metrics[key] = value;
        values.undefined.erase(key);
    }
    for (const auto& [key, reason] : values.at->undefined) {
        values.undefined[key] = reason;
        values.metrics.erase(key);
    }
    values.confusion = values.at->confusion;
    return values;
}

} // namespace wg::ui::shell

#include "ui/shell/panel_logs.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <set>

namespace wg::ui::shell {

namespace {

std::shared_ptr<const evaluation::LogResult> onlyModels(
    const std::shared_ptr<const evaluation::LogResult>& log, const std::set<std::string>& models)
{
    if (models.empty())
        return log;
    auto some = std::make_shared<evaluation::LogResult>(*log);
    std::erase_if(some->groups, [&](const evaluation::Group& group) {
        const auto model = group.by.find("model");
        return !models.contains(model == group.by.end() ? group.name() : model->second);
    });
    return some;
}

} // namespace

bool showsLogs(const dashboard::Panel& panel)
{
    return panel.type.starts_with("watchglass-");
}

PanelLogs logsOf(const dashboard::Panel& panel, const LogList& open)
{
    const QJsonObject options = QJsonDocument::fromJson(QByteArray::fromStdString(panel.options)).object();
    const std::string name = options[QStringLiteral("log")].toString().toStdString();
    std::set<std::string> models;
    for (const auto& model : options[QStringLiteral("models")].toArray())
        models.insert(model.toString().toStdString());
    PanelLogs found;
    for (const LogEntry& entry : open.all()) {
        const bool stem = entry.name.starts_with(name + "."); // "tumours" means tumours.csv
        if (name.empty() || entry.name == name || stem)
            found.logs.push_back(onlyModels(entry.result, models));
    }
    if (found.logs.empty())
        found.missing = name;
    return found;
}

} // namespace wg::ui::shell

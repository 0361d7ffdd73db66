// What the Evaluate page shows: which logs and models are chosen, and the one threshold. No widgets. GUI thread.
//
// One task is shown at a time: checking a log of another task unchecks the others. A model is one group of one log. The first
// chosen model is the candidate (large numbers, matrix, histogram), the second its reference.
#pragma once

#include "core/evaluation/result.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace wg::ui::shell {

class LogList;
struct LogEntry;

/// One model of one checked log.
struct EvaluatedModel {
    std::string key; ///< unique: log and group
    QString name; ///< the group's name; with the log's name where two logs share it, the log's name alone for "all rows"
    std::shared_ptr<const evaluation::LogResult> result;
    std::size_t group = 0;
    int color = 0; ///< index into the series colours, by first appearance; kept
    bool chosen = true;

    [[nodiscard]] const evaluation::Group& data() const { return result->groups[group]; }
};

/// A model's numbers at the page's threshold.
struct ModelValues {
    std::map<std::string, double> metrics;
    std::map<std::string, std::string> undefined;
    evaluation::Confusion confusion;
    std::optional<evaluation::AtThreshold> at; ///< set when the model has scores: where it stands on ROC and PR
};

class EvaluateSelection : public QObject {
    Q_OBJECT
public:
    explicit EvaluateSelection(LogList& logs, QObject* parent = nullptr);

    [[nodiscard]] bool logChecked(const std::string& name) const { return m_checked.contains(name); }
    void setLogChecked(const std::string& name, bool checked);
    [[nodiscard]] const std::vector<EvaluatedModel>& models() const { return m_models; }
    void setModelChosen(const std::string& key, bool chosen);
    /// Chosen models in the list's order, the candidate first. Valid until modelsChanged.
    [[nodiscard]] std::vector<const EvaluatedModel*> chosen() const;
    [[nodiscard]] const EvaluatedModel* candidate() const;
    [[nodiscard]] evaluation::Task task() const; ///< None: no checked log has predictions
    /// The checked logs, in the list's order.
    [[nodiscard]] std::vector<std::shared_ptr<const evaluation::LogResult>> checkedLogs() const;

    /// nullopt: every model as its log decided (a prediction column, or its default threshold).
    [[nodiscard]] std::optional<double> threshold() const { return m_threshold; }
    void setThreshold(std::optional<double> threshold);
    [[nodiscard]] ModelValues valuesOf(const EvaluatedModel& model) const;
    /// The threshold that valuesOf() used; nullopt where the prediction column decided or there are no scores.
    [[nodiscard]] std::optional<double> thresholdOf(const EvaluatedModel& model) const;

Q_SIGNALS:
    void modelsChanged(); ///< logs, models or what is chosen; thresholdChanged follows only when it changed, too
    void thresholdChanged();

private:
    void followList();
    void check(const LogEntry& entry);
    void rebuild();

    LogList& m_logs;
    std::set<std::string> m_known;
    std::set<std::string> m_asked; ///< paths the user is opening: these are shown when they come
    std::set<std::string> m_checked;
    std::map<std::string, bool> m_chosen;
    std::map<std::string, int> m_colors;
    std::vector<EvaluatedModel> m_models;
    std::optional<double> m_threshold;
};

} // namespace wg::ui::shell

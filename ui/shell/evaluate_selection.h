// What the Evaluate page shows: which logs and models are chosen, who is compared with whom, the one threshold, the slice. No
// widgets. GUI thread.
//
// One task is shown at a time: checking a log of another task unchecks the others. A model is one group of one log. The
// candidate (large numbers, matrix, histogram) is the first chosen model unless said otherwise, its reference the next one.
#pragma once

#include "core/evaluation/compare.h"
#include "core/evaluation/operating_point.h"
#include "core/evaluation/slices.h"

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
    std::string logName;
    std::shared_ptr<const evaluation::OpenedLog> log; ///< nullptr: only the result is known
    std::shared_ptr<const evaluation::LogResult> result;
    std::size_t group = 0;
    std::shared_ptr<const evaluation::Group> shown; ///< of the result, or of the slice that is looked at; never null
    int color = 0; ///< index into the series colours, by first appearance; kept
    bool chosen = true;

    [[nodiscard]] const evaluation::Group& data() const { return *shown; }
    [[nodiscard]] evaluation::Contender contender() const { return {log, result, group, name.toStdString()}; }
};

/// A model's numbers at the page's threshold.
struct ModelValues {
    std::map<std::string, double> metrics;
    std::map<std::string, std::string> undefined;
    std::map<std::string, evaluation::Interval> intervals; ///< at the page's level
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
    /// Candidate, reference, then the others in the list's order. Valid until modelsChanged.
    [[nodiscard]] std::vector<const EvaluatedModel*> chosen() const;
    [[nodiscard]] const EvaluatedModel* candidate() const;
    [[nodiscard]] const EvaluatedModel* reference() const; ///< nullptr with one model
    /// Both are chosen, too. One that was the other changes places with it.
    void setCandidate(const std::string& key);
    void setReference(const std::string& key);
    [[nodiscard]] evaluation::Task task() const; ///< None: no checked log has predictions
    /// The checked logs, in the list's order.
    [[nodiscard]] std::vector<std::shared_ptr<const evaluation::LogResult>> checkedLogs() const;

    /// nullopt: every model as its log decided (a prediction column, or its default threshold).
    [[nodiscard]] std::optional<double> threshold() const { return m_threshold; }
    void setThreshold(std::optional<double> threshold);
    /// Valid until threshold, level or models change.
    [[nodiscard]] const ModelValues& valuesOf(const EvaluatedModel& model) const;
    /// Whether the metric follows the threshold.
    [[nodiscard]] bool followsThreshold(const EvaluatedModel& model, const std::string& metric) const;
    /// The threshold that valuesOf() used; nullopt where the prediction column decided or there are no scores.
    [[nodiscard]] std::optional<double> thresholdOf(const EvaluatedModel& model) const;

    [[nodiscard]] double level() const { return m_level; } ///< of every interval
    void setLevel(double level);
    [[nodiscard]] const evaluation::CostWeights& costs() const { return m_costs; }
    void setCosts(const evaluation::CostWeights& costs);

    [[nodiscard]] const std::optional<evaluation::Slice>& slice() const { return m_slice; } ///< nullopt: all rows
    void setSlice(std::optional<evaluation::Slice> slice);
    /// What was computed of models later than their log was evaluated, by key: groups over the slice's rows, or further
    /// intervals of what is shown (at `threshold`).
    void setGroups(const std::map<std::string, std::shared_ptr<const evaluation::Group>>& groups);
    void addIntervals(
        const std::map<std::string, std::map<std::string, evaluation::Interval>>& intervals, std::optional<double> threshold);

Q_SIGNALS:
    void modelsChanged(); ///< logs, models or what is chosen; thresholdChanged follows only when it changed, too
    void thresholdChanged();
    void intervalsChanged(); ///< numbers stay, how sure they are is new
    void levelChanged();
    void costsChanged();
    void sliceChanged(); ///< another part of the rows is wanted; modelsChanged follows when it is there

private:
    void followList();
    void check(const LogEntry& entry);
    void rebuild();
    void choosePair();
    [[nodiscard]] ModelValues makeValues(const EvaluatedModel& model) const;
    [[nodiscard]] const EvaluatedModel* find(const std::string& key) const;

    LogList& m_logs;
    std::set<std::string> m_known;
    std::set<std::string> m_asked; ///< paths the user is opening: these are shown when they come
    std::set<std::string> m_checked;
    std::map<std::string, bool> m_chosen;
    std::map<std::string, int> m_colors;
    std::vector<EvaluatedModel> m_models;
    std::string m_candidate, m_reference; ///< keys; empty: none
    bool m_pairChosen = false; ///< by the user; else the first two of the list
    std::optional<double> m_threshold;
    double m_level = 0.95;
    evaluation::CostWeights m_costs;
    std::optional<evaluation::Slice> m_slice;
    struct Later { ///< intervals that came after the log was evaluated
        std::map<std::string, evaluation::Interval> intervals;
        std::optional<double> threshold;
    };
    std::map<std::string, Later> m_later; ///< by model
    mutable std::map<std::string, ModelValues> m_values; ///< by model; what valuesOf() has made
};

} // namespace wg::ui::shell

// One rule group on one source: its rules with their states, and its evaluation. Internal to core/runtime/alerting; GUI thread.
// A rule that was never evaluated is first stepped through its past, so that it stands as if it had been evaluated all along.
#pragma once

#include "core/rules/alert_rule.h"
#include "core/rules/rule_file.h"
#include "core/runtime/sources/source.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <memory>
#include <vector>

namespace wg::alerting {

class GroupRun : public QObject {
    Q_OBJECT
public:
    /// The source is not owned and may die at any time.
    GroupRun(rules::Group group, sources::Source* source, QObject* parent);
    ~GroupRun() override; ///< withdraws its queries

    struct Entry {
        std::unique_ptr<rules::AlertRule> rule;
        bool hasPast = false; ///< its past was asked for, or it was evaluated without
        sources::Job job; ///< its query under way, if any
        TimeMs lastEvaluation = 0;
        DurationMs evaluationTime = 0;
    };

    [[nodiscard]] const rules::Group& group() const { return m_group; }
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    [[nodiscard]] DurationMs interval() const;
    [[nodiscard]] std::string sourceName() const { return m_source ? m_source->name() : std::string(); }
    [[nodiscard]] bool evaluating() const { return m_open > 0; }

    /// Takes over the state of rules that are the same in `old`.
    void adopt(GroupRun& old);
    /// Asks the source for every rule; does nothing while an evaluation is under way. `now` is the clock's.
    void evaluate(TimeMs now);

Q_SIGNALS:
    void evaluated(); ///< a rule's status is new

private:
    void evaluatePast(std::size_t index, TimeMs at);
    void evaluateNow(std::size_t index, TimeMs at);
    void probe(std::size_t index, TimeMs at, const series::Vector& result, std::vector<std::string> queries);
    void finish(std::size_t index, TimeMs at, const series::Vector& result, bool matched);
    void failRule(std::size_t index, TimeMs at, const Error& error);
    void ruleDone(std::size_t index, TimeMs at);
    void sourceGone();
    void withdraw();

    rules::Group m_group;
    QPointer<sources::Source> m_source;
    std::vector<Entry> m_entries;
    QElapsedTimer m_elapsed;
    std::size_t m_open = 0; ///< rules that wait for an answer
    TimeMs m_at = 0; ///< of the newest evaluation
};

} // namespace wg::alerting

// One rule group on one source: its rules with their states, and its evaluation. Internal to core/runtime/alerting; GUI thread.
#pragma once

#include "core/rules/alert_rule.h"
#include "core/rules/rule_file.h"
#include "core/runtime/sources/source.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace wg::alerting {

class GroupRun : public QObject {
    Q_OBJECT
public:
    /// The source is not owned and may die at any time.
    GroupRun(rules::Group group, sources::Source* source, QObject* parent);

    struct Entry {
        std::unique_ptr<rules::AlertRule> rule;
        bool hasPast = false; ///< a local source's past was replayed
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
    using Done = std::function<void(Result<sources::QueryResult>)>;

    void evaluatePast(std::size_t index, TimeMs at);
    void evaluateNow(std::size_t index, TimeMs at);
    void probe(std::size_t index, TimeMs at, const series::Vector& result, std::vector<std::string> queries);
    void finish(std::size_t index, TimeMs at, const series::Vector& result, bool matched);
    void failRule(std::size_t index, TimeMs at, const Error& error);
    void ruleDone(std::size_t index, TimeMs at);
    void sourceGone();
    [[nodiscard]] std::vector<TimeMs> past(const rules::Rule& rule, TimeMs at) const;

    rules::Group m_group;
    QPointer<sources::Source> m_source;
    std::vector<Entry> m_entries;
    QElapsedTimer m_elapsed;
    std::size_t m_open = 0; ///< rules that wait for an answer
};

} // namespace wg::alerting

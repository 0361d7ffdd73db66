// Metric names, label names and label values of a source, for completion. Asked for at most once a short while for each
// question, a moment after the last key, one request at a time: what was wanted before is withdrawn. GUI thread.
#pragma once

#include "core/runtime/sources/source.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <compare>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace wg::ui::editors {

class CompletionNames : public QObject {
    Q_OBJECT
public:
    using Names = std::vector<std::string>;

    explicit CompletionNames(QObject* parent = nullptr);

    /// Forgets what the one before said. nullptr: there are no names. `range` is asked each time a request is sent.
    void setSource(sources::Source* source, std::function<TimeRange()> range);

    // nullptr: not known yet; arrived() will say when. `selector` is as in match[] (`up{job="x"}`), empty for all series.
    [[nodiscard]] const Names* metrics() { return find({{}, {}, true}); }
    [[nodiscard]] const Names* labels(const std::string& selector) { return find({{}, selector, false}); }
    [[nodiscard]] const Names* values(const std::string& label, const std::string& selector)
    {
        return find({label, selector, false});
    }
    /// Type and help of a metric; nullptr where the source says nothing of it. Histogram parts are found by their base name.
    [[nodiscard]] const sources::Metadata* metadata(const std::string& metric) const;
    /// Something is on its way.
    [[nodiscard]] bool waiting() const { return m_timer.isActive() || m_running; }
    /// Nobody waits any more (the popup closed).
    void withdraw();

Q_SIGNALS:
    void arrived();

private:
    struct Question {
        std::string label; ///< empty: label names, or metrics
        std::string selector;
        bool metrics = false;
        auto operator<=>(const Question&) const = default;
    };
    struct Answer {
        Names names;
        qint64 at = 0;
    };
    const Names* find(const Question& question);
    void ask();
    void take(const Question& question, Result<Names> names);

    QPointer<sources::Source> m_source;
    std::function<TimeRange()> m_range;
    std::map<Question, Answer> m_answers;
    std::map<std::string, sources::Metadata> m_metadata;
    Question m_wanted;
    QTimer m_timer;
    QElapsedTimer m_clock;
    sources::Job m_job, m_metadataJob;
    bool m_running = false;
};

} // namespace wg::ui::editors

// The evaluation logs of a workspace. Loading and evaluating run on the thread pool; everything else on the GUI thread.
#pragma once

#include "core/base/cancel.h"
#include "core/evaluation/evaluate.h"

#include <QObject>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wg::ui::shell {

/// A log that was read: immutable parts, cheap to copy.
struct LogEntry {
    std::string name; ///< file name, unique in the workspace; what panel options {"log": …} and the label log= say
    std::string path;
    evaluation::Options options; ///< what the user said, to reload with changes
    std::shared_ptr<const evaluation::OpenedLog> log;
    std::shared_ptr<const evaluation::LogResult> result;
};

class LogList : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~LogList() override;

    [[nodiscard]] const std::vector<LogEntry>& all() const { return m_logs; }
    [[nodiscard]] const LogEntry* find(const std::string& name) const; ///< by name; valid until the list changes
    [[nodiscard]] bool loading() const { return !m_loading.empty(); }

    /// Reads and evaluates `path` (again, when it is open already: same name, new options). Ends in changed() or failed().
    void open(const std::string& path, const evaluation::Options& options = {});
    /// Adds what was evaluated elsewhere (the demo).
    void add(LogEntry entry);
    /// What was said of a log when it could not be opened; what to begin with when asking again.
    [[nodiscard]] evaluation::Options refusedOptions(const std::string& path) const;
    void cancel(const std::string& path);
    void remove(const std::string& name);

Q_SIGNALS:
    void progress(const std::string& path, double fraction); ///< 0..1; first call with 0 when loading begins
    void opened(const std::string& name); ///< new, or reloaded
    void failed(const std::string& path, const wg::Error& error);
    void removed(const std::string& name);
    void changed(); ///< after any of the above but progress

private:
    std::vector<LogEntry> m_logs;
    std::map<std::string, CancelToken> m_loading; ///< by path; the latest wins
    std::map<std::string, evaluation::Options> m_refused; ///< by path
};

} // namespace wg::ui::shell

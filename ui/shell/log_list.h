// The evaluation logs of a workspace. Loading, evaluating and following run on the thread pool; everything else on the GUI
// thread.
#pragma once

#include "core/base/cancel.h"
#include "core/evaluation/evaluate.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wg::sources {
class FollowedLog;
}

namespace wg::ui::shell {

/// A log that was read: immutable parts, cheap to copy.
struct LogEntry {
    std::string name; ///< file name, unique in the workspace; what panel options {"log": …} and the label log= say
    std::string path;
    evaluation::Options options; ///< what the user said, to reload with changes
    std::shared_ptr<const evaluation::OpenedLog> log;
    std::shared_ptr<const evaluation::LogResult> result;
    std::shared_ptr<sources::FollowedLog> followed = {}; ///< nullptr for what was given to add()
    std::uint64_t grown = 0; ///< rows that came since `log` was read
    bool growing = false; ///< rows have come since it was opened
    double evaluateMs = 0; ///< how long metrics and curves took
    QString trouble = {}; ///< the file is gone or cannot be read any more; what is shown is what was read before
};

class LogList : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~LogList() override;

    /// In the order in which they were opened, whichever was read first.
    [[nodiscard]] const std::vector<LogEntry>& all() const { return m_logs; }
    [[nodiscard]] const LogEntry* find(const std::string& name) const; ///< by name; valid until the list changes
    [[nodiscard]] bool loading() const { return !m_loading.empty(); }

    /// Reads and evaluates `path` (again, when it is open already: same name, new options), and follows it from then on. Ends
    /// in changed() or failed().
    void open(const std::string& path, const evaluation::Options& options = {});
    /// Adds what was evaluated elsewhere (the demo); nothing is followed.
    void add(LogEntry entry);
    /// What was said of a log when it could not be opened; what to begin with when asking again.
    [[nodiscard]] evaluation::Options refusedOptions(const std::string& path) const;
    void cancel(const std::string& path);
    void remove(const std::string& name);

Q_SIGNALS:
    void progress(const std::string& path, double fraction); ///< 0..1; first call with 0 when loading begins
    void opened(const std::string& name); ///< new, or reloaded with other options
    void failed(const std::string& path, const wg::Error& error);
    void removed(const std::string& name);
    void grew(const std::string& name); ///< LogEntry::grown or trouble is new
    void changed(); ///< after any of the above but progress and grew; and when a log that grew was evaluated again

private:
    struct Loading {
        CancelToken cancel;
        std::string name;
        int order = 0;
    };
    [[nodiscard]] std::string freeName(const std::string& path) const;
    void put(LogEntry entry, int order);
    void follow(const std::string& name);
    void evaluateAgain(const std::string& name);

    std::vector<LogEntry> m_logs;
    std::vector<int> m_order; ///< beside m_logs, ascending
    int m_next = 0;
    std::map<std::string, Loading> m_loading; ///< by path; the latest wins
    std::map<std::string, evaluation::Options> m_refused; ///< by path
};

} // namespace wg::ui::shell

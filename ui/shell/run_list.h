// The training runs of a workspace: folders of event files, histories. Reading runs on the thread pool; everything else on the
// GUI thread. What it gives is immutable: whoever draws keeps it until changed() gives another.
#pragma once

#include "core/base/cancel.h"
#include "core/evaluation/runs.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <string>
#include <vector>

namespace wg::ui::shell {

class RunList : public QObject {
    Q_OBJECT
public:
    explicit RunList(QObject* parent = nullptr);
    ~RunList() override;

    struct Entry {
        std::string path;
        std::shared_ptr<const evaluation::RunSet> runs; ///< nullptr while it is read for the first time
    };
    [[nodiscard]] const std::vector<Entry>& all() const { return m_entries; }

    /// A folder or a file. Ends in opened() or failed(); what is open already is looked at again.
    void open(const std::string& path);
    void remove(const std::string& path);
    /// Reads what has grown; by itself every two seconds while following.
    void refresh();
    void follow(bool on); ///< off at first: somebody who shows runs turns it on

Q_SIGNALS:
    void opened(const std::string& path);
    void failed(const std::string& path, const wg::Error& error);
    void changed(); ///< the list, or runs that grew

private:
    struct Reading {
        evaluation::RunFollower follower;
        CancelToken cancel;
        bool busy = false; ///< the worker has the follower
    };
    void read(const std::string& path);
    void take(const std::string& path, Result<std::shared_ptr<const evaluation::RunSet>> runs);

    std::vector<Entry> m_entries;
    std::vector<std::shared_ptr<Reading>> m_readings; ///< beside m_entries
    QTimer m_timer;
};

} // namespace wg::ui::shell

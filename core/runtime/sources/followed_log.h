// One log file that is open in the window: read once, for the page (log()) and for PromQL (samples()), and followed from then
// on. Lives on the GUI thread; reading, counting and evaluating run on the thread pool, one job at a time.
//
// Every poll looks at the file's size and time only; what it reads is what was written since (logs::Follower). New rows go
// through evaluation::MetricsStream, so samples() and running() cost what the new rows cost. log() is the whole log again, and
// follows at a distance: it is made anew when refresh() asks, from the file.
//
// A last line without its end waits for its end. A file that was cut or replaced is read again from its start (replaced()). One
// that was deleted or cannot be read keeps what is known, with problem() said once, and recovers by itself when it is back.
#pragma once

#include "core/base/cancel.h"
#include "core/evaluation/opened_log.h"
#include "core/evaluation/stream.h"
#include "core/series/queryable.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wg::sources {

class LocalSource;

class FollowedLog : public QObject {
    Q_OBJECT
public:
    struct Place {
        std::string path;
        std::string name; ///< the label log= of its series
        evaluation::Options options = {}; ///< mayGrow is set here
        evaluation::Window window = {}; ///< how predictions become samples
        std::function<TimeMs()> clock = {}; ///< no log ends later than this; unset: the system's
    };

    /// Blocking: call it on a worker, then moveToThread(). Fails as evaluation::openLog() does; nothing is followed before
    /// start().
    [[nodiscard]] static Result<std::unique_ptr<FollowedLog>> open(
        Place place, const CancelToken& cancel, const std::function<void(double)>& progress = {});
    ~FollowedLog() override;

    [[nodiscard]] const std::string& path() const;
    [[nodiscard]] const std::string& name() const;
    /// The whole log as of the last opening or refresh(). Never null.
    [[nodiscard]] std::shared_ptr<const evaluation::OpenedLog> log() const;
    /// Its series, up to date after each grown(). Another pointer after replaced().
    [[nodiscard]] std::shared_ptr<const series::Queryable> samples() const;
    /// Metrics over all rows so far, group by group: those that new rows alone can carry on (stream.h). Empty until the file
    /// has grown, and for logs that are no predictions.
    [[nodiscard]] const std::vector<evaluation::RunningGroup>& running() const;
    [[nodiscard]] std::uint64_t rows() const; ///< of the table, with those that log() does not hold yet
    [[nodiscard]] bool behind() const; ///< log() lacks rows that samples() has
    [[nodiscard]] QString trouble() const; ///< what problem() said last; empty while all is well

    /// A source over samples() that says dataChanged() whenever they grow or are replaced; it outlives this object without
    /// harm.
    [[nodiscard]] std::unique_ptr<LocalSource> makeSource(std::string sourceName);

    /// Polls now and every `interval` of a steady clock; sooner where the system tells of a change.
    void start(DurationMs interval = kSecond);
    void stop();
    void pollNow();
    /// Reads log() anew where it is behind(), and ends in refreshed(). Asked again too soon it waits until the last reading's
    /// time has passed ten times over, so that a page may ask at each grown().
    void refresh();

Q_SIGNALS:
    void grown(quint64 newRows); ///< samples(), running() and rows() are new
    void refreshed(); ///< log() is new
    void replaced(); ///< everything is new
    void problem(const QString& text); ///< plain text: what happened to which file; its data stay
    void recovered(); ///< after problem()

private:
    struct Impl;
    explicit FollowedLog(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::sources

// The built-in demo: an hour of simulated serving metrics that plays in a loop, and logs of real models' predictions.
// Everything is embedded (resources/demo); no server, no file, no network.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/runtime/sources/source.h"
#include "core/series/value.h"
#include "core/tsdb/head.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wg::ui::shell {
struct Workspace;
}

namespace wg::app {

/// Plays the hour into a head. GUI thread; parsing the hour takes some tens of milliseconds.
class Demo : public QObject {
    Q_OBJECT
public:
    /// Reads the embedded files and lays the hour so that it ends at `now`.
    [[nodiscard]] static Result<std::unique_ptr<Demo>> make(TimeMs now);

    /// Adds the demo's source, logs and rules. The workspace must outlive the demo.
    [[nodiscard]] Result<void> fill(ui::shell::Workspace& workspace);
    /// Goes on by itself up to `clock`, a sample every five seconds, after the last the first again; counters keep counting.
    void play(std::function<TimeMs()> clock);

    [[nodiscard]] static std::string dashboardText();

private:
    explicit Demo(TimeMs now);
    void appendUntil(TimeMs now);
    [[nodiscard]] Result<std::string> fileOf(const char* name) const; ///< an embedded file, written where it can be read

    struct Track {
        series::Series hour;
        bool counter = false;
    };
    std::vector<Track> m_tracks;
    std::map<std::string, sources::Metadata> m_metadata; ///< of the metrics, for completion
    TimeMs m_hourStart = 0; ///< first sample's time in the files
    DurationMs m_period = 0; ///< after which the hour repeats
    TimeMs m_origin = 0; ///< where m_hourStart lies in the first round played
    TimeMs m_played = 0; ///< samples up to here are in the head
    std::shared_ptr<tsdb::Head> m_head;
    QTemporaryDir m_folder; ///< logs and rules as files
    QTimer m_timer;
    std::function<TimeMs()> m_clock;

Q_SIGNALS:
    void played(); ///< new samples are in the head
};

} // namespace wg::app

// Training logs as runs and tags: event files and their folders, histories of any reader. What `watchglass runs` lists and the
// Runs page draws. Immutable once loaded; safe to share.
#pragma once

#include "core/base/cancel.h"
#include "core/base/time.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/event_file.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wg::evaluation {

/// One tag of one run. Columns of one length, in the order written; NaN values are kept.
struct TagSeries {
    std::vector<double> step; ///< whole numbers, or the x column of a history
    std::vector<TimeMs> wall; ///< empty when the log has no times
    std::vector<double> value;
};

struct Run {
    std::string name; ///< folder below the root, or the file's name without its ending; "." for the root itself
    std::string path;
    std::map<std::string, TagSeries> scalars;
    std::map<std::string, std::vector<logs::EventHistogram>> histograms;
    std::map<std::string, std::vector<logs::EventImage>> images; ///< encoded as written: PNG, JPEG, GIF; never trusted
    std::map<std::string, std::vector<logs::EventText>> texts;
    std::map<std::string, std::vector<logs::EventCurve>> prCurves;
    std::map<std::string, std::string> hparams;
    std::string xName = "step"; ///< "epoch" of a Keras history
    Warnings notes; ///< torn tails, bad checksums, restarts: what was left out, where
    bool growing = false; ///< its last file ends within a record
};

struct RunSet {
    std::string root;
    std::vector<std::shared_ptr<const Run>> runs; ///< by name, numbers within names by value
    Warnings notes; ///< files and folders that could not be read
};

/// A folder, one event file, or one history. Of a folder with its subfolders: one run for each that holds event files (their
/// names hold "tfevents"; several of one folder follow each other in the order of their names), and one for each file that
/// another reader takes for a history (.csv .tsv .json .jsonl .log .txt, packed or not, up to kMaxHistoryBytes).
/// Each folder once, so links that loop end; regular files only.
[[nodiscard]] Result<std::shared_ptr<const RunSet>> openRuns(
    const std::string& path, const CancelToken& cancel, const std::function<void(double)>& progress = {});
/// The same of event files alone; no run where there are none.
[[nodiscard]] Result<std::shared_ptr<const RunSet>> openEventRuns(const std::string& path, const CancelToken& cancel);
/// A TensorBoard event file, by its name.
[[nodiscard]] bool isEventFileName(std::string_view path);
/// A history log as one run; nullopt for other kinds.
[[nodiscard]] std::optional<Run> runOf(const OpenedLog& log);

inline constexpr std::uint64_t kMaxHistoryBytes = std::uint64_t{64} << 20;

/// The runs of a path while they are written. Each refresh() reads only what the files grew by; a file that was rotated,
/// truncated or replaced is read anew, one that is gone leaves its values and a note. Runs nothing happened to are the same
/// objects as before. Not thread-safe; the sets it gives are values to keep and share.
class RunFollower {
public:
    explicit RunFollower(std::string path);
    ~RunFollower();
    RunFollower(RunFollower&&) noexcept;
    RunFollower& operator=(RunFollower&&) noexcept;

    /// The same set (pointer) as before when nothing changed. After an error the next call may succeed.
    [[nodiscard]] Result<std::shared_ptr<const RunSet>> refresh(
        const CancelToken& cancel, const std::function<void(double)>& progress = {});
    /// Bytes of event files read in all; what a refresh cost is the difference.
    [[nodiscard]] std::uint64_t bytesRead() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Scalars as series: the tag's name as metric (letters, digits and _), labels log, run, tag; steps as <name>_step.
/// Samples at their wall times in order of time, those of one millisecond a millisecond apart, so that none is lost; without
/// wall times one second apart before `end`.
[[nodiscard]] Result<void> appendRuns(const RunSet& runs, const std::string& logName, TimeMs end, series::Appendable& out);

/// TensorBoard's smoothing, "classic": y = weight y + (1 - weight) x, divided by 1 - weight^n after n finite values; NaN and
/// infinities are passed through and do not count; a series of one value throughout stays as it is. `weight` in [0, 1].
[[nodiscard]] std::vector<double> smoothed(std::span<const double> values, double weight);

} // namespace wg::evaluation

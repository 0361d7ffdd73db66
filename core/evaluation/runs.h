// Training logs as runs and tags: event files and their folders, histories of any reader. What `watchglass runs` lists and the
// Runs page draws. Immutable once loaded; safe to share.
#pragma once

#include "core/base/cancel.h"
#include "core/base/time.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/event_file.h"

#include <map>
#include <memory>
#include <string>
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
    std::map<std::string, std::vector<logs::EventImage>> images; ///< encoded as written: PNG, JPEG, GIF
    std::map<std::string, std::vector<logs::EventText>> texts;
    std::map<std::string, std::vector<logs::EventCurve>> prCurves;
    std::map<std::string, std::string> hparams;
    std::string xName = "step"; ///< "epoch" of a Keras history
    Warnings notes; ///< torn tails, bad checksums, restarts: what was left out, where
    bool growing = false; ///< its last file ends within a record
};

struct RunSet {
    std::string root;
    std::vector<Run> runs; ///< by name, numbers within names by value
    Warnings notes; ///< files that are none, folders that loop
};

/// A folder (with its subfolders: one run for each that holds event files or a history), one event file, or one history.
[[nodiscard]] Result<std::shared_ptr<const RunSet>> openRuns(
    const std::string& path, const CancelToken& cancel, const std::function<void(double)>& progress = {});
/// A history log as one run; nullopt for other kinds.
[[nodiscard]] std::optional<Run> runOf(const OpenedLog& log);

/// Scalars as series: the tag's name as metric (letters, digits and _), labels log, run, tag; steps as <name>_step.
/// Samples at their wall times; without these one second apart before `end`.
[[nodiscard]] Result<void> appendRuns(const RunSet& runs, const std::string& logName, TimeMs end, series::Appendable& out);

/// TensorBoard's smoothing: an exponential moving average with `weight` in [0, 1), debiased; NaN is passed through.
[[nodiscard]] std::vector<double> smoothed(std::span<const double> values, double weight);

} // namespace wg::evaluation

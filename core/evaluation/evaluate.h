// Opens logs and computes their metrics. Blocking and pure: call it on a worker.
#pragma once

#include "core/base/cancel.h"
#include "core/evaluation/result.h"
#include "core/series/queryable.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wg::evaluation {

/// What the user said; empty means "decide". Columns are names, or numbers from 1 for headerless files.
struct Options {
    std::optional<Task> task = {};
    std::string label = {};
    std::vector<std::string> scores = {};
    std::string prediction = {};
    std::string positive = {};
    std::string model = {}, dataset = {}, time = {}, weights = {};
    std::vector<std::string> by = {};
    std::optional<double> threshold = {};
    bool mayGrow = false; ///< the file is still being written: a last line without its end is not counted
    /// --join ID LABELS: a second log whose rows belong to this one's by the id column; its label (and what else was named)
    /// is taken from there.
    struct Join {
        std::string id; ///< column, in both files
        std::string labels; ///< path
        bool operator==(const Join&) const = default;
    };
    std::optional<Join> join = {};
    std::vector<std::string> use = {}; ///< further columns to keep in memory: slices, drift, formulas
    bool operator==(const Options&) const = default;
};

/// What to compute. The default is what the window shows first: no resampling.
struct EvaluateOptions {
    enum class Curves { None, Screen, All };
    Curves curves = Curves::Screen;
    bool intervals = true; ///< those with a formula: DeLong, Wilson
    bool bootstrap = false; ///< BCa intervals for the rest
    double level = 0.95;
    int draws = 2000;
    std::uint64_t seed = 1;
    /// "name = expression" over columns and metrics of the log (formula.h); each becomes a metric of every group.
    std::vector<std::string> formulas = {};
    double costFalsePositive = 1, costFalseNegative = 1; ///< of the metric "cost": per row
    /// Only these keys get bootstrap intervals; empty: all of the task. (Metrics themselves come by one sweep, all or none.)
    std::vector<std::string> metrics = {};
    unsigned threads = 0; ///< 0: as many as the machine has
};

/// Checks `formulas`: Usage or Parse error with the place in the formula.
[[nodiscard]] Result<void> checkFormulas(const std::vector<std::string>& formulas);

/// A whole log as columns plus what it was decided to be (opened_log.h). Shared by results, windows and tables.
class OpenedLog;

/// Reads and recognises. Fails with Usage when the decision is not clear; the message names the candidates and the options.
[[nodiscard]] Result<std::shared_ptr<const OpenedLog>> openLog(const std::string& path, const Options& options,
    const CancelToken& cancel, const std::function<void(double)>& progress = {});
/// Metrics, curves and confusion of every group.
[[nodiscard]] Result<LogResult> evaluate(const OpenedLog& log, const EvaluateOptions& options, const CancelToken& cancel);

/// The label that says which log a series came from; a column of that name becomes exported_log.
inline constexpr std::string_view kLogLabel = "log";

/// How a log becomes series: eval_accuracy{log=…,model=…,dataset=…} and so on, one sample per window.
struct Window {
    std::uint64_t rows = 0; ///< windows of this many rows; 0: not by rows
    DurationMs duration = 0; ///< windows of this length by the time column; 0: not by time. Both 0: one sample over all rows
};
/// `end` is where a log without a time column ends (its modification time); its windows precede that one second apart.
/// History and numeric table columns become series named after the column.
[[nodiscard]] Result<void> appendSeries(const OpenedLog& log, const std::string& logName, const Window& window, TimeMs end,
    series::Appendable& out, const CancelToken& cancel);

/// The JSON of design.md's contract for `evaluate --format json`: {"logs":[…]}.
[[nodiscard]] std::string toJson(const std::vector<LogResult>& logs);

} // namespace wg::evaluation

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
};

/// A whole log as columns plus what it was decided to be (opened_log.h). Shared by results, windows and tables.
class OpenedLog;

/// Reads and recognises. Fails with Usage when the decision is not clear; the message names the candidates and the options.
[[nodiscard]] Result<std::shared_ptr<const OpenedLog>> openLog(const std::string& path, const Options& options,
    const CancelToken& cancel, const std::function<void(double)>& progress = {});
/// Metrics, curves and confusion of every group.
[[nodiscard]] Result<LogResult> evaluate(const OpenedLog& log, const CancelToken& cancel);

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

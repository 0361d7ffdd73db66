// The series a predictions log gives, in one place for fresh logs (appendSeries) and growing ones (MetricsStream).
//
//   eval_<metric>        every defined metric of the group in that window: eval_f1, eval_roc_auc, eval_rmse, …
//   eval_<metric>_low    lower end of its 95 % interval, where it has one; eval_<metric>_high the upper end
//   eval_rows            rows of the window
// Labels: log, and the group's: model, dataset, the --by columns by their names (the version column among them: version).
// Where --by names columns each of their values is a slice, and `slice` is "column=value", joined by ", " for several.
// Histories and tables give their columns instead (appendColumns()).
// Names hold letters, digits and underscores only; a column called log or slice becomes exported_log, exported_slice.
#pragma once

#include "core/evaluation/log_times.h"
#include "core/series/queryable.h"

namespace wg::evaluation {

/// log and the group's labels, without a name.
[[nodiscard]] std::vector<series::Label> groupLabels(const std::string& logName, const std::map<std::string, std::string>& by);

/// Samples of one series on their way out; times ascend.
struct Points {
    std::vector<TimeMs> t;
    std::vector<double> v;

    /// Several values of one time: the last one.
    void add(TimeMs at, double value);
};
void appendPoints(std::vector<series::Label> labels, const std::string& name, const Points& points, series::Appendable& out);

/// The time of each row of a history or table; those of a log without times end at `end`, a second apart.
[[nodiscard]] std::vector<TimeMs> rowTimes(const OpenedLog& log, const std::optional<TimeScale>& scale, TimeMs end);
/// A history or table: each numeric column is a series of its name, with the label `column` where it had to be spelled
/// otherwise; in long form each key is one.
[[nodiscard]] Result<void> appendColumns(
    const OpenedLog& log, const std::string& logName, const std::vector<TimeMs>& tableTimes, series::Appendable& out);

/// How a window becomes samples: without curves, and, where there may be thousands of windows, with a tenth of the draws.
[[nodiscard]] EvaluateOptions windowOptions(const Window& window);

/// Windows of one group, one after another.
class GroupPoints {
public:
    void add(TimeMs at, std::optional<std::uint64_t> rows, const std::map<std::string, double>& metrics,
        const std::map<std::string, Interval>& intervals);
    void appendTo(const std::vector<series::Label>& labels, series::Appendable& out) const;

private:
    std::map<std::string, Points> m_series;
};

} // namespace wg::evaluation

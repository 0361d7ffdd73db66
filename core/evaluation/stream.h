// Series of a log that grows: new rows cost what they cost, however many came before.
//
// Decisions taken when the log was opened (columns, task, classes, positive class) stay. Rows that break them, such as a class
// never seen before or words in a column of numbers, are answered by Outcome::Reopen: open the log again.
//
//   no window    one sample of each running metric at the new end, per group. Running metrics are those that counts and sums
//                carry on: of decisions, squared and absolute errors, log loss, Brier, ROC AUC. What needs all rows at once
//                (average precision, calibration, ranks) comes with a fresh load.
//   windows      the samples of appendSeries() for each window that was closed: by a later row of its group that lies beyond
//                (time), or by its last row. Windows cost their rows twice. A row whose window is closed already is too late;
//                it is counted and left out. Windows of rows without a time column end at `end`, a second apart, as in
//                appendSeries().
//   histories    and tables: the columns of the new rows (appendColumns()); where the log has no times they end at `end`.
// A sample is never older than the one before it: where the log's own time stands still it is put one millisecond later.
#pragma once

#include "core/evaluation/opened_log.h"
#include "core/series/queryable.h"

#include <memory>

namespace wg::evaluation {

/// Metrics of a group over all rows so far. Keys as in Group::metrics.
struct RunningGroup {
    std::map<std::string, std::string> by;
    std::uint64_t rows = 0;
    std::map<std::string, double> metrics;
    std::map<std::string, Interval> intervals;
};

class MetricsStream {
public:
    /// For a log whose rows have been given to appendSeries() with the same name, window and end; they are counted in here,
    /// once, and give no sample again.
    [[nodiscard]] static Result<MetricsStream> begin(
        std::shared_ptr<const OpenedLog> log, std::string logName, const Window& window, TimeMs end, const CancelToken& cancel);
    MetricsStream(MetricsStream&&) noexcept;
    MetricsStream& operator=(MetricsStream&&) noexcept;
    ~MetricsStream();

    enum class Outcome { Taken, Reopen };
    /// `table` holds the log's columns in its order and all of its rows; those from `from` on are new. `end`: the file's
    /// modification time. After Reopen and after errors there is no going on.
    [[nodiscard]] Result<Outcome> take(
        const logs::Table& table, std::size_t from, TimeMs end, series::Appendable& out, const CancelToken& cancel);

    /// No window: one sample of each metric that is not a running one, from a fresh look at all rows (`whole`: the log opened
    /// again). Costs what evaluating it costs.
    [[nodiscard]] Result<void> takeWhole(
        const OpenedLog& whole, TimeMs end, series::Appendable& out, const CancelToken& cancel);

    [[nodiscard]] const std::vector<RunningGroup>& running() const;
    [[nodiscard]] std::uint64_t rows() const; ///< of the log, that were used
    [[nodiscard]] std::uint64_t skipped() const; ///< that were not: no label, score or prediction
    [[nodiscard]] std::uint64_t late() const; ///< that came after their window was closed
    [[nodiscard]] std::uint64_t touched() const; ///< how often take() has looked at a row; for tests of its cost

private:
    struct Impl;
    explicit MetricsStream(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::evaluation

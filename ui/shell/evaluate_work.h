// What the Evaluate page computes beyond the first numbers: bootstrap intervals, tests between models, slices, metrics over
// time, drift. No widgets. Every answer is an immutable shared value that comes on the GUI thread; a new request drops the one
// that runs. A threshold that is being dragged is waited for: what depends on it is asked when it rests.
#pragma once

#include "core/evaluation/compare.h"
#include "core/evaluation/drift.h"
#include "core/evaluation/over_time.h"
#include "core/evaluation/slices.h"
#include "ui/shell/latest_job.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wg::ui::shell {

class EvaluateSelection;

struct SliceTables {
    evaluation::SliceTable candidate;
    std::optional<evaluation::SliceTable> reference; ///< of the same columns and metric
};

struct DriftRequest {
    evaluation::DriftSide reference, window;
    std::vector<std::string> columns; ///< empty: all that both have
    int bins = 10;
};

class EvaluateWork : public QObject {
    Q_OBJECT
public:
    explicit EvaluateWork(EvaluateSelection& selection, QObject* parent = nullptr);
    ~EvaluateWork() override;

    static constexpr int kDraws = 2000; ///< of every bootstrap
    static constexpr std::uint64_t kSeed = 1;
    static constexpr std::uint64_t kLeastRows = 10; ///< of a slice with figures

    /// Candidate against reference at the page's threshold; nullptr while unknown, with one model, or for a slice.
    [[nodiscard]] std::shared_ptr<const evaluation::Comparison> comparison() const { return m_comparison; }
    [[nodiscard]] const QString& comparisonProblem() const { return m_comparisonProblem; }

    /// Columns to slice by and the metric (empty: the task's main one); no columns: every sliceable one that is kept.
    void setSliceBy(std::vector<evaluation::SliceColumn> columns, const std::string& metric);
    [[nodiscard]] const std::vector<evaluation::SliceColumn>& sliceBy() const { return m_sliceBy; } ///< as asked for
    [[nodiscard]] const std::string& sliceMetric() const { return m_sliceMetric; }
    [[nodiscard]] std::shared_ptr<const SliceTables> slices() const { return m_slices; }
    [[nodiscard]] const QString& slicesProblem() const { return m_slicesProblem; }

    /// The metric (empty: the main one), windows (both 0: chosen), and the version's column (empty: by its name).
    void setOverTime(const std::string& metric, const evaluation::Window& window, const std::string& version);
    [[nodiscard]] const std::string& timeMetric() const { return m_timeMetric; }
    [[nodiscard]] const evaluation::Window& window() const { return m_window; }
    [[nodiscard]] const std::string& version() const { return m_version; }
    /// Candidate first, then the reference.
    [[nodiscard]] const std::vector<std::shared_ptr<const evaluation::MetricOverTime>>& overTime() const { return m_time; }
    [[nodiscard]] const QString& timeProblem() const { return m_timeProblem; }

    void setDrift(DriftRequest request);
    [[nodiscard]] std::shared_ptr<const evaluation::DriftReport> drift() const { return m_drift; }
    [[nodiscard]] const QString& driftProblem() const { return m_driftProblem; }

    [[nodiscard]] bool busy() const;

Q_SIGNALS:
    void comparisonChanged();
    void slicesChanged();
    void overTimeChanged();
    void driftChanged();
    void busyChanged(); ///< something was begun or has ended

private:
    using Groups = std::map<std::string, std::shared_ptr<const evaluation::Group>>;
    using Times = std::vector<std::shared_ptr<const evaluation::MetricOverTime>>;

    void restart(); ///< other models
    void restartThreshold(); ///< what depends on it
    void askSlice();
    void askIntervals();
    void askComparison();
    void askSlices();
    void askTime();
    [[nodiscard]] std::vector<evaluation::Contender> pair() const;

    EvaluateSelection& m_selection;
    QTimer m_rest; ///< since the threshold moved last
    LatestJob<Groups> m_sliceJob, m_intervalJob;
    LatestJob<std::vector<evaluation::Comparison>> m_compareJob;
    LatestJob<SliceTables> m_slicesJob;
    LatestJob<Times> m_timeJob;
    LatestJob<evaluation::DriftReport> m_driftJob;

    std::shared_ptr<const evaluation::Comparison> m_comparison;
    std::vector<evaluation::SliceColumn> m_sliceBy;
    std::string m_sliceMetric, m_timeMetric, m_version;
    evaluation::Window m_window;
    std::shared_ptr<const SliceTables> m_slices;
    Times m_time;
    std::shared_ptr<const evaluation::DriftReport> m_drift;
    QString m_comparisonProblem, m_slicesProblem, m_timeProblem, m_driftProblem;
};

/// The column that looks like a version: "version", "app_version", "model_version"; empty when there is none.
[[nodiscard]] std::string versionColumn(const evaluation::OpenedLog& log);

} // namespace wg::ui::shell

// What evaluating a log gives: which column is what, one group per model and data set, metrics, curves.
#pragma once

#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/logs/layout.h"
#include "core/mlmetrics/curves.h"
#include "core/mlmetrics/interval.h"
#include "core/mlmetrics/sweep.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wg::evaluation {

using logs::Kind;
using logs::Task;
[[nodiscard]] std::string_view kindName(Kind kind); ///< "predictions", "results", "history", "table"
[[nodiscard]] std::string_view taskName(
    Task task); ///< "binary", "multiclass", "regression", "multilabel", "ranking", "lm", "detection", "" for None

/// Names of the columns that carry each role; empty where there is none. As printed under "columns".
struct Roles {
    std::string label;
    std::vector<std::string> scores; ///< several: several models, or one model's class probabilities
    bool scoresAreClasses = false; ///< scores[i] is the probability of scoreClasses[i]
    std::vector<std::string> scoreClasses;
    std::string prediction; ///< the only one; empty when there are several
    std::vector<std::string> predictions; ///< all; several: several models
    std::string model, dataset, time, step, id, weight;
    std::vector<std::string> series; ///< history: the columns over `step`, or the values of `key` in long form
};

/// Points of a curve, thresholds descending: all of them, or, for a screen, so many that no corner is lost
/// (EvaluateOptions::curves). threshold[0] of a ROC curve is +Inf at (0,0).
/// ROC: x false positive rate, y true positive rate. PR: x recall, y precision.
using Curve = mlmetrics::CurvePoints;

struct Confusion {
    std::vector<std::string> labels; ///< classes in order; binary: negative, positive
    std::vector<std::vector<std::uint64_t>> matrix; ///< [actual][predicted]; rows, also where weights are given
};

struct ClassMetrics {
    std::string label;
    double precision = 0, recall = 0, f1 = 0; ///< NaN where undefined
    std::uint64_t support = 0;
};

/// What the threshold slider needs to answer in microseconds: scores descending with cumulated counts, exact at each. All
/// distinct scores, or, when there are more than 2^16, that many quantiles and the round thresholds (steps of 0.001 of the
/// range).
using ThresholdTable = mlmetrics::Sweep;

using Interval = mlmetrics::Interval;

/// One bin of a reliability diagram: rows whose score lies in [low, high) (the last bin holds its end).
struct CalibrationBin {
    double low = 0, high = 1;
    double meanScore = 0; ///< x
    double observed = 0; ///< y: share of positives
    Interval interval; ///< of `observed` (Wilson)
    std::uint64_t rows = 0;
};

/// Counts of scores per bin of equal width; the last bin holds its end.
struct ScoreHistogram {
    double low = 0, high = 1;
    std::vector<double> negatives, positives;
};

/// Counts over a grid: predicted against true values of a regression, drawn as a heat map.
struct Density {
    double xLow = 0, xHigh = 1, yLow = 0, yHigh = 1; ///< x actual, y predicted
    std::size_t columns = 0, rows = 0;
    std::vector<std::uint32_t> counts; ///< row by row, from yLow up
};

/// A curve beside ROC and PR: "det" (x FPR, y FNR), "lift" (x share of rows, y lift), "gain" (x share of rows, y recall),
/// "cost" (x threshold, y cost per row), "f1", "precision", "recall", … over the threshold (x threshold, y metric).
struct NamedCurve {
    std::string name;
    std::shared_ptr<const Curve> points;
};

struct Group {
    std::map<std::string, std::string> by; ///< model, dataset, and --by columns; empty: the whole log
    std::uint64_t rows = 0;
    std::optional<double> threshold; ///< binary: what decided; unset when the prediction column did
    std::string positive; ///< binary: name of the positive class
    double costFalsePositive = 1, costFalseNegative = 1; ///< binary: behind the metric "cost"
    std::map<std::string, double> metrics;
    std::map<std::string, std::string> undefined; ///< metric -> reason; never also in metrics
    std::map<std::string, Interval> intervals; ///< of metrics, where asked for and known
    Confusion confusion;
    std::vector<ClassMetrics> perClass; ///< multi-class
    std::shared_ptr<const Curve> roc;
    std::shared_ptr<const Curve> pr;
    std::shared_ptr<const ThresholdTable> thresholds;
    std::vector<NamedCurve> curves; ///< binary
    std::vector<CalibrationBin> calibration; ///< binary with probabilities
    std::shared_ptr<const ScoreHistogram> histogram; ///< binary with scores
    std::shared_ptr<const ScoreHistogram> residuals; ///< regression: predicted - actual, all in `positives`
    std::shared_ptr<const Density> density; ///< regression
    Warnings warnings;

    /// "lr", "lr / test", or "all rows".
    [[nodiscard]] std::string name() const;
};

struct BadRow {
    std::uint64_t line = 0;
    std::string reason;
};

struct LogResult {
    std::string file;
    Kind kind = Kind::Table;
    Task task = Task::None;
    Roles roles;
    std::uint64_t rows = 0;
    std::uint64_t skipped = 0;
    std::vector<BadRow> badRows; ///< the first 100
    std::vector<Group> groups;
    Warnings notes; ///< every decision that was made, said aloud
    std::string format; ///< "CSV", "lm-evaluation-harness samples", …
    std::string fingerprint; ///< SHA-256 of the file, hexadecimal; several files of one log: of each, joined by "+"
};

/// Metrics of a binary group at another threshold, from its table; O(log n). Keys as in Group::metrics, threshold-dependent
/// ones only; the confusion matrix follows in `confusion`.
struct AtThreshold {
    std::map<std::string, double> metrics;
    std::map<std::string, std::string> undefined;
    Confusion confusion;
    double falsePositiveRate = 0, truePositiveRate = 0, precision = 0;
};
[[nodiscard]] AtThreshold atThreshold(const Group& group, double threshold);

} // namespace wg::evaluation

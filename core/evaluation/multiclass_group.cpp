// Logs of several classes.
#include "core/evaluation/binary_intervals.h"
#include "core/evaluation/group_data.h"
#include "core/evaluation/group_tasks.h"
#include "core/evaluation/resampling.h"
#include "core/mlmetrics/multiclass.h"
#include "core/mlmetrics/multiclass_scores.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

using mlmetrics::Metric;
using mlmetrics::MulticlassMetrics;

constexpr std::array<std::size_t, 3> kTopK = {2, 3, 5};
constexpr std::size_t kCheapCells = 400; ///< bootstrapped without being asked: some milliseconds

struct MatrixMetric {
    std::string_view key;
    Metric (*of)(const MulticlassMetrics& metrics);
};
constexpr std::array kMatrixMetrics = std::to_array<MatrixMetric>({
    {"accuracy", [](const MulticlassMetrics& m) { return m.accuracy; }},
    {"balanced_accuracy", [](const MulticlassMetrics& m) { return m.balancedAccuracy; }},
    {"mcc", [](const MulticlassMetrics& m) { return m.mcc; }},
    {"kappa", [](const MulticlassMetrics& m) { return m.kappa; }},
    {"precision_macro", [](const MulticlassMetrics& m) { return m.macro.precision; }},
    {"recall_macro", [](const MulticlassMetrics& m) { return m.macro.recall; }},
    {"f1_macro", [](const MulticlassMetrics& m) { return m.macro.f1; }},
    {"jaccard_macro", [](const MulticlassMetrics& m) { return m.macro.jaccard; }},
    {"precision_micro", [](const MulticlassMetrics& m) { return m.micro.precision; }},
    {"recall_micro", [](const MulticlassMetrics& m) { return m.micro.recall; }},
    {"f1_micro", [](const MulticlassMetrics& m) { return m.micro.f1; }},
    {"precision_weighted", [](const MulticlassMetrics& m) { return m.weighted.precision; }},
    {"recall_weighted", [](const MulticlassMetrics& m) { return m.weighted.recall; }},
    {"f1_weighted", [](const MulticlassMetrics& m) { return m.weighted.f1; }},
});
constexpr std::array<std::string_view, 5> kShares = {
    "accuracy", "precision_micro", "recall_micro", "f1_micro", "recall_weighted"}; ///< all of them are the accuracy

std::string topKey(std::size_t k)
{
    return fmt::format("top_{}_accuracy", k);
}

void addClasses(const OpenedLog& log, const MulticlassMetrics& result, Group& group)
{
    for (std::size_t k = 0; k < log.classes.size(); ++k) {
        const mlmetrics::ClassScores& scores = result.perClass[k];
        std::uint64_t support = 0;
        for (const std::uint64_t count : group.confusion.matrix[k])
            support += count;
        group.perClass.push_back({log.classes[k], scores.precision.value, scores.recall.value, scores.f1.value, support});
    }
    const auto warn = [&](const std::vector<std::size_t>& classes, std::string_view metric, std::string_view why) {
        for (const std::size_t k : classes)
            group.warnings.push_back({Warning::Severity::Warning,
                fmt::format("{} counts class {} as 0, as scikit-learn does: it is {}", metric, log.classes[k], why)});
    };
    warn(result.neverPredicted, "precision_macro", "never predicted");
    warn(result.neverActual, "recall_macro", "not among the labels");
}

void addDecisions(const OpenedLog& log, const ClassRows& rows, Group& group)
{
    if (rows.decided.empty()) {
        for (const MatrixMetric& metric : kMatrixMetrics)
            group.undefined.emplace(metric.key, "no prediction column and no probabilities by class");
        return;
    }
    const std::size_t classes = log.classes.size();
    const mlmetrics::ConfusionMatrix counts = mlmetrics::confusion(classes, rows.actual, rows.decided);
    group.confusion.labels = log.classes;
    for (std::size_t a = 0; a < classes; ++a) {
        auto& line = group.confusion.matrix.emplace_back();
        for (std::size_t p = 0; p < classes; ++p)
            line.push_back(static_cast<std::uint64_t>(counts.at(a, p)));
    }
    const auto result = mlmetrics::multiclass(
        rows.weights.empty() ? counts : mlmetrics::confusion(classes, rows.actual, rows.decided, rows.weights));
    for (const MatrixMetric& metric : kMatrixMetrics)
        addMetric(metric.key, metric.of(result), group);
    addClasses(log, result, group);
}

Result<void> addScores(const ClassRows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    if (rows.probabilities.empty()) {
        for (const std::string_view key : {"log_loss", "roc_auc_ovr", "roc_auc_ovr_weighted", "roc_auc_ovo"})
            group.undefined.emplace(key, rows.noProbabilities);
        for (const std::size_t k : kTopK)
            group.undefined.emplace(topKey(k), rows.noProbabilities);
        return {};
    }
    const auto columns = rows.columns();
    addMetric("log_loss", mlmetrics::logLossMulticlass(rows.actual, columns, rows.weights), group);
    WG_TRY(const auto auc, mlmetrics::multiclassAuc(rows.actual, columns, rows.weights, cancel, options.threads));
    addMetric("roc_auc_ovr", auc.ovrMacro, group);
    addMetric("roc_auc_ovr_weighted", auc.ovrWeighted, group);
    addMetric("roc_auc_ovo", auc.ovoMacro, group);
    for (const std::size_t k : kTopK) {
        if (k < columns.size())
            addMetric(topKey(k), mlmetrics::topKAccuracy(rows.actual, columns, k, rows.weights), group);
        else
            group.undefined.emplace(topKey(k), "there are no more classes than that");
    }
    return {};
}

/// The cells of a matrix that hold rows, and where they lie.
struct FilledCells {
    std::vector<double> counts;
    std::vector<std::pair<std::size_t, std::size_t>> places;

    explicit FilledCells(const Confusion& confusion)
    {
        for (std::size_t a = 0; a < confusion.matrix.size(); ++a) {
            for (std::size_t p = 0; p < confusion.matrix.size(); ++p) {
                if (confusion.matrix[a][p] == 0)
                    continue;
                counts.push_back(static_cast<double>(confusion.matrix[a][p]));
                places.emplace_back(a, p);
            }
        }
    }
    void values(std::span<const double> cells, std::size_t classes, std::span<double> out) const
    {
        mlmetrics::ConfusionMatrix matrix(classes);
        for (std::size_t i = 0; i < cells.size(); ++i)
            matrix.add(places[i].first, places[i].second, cells[i]);
        const MulticlassMetrics metrics = mlmetrics::multiclass(matrix);
        for (std::size_t i = 0; i < kMatrixMetrics.size(); ++i)
            out[i] = kMatrixMetrics[i].of(metrics).value;
    }
};

Result<void> addMatrixIntervals(const ClassRows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    if (rows.decided.empty() || !rows.weights.empty() || options.draws <= 0)
        return {};
    const FilledCells cells(group.confusion);
    if (cells.counts.size() > kCheapCells && !options.bootstrap)
        return {};
    const std::size_t classes = group.confusion.labels.size();
    const auto compute = [&](std::span<const double> drawn, std::span<double> out) { cells.values(drawn, classes, out); };
    WG_TRY(const auto drawn,
        mlmetrics::bootstrapCells(cells.counts, kMatrixMetrics.size(), compute,
            bootstrapOptions(options.level, options.draws, options.seed, options.threads, 0), cancel));
    for (std::size_t i = 0; i < kMatrixMetrics.size(); ++i) {
        const std::string_view key = kMatrixMetrics[i].key;
        if (!group.intervals.contains(std::string(key)) && wanted(options, key))
            takeInterval(key, drawn[i].interval, group);
    }
    return {};
}

/// Surprise of each row: minus the logarithm of its class's share of the row's probabilities.
std::vector<double> surprises(const ClassRows& rows)
{
    static constexpr double kEps = std::numeric_limits<double>::epsilon();
    const auto clip = [](double p) { return std::clamp(p, kEps, 1 - kEps); };
    std::vector<double> out(rows.actual.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        double sum = 0;
        for (const auto& column : rows.probabilities)
            sum += clip(column[i]);
        out[i] = -std::log(clip(rows.probabilities[rows.actual[i]][i]) / sum);
    }
    return out;
}

/// One-vs-rest and one-vs-one areas of resampled rows: a sort per class and draw, so only while that is bearable.
Result<void> addAreaIntervals(const ClassRows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    constexpr double kMostWork = 2e9;
    constexpr std::array<std::string_view, 3> kKeys = {"roc_auc_ovr", "roc_auc_ovr_weighted", "roc_auc_ovo"};
    const std::size_t n = rows.actual.size();
    const bool any = std::ranges::any_of(kKeys, [&](auto key) { return wanted(options, key); });
    if (rows.probabilities.empty() || !any)
        return {};
    if (static_cast<double>(n) * static_cast<double>(rows.probabilities.size()) * options.draws > kMostWork) {
        group.warnings.push_back(
            {Warning::Severity::Info, "there are too many rows and classes to resample the areas: they have no interval"});
        return {};
    }
    const auto compute = [&](std::span<const std::uint32_t> multiplicity, std::span<double> out) {
        std::vector<std::uint32_t> actual;
        std::vector<double> weights;
        std::vector<std::vector<double>> values(rows.probabilities.size());
        for (std::size_t i = 0; i < n; ++i) {
            if (multiplicity[i] == 0)
                continue;
            actual.push_back(rows.actual[i]);
            weights.push_back(multiplicity[i] * (rows.weights.empty() ? 1.0 : rows.weights[i]));
            for (std::size_t k = 0; k < values.size(); ++k)
                values[k].push_back(rows.probabilities[k][i]);
        }
        const std::vector<std::span<const double>> columns(values.begin(), values.end());
        const auto auc = mlmetrics::multiclassAuc(actual, columns, weights, cancel, 1);
        out[0] = auc ? auc->ovrMacro.value : std::numeric_limits<double>::quiet_NaN();
        out[1] = auc ? auc->ovrWeighted.value : out[0];
        out[2] = auc ? auc->ovoMacro.value : out[0];
    };
    WG_TRY(const auto drawn,
        mlmetrics::bootstrapRows(n, kKeys.size(), compute,
            bootstrapOptions(options.level, options.draws, options.seed, options.threads, n), cancel));
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
        if (wanted(options, kKeys[i]))
            takeInterval(kKeys[i], drawn[i].interval, group);
    }
    return {};
}

Result<void> addIntervals(const ClassRows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    const double effective = rows.weights.empty()
        ? static_cast<double>(rows.actual.size())
        : std::accumulate(rows.weights.begin(), rows.weights.end(), 0.0) * mlmetrics::effectiveShare(rows.weights);
    const auto share = [&](const std::string& key) {
        if (const auto value = group.metrics.find(key); value != group.metrics.end())
            takeInterval(key, mlmetrics::wilson(value->second * effective, effective, options.level), group);
    };
    for (const std::string_view key : kShares)
        share(std::string(key));
    for (const std::size_t k : kTopK)
        share(topKey(k));
    if (const auto loss = group.metrics.find("log_loss"); loss != group.metrics.end())
        takeInterval("log_loss", meanInterval(loss->second, surprises(rows), rows.weights, options.level), group);
    WG_CHECK(addMatrixIntervals(rows, options, cancel, group));
    return options.bootstrap ? addAreaIntervals(rows, options, cancel, group) : Result<void>{};
}

} // namespace

Result<void> evaluateMulticlass(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    const ClassRows taken = classRows(data, rows);
    WG_CHECK(addScores(taken, options, cancel, group));
    addDecisions(data.log, taken, group);
    return options.intervals || options.bootstrap ? addIntervals(taken, options, cancel, group) : Result<void>{};
}

} // namespace wg::evaluation

// Binary logs: decisions by the prediction column or by a threshold, and what scores tell beyond them.
#include "core/base/number.h"
#include "core/evaluation/binary_intervals.h"
#include "core/evaluation/group_tasks.h"
#include "core/mlmetrics/binary_scores.h"
#include "core/mlmetrics/calibration.h"
#include "core/mlmetrics/probability.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace wg::evaluation {
namespace {

constexpr std::size_t kCalibrationBins = 10;

constexpr std::array kDecisionMetrics = std::to_array<DecisionMetric>({
    {"accuracy", mlmetrics::accuracy},
    {"precision", mlmetrics::precision},
    {"recall", mlmetrics::recall},
    {"specificity", mlmetrics::specificity},
    {"f1", mlmetrics::f1},
    {"balanced_accuracy", mlmetrics::balancedAccuracy},
    {"mcc", mlmetrics::mcc},
    {"npv", mlmetrics::negativePredictiveValue},
    {"fpr", mlmetrics::falsePositiveRate},
    {"fnr", mlmetrics::falseNegativeRate},
    {"f0_5", [](const mlmetrics::BinaryCounts& c) { return mlmetrics::fBeta(c, 0.5); }},
    {"f2", [](const mlmetrics::BinaryCounts& c) { return mlmetrics::fBeta(c, 2); }},
    {"kappa", mlmetrics::kappa},
    {"youden_j", mlmetrics::youdenJ},
    {"fowlkes_mallows", mlmetrics::fowlkesMallows},
    {"jaccard", mlmetrics::jaccard},
    {"prevalence", mlmetrics::prevalence},
    {"lift", mlmetrics::lift},
    {"lr_positive", mlmetrics::positiveLikelihoodRatio},
    {"lr_negative", mlmetrics::negativeLikelihoodRatio},
    {"diagnostic_odds_ratio", mlmetrics::diagnosticOddsRatio},
});
constexpr std::array<std::string_view, 4> kOtherDecisionKeys = {"cost", "mse", "rmse", "mae"};
constexpr std::array<std::string_view, 13> kScoreKeys = {"roc_auc", "average_precision", "pr_auc", "partial_auc", "ks",
    "log_loss", "brier", "brier_skill", "brier_reliability", "brier_resolution", "brier_uncertainty", "ece", "mce"};

/// (d^2) or |d| times the share of wrong decisions, d the distance of the two labels.
void addErrors(const mlmetrics::BinaryCounts& counts, const std::vector<std::string>& classes,
    std::map<std::string, double>& metrics, std::map<std::string, std::string>& undefined)
{
    const std::optional<double> distance = labelDistance(classes);
    const double wrong = (counts.falsePositives + counts.falseNegatives) / counts.total();
    for (const std::string_view key : {"mse", "rmse", "mae"}) {
        if (!distance) {
            undefined.emplace(key, "the labels are not numbers");
            continue;
        }
        const double mse = *distance * *distance * wrong;
        metrics.emplace(key, key == "mse" ? mse : key == "rmse" ? std::sqrt(mse) : *distance * wrong);
    }
}

mlmetrics::Metric brierSkill(const mlmetrics::Metric& brier, const mlmetrics::Metric& uncertainty)
{
    if (!brier.defined())
        return brier;
    if (uncertainty.value == 0)
        return mlmetrics::undefined("only one class");
    return {1 - brier.value / uncertainty.value};
}

void addCalibration(const BinaryRows& rows, double level, bool bins, Group& group)
{
    const mlmetrics::Metric brier = mlmetrics::brier(rows.actual, rows.scores, rows.weights);
    const auto calibration =
        mlmetrics::calibrate(rows.actual, rows.scores, rows.weights, kCalibrationBins, mlmetrics::BinRule::EqualWidth, level);
    addMetric("log_loss", mlmetrics::logLoss(rows.actual, rows.scores, rows.weights), group);
    addMetric("brier", brier, group);
    addMetric("brier_skill", brierSkill(brier, calibration.uncertainty), group);
    addMetric("brier_reliability", calibration.reliability, group);
    addMetric("brier_resolution", calibration.resolution, group);
    addMetric("brier_uncertainty", calibration.uncertainty, group);
    addMetric("ece", calibration.expectedError, group);
    addMetric("mce", calibration.maximumError, group);
    for (const mlmetrics::ReliabilityBin& bin : calibration.bins) {
        if (bins)
            group.calibration.push_back({bin.low, bin.high, bin.meanScore, bin.observed, bin.interval, bin.rows});
    }
}

/// What a picture needs; `scores` is taken apart.
void takeCurves(mlmetrics::BinaryScores& scores, Group& group)
{
    if (!scores.roc.x.empty())
        group.roc = std::make_shared<const Curve>(std::move(scores.roc));
    if (!scores.pr.x.empty())
        group.pr = std::make_shared<const Curve>(std::move(scores.pr));
    for (mlmetrics::NamedCurvePoints& curve : scores.curves)
        group.curves.push_back({std::string(curve.name), std::make_shared<const Curve>(std::move(curve.points))});
    if (!scores.histogram.positives.empty())
        group.histogram = std::make_shared<const ScoreHistogram>(ScoreHistogram{scores.histogram.low, scores.histogram.high,
            std::move(scores.histogram.negatives), std::move(scores.histogram.positives)});
    group.thresholds = std::make_shared<const ThresholdTable>(std::move(scores.table));
}

mlmetrics::BinaryScoresOptions scoreOptions(const EvaluateOptions& options)
{
    mlmetrics::BinaryScoresOptions out;
    using Detail = EvaluateOptions::Curves;
    out.curves = options.curves == Detail::All ? mlmetrics::CurveDetail::All
        : options.curves == Detail::Screen     ? mlmetrics::CurveDetail::Screen
                                               : mlmetrics::CurveDetail::None;
    if (options.curves == Detail::None)
        out.knots = out.histogramBins = 0;
    out.level = options.level;
    out.costFalsePositive = options.costFalsePositive;
    out.costFalseNegative = options.costFalseNegative;
    out.threads = options.threads;
    return out;
}

void addScoreMetrics(
    const ModelData& data, const BinaryRows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    const bool curves = options.curves != EvaluateOptions::Curves::None;
    auto scores = mlmetrics::summarise(rows.actual, rows.scores, rows.weights, scoreOptions(options), cancel);
    if (cancel.cancelled())
        return;
    addMetric("roc_auc", scores.rocAuc, group);
    addMetric("average_precision", scores.averagePrecision, group);
    addMetric("pr_auc", scores.prAuc, group);
    addMetric("partial_auc", scores.partialAuc, group);
    addMetric("ks", scores.ks.value, group);
    addCalibration(rows, options.level, curves, group);
    if (options.intervals && scores.rocAucInterval.defined())
        group.intervals.emplace("roc_auc", scores.rocAucInterval);
    if (scores.distinct == 1 && rows.actual.size() > 1)
        group.warnings.push_back({Warning::Severity::Warning, "all scores equal"});
    if (data.log.confidence)
        group.warnings.push_back({Warning::Severity::Info, "confidence is read as the probability of the predicted class"});
    if (curves)
        takeCurves(scores, group);
}

void addUndecided(const std::string& reason, Group& group)
{
    for (const DecisionMetric& metric : kDecisionMetrics)
        group.undefined.emplace(metric.key, reason);
    for (const std::string_view key : kOtherDecisionKeys)
        group.undefined.emplace(key, reason);
}

} // namespace

std::span<const DecisionMetric> decisionMetrics()
{
    return kDecisionMetrics;
}

std::optional<double> labelDistance(const std::vector<std::string>& classes)
{
    const auto low = parsePromFloat(classes[0]);
    const auto high = parsePromFloat(classes[1]);
    return low && high ? std::optional<double>(std::abs(*high - *low)) : std::nullopt;
}

void addDecisionMetrics(const mlmetrics::BinaryCounts& counts, const std::vector<std::string>& classes, const Costs& costs,
    std::map<std::string, double>& metrics, std::map<std::string, std::string>& undefined)
{
    for (const DecisionMetric& metric : kDecisionMetrics)
        addMetric(metric.key, metric.of(counts), metrics, undefined);
    addMetric("cost", mlmetrics::cost(counts, costs.falsePositive, costs.falseNegative), metrics, undefined);
    addErrors(counts, classes, metrics, undefined);
}

Confusion binaryConfusion(const mlmetrics::BinaryCounts& rows, const std::vector<std::string>& classes)
{
    const auto whole = [](double count) { return static_cast<std::uint64_t>(count); };
    return {classes,
        {{whole(rows.trueNegatives), whole(rows.falsePositives)}, {whole(rows.falseNegatives), whole(rows.truePositives)}}};
}

Result<void> evaluateBinary(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    const BinaryRows taken = binaryRows(data, rows);
    if (data.model.score)
        addScoreMetrics(data, taken, options, cancel, group);
    else {
        for (const std::string_view key : kScoreKeys)
            group.undefined.emplace(key, "no score column");
    }
    if (!taken.undecided.empty()) {
        addUndecided(taken.undecided, group);
    } else {
        group.threshold = taken.threshold;
        const mlmetrics::BinaryCounts counts = taken.counts(false);
        group.confusion = binaryConfusion(counts, data.log.classes);
        addDecisionMetrics(taken.weights.empty() ? counts : taken.counts(true), data.log.classes,
            {options.costFalsePositive, options.costFalseNegative}, group.metrics, group.undefined);
    }
    return addBinaryIntervals(taken, data.log.classes, options, cancel, group);
}

AtThreshold atThreshold(const Group& group, double threshold)
{
    AtThreshold out;
    if (!group.thresholds)
        return out;
    std::vector<std::string> classes = group.confusion.labels;
    if (classes.size() != 2)
        classes = {"not " + group.positive, group.positive};
    const mlmetrics::BinaryCounts counts = mlmetrics::countsAt(*group.thresholds, threshold);
    addDecisionMetrics(counts, classes, {group.costFalsePositive, group.costFalseNegative}, out.metrics, out.undefined);
    out.confusion = binaryConfusion(mlmetrics::rowsAt(*group.thresholds, threshold), classes);
    out.falsePositiveRate = counts.negatives() == 0 ? 0 : counts.falsePositives / counts.negatives();
    out.truePositiveRate = counts.positives() == 0 ? 0 : counts.truePositives / counts.positives();
    const mlmetrics::Metric precision = mlmetrics::precision(counts);
    out.precision = precision.defined() ? precision.value : 1; // where the PR curve starts
    return out;
}

} // namespace wg::evaluation

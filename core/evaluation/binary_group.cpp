// Binary logs: decisions by the prediction column or by a threshold, and what scores tell beyond them.
#include "core/base/number.h"
#include "core/evaluation/group_metrics.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/sweep.h"

#include <algorithm>
#include <cmath>

namespace wg::evaluation {
namespace {

constexpr double kDefaultThreshold = 0.5;

std::vector<std::uint8_t> gatherClass(const std::vector<std::uint32_t>& codes, std::span<const std::uint32_t> rows)
{
    std::vector<std::uint8_t> out;
    out.reserve(rows.size());
    for (const std::uint32_t row : rows)
        out.push_back(codes[row] == 1 ? 1 : 0);
    return out;
}

/// Scores of the positive class.
std::vector<double> gatherScores(const ModelData& data, std::span<const std::uint32_t> rows)
{
    std::vector<double> out = gather(data.log.numbers(*data.model.score), rows);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (data.log.scoreIsOfNegative || (data.log.confidence && data.predicted[rows[i]] != 1))
            out[i] = 1 - out[i];
    }
    return out;
}

/// (d^2) or |d| times the share of wrong decisions, d the distance of the two labels.
void addErrors(const mlmetrics::BinaryCounts& counts, const std::vector<std::string>& classes,
    std::map<std::string, double>& metrics, std::map<std::string, std::string>& undefined)
{
    const auto low = parsePromFloat(classes[0]);
    const auto high = parsePromFloat(classes[1]);
    const double wrong = (counts.falsePositives + counts.falseNegatives) / counts.total();
    for (const std::string_view key : {"mse", "rmse", "mae"}) {
        if (!low || !high) {
            undefined.emplace(key, "the labels are not numbers");
            continue;
        }
        const double distance = std::abs(*high - *low);
        const double mse = distance * distance * wrong;
        metrics.emplace(key, key == "mse" ? mse : key == "rmse" ? std::sqrt(mse) : distance * wrong);
    }
}

void addScoreMetrics(const ModelData& data, std::span<const std::uint8_t> actual, std::span<const double> scores,
    std::span<const double> weights, Curves curves, Group& group)
{
    auto sweep = std::make_shared<mlmetrics::Sweep>(mlmetrics::sweep(actual, scores, weights));
    addMetric("roc_auc", mlmetrics::rocAuc(*sweep), group.metrics, group.undefined);
    addMetric("average_precision", mlmetrics::averagePrecision(*sweep), group.metrics, group.undefined);
    addMetric("log_loss", mlmetrics::logLoss(actual, scores, weights), group.metrics, group.undefined);
    addMetric("brier", mlmetrics::brier(actual, scores, weights), group.metrics, group.undefined);
    if (sweep->score.size() == 1 && actual.size() > 1)
        group.warnings.push_back({Warning::Severity::Warning, "all scores equal"});
    if (data.log.confidence)
        group.warnings.push_back({Warning::Severity::Info, "confidence is read as the probability of the predicted class"});
    if (curves == Curves::No)
        return;
    if (sweep->positives > 0 && sweep->negatives > 0)
        group.roc = std::make_shared<const Curve>(mlmetrics::rocCurve(*sweep));
    if (sweep->positives > 0)
        group.pr = std::make_shared<const Curve>(mlmetrics::prCurve(*sweep));
    group.thresholds = std::move(sweep);
}

void addUndecided(Group& group, const std::string& reason)
{
    for (const std::string_view key :
        {"accuracy", "precision", "recall", "specificity", "f1", "balanced_accuracy", "mcc", "mse", "rmse", "mae"})
        group.undefined.emplace(key, reason);
}

} // namespace

void addDecisionMetrics(const mlmetrics::BinaryCounts& counts, const std::vector<std::string>& classes,
    std::map<std::string, double>& metrics, std::map<std::string, std::string>& undefined)
{
    addMetric("accuracy", mlmetrics::accuracy(counts), metrics, undefined);
    addMetric("precision", mlmetrics::precision(counts), metrics, undefined);
    addMetric("recall", mlmetrics::recall(counts), metrics, undefined);
    addMetric("specificity", mlmetrics::specificity(counts), metrics, undefined);
    addMetric("f1", mlmetrics::f1(counts), metrics, undefined);
    addMetric("balanced_accuracy", mlmetrics::balancedAccuracy(counts), metrics, undefined);
    addMetric("mcc", mlmetrics::mcc(counts), metrics, undefined);
    addErrors(counts, classes, metrics, undefined);
}

Confusion binaryConfusion(const mlmetrics::BinaryCounts& rows, const std::vector<std::string>& classes)
{
    const auto whole = [](double count) { return static_cast<std::uint64_t>(count); };
    return {classes,
        {{whole(rows.trueNegatives), whole(rows.falsePositives)}, {whole(rows.falseNegatives), whole(rows.truePositives)}}};
}

void evaluateBinary(const ModelData& data, std::span<const std::uint32_t> rows, Curves curves, Group& group)
{
    const std::vector<std::uint8_t> actual = gatherClass(data.actual, rows);
    const std::vector<double> weights = gatherWeights(data.log, rows);
    const auto& threshold = data.log.options.threshold;
    std::vector<double> scores;
    if (data.model.score) {
        scores = gatherScores(data, rows);
        addScoreMetrics(data, actual, scores, weights, curves, group);
    } else {
        for (const std::string_view key : {"log_loss", "brier", "roc_auc", "average_precision"})
            group.undefined.emplace(key, "no score column");
    }
    std::vector<std::uint8_t> decided;
    if (data.model.prediction && !(threshold && data.model.score)) {
        decided = gatherClass(data.predicted, rows);
    } else {
        const bool unit = std::all_of(scores.begin(), scores.end(), [](double s) { return s >= 0 && s <= 1; });
        if (!threshold && !unit)
            return addUndecided(group, "scores lie outside [0,1]: a threshold is needed (--threshold)");
        group.threshold = threshold.value_or(kDefaultThreshold);
        decided.reserve(scores.size());
        for (const double score : scores)
            decided.push_back(score >= *group.threshold ? 1 : 0);
    }
    const mlmetrics::BinaryCounts counts = mlmetrics::countBinary(actual, decided);
    group.confusion = binaryConfusion(counts, data.log.classes);
    addDecisionMetrics(weights.empty() ? counts : mlmetrics::countBinary(actual, decided, weights), data.log.classes,
        group.metrics, group.undefined);
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
    addDecisionMetrics(counts, classes, out.metrics, out.undefined);
    out.confusion = binaryConfusion(mlmetrics::rowsAt(*group.thresholds, threshold), classes);
    out.falsePositiveRate = counts.negatives() == 0 ? 0 : counts.falsePositives / counts.negatives();
    out.truePositiveRate = counts.positives() == 0 ? 0 : counts.truePositives / counts.positives();
    const mlmetrics::Metric precision = mlmetrics::precision(counts);
    out.precision = precision.defined() ? precision.value : 1; // where the PR curve starts
    return out;
}

} // namespace wg::evaluation

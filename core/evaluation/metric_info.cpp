#include "core/evaluation/metric_info.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr double kRare = 0.2; ///< share of a class below which accuracy says little
constexpr double kBadCalibration = 0.05;
constexpr std::uint64_t kFewRows = 30; ///< the usual least count for a proportion's interval to mean something
constexpr double kWideProportion = 0.1;
constexpr double kWideShare = 0.25;

/// Rows of each actual class; empty when the group does not say.
std::vector<std::uint64_t> classRows(const Group& group)
{
    if (group.thresholds)
        return {group.thresholds->negatives, group.thresholds->positives};
    std::vector<std::uint64_t> out;
    out.reserve(group.confusion.matrix.size());
    for (const auto& line : group.confusion.matrix)
        out.push_back(std::accumulate(line.begin(), line.end(), std::uint64_t{0}));
    return out;
}

std::string percent(double share)
{
    return fmt::format("{:.2g} %", 100 * share);
}

double metricOr(const Group& group, const std::string& key, double none)
{
    const auto at = group.metrics.find(key);
    return at == group.metrics.end() ? none : at->second;
}

std::string binaryAdvice(const Group& group)
{
    const std::vector<std::uint64_t> rows = classRows(group);
    const double all = static_cast<double>(group.rows);
    if (rows.size() != 2 || all == 0)
        return "Name a label column to see metrics.";
    if (rows[0] == 0 || rows[1] == 0)
        return "Only one class is there: nothing tells how well it is told apart from the other.";
    const double positives = static_cast<double>(rows[1]) / static_cast<double>(rows[0] + rows[1]);
    std::string out;
    if (positives < kRare)
        out = fmt::format(
            "Positives are {} of the rows: prefer average precision or MCC; accuracy says little.", percent(positives));
    else if (positives > 1 - kRare)
        out =
            fmt::format("Negatives are {} of the rows: prefer MCC or balanced accuracy; accuracy, precision and F1 say little.",
                percent(1 - positives));
    else if (group.thresholds)
        out = "The classes are balanced: ROC AUC for the scores, F1 or MCC for the decisions.";
    else
        out = "The classes are balanced: F1 or MCC; scores would tell more than decisions.";
    if (metricOr(group, "ece", 0) > kBadCalibration)
        out += fmt::format(" Scores are off by {:.2g} on average: calibrate them before reading them as probabilities.",
            metricOr(group, "ece", 0));
    else
        out += " When the two errors cost differently, set their costs and go by cost.";
    return out;
}

std::string multiclassAdvice(const Group& group)
{
    const std::vector<std::uint64_t> rows = classRows(group);
    if (rows.empty())
        return group.rows == 0 ? "Name a label column to see metrics."
                               : "Log loss and top-k accuracy are of use without decisions.";
    std::uint64_t least = 0;
    for (const std::uint64_t n : rows) {
        if (n > 0)
            least = least == 0 ? n : std::min(least, n);
    }
    const std::uint64_t most = *std::max_element(rows.begin(), rows.end());
    if (least > 0 && static_cast<double>(most) > 3 * static_cast<double>(least))
        return fmt::format("The largest class has {:.2g} times the rows of the smallest: prefer macro F1 or balanced accuracy; "
                           "accuracy and weighted averages follow the large classes.",
            static_cast<double>(most) / static_cast<double>(least));
    return "The classes are balanced: accuracy is a fair summary; look at the matrix for what is mistaken for what.";
}

std::string regressionAdvice(const Group& group)
{
    const double rmse = metricOr(group, "rmse", 0);
    const double mae = metricOr(group, "mae", 0);
    if (mae > 0 && rmse > 2 * mae) // 1.25 for errors of a normal distribution
        return "RMSE is more than twice MAE: a few large errors decide it. Prefer MAE or the median, and look at the "
               "residuals.";
    return "Prefer RMSE when large errors hurt more than in proportion, MAE otherwise; R2 only compares on the same data.";
}

} // namespace

std::string_view mainMetric(Task task, bool hasScores)
{
    switch (task) {
    case Task::Binary:
        return hasScores ? "roc_auc" : "f1";
    case Task::Multiclass:
        return "accuracy";
    case Task::Regression:
        return "rmse";
    case Task::Multilabel:
        return "f1_macro";
    case Task::Ranking:
        return "ndcg";
    case Task::LanguageModel:
        return "accuracy";
    case Task::Detection:
    case Task::None:
        break;
    }
    return {};
}

std::string metricAdvice(const Group& group, Task task)
{
    switch (task) {
    case Task::Binary:
        return binaryAdvice(group);
    case Task::Multiclass:
        return multiclassAdvice(group);
    case Task::Regression:
        return regressionAdvice(group);
    case Task::Multilabel:
        return "Macro F1 sees rare labels, micro F1 common ones; subset accuracy is strict.";
    case Task::Ranking:
        return "NDCG where relevance has grades; MRR when only the first right answer counts.";
    case Task::LanguageModel:
        return "Compare accuracy over the same samples, with its standard error; perplexity only between models with the same "
               "tokens.";
    case Task::Detection:
    case Task::None:
        break;
    }
    return {};
}

bool tooUncertain(const Group& group, std::string_view metric)
{
    if (group.rows < kFewRows)
        return true;
    const MetricInfo* info = metricInfo(metric);
    const std::vector<std::uint64_t> classes = classRows(group);
    if (classes.size() == 2 && std::min(classes[0], classes[1]) < kFewRows)
        return true;
    const auto value = group.metrics.find(std::string(metric));
    const auto interval = group.intervals.find(std::string(metric));
    if (value == group.metrics.end() || interval == group.intervals.end() || !interval->second.defined())
        return false;
    const double width = interval->second.high - interval->second.low;
    return width > (info != nullptr && info->proportion ? kWideProportion : kWideShare * std::abs(value->second));
}

} // namespace wg::evaluation

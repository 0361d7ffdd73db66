#include "core/evaluation/column_names.h"

#include <algorithm>
#include <array>

namespace wg::evaluation {
namespace {

using Names = std::initializer_list<std::string_view>;

bool isOneOf(std::string_view name, Names names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// One of `starts`, "_", one of `ends`.
bool isJoined(std::string_view name, Names starts, Names ends)
{
    for (const std::string_view start : starts) {
        if (name.starts_with(start) && name.substr(start.size()).starts_with('_')
            && isOneOf(name.substr(start.size() + 1), ends))
            return true;
    }
    return false;
}

std::optional<std::string> withoutSuffix(std::string_view name, std::string_view suffix)
{
    const std::string compared = comparedName(name);
    if (compared.size() <= suffix.size() || !compared.ends_with(suffix))
        return std::nullopt;
    const std::size_t from = name.find_first_not_of(" \t");
    return std::string(name.substr(from, compared.size() - suffix.size()));
}

} // namespace

std::string comparedName(std::string_view name)
{
    const std::size_t from = name.find_first_not_of(" \t");
    if (from == std::string_view::npos)
        return {};
    std::string out(name.substr(from, name.find_last_not_of(" \t") - from + 1));
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
        else if (c == ' ' || c == '-' || c == '.' || c == '/')
            c = '_';
    }
    return out;
}

bool isLabelName(std::string_view name)
{
    return isOneOf(name, {"y_true", "label", "target", "ground_truth", "actual", "class"})
        || isJoined(name, {"true", "gold", "actual", "target"}, {"label", "class", "value"});
}

bool isLabelSuffix(std::string_view name)
{
    return name.ends_with("_target") || name.ends_with("_label") || name.ends_with("_actual");
}

bool isScoreName(std::string_view name)
{
    return isOneOf(name, {"y_score", "score", "prob", "proba", "probability", "p", "confidence"})
        || isJoined(name, {"pred", "predicted", "prediction", "y_pred"}, {"score", "prob", "proba"});
}

bool isPredictionName(std::string_view name)
{
    return isOneOf(name, {"y_pred", "pred", "prediction", "predicted"})
        || isJoined(name, {"pred", "predicted", "prediction"}, {"label", "class", "value"});
}

bool isPredictedId(std::string_view name)
{
    return isOneOf(name, {"pred_id", "predicted_id"});
}

bool isDatasetName(std::string_view name)
{
    return isOneOf(name, {"dataset", "split"});
}

bool isTimeName(std::string_view name)
{
    return isOneOf(name, {"timestamp", "time", "ts"});
}

int stepRank(std::string_view name)
{
    constexpr std::array<std::string_view, 6> kSteps = {"step", "global_step", "timestep", "iteration", "epoch", "episode"};
    const auto at = std::find(kSteps.begin(), kSteps.end(), name);
    return at == kSteps.end() ? -1 : static_cast<int>(at - kSteps.begin());
}

bool isQueryName(std::string_view name)
{
    return isOneOf(name, {"query_id", "qid", "query", "session_id", "list_id", "group_id", "user_id"});
}

bool isRelevanceName(std::string_view name)
{
    return isOneOf(name, {"relevance", "rel", "grade", "gain", "relevant", "clicked"});
}

bool isRankName(std::string_view name)
{
    return isOneOf(name, {"rank", "position"});
}

bool isRankingName(std::string_view name)
{
    return isQueryName(name) || isRelevanceName(name) || isRankName(name);
}

bool isIntervalName(std::string_view name)
{
    for (const std::string_view prefix : {"y_", "pred_"}) {
        if (name.starts_with(prefix))
            name.remove_prefix(prefix.size());
    }
    return isOneOf(name, {"low", "lower", "high", "upper"});
}

bool isMetricName(std::string_view name)
{
    for (const std::string_view prefix :
        {"metrics_", "test_", "val_", "valid_", "validation_", "train_", "eval_", "macro_", "micro_", "weighted_"}) {
        if (name.starts_with(prefix))
            name.remove_prefix(prefix.size());
    }
    for (const std::string_view suffix : {"_macro", "_micro", "_weighted", "_score"}) {
        if (name.ends_with(suffix))
            name.remove_suffix(suffix.size());
    }
    return isOneOf(name,
        {"accuracy", "acc", "balanced_accuracy", "precision", "recall", "sensitivity", "specificity", "f1", "mcc", "auc",
            "roc_auc", "auc_roc", "pr_auc", "auc_pr", "auroc", "auprc", "average_precision", "log_loss", "logloss", "brier",
            "mse", "rmse", "mae", "mape", "r2", "exact_match", "em", "acc_norm", "bleu", "sacrebleu", "rouge1", "rouge2",
            "rougel", "rouge_l", "meteor", "perplexity", "kappa", "cohen_kappa", "ndcg", "mrr", "map", "map50", "map50_95",
            "iou", "miou", "dice", "wer", "cer"});
}

std::optional<std::string> classOfScore(std::string_view name)
{
    for (const std::string_view prefix : {"prob_", "proba_", "p_"}) {
        if (name.size() > prefix.size() && name.starts_with(prefix))
            return std::string(name.substr(prefix.size()));
    }
    return std::nullopt;
}

std::optional<std::string> modelOfScore(std::string_view name)
{
    return withoutSuffix(name, "_proba");
}

std::optional<std::string> modelOfPrediction(std::string_view name)
{
    return withoutSuffix(name, "_pred");
}

} // namespace wg::evaluation

// The catalogue itself. Sources of the formulas: the headers of core/mlmetrics.
#include "core/evaluation/metric_info.h"

#include <array>

namespace wg::evaluation {
namespace {

constexpr std::array kBinary = {Task::Binary};
constexpr std::array kClasses = {Task::Binary, Task::Multiclass};
constexpr std::array kMulticlass = {Task::Multiclass};
constexpr std::array kAverages = {Task::Multiclass, Task::Multilabel};
constexpr std::array kErrors = {Task::Regression, Task::Binary};
constexpr std::array kRegression = {Task::Regression};
constexpr std::array kMultilabel = {Task::Multilabel};
constexpr std::array kRanking = {Task::Ranking};
constexpr std::array kLanguage = {Task::LanguageModel};
constexpr std::array kAccuracy = {Task::Multiclass, Task::Binary, Task::LanguageModel};

constexpr auto kHigher = Better::Higher;
constexpr auto kLower = Better::Lower;

constexpr std::array kCatalogue = std::to_array<MetricInfo>({
    // What scores tell, whatever the threshold.
    {"roc_auc", "ROC AUC", "P(score of a positive > score of a negative), ties count half",
        "How well the scores order positives before negatives.",
        "With rare positives it stays high while most alarms are false: look at average precision, too.", kHigher, kBinary,
        true},
    {"average_precision", "Average precision", "sum over thresholds of (R_n - R_n-1) P_n",
        "Precision averaged over all recalls: the area under the precision-recall curve.",
        "Its chance level is the share of positives, so values of data sets with other shares cannot be compared.", kHigher,
        kBinary, true},
    {"pr_auc", "PR AUC (trapezoids)", "trapezoids under precision over recall",
        "The area under the precision-recall curve with straight lines between its points.",
        "Straight lines are too kind between few points: average precision is the safer figure.", kHigher, kBinary, true},
    {"partial_auc", "Partial AUC (FPR to 0.1)", "area under ROC for FPR <= 0.1, standardised (McClish)",
        "ROC AUC where false alarms are few, which is where most models are used; 0.5 is chance.",
        "It rests on few negatives: in small logs it jumps.", kHigher, kBinary, true},
    {"ks", "KS statistic", "max |TPR - FPR| over thresholds", "The widest gap between the scores of both classes.",
        "It is one point of the ROC curve, not the whole of it, and its threshold was chosen on this data.", kHigher, kBinary,
        true},
    // Decisions.
    {"accuracy", "Accuracy", "right / all", "The share of decisions that are right.",
        "When one class is rare, always deciding for the other one scores high.", kHigher, kAccuracy, true},
    {"balanced_accuracy", "Balanced accuracy", "mean of the recalls of all classes",
        "Accuracy as it would be with classes of equal size.",
        "Precision may still be poor: it does not see how rare a class is.", kHigher, kClasses, true},
    {"precision", "Precision", "TP / (TP + FP)", "The share of alarms that are right.",
        "It rises when the model stays silent in doubt: read it with recall.", kHigher, kBinary, true},
    {"recall", "Recall", "TP / (TP + FN)", "The share of positives that are found (true positive rate).",
        "Deciding positive always makes it 1: read it with precision.", kHigher, kBinary, true},
    {"specificity", "Specificity", "TN / (TN + FP)", "The share of negatives that are left in peace (true negative rate).",
        "With many negatives even 0.99 may mean more false alarms than right ones.", kHigher, kBinary, true},
    {"npv", "Negative predictive value", "TN / (TN + FN)", "The share of all-clears that are right.",
        "With rare positives it is near 1 whatever the model does.", kHigher, kBinary, true},
    {"fpr", "False positive rate", "FP / (FP + TN)", "The share of negatives that raise an alarm.",
        "A small rate of a great many negatives is still a great many alarms.", kLower, kBinary, true},
    {"fnr", "False negative rate", "FN / (FN + TP)", "The share of positives that are missed.",
        "Deciding positive always makes it 0.", kLower, kBinary, true},
    {"f1", "F1", "2 TP / (2 TP + FP + FN)", "The harmonic mean of precision and recall.",
        "It weighs both errors alike and ignores true negatives: when their costs differ, use cost or F-beta.", kHigher,
        kBinary, true},
    {"f0_5", "F0.5", "1.25 P R / (0.25 P + R)", "F-beta with precision worth twice as much as recall.",
        "The weight is a convention, not your cost.", kHigher, kBinary, true},
    {"f2", "F2", "5 P R / (4 P + R)", "F-beta with recall worth twice as much as precision.",
        "The weight is a convention, not your cost.", kHigher, kBinary, true},
    {"mcc", "MCC", "(TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN))",
        "The correlation of decision and truth: 0 is chance, 1 perfect; all four cells count.",
        "For very rare classes it is small even for useful models, and hard to explain.", kHigher, kClasses, false},
    {"kappa", "Cohen's kappa", "(p_o - p_e) / (1 - p_e)", "Agreement of decision and truth beyond chance.",
        "Chance is guessed from both margins, so it depends on how rare the classes are.", kHigher, kClasses, false},
    {"youden_j", "Youden's J", "TPR + TNR - 1", "Recall of both classes beyond chance (informedness).",
        "It weighs both classes alike, however rare one is.", kHigher, kBinary, false},
    {"fowlkes_mallows", "Fowlkes-Mallows", "sqrt(P R)", "The geometric mean of precision and recall.",
        "It ignores true negatives, as F1 does.", kHigher, kBinary, true},
    {"jaccard", "Jaccard", "TP / (TP + FP + FN)", "Found or missed positives and false alarms: the share that is right.",
        "It orders models as F1 does, with smaller numbers.", kHigher, kBinary, true},
    {"prevalence", "Prevalence", "(TP + FN) / all", "The share of positives among the rows.",
        "It says nothing about the model; precision, F1 and average precision depend on it.", Better::Neither, kBinary, true},
    {"lift", "Lift", "precision / prevalence", "How many times more positives than by chance are among the alarms.",
        "It cannot exceed 1 / prevalence, so it does not compare across data sets.", kHigher, kBinary, false},
    {"lr_positive", "Likelihood ratio +", "TPR / FPR", "How many times an alarm raises the odds of being positive.",
        "With hardly any false alarm it jumps.", kHigher, kBinary, false},
    {"lr_negative", "Likelihood ratio -", "FNR / TNR", "By how much an all-clear lowers the odds of being positive.",
        "With hardly any missed positive it jumps.", kLower, kBinary, false},
    {"diagnostic_odds_ratio", "Diagnostic odds ratio", "TP TN / (FP FN)",
        "Odds of an alarm among positives over those among negatives.",
        "One empty cell makes it undefined, an almost empty one huge.", kHigher, kBinary, false},
    {"cost", "Cost per row", "(cost_fp FP + cost_fn FN) / rows", "What errors cost on average, by the costs you set.",
        "It is as good as the two costs: the default says that both errors cost 1.", kLower, kBinary, false},
    // Probabilities.
    {"log_loss", "Log loss", "-mean ln p(true class)", "How far the probabilities are from the truth; surprises count most.",
        "A single confident error may decide it; it needs calibrated probabilities.", kLower, kClasses, false},
    {"brier", "Brier score", "mean (p - y)^2", "Squared error of the probabilities: calibration and sharpness in one.",
        "With rare positives it is small even for a model that knows nothing: compare with p (1 - p).", kLower, kBinary, false},
    {"brier_skill", "Brier skill", "1 - Brier / (p (1 - p)), p the share of positives",
        "How much better the probabilities are than always saying the share of positives.",
        "Its reference knows this log's share of positives, which you may not know beforehand.", kHigher, kBinary, false},
    {"brier_reliability", "Brier reliability", "sum n_k (mean score_k - share_k)^2 / n, over 10 bins",
        "The part of the Brier score that is bad calibration.", "It depends on the bins.", kLower, kBinary, false},
    {"brier_resolution", "Brier resolution", "sum n_k (share_k - p)^2 / n, over 10 bins",
        "The part of the Brier score that tells rows apart; more is better.", "It depends on the bins.", kHigher, kBinary,
        false},
    {"brier_uncertainty", "Brier uncertainty", "p (1 - p)", "The part of the Brier score that is the data's, not the model's.",
        "It says nothing about the model.", Better::Neither, kBinary, false},
    {"ece", "Expected calibration error", "sum n_k |mean score_k - share_k| / n, over 10 bins of equal width",
        "How far scores are from the shares of positives they stand for, on average.",
        "It depends on the bins, and is above 0 by chance in small logs.", kLower, kBinary, true},
    {"mce", "Maximum calibration error", "max |mean score_k - share_k|, over 10 bins of equal width",
        "The worst bin of the calibration curve.", "The worst bin is often the emptiest one.", kLower, kBinary, true},
    // Averages over classes.
    {"precision_macro", "Precision (macro)", "mean of the classes' precisions", "Precision with every class worth the same.",
        "Rare classes weigh as much as common ones, with all their noise.", kHigher, kAverages, true},
    {"recall_macro", "Recall (macro)", "mean of the classes' recalls", "Recall with every class worth the same.",
        "Rare classes weigh as much as common ones, with all their noise.", kHigher, kAverages, true},
    {"f1_macro", "F1 (macro)", "mean of the classes' F1", "F1 with every class worth the same.",
        "Rare classes weigh as much as common ones, with all their noise.", kHigher, kAverages, true},
    {"precision_micro", "Precision (micro)", "sum TP / sum (TP + FP)", "Precision over all decisions of all classes.",
        "Common classes decide it; with one label a row it is accuracy.", kHigher, kAverages, true},
    {"recall_micro", "Recall (micro)", "sum TP / sum (TP + FN)", "Recall over all decisions of all classes.",
        "Common classes decide it; with one label a row it is accuracy.", kHigher, kAverages, true},
    {"f1_micro", "F1 (micro)", "2 sum TP / (2 sum TP + sum FP + sum FN)", "F1 over all decisions of all classes.",
        "Common classes decide it; with one label a row it is accuracy.", kHigher, kAverages, true},
    {"precision_weighted", "Precision (weighted)", "mean of precisions, weighted by support",
        "Precision with every class worth its size.", "Common classes decide it.", kHigher, kAverages, true},
    {"recall_weighted", "Recall (weighted)", "mean of recalls, weighted by support", "Recall with every class worth its size.",
        "Common classes decide it; with one label a row it is accuracy.", kHigher, kAverages, true},
    {"f1_weighted", "F1 (weighted)", "mean of F1, weighted by support", "F1 with every class worth its size.",
        "Common classes decide it, and it need not lie between precision and recall.", kHigher, kAverages, true},
    {"jaccard_macro", "Jaccard (macro)", "mean of the classes' TP / (TP + FP + FN)", "Jaccard with every class worth the same.",
        "Rare classes weigh as much as common ones, with all their noise.", kHigher, kAverages, true},
    {"roc_auc_ovr", "ROC AUC (one vs rest)", "mean over classes of AUC of the class against all others",
        "How well each class's probability orders its rows before the others.",
        "The classes' shares matter: the rest of a rare class is easy to tell apart.", kHigher, kMulticlass, true},
    {"roc_auc_ovr_weighted", "ROC AUC (one vs rest, weighted)", "as roc_auc_ovr, weighted by support",
        "One-vs-rest AUC with every class worth its size.", "Common classes decide it.", kHigher, kMulticlass, true},
    {"roc_auc_ovo", "ROC AUC (one vs one)", "mean over pairs of classes of their AUC (Hand and Till)",
        "How well pairs of classes are told apart; insensitive to their shares.", "Rare classes weigh as much as common ones.",
        kHigher, kMulticlass, true},
    {"top_2_accuracy", "Top-2 accuracy", "rows whose class is among the 2 most probable / all",
        "The share of rows whose class is among the first two guesses.", "With few classes it is high by chance.", kHigher,
        kMulticlass, true},
    {"top_3_accuracy", "Top-3 accuracy", "rows whose class is among the 3 most probable / all",
        "The share of rows whose class is among the first three guesses.", "With few classes it is high by chance.", kHigher,
        kMulticlass, true},
    {"top_5_accuracy", "Top-5 accuracy", "rows whose class is among the 5 most probable / all",
        "The share of rows whose class is among the first five guesses.", "With few classes it is high by chance.", kHigher,
        kMulticlass, true},
    // Several labels a row.
    {"subset_accuracy", "Subset accuracy", "rows with exactly the right labels / all",
        "The share of rows in which every label is right.", "One wrong label of many counts as all wrong.", kHigher,
        kMultilabel, true},
    {"hamming_loss", "Hamming loss", "wrong label decisions / all label decisions",
        "The share of single labels that are wrong.", "With many rare labels, saying none at all scores well.", kLower,
        kMultilabel, true},
    {"jaccard_samples", "Jaccard (samples)", "mean over rows of |true and predicted| / |true or predicted|",
        "How much true and predicted labels of a row overlap.", "Rows without labels count by convention.", kHigher,
        kMultilabel, true},
    {"f1_samples", "F1 (samples)", "mean over rows of F1 of the row's labels", "F1 of each row, averaged.",
        "Rows without labels count by convention.", kHigher, kMultilabel, true},
    // Rankings.
    {"ndcg", "NDCG", "DCG / ideal DCG, gain relevance / log2(rank + 1)", "How near the order is to the best one.",
        "Queries with few relevant items score high by chance.", kHigher, kRanking, true},
    {"ndcg_10", "NDCG@10", "NDCG over the first 10 ranks", "How near the first ten are to the best ten.",
        "It sees nothing below rank 10.", kHigher, kRanking, true},
    {"mrr", "MRR", "mean of 1 / rank of the first relevant item", "How early the first relevant item comes.",
        "It sees the first relevant item only.", kHigher, kRanking, true},
    {"map", "MAP", "mean over queries of average precision", "Precision at every relevant item, averaged.",
        "It treats relevance as yes or no.", kHigher, kRanking, true},
    {"hit_1", "Hit@1", "queries whose first item is relevant / all", "The share of queries answered at once.",
        "It sees one rank only.", kHigher, kRanking, true},
    {"hit_10", "Hit@10", "queries with a relevant item in the first 10 / all",
        "The share of queries answered among the first ten.", "It does not see where among the ten.", kHigher, kRanking, true},
    // Amounts.
    {"rmse", "RMSE", "sqrt(mean (y - p)^2)", "The typical error, in units of the label; large errors count more.",
        "A few outliers may decide it: compare with MAE.", kLower, kErrors, false},
    {"mae", "MAE", "mean |y - p|", "The average error, in units of the label.",
        "It hides rare large errors: compare with RMSE and the maximum.", kLower, kErrors, false},
    {"mse", "MSE", "mean (y - p)^2", "The mean squared error.", "Its unit is squared, and a few outliers may decide it.",
        kLower, kErrors, false},
    {"median_ae", "Median absolute error", "median |y - p|", "Half of the errors are smaller.",
        "It does not see the worse half at all.", kLower, kRegression, false},
    {"max_error", "Maximum error", "max |y - p|", "The worst row.", "It is one row, and grows with the size of the log.",
        kLower, kRegression, false},
    {"mape", "MAPE", "mean |y - p| / |y|", "The average error as a share of the label.",
        "Labels near 0 blow it up, and it favours predictions that are too small.", kLower, kRegression, false},
    {"msle", "MSLE", "mean (ln(1 + y) - ln(1 + p))^2", "Squared error of the logarithms: ratios instead of differences.",
        "It forgives predictions that are too large more than those too small; needs values from 0 on.", kLower, kRegression,
        false},
    {"rmsle", "RMSLE", "sqrt(MSLE)", "The typical error of the logarithms.",
        "It forgives predictions that are too large more than those too small; needs values from 0 on.", kLower, kRegression,
        false},
    {"r2", "R2", "1 - sum (y - p)^2 / sum (y - mean)^2", "The share of the labels' variance that is explained; 0 is the mean.",
        "It depends on how much the labels vary: the same errors look better on a wider range.", kHigher, kRegression, false},
    {"explained_variance", "Explained variance", "1 - Var(y - p) / Var(y)", "As R2, but blind to a constant offset.",
        "Predictions that are always 10 too high lose nothing.", kHigher, kRegression, false},
    {"d2_absolute", "D2 (absolute error)", "1 - MAE / MAE of the labels' median",
        "As R2 with absolute errors: outliers count less.", "It depends on how much the labels vary.", kHigher, kRegression,
        false},
    {"pearson", "Pearson's r", "covariance / (sd sd)", "How well a straight line relates predictions to labels.",
        "Predictions that are all wrong by a factor still reach 1.", kHigher, kRegression, false},
    {"spearman", "Spearman's rho", "Pearson's r of the ranks", "How well predictions order the rows.",
        "It does not see how large errors are.", kHigher, kRegression, false},
    {"pinball_10", "Quantile loss (0.1)", "mean max(0.1 (y - p), 0.9 (p - y))",
        "The loss of a prediction that means to be the 0.1 quantile.", "It says little about predictions of the mean.", kLower,
        kRegression, false},
    {"pinball_50", "Quantile loss (0.5)", "mean |y - p| / 2", "The loss of a prediction that means to be the median.",
        "It is half the MAE.", kLower, kRegression, false},
    {"pinball_90", "Quantile loss (0.9)", "mean max(0.9 (y - p), 0.1 (p - y))",
        "The loss of a prediction that means to be the 0.9 quantile.", "It says little about predictions of the mean.", kLower,
        kRegression, false},
    {"bias", "Mean error", "mean (p - y)", "Whether predictions are too high (above 0) or too low.",
        "Errors of both signs cancel out.", Better::Neither, kRegression, false},
    {"coverage", "Interval coverage", "rows with low <= y <= high / all",
        "How often the predicted interval holds the truth: compare with what it promises.",
        "A wide enough interval covers everything: read it with the width.", Better::Neither, kRegression, true},
    {"interval_width", "Interval width", "mean (high - low)", "How wide the predicted intervals are.",
        "Narrow intervals that miss are worth nothing: read it with the coverage.", kLower, kRegression, false},
    // Language models.
    {"exact_match", "Exact match", "answers equal to the target / all", "The share of answers that are exactly the target.",
        "Right answers in other words count as wrong.", kHigher, kLanguage, true},
    {"mean_score", "Mean score", "mean of the samples' scores", "The average of what the scorer gave.",
        "It is as good as its scorer.", kHigher, kLanguage, false},
    {"standard_error", "Standard error", "s / sqrt(n)", "How much the mean score would vary with other samples.",
        "It knows the samples' chance only, not that of prompts, seeds or scorers.", kLower, kLanguage, false},
    {"pass_1", "pass@1", "1 - C(n - c, 1) / C(n, 1), mean over tasks", "The chance that one sample is right.",
        "It depends on the temperature of sampling.", kHigher, kLanguage, true},
    {"pass_5", "pass@5", "1 - C(n - c, 5) / C(n, 5), mean over tasks", "The chance that one of five samples is right.",
        "Only worth it where right answers can be told from wrong ones.", kHigher, kLanguage, true},
    {"pass_10", "pass@10", "1 - C(n - c, 10) / C(n, 10), mean over tasks", "The chance that one of ten samples is right.",
        "Only worth it where right answers can be told from wrong ones.", kHigher, kLanguage, true},
    {"log_likelihood", "Log-likelihood", "sum of ln p(token)", "How probable the texts are to the model, in all.",
        "Longer texts are less probable: compare over the same texts.", kHigher, kLanguage, false},
    {"perplexity", "Perplexity", "exp(-log-likelihood / tokens)", "How many tokens the model wavers between.",
        "Models with other tokens cannot be compared.", kLower, kLanguage, false},
});

} // namespace

std::span<const MetricInfo> metricCatalogue()
{
    return kCatalogue;
}

const MetricInfo* metricInfo(std::string_view key)
{
    for (const MetricInfo& info : kCatalogue) {
        if (info.key == key)
            return &info;
    }
    return nullptr;
}

} // namespace wg::evaluation

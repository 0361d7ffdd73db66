"""Metrics of evaluation logs by scikit-learn 1.2.1: the oracle of tst_sklearn_differential.

usage: sklearn_oracle.py make FOLDER SEED   writes random logs and cases.json
       sklearn_oracle.py judge FOLDER       writes expected.json: metrics, confusion matrix, figures by class and curve points
"""
import json
import os
import sys
import warnings

import numpy as np
import pandas as pd
import sklearn.metrics as m

warnings.simplefilter("ignore")


def write(folder, name, columns, cases, **case):
    pd.DataFrame(columns).to_csv(os.path.join(folder, name + ".csv"), index=False, lineterminator="\n")
    cases.append({"name": name, **case})


def make(folder, seed):
    rng = np.random.default_rng(seed)
    cases = []
    for i, (n, share, digits) in enumerate(
            [(1, 0.5, None), (2, 0.5, 1), (10, 0.5, 1), (50, 0.1, 2), (300, 0.5, None), (1000, 0.02, 1), (20000, 0.3, 3),
             (5000, 0.97, None), (400, 0.0, 2), (400, 1.0, 2)]):
        y = (rng.random(n) < share).astype(int)
        s = 1 / (1 + np.exp(-(rng.normal(size=n) + 2 * y - 1)))
        s = s if digits is None else np.round(s, digits)
        write(folder, f"binary{i}", {"y_true": y, "y_score": s}, cases, task="binary")
        pred = np.where(rng.random(n) < 0.8, y, 1 - y)
        write(folder, f"decided{i}", {"y_true": y, "y_score": s, "y_pred": pred}, cases, task="binary")
        write(folder, f"hard{i}", {"y_true": y, "y_pred": pred}, cases, task="binary")
        write(folder, f"weighted{i}", {"y_true": y, "y_score": s, "w": rng.random(n) + 0.01}, cases, task="binary", weights="w")
        write(folder, f"margin{i}", {"y_true": y, "y_score": s * 20 - 10}, cases, task="binary", threshold=0.25)
    for i, (n, k) in enumerate([(5, 3), (50, 4), (1000, 10), (3000, 30), (40, 25)]):
        y = rng.integers(0, k, n)
        y[:3] = [0, 1, 2]
        pred = np.where(rng.random(n) < 0.6, y, rng.integers(0, k, n))
        write(folder, f"classes{i}", {"y_true": y, "y_pred": pred}, cases, task="multiclass")
        words = np.array(["c" + str(v) for v in range(k)])
        write(folder, f"words{i}", {"target": words[y], "prediction": words[pred], "w": rng.random(n) + 0.5}, cases,
              task="multiclass", weights="w")
        proba = rng.random((n, k)) ** 2 + (np.arange(k) == y[:, None]) * 0.5
        proba[0] = np.arange(k) == y[0]
        proba /= proba.sum(axis=1, keepdims=True)
        columns = {"y_true": y}
        columns.update({f"prob_{c}": proba[:, c] for c in range(k)})
        write(folder, f"proba{i}", columns, cases, task="multiclass")
    for i, n in enumerate([2, 30, 5000]):
        y = rng.normal(size=n) * 10 ** i
        write(folder, f"amounts{i}", {"actual": y, "predicted": y + rng.normal(size=n)}, cases, task="regression")
        write(folder, f"positive{i}", {"actual": np.exp(y / 10 ** i), "predicted": np.exp(y / 10 ** i) * rng.uniform(0.5, 2, n)},
              cases, task="regression")
        write(folder, f"heavy{i}", {"actual": y, "predicted": y * 0.9, "w": rng.random(n) + 0.1}, cases, task="regression",
              weights="w")
    with open(os.path.join(folder, "cases.json"), "w") as out:
        json.dump(cases, out)


def confusion(y, pred, labels):
    """Rows, also where there are weights."""
    return {"labels": [str(c) for c in labels], "matrix": m.confusion_matrix(y, pred, labels=labels).tolist()}


def by_class(y, pred, labels, w):
    """None where scikit-learn divides 0 by 0, which is where zero_division makes a difference. Support counts rows."""
    zero, one = (m.precision_recall_fscore_support(y, pred, labels=labels, sample_weight=w, zero_division=z) for z in (0, 1))
    support = m.precision_recall_fscore_support(y, pred, labels=labels, zero_division=0)[3]
    return [{"label": str(c), "support": int(support[i]),
             **{k: float(a[i]) if a[i] == b[i] else None for k, a, b in zip(("precision", "recall", "f1"), zero, one)}}
            for i, c in enumerate(labels)]


def ratio(a, b):
    return a / b if b else None


def decisions(tp, fp, fn, tn):
    """What scikit-learn 1.2.1 has no function for, and its functions by their formulas where 0/0 counts as undefined here."""
    both = tp + fn > 0 and tn + fp > 0
    precision, prevalence = ratio(tp, tp + fp), (tp + fn) / (tp + fp + fn + tn)
    beta = {b: ratio((1 + b * b) * tp, (1 + b * b) * tp + b * b * fn + fp) for b in (0.5, 2)}
    return {"npv": ratio(tn, tn + fn), "fpr": ratio(fp, fp + tn), "fnr": ratio(fn, fn + tp), "f0_5": beta[0.5], "f2": beta[2],
            "youden_j": tp / (tp + fn) + tn / (tn + fp) - 1 if both else None,
            "fowlkes_mallows": (precision * tp / (tp + fn)) ** 0.5 if precision is not None and tp + fn else None,
            "jaccard": ratio(tp, tp + fp + fn), "prevalence": prevalence,
            "lift": precision / prevalence if precision is not None and prevalence else None,
            "lr_positive": ratio(tp / (tp + fn), fp / (fp + tn)) if both else None,
            "lr_negative": ratio(fn / (tp + fn), tn / (fp + tn)) if both else None,
            "diagnostic_odds_ratio": ratio(tp * tn, fp * fn), "cost": (fp + fn) / (tp + fp + fn + tn)}


def calibration(y, s, w):
    """Over ten bins of equal width, [low, high), the last with its end."""
    keys = ("ece", "mce", "brier_reliability", "brier_resolution", "brier_uncertainty", "brier_skill")
    if s is None or s.min() < 0 or s.max() > 1:
        return dict.fromkeys(keys)
    w = np.ones(len(y)) if w is None else w
    bins = np.searchsorted(np.arange(1, 10) / 10, s, side="right")
    share = np.average(y, weights=w)
    parts = [(w[bins == k].sum() / w.sum(), np.average(s[bins == k], weights=w[bins == k]),
              np.average(y[bins == k], weights=w[bins == k])) for k in range(10) if (bins == k).any()]
    uncertainty = share * (1 - share)
    skill = 1 - m.brier_score_loss(y, s, pos_label=1, sample_weight=w) / uncertainty if 0 < share < 1 else None
    return dict(zip(keys, (sum(n * abs(o - f) for n, f, o in parts), max(abs(o - f) for n, f, o in parts),
                           sum(n * (f - o) ** 2 for n, f, o in parts), sum(n * (o - share) ** 2 for n, f, o in parts),
                           uncertainty, skill)))


def binary(t, case, w):
    y = t["y_true"].to_numpy()
    s = t["y_score"].to_numpy() if "y_score" in t else None
    pred = t["y_pred"].to_numpy() if "y_pred" in t else (s >= case.get("threshold", 0.5)).astype(int)
    tn, fp, fn, tp = m.confusion_matrix(y, pred, labels=[0, 1], sample_weight=w).ravel()
    both = len(set(y)) == 2
    out = {"accuracy": m.accuracy_score(y, pred, sample_weight=w),
           "precision": m.precision_score(y, pred, sample_weight=w) if tp + fp else None,
           "recall": m.recall_score(y, pred, sample_weight=w) if tp + fn else None,
           "specificity": m.recall_score(y, pred, pos_label=0, sample_weight=w) if tn + fp else None,
           "f1": m.f1_score(y, pred, sample_weight=w) if tp + fp + fn else None,
           "balanced_accuracy": m.balanced_accuracy_score(y, pred, sample_weight=w),
           "mcc": m.matthews_corrcoef(y, pred, sample_weight=w) if both and len(set(pred)) == 2 else None,
           "mse": m.mean_squared_error(y, pred, sample_weight=w),
           "rmse": m.mean_squared_error(y, pred, sample_weight=w, squared=False),
           "mae": m.mean_absolute_error(y, pred, sample_weight=w),
           "kappa": m.cohen_kappa_score(y, pred, sample_weight=w) if len(set(y) | set(pred)) == 2 else None,
           **decisions(tp, fp, fn, tn), **calibration(y, s, w)}
    curves = {"confusion": confusion(y, pred, [0, 1])}
    probabilities = s is not None and s.min() >= 0 and s.max() <= 1
    out["log_loss"] = m.log_loss(y, s, labels=[0, 1], sample_weight=w) if probabilities else None
    out["brier"] = m.brier_score_loss(y, s, pos_label=1, sample_weight=w) if probabilities else None
    out["roc_auc"] = m.roc_auc_score(y, s, sample_weight=w) if s is not None and both else None
    out["average_precision"] = m.average_precision_score(y, s, sample_weight=w) if s is not None and y.any() else None
    out.update(dict.fromkeys(("ks", "partial_auc", "pr_auc")))
    if s is not None and both:
        out["partial_auc"] = m.roc_auc_score(y, s, sample_weight=w, max_fpr=0.1)
        fpr, tpr, threshold = m.roc_curve(y, s, drop_intermediate=False, sample_weight=w)
        out["ks"] = np.abs(tpr - fpr).max()
        curves["roc"] = [threshold[1:].tolist(), fpr[1:].tolist(), tpr[1:].tolist()]
    if s is not None and y.any():
        precision, recall, threshold = m.precision_recall_curve(y, s, sample_weight=w)
        out["pr_auc"] = m.auc(recall, precision)
        curves["pr"] = [threshold[::-1].tolist(), recall[:-1][::-1].tolist(), precision[:-1][::-1].tolist()]
    return out, curves


def multiclass(t, case, w):
    y = t["y_true" if "y_true" in t else "target"].to_numpy()
    scores = dict.fromkeys(("log_loss", "roc_auc_ovr", "roc_auc_ovr_weighted", "roc_auc_ovo", "top_2_accuracy",
                            "top_3_accuracy", "top_5_accuracy"))
    names = [c for c in t.columns if c.startswith("prob_")]
    if names:
        proba = t[names].to_numpy()
        pred = proba.argmax(axis=1)
        labels = range(len(names))
        scores["log_loss"] = m.log_loss(y, proba, labels=labels)
        scores.update({f"top_{k}_accuracy": m.top_k_accuracy_score(y, proba, k=k, labels=labels)
                       for k in (2, 3, 5) if k < len(names)})
        scores["roc_auc_ovo"] = m.roc_auc_score(y, proba, multi_class="ovo", labels=labels)
        if len(set(y)) == len(names):
            scores["roc_auc_ovr"] = m.roc_auc_score(y, proba, multi_class="ovr")
            scores["roc_auc_ovr_weighted"] = m.roc_auc_score(y, proba, multi_class="ovr", average="weighted")
    else:
        pred = t["y_pred" if "y_pred" in t else "prediction"].to_numpy()
    labels = range(len(names)) if names else np.union1d(y, pred)
    mean = {k: dict(zip(("precision", "recall", "f1"), m.precision_recall_fscore_support(y, pred, average=k, sample_weight=w)))
            for k in ("macro", "micro", "weighted")}
    return {"accuracy": m.accuracy_score(y, pred, sample_weight=w),
            "balanced_accuracy": m.balanced_accuracy_score(y, pred, sample_weight=w),
            "mcc": m.matthews_corrcoef(y, pred, sample_weight=w),
            "kappa": m.cohen_kappa_score(y, pred, sample_weight=w),
            "jaccard_macro": m.jaccard_score(y, pred, average="macro", sample_weight=w),
            **{f"{key}_{k}": mean[k][key] for k in mean for key in mean[k] if key != "support"}, **scores}, {"confusion": confusion(y, pred, labels), "per_class": by_class(y, pred, labels, w)}


def correlation(a, b, w):
    covariance = np.cov(a, b, aweights=w)
    return covariance[0, 1] / (covariance[0, 0] * covariance[1, 1]) ** 0.5


def mid_ranks(a, w):
    """Ranks under weights: what lies below, and half of what ties."""
    return np.array([w[a < v].sum() + w[a == v].sum() / 2 for v in a])


def regression(t, case, w):
    y, p = t["actual"].to_numpy(), t["predicted"].to_numpy()
    ones = np.ones(len(y)) if w is None else w
    mse = m.mean_squared_error(y, p, sample_weight=w)
    logs = min(y.min(), p.min()) >= 0
    out = {"mse": mse, "rmse": mse ** 0.5, "mae": m.mean_absolute_error(y, p, sample_weight=w),
           "r2": m.r2_score(y, p, sample_weight=w), "median_ae": m.median_absolute_error(y, p, sample_weight=w),
           "mape": m.mean_absolute_percentage_error(y, p, sample_weight=w) if (y != 0).all() else None,
           "msle": m.mean_squared_log_error(y, p, sample_weight=w) if logs else None,
           "rmsle": m.mean_squared_log_error(y, p, sample_weight=w, squared=False) if logs else None,
           "explained_variance": m.explained_variance_score(y, p, sample_weight=w), "max_error": m.max_error(y, p),
           "bias": np.average(p - y, weights=w), "d2_absolute": m.d2_absolute_error_score(y, p, sample_weight=w),
           "pearson": correlation(y, p, w), "spearman": correlation(mid_ranks(y, ones), mid_ranks(p, ones), w)}
    out.update({f"pinball_{round(100 * a)}": m.mean_pinball_loss(y, p, alpha=a, sample_weight=w) for a in (0.1, 0.5, 0.9)})
    return out, {}


def judge(folder):
    out = {}
    with open(os.path.join(folder, "cases.json")) as cases:
        for case in json.load(cases):
            table = pd.read_csv(os.path.join(folder, case["name"] + ".csv"), float_precision="round_trip")
            w = table[case["weights"]].to_numpy() if "weights" in case else None
            metrics, curves = {"binary": binary, "multiclass": multiclass, "regression": regression}[case["task"]](table, case, w)
            out[case["name"]] = {"metrics": {k: None if v is None else float(v) for k, v in metrics.items()}, **curves}
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(out, file)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]))
    else:
        judge(sys.argv[2])

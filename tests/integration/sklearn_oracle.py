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
           "mae": m.mean_absolute_error(y, pred, sample_weight=w)}
    curves = {"confusion": confusion(y, pred, [0, 1])}
    probabilities = s is not None and s.min() >= 0 and s.max() <= 1
    out["log_loss"] = m.log_loss(y, s, labels=[0, 1], sample_weight=w) if probabilities else None
    out["brier"] = m.brier_score_loss(y, s, pos_label=1, sample_weight=w) if probabilities else None
    out["roc_auc"] = m.roc_auc_score(y, s, sample_weight=w) if s is not None and both else None
    out["average_precision"] = m.average_precision_score(y, s, sample_weight=w) if s is not None and y.any() else None
    if s is not None and both:
        fpr, tpr, threshold = m.roc_curve(y, s, drop_intermediate=False, sample_weight=w)
        curves["roc"] = [threshold[1:].tolist(), fpr[1:].tolist(), tpr[1:].tolist()]
    if s is not None and y.any():
        precision, recall, threshold = m.precision_recall_curve(y, s, sample_weight=w)
        curves["pr"] = [threshold[::-1].tolist(), recall[:-1][::-1].tolist(), precision[:-1][::-1].tolist()]
    return out, curves


def multiclass(t, case, w):
    y = t["y_true" if "y_true" in t else "target"].to_numpy()
    loss = None
    names = [c for c in t.columns if c.startswith("prob_")]
    if names:
        proba = t[names].to_numpy()
        pred = proba.argmax(axis=1)
        loss = m.log_loss(y, proba, labels=range(len(names)))
    else:
        pred = t["y_pred" if "y_pred" in t else "prediction"].to_numpy()
    labels = range(len(names)) if names else np.union1d(y, pred)
    mean = {k: dict(zip(("precision", "recall", "f1"), m.precision_recall_fscore_support(y, pred, average=k, sample_weight=w)))
            for k in ("macro", "micro", "weighted")}
    return {"accuracy": m.accuracy_score(y, pred, sample_weight=w),
            "balanced_accuracy": m.balanced_accuracy_score(y, pred, sample_weight=w),
            "mcc": m.matthews_corrcoef(y, pred, sample_weight=w),
            "precision_macro": mean["macro"]["precision"], "recall_macro": mean["macro"]["recall"],
            "f1_macro": mean["macro"]["f1"], "f1_micro": mean["micro"]["f1"], "f1_weighted": mean["weighted"]["f1"],
            "log_loss": loss}, {"confusion": confusion(y, pred, labels), "per_class": by_class(y, pred, labels, w)}


def regression(t, case, w):
    y, p = t["actual"].to_numpy(), t["predicted"].to_numpy()
    mse = m.mean_squared_error(y, p, sample_weight=w)
    return {"mse": mse, "rmse": mse ** 0.5, "mae": m.mean_absolute_error(y, p, sample_weight=w),
            "r2": m.r2_score(y, p, sample_weight=w)}, {}


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

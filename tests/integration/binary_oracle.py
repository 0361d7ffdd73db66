"""Random binary data with what scikit-learn 1.2.1, SciPy and plain NumPy say of them: the oracle of tst_binary_sklearn.

usage: binary_oracle.py SEED CASES   prints one JSON object a line; undefined figures are null
"""
import json
import sys
import warnings
from fractions import Fraction

import numpy as np
import sklearn.metrics as m
from scipy import stats
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
LEVEL = 0.9
COST_FP, COST_FN = 3.0, 7.5


def draw(rng, i):
    """(labels, scores, second model's scores, weights or None)"""
    n = int(rng.choice([1, 2, 3, 5, 10, 30, 100, 300, 1000, 2000], p=[.05, .07, .08, .1, .15, .15, .15, .13, .07, .05]))
    share = rng.choice([0.0, 0.003, 0.1, 0.5, 0.9, 0.997, 1.0], p=[.05, .1, .2, .35, .15, .1, .05])
    y = (rng.random(n) < share).astype(int)
    signal = rng.choice([0.0, 1.0, 8.0, -2.0])
    raw = rng.normal(size=n) + signal * y
    other = 0.5 * raw + rng.normal(size=n)
    kind = i % 8
    s = {0: raw, 1: 1 / (1 + np.exp(-raw)), 2: np.round(1 / (1 + np.exp(-raw)), 1), 3: np.full(n, 0.25),
         4: np.exp(raw * 40), 5: np.clip(np.round(raw), 0, 1), 6: rng.choice([-0.0, 0.0, 1e-308, 1.0], n),
         7: np.float32(1 / (1 + np.exp(-raw))).astype(float)}[kind]
    w = None if i % 3 else np.exp(rng.normal(size=n)) * 10.0 ** rng.integers(-3, 4)
    return y, s, np.round(other, 1), w


def number(value):
    return None if value is None or not np.isfinite(value) else float(value)


def numbers(values):
    return [float(v) for v in values]


def divide(a, b):
    return a / b if b else None


def decision(y, s, w, threshold):
    """Figures of one threshold; None where scikit-learn would divide by 0."""
    d = (s >= threshold).astype(int)
    tn, fp, fn, tp = m.confusion_matrix(y, d, labels=[0, 1], sample_weight=w).ravel()
    rows = m.confusion_matrix(y, d, labels=[0, 1]).ravel()
    p, n, found, left = rows[2] + rows[3], rows[0] + rows[1], rows[1] + rows[3], rows[0] + rows[2]
    k = {"sample_weight": w}
    some = p or rows[1]
    precision, recall = m.precision_score(y, d, **k), m.recall_score(y, d, **k)
    both = p and n and found and left
    ratios = m.class_likelihood_ratios(y, d, **k) if both and rows[1] and rows[0] else None
    return {"threshold": float(threshold), "tp": tp, "fp": fp, "tn": tn, "fn": fn,
            "accuracy": m.accuracy_score(y, d, **k), "precision": precision if found else None,
            "recall": recall if p else None, "specificity": m.recall_score(y, d, pos_label=0, **k) if n else None,
            "f1": m.f1_score(y, d, **k) if some else None, "f2": m.fbeta_score(y, d, beta=2, **k) if some else None,
            "f0.5": m.fbeta_score(y, d, beta=0.5, **k) if some else None,
            "balanced_accuracy": m.balanced_accuracy_score(y, d, **k),
            "mcc": m.matthews_corrcoef(y, d, **k) if both else None,
            "kappa": number(m.cohen_kappa_score(y, d, **k)) if (p or found) and (n or left) else None,
            "jaccard": m.jaccard_score(y, d, **k) if some else None,
            "npv": m.precision_score(y, d, pos_label=0, **k) if left else None,
            "fpr": 1 - m.recall_score(y, d, pos_label=0, **k) if n else None, "fnr": 1 - recall if p else None,
            "youden_j": m.balanced_accuracy_score(y, d, adjusted=True, **k) if p and n else None,
            "prevalence": (tp + fn) / (tp + fp + tn + fn),
            "lr_plus": number(ratios[0]) if ratios else "skip", "lr_minus": number(ratios[1]) if ratios else "skip",
            "dor": divide(tp * tn, fp * fn), "fowlkes_mallows": np.sqrt(precision * recall) if p and found else None,
            "lift": precision / ((tp + fn) / (tp + fp + tn + fn)) if p and found else None,
            "cost": (fp * COST_FP + fn * COST_FN) / (tp + fp + tn + fn)}


def score_curves(y, s, w):
    weights = np.ones(len(y)) if w is None else w
    both = 0 < y.sum() < len(y)
    out = {"roc_auc": m.roc_auc_score(y, s, sample_weight=w) if both else None,
           "partial_auc": m.roc_auc_score(y, s, sample_weight=w, max_fpr=0.3) if both else None,
           "average_precision": None, "pr_auc": None}
    if both:
        fpr, tpr, thr = m.roc_curve(y, s, drop_intermediate=False, sample_weight=w)
        out["roc"] = [numbers(thr[1:]), numbers(fpr), numbers(tpr)]
        j = tpr - fpr
        out["youden"] = max(j)
        out["ks"] = max(abs(j))
        if w is None:
            assert abs(out["ks"] - stats.ks_2samp(s[y == 1], s[y == 0], method="asymp").statistic) < 1e-12
        dfpr, dfnr, dthr = m.det_curve(y, s, sample_weight=w)
        out["det"] = [numbers(dthr), numbers(dfpr), numbers(dfnr)]
    if y.any():
        precision, recall, thr = m.precision_recall_curve(y, s, sample_weight=w)
        out["pr"] = [numbers(thr[::-1]), numbers(recall[:-1][::-1]), numbers(precision[:-1][::-1])]
        out["average_precision"] = m.average_precision_score(y, s, sample_weight=w)
        out["pr_auc"] = m.auc(recall, precision)
        distinct = np.unique(s)[::-1]
        share = np.array([weights[s >= t].sum() for t in distinct]) / weights.sum()
        found = np.array([weights[(s >= t) & (y == 1)].sum() for t in distinct]) / weights[y == 1].sum()
        f1 = 2 * found / (1 + share * weights.sum() / weights[y == 1].sum())
        if len(distinct) < 40:
            np.testing.assert_allclose(f1, [m.f1_score(y, s >= t, sample_weight=w) for t in distinct], atol=1e-12)
        out["gain"] = [numbers(distinct), [0.0] + numbers(share), [0.0] + numbers(found)]
        out["lift"] = numbers(found / share)
        out["best_f1"] = max(f1)
    all_thresholds = np.concatenate([[np.inf], np.unique(s)])
    out["best_cost"] = min((weights[(s >= t) & (y == 0)].sum() * COST_FP + weights[(s < t) & (y == 1)].sum() * COST_FN)
                           for t in all_thresholds) / weights.sum()
    return out


def delong(y, models, w):
    """Placements by comparing every positive with every negative."""
    w = np.ones(len(y)) if w is None else w
    wp, wn = w[y == 1], w[y == 0]
    auc, v10, v01 = [], [], []
    for s in models:
        a, b = s[y == 1][:, None], s[y == 0][None, :]
        psi = (a > b) + 0.5 * (a == b)
        v10.append(psi @ wn / wn.sum())
        v01.append(wp @ psi / wp.sum())
        auc.append(wp @ psi @ wn / wp.sum() / wn.sum())
    out = {"auc": numbers(auc), "cov": None}
    if len(wp) > 1 and len(wn) > 1:
        cov = np.zeros((2, 2))
        for v, x in ((v10, wp), (v01, wn)):
            d = (np.array(v) - np.array(auc)[:, None]) * x
            cov += d @ d.T / x.sum() ** 2 * len(x) / (len(x) - 1)
        difference = auc[0] - auc[1]
        sd = np.sqrt(max(0, cov[0, 0] + cov[1, 1] - 2 * cov[0, 1]))
        z = stats.norm.ppf((1 + LEVEL) / 2)
        out["cov"] = numbers(cov.ravel())
        out["ci"] = numbers(np.clip(auc[0] + np.array([-1, 1]) * z * np.sqrt(cov[0, 0]), 0, 1))
        if sd > 1e-9:
            out["test"] = numbers([difference, difference - z * sd, difference + z * sd, difference / sd,
                                   2 * stats.norm.sf(abs(difference / sd))])
    return out


def reliability(y, p, w, edges, side):
    """Bins of equal width are [low, high) (side "right"), those of equal count (low, high] (side "left")."""
    weights = np.ones(len(y)) if w is None else w
    ids, total = np.searchsorted(edges[1:-1], p, side=side), weights.sum()
    mean = weights @ y / total
    out = {"bins": [], "ece": 0, "mce": 0, "reliability": 0, "resolution": 0, "uncertainty": mean * (1 - mean),
           "within_variance": 0, "within_covariance": 0}
    for k in np.unique(ids):
        x, q, v = y[ids == k], p[ids == k], weights[ids == k]
        f, o, share = np.average(q, weights=v), np.average(x, weights=v), v.sum() / total
        size = v.sum() ** 2 / (v ** 2).sum()
        z = stats.norm.ppf((1 + LEVEL) / 2)
        centre, reach = o + z * z / (2 * size), z * np.sqrt(o * (1 - o) / size + z * z / (4 * size * size))
        low, high = (centre - reach) / (1 + z * z / size), (centre + reach) / (1 + z * z / size)
        out["bins"].append(numbers([f, o, len(x), v.sum(), low, high]))
        out["ece"] += share * abs(f - o)
        out["mce"] = max(out["mce"], abs(f - o))
        out["reliability"] += share * (f - o) ** 2
        out["resolution"] += share * (o - mean) ** 2
        out["within_variance"] += share * np.average((q - f) ** 2, weights=v)
        out["within_covariance"] += share * 2 * np.average((x - o) * (q - f), weights=v)
    return out


def probabilities(y, p, w):
    out = {"log_loss": m.log_loss(y, p, labels=[0, 1], sample_weight=w),
           "brier": m.brier_score_loss(y, p, pos_label=1, sample_weight=w)}
    edges = np.arange(11) / 10
    out["width"] = reliability(y, p, w, edges, "right")
    if w is None and not np.isclose(p[:, None], edges[1:-1]).any():  # calibration_curve has the edges the other way round
        observed, mean = calibration_curve(y, p, n_bins=10, pos_label=1) if len(set(y)) == 2 else (None, None)
        if observed is not None:
            np.testing.assert_allclose([b[:2] for b in out["width"]["bins"]], np.array([mean, observed]).T, atol=1e-12)
    ordered = np.sort(p)
    edges = []
    for i in range(6):
        rank = Fraction(i, 5) * (len(p) - 1)
        at = int(rank)
        edges.append(ordered[at] + (ordered[min(at + 1, len(p) - 1)] - ordered[at]) * float(rank - at))
    out["count"] = reliability(y, p, w, np.array(edges), "left")
    return out


def wilson(rng):
    n = int(rng.integers(1, 3000))
    k, n2 = int(rng.integers(0, n + 1)), int(rng.integers(1, 500))
    k2 = int(rng.integers(0, n2 + 1))
    one, two = (stats.binomtest(a, b).proportion_ci(LEVEL, method="wilson") for a, b in ((k, n), (k2, n2)))
    p, q = k / n, k2 / n2
    return {"k": k, "n": n, "k2": k2, "n2": n2, "ci": [one.low, one.high],
            "difference": [p - q - np.hypot(p - one.low, two.high - q), p - q + np.hypot(one.high - p, q - two.low)]}


def case(rng, i):
    y, s, other, w = draw(rng, i)
    s = s + 0.0
    both = 0 < y.sum() < len(y)
    distinct = np.unique(s)
    picked = np.unique(np.concatenate([rng.choice(distinct, min(4, len(distinct)), replace=False),
                                       [distinct[-1] * 2 + 1, distinct[0] - 1, 0.5]]))
    return {"y": y.tolist(), "s": numbers(s), "other": numbers(other), "w": None if w is None else numbers(w),
            "decisions": [decision(y, s, w, t) for t in picked], "scores": score_curves(y, s, w),
            "delong": delong(y, [s, other], w) if both else None,
            "probabilities": probabilities(y, s, w) if s.min() >= 0 and s.max() <= 1 else None, "wilson": wilson(rng)}


if __name__ == "__main__":
    generator = np.random.default_rng(int(sys.argv[1]))
    for index in range(int(sys.argv[2])):
        print(json.dumps(case(generator, index), default=float))

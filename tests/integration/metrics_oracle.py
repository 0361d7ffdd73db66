"""The oracle of tst_metrics_sklearn: reads cases from standard input (JSON), answers each by scikit-learn 1.2.1, SciPy 1.10 or
the formula of the paper named; null is "undefined". One process for all cases."""
import json
import math
import sys
import warnings

import numpy as np
import scipy.spatial.distance
import scipy.stats as st
import sklearn.metrics as m
from scipy.stats import _resampling

warnings.simplefilter("ignore")
np.seterr(all="ignore")
AVERAGES = ("macro", "micro", "weighted")


def weights(case):
    return np.array(case["w"], float) if case["w"] else None


def prf(y, p, w, average, labels=None):
    precision, recall, f1, _ = m.precision_recall_fscore_support(
        y, p, average=average, sample_weight=w, zero_division=0, labels=labels)
    f2 = m.fbeta_score(y, p, beta=2, average=average, sample_weight=w, zero_division=0, labels=labels)
    jaccard = m.jaccard_score(y, p, average=average, sample_weight=w, zero_division=0, labels=labels)
    return {"precision": precision, "recall": recall, "f1": f1, "f2": f2, "jaccard": jaccard}


def report_rows(y, p, w, labels, prefix, out):
    report = m.classification_report(y, p, labels=labels, output_dict=True, zero_division=0, sample_weight=w)
    for key, row in report.items():
        if key == "accuracy":
            out[prefix + "accuracy"] = row
            continue
        for figure, name in (("precision", "precision"), ("recall", "recall"), ("f1-score", "f1"), ("support", "support")):
            out[f"{prefix}{key} {name}"] = row[figure]


def auc(y, s, w):
    return m.roc_auc_score(y, s, sample_weight=w) if len(set(y)) == 2 else None


def multiclass(case):
    y, p, w = np.array(case["y"]), np.array(case["p"]), weights(case)
    k = case["classes"]
    s = np.array(case["scores"]).T
    several = len(set(y)) > 1
    out = {"accuracy": m.accuracy_score(y, p, sample_weight=w),
           "balanced": m.balanced_accuracy_score(y, p, sample_weight=w),
           "hamming": m.hamming_loss(y, p, sample_weight=w),
           "mcc": m.matthews_corrcoef(y, p, sample_weight=w) if several and len(set(p)) > 1 else None,
           "kappa": m.cohen_kappa_score(y, p, sample_weight=w),
           "kappa linear": m.cohen_kappa_score(y, p, weights="linear", sample_weight=w),
           "kappa quadratic": m.cohen_kappa_score(y, p, weights="quadratic", sample_weight=w)}
    for average in AVERAGES:
        out.update({f"{average} {key}": value for key, value in prf(y, p, w, average).items()})
    for by, name in (("true", "actual"), ("pred", "predicted"), ("all", "all")):
        cells = m.confusion_matrix(y, p, labels=range(k), sample_weight=w).astype(float)
        axis = {"true": 1, "pred": 0, "all": None}[by]
        with np.errstate(all="ignore"):
            cells = cells / cells.sum(axis=axis, keepdims=axis is not None)
        official = m.confusion_matrix(y, p, labels=range(k), sample_weight=w, normalize=by)
        assert np.allclose(np.nan_to_num(cells), official)
        out.update({f"{name} {i}": v for i, v in enumerate(cells.ravel())})
    report_rows(y, p, w, None, "report ", out)
    report_rows(y, p, w, case["listed"], "listed ", out)
    for top in (1, 2, 3, k):
        out[f"top{top}"] = m.top_k_accuracy_score(y, s, k=top, labels=range(k), sample_weight=w)
    every = len(set(y)) == k
    rest = [auc(y == c, s[:, c], w) for c in range(k)]
    out.update({f"ovr {c}": rest[c] for c in range(k)})
    for average in ("macro", "weighted"):
        out["ovr " + average] = m.roc_auc_score(
            y, s, multi_class="ovr", average=average, sample_weight=w, labels=range(k)) if every else None
    areas, shares = [], []
    for a in range(k):
        for b in range(a + 1, k):
            rows = (y == a) | (y == b)
            v = None if w is None else w[rows]
            one, other = auc(y[rows] == a, s[rows, a], v), auc(y[rows] == b, s[rows, b], v)
            if one is not None:
                areas.append((one + other) / 2)
                shares.append(rows.sum() if v is None else v.sum())
    out["ovo macro"] = np.mean(areas) if areas else None
    out["ovo weighted"] = np.average(areas, weights=shares) if areas else None
    if every and w is None:
        for average in ("macro", "weighted"):
            official = m.roc_auc_score(y, s, multi_class="ovo", average=average, labels=range(k))
            assert abs(out["ovo " + average] - official) < 1e-12
    return out


def multilabel(case):
    k, w = case["labels"], weights(case)
    y, p = (np.array(case[c]).reshape(-1, k) for c in ("y", "p"))
    s = np.array(case["scores"]).reshape(-1, k)
    out = {"subset": m.accuracy_score(y, p, sample_weight=w), "hamming": m.hamming_loss(y, p, sample_weight=w)}
    for average in ("samples", *AVERAGES):
        figures = prf(y, p, w, average)
        del figures["f2"]
        hit, predicted, actual = (y & p).sum(), p.sum(), y.sum()
        if average == "weighted" and actual == 0:
            figures = dict.fromkeys(figures)
        if average == "micro":
            for key, divisor in (("precision", predicted), ("recall", actual), ("f1", predicted + actual),
                                 ("jaccard", predicted + actual - hit)):
                figures[key] = figures[key] if divisor else None
        out.update({f"{average} {key}": value for key, value in figures.items()})
    out["lrap"] = m.label_ranking_average_precision_score(y, s, sample_weight=w)
    out["coverage"] = m.coverage_error(y, s, sample_weight=w)
    out["loss"] = m.label_ranking_loss(y, s, sample_weight=w)
    return out


def ranking(case):
    rel, s, start, k, w = np.array(case["relevance"]), np.array(case["s"]), case["start"], case["k"], weights(case)
    rows = []
    for a, b in zip(start[:-1], start[1:]):
        r, q = rel[a:b], s[a:b]
        cut = k or len(r)
        rank = math.inf
        if (r > 0).any():
            best = q[r > 0].max()
            rank = (q > best).sum() + ((q == best) & (r <= 0)).sum() + 1
        rows.append([m.dcg_score([r], [q], k=cut) if len(r) > 1 else r[0],
                     m.ndcg_score([r], [q], k=cut) if len(r) > 1 else float(r[0] > 0),
                     1 / rank, float(rank <= cut),
                     m.average_precision_score(r > 0, q) if (r > 0).any() else math.nan])
    rows = np.array(rows)
    with_relevant = ~np.isnan(rows[:, 4])
    out = dict(zip(("dcg", "ndcg", "mrr", "hit"), np.average(rows[:, :4], axis=0, weights=w)))
    out["map"] = np.average(rows[with_relevant, 4], weights=None if w is None else w[with_relevant]) \
        if with_relevant.any() else None
    return out


def correlation(a, b, w):
    if len(a) < 2 or len(set(a)) == 1 or len(set(b)) == 1:
        return None
    cov = np.cov(a, b, aweights=w, ddof=0)
    return cov[0, 1] / math.sqrt(cov[0, 0] * cov[1, 1])


def regression(case):
    y, p, w = np.array(case["y"]), np.array(case["p"]), weights(case)
    few, same = len(y) < 2, len(set(y)) == 1
    negative = (y < 0).any() or (p < 0).any()
    out = {"mse": m.mean_squared_error(y, p, sample_weight=w),
           "rmse": m.mean_squared_error(y, p, sample_weight=w, squared=False),
           "mae": m.mean_absolute_error(y, p, sample_weight=w),
           "r2": None if same else m.r2_score(y, p, sample_weight=w),
           "medianAe": m.median_absolute_error(y, p, sample_weight=w),
           "mape": None if (y == 0).any() else m.mean_absolute_percentage_error(y, p, sample_weight=w),
           "msle": None if negative else m.mean_squared_log_error(y, p, sample_weight=w),
           "rmsle": None if negative else m.mean_squared_log_error(y, p, sample_weight=w, squared=False),
           "explained": None if same else m.explained_variance_score(y, p, sample_weight=w),
           "maxError": m.max_error(y, p), "bias": np.average(p - y, weights=w)}
    for a in (0.05, 0.5, 0.9):
        out[f"pinball {a}"] = m.mean_pinball_loss(y, p, alpha=a, sample_weight=w)
        own = m.mean_pinball_loss(y, np.full(len(y), (np.percentile(y, a * 100) if w is None else m._regression.
                                                      _weighted_percentile(y, w, a * 100))), alpha=a, sample_weight=w)
        out[f"d2 {a}"] = None if few or own == 0 else m.d2_pinball_score(y, p, alpha=a, sample_weight=w)
    out["d2Absolute"] = out["d2 0.5"]
    out["pearson"] = correlation(y, p, w)
    if w is None:
        out["spearman"] = None if out["pearson"] is None else st.spearmanr(y, p)[0]
    else:  # a row of weight w is w equal rows; the weights here are whole
        times = w.astype(int)
        ranks = (st.rankdata(np.repeat(v, times)) for v in (y, p))
        out["spearman"] = None if out["pearson"] is None else np.corrcoef(*ranks)[0, 1]
    low, high = p - case["half"], p + case["half"]
    out["coverage"] = np.average((y >= low) & (y <= high), weights=w)
    out["below"], out["above"] = np.average(y < low, weights=w), np.average(y > high, weights=w)
    out["width"] = np.average(high - low, weights=w)
    for q in (0, 0.1, 0.5, 0.77, 1):
        out[f"residual {q}"] = np.quantile(p - y, q) if w is None else m._regression._weighted_percentile(p - y, w, q * 100)
    return out


def language(case):
    n, c, w = np.array(case["n"]), np.array(case["c"]), weights(case)
    out = {}
    for k in (1, 5, 10):  # the estimator printed in Chen et al., figure 3
        each = [1.0 if a - b < k else 1.0 - np.prod(1.0 - k / np.arange(a - b + 1, a + 1)) for a, b in zip(n, c) if a >= k]
        out[f"pass@{k}"] = np.mean(each) if each else None
    v = np.array(case["v"])
    out["mean"] = np.average(v, weights=w)
    if w is None:
        out["error"] = v.std(ddof=1) / math.sqrt(len(v)) if len(v) > 1 else None
    return out


def psi(a, b, edges):
    p, q = (np.maximum(np.histogram(v, edges)[0] / len(v), 1e-4) for v in (a, b))
    return float(((q - p) * np.log(q / p)).sum())


def drift(case):
    a, b = np.array(case["a"]), np.array(case["b"])
    wa, wb = (np.array(case[c]) if case[c] else None for c in ("wa", "wb"))
    out = {"wasserstein": st.wasserstein_distance(a, b, wa, wb)}
    if wa is None:
        out["ks"], out["p"] = st.ks_2samp(a, b, method="auto")
        if len(set(a)) > 1:
            edges = np.unique(np.r_[-np.inf, np.quantile(a, np.arange(1, 10) / 10), np.inf])
            out["psi"] = psi(a, b, edges)
            out["js"] = scipy.spatial.distance.jensenshannon(*(np.histogram(v, edges)[0] for v in (a, b)), base=2)
    else:  # a weighted distribution function
        at = np.unique(np.r_[a, b])
        shares = [np.array([w[v <= x].sum() for x in at]) / w.sum() for v, w in ((a, wa), (b, wb))]
        out["ks"] = abs(shares[0] - shares[1]).max()
        rows = [w.sum() ** 2 / (w ** 2).sum() for w in (wa, wb)]
        out["p"] = st.kstwo.sf(out["ks"], max(1, np.round(rows[0] * rows[1] / sum(rows))))
    p, q = np.array(case["counts"]), np.array(case["others"])
    out["category js"] = scipy.spatial.distance.jensenshannon(p, q, base=2)
    table = np.array([p, q])[:, (p + q) > 0]
    out["chi2"], out["chi2 p"], out["degrees"], _ = st.chi2_contingency(table, correction=False) \
        if table.shape[1] > 1 else (None, None, None, None)
    return out


def holm(p):
    order = np.argsort(p, kind="stable")
    out = np.empty(len(p))
    out[order] = np.minimum(1, np.maximum.accumulate(np.array(p)[order] * (len(p) - np.arange(len(p)))))
    return out


def significance(case):
    b, c = case["b"], case["c"]
    out = {}
    if b + c < 25:
        out["mcnemar"], out["mcnemar p"] = min(b, c), st.binomtest(b, b + c).pvalue if b + c else 1
    else:
        out["mcnemar"] = max(0, abs(b - c) - 1) ** 2 / (b + c)
        out["mcnemar p"] = st.chi2.sf(out["mcnemar"], 1)
    out.update({f"holm {i}": v for i, v in enumerate(holm(case["ps"]))})
    x, y = np.array(case["x"]), np.array(case["y"])
    t = st.ttest_ind(x, y, equal_var=False)
    out["t"], out["t p"] = t
    k1, n1, k2, n2 = case["shares"]
    chi2, p, _, _ = st.chi2_contingency([[k1, n1 - k1], [k2, n2 - k2]], correction=False)
    out["z2"], out["z p"] = chi2, p
    return out


def kolmogorov(case):
    return {"tail": st.kstwo.sf(case["d"], case["n"]), "one-sided": st.ksone.sf(case["d"], case["n"])}


STATISTICS = {"mean": lambda x, axis=-1: np.mean(x, axis=axis), "std": lambda x, axis=-1: np.std(x, axis=axis),
              "third": lambda x, axis=-1: np.mean(x ** 3, axis=axis)}


def bca(case):
    """The interval of given draws, by SciPy's own private function: no resampling takes place."""
    x, draws, f = np.array(case["x"]), np.array(case["draws"]), STATISTICS[case["statistic"]]
    low, high = _resampling._bca_interval((x,), f, axis=-1, alpha=0.025, theta_hat_b=draws, batch=None)[:2]
    return {"low": np.percentile(draws, low * 100), "high": np.percentile(draws, high * 100)}


def bootstrap(case):
    x, f = np.array(case["x"]), STATISTICS[case["statistic"]]
    r = st.bootstrap((x,), f, n_resamples=20000, method="BCa", random_state=7, vectorized=True, batch=1000)
    return {"low": r.confidence_interval.low, "high": r.confidence_interval.high, "error": r.standard_error}


def number(value):
    value = None if value is None else float(value)
    return None if value is None or math.isnan(value) else value


def main():
    kinds = {f.__name__: f for f in (multiclass, multilabel, ranking, regression, language, drift, significance, kolmogorov, bca,
                                     bootstrap)}
    answers = [{key: number(value) for key, value in kinds[case["kind"]](case).items()} for case in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


main()

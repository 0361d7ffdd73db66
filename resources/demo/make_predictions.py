#!/usr/bin/python3
"""Makes the demo's prediction logs: real models, fitted on scikit-learn's bundled data sets.

Every row is predicted by a model that did not see it (cross-validation). Run in this folder; needs Debian 12's
python3-sklearn (1.2.1). The output is deterministic and committed, so the program itself needs neither.

  tumours.csv   binary      breast cancer, malignant or benign, from three cheap measurements only; in shuffled order,
                            its times spread over the simulated hour of simulate_serving.py
  digits.csv    multi-class handwritten digits 0-9, from the first eight principal components
  diabetes.csv  regression  disease progression after one year
"""
import csv
import random

from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 7
START, HOUR = 1767225600, 3600  # as in simulate_serving.py


def write(name, header, rows):
    with open(name, "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def tumours():
    data = load_breast_cancer()
    names = list(data.feature_names)
    # With all 30 measurements both models are almost perfect and nothing is left to see.
    x = data.data[:, [names.index("mean texture"), names.index("mean smoothness"), names.index("mean symmetry")]]
    y = (data.target == 0).astype(int)
    folds = StratifiedKFold(10, shuffle=True, random_state=SEED)
    logistic = make_pipeline(StandardScaler(), LogisticRegression())
    forest = RandomForestClassifier(400, min_samples_leaf=4, random_state=SEED)
    scores = [cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1] for model in (logistic, forest)]
    order = list(range(len(y)))
    random.Random(SEED).shuffle(order)
    write("tumours.csv", ["time", "id", "label", "logistic_proba", "forest_proba"],
          ([START + n * (HOUR - 5) // (len(y) - 1), i + 1, y[i], f"{scores[0][i]:.6f}", f"{scores[1][i]:.6f}"]
           for n, i in enumerate(order)))


def digits():
    data = load_digits()
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
    model = make_pipeline(StandardScaler(), PCA(8, random_state=SEED), LogisticRegression(max_iter=2000))
    proba = cross_val_predict(model, data.data, data.target, cv=folds, method="predict_proba")
    write("digits.csv", ["id", "label", "prediction"] + [f"prob_{k}" for k in range(10)],
          ([i, label, row.argmax()] + [f"{p:.6f}" for p in row] for i, (label, row) in enumerate(zip(data.target, proba), 1)))


def diabetes():
    data = load_diabetes()
    model = RandomForestRegressor(400, min_samples_leaf=4, random_state=SEED)
    predicted = cross_val_predict(model, data.data, data.target, cv=KFold(10, shuffle=True, random_state=SEED))
    write("diabetes.csv", ["id", "actual", "prediction"],
          ([i, f"{a:.1f}", f"{p:.3f}"] for i, (a, p) in enumerate(zip(data.target, predicted), 1)))


if __name__ == "__main__":
    tumours()
    digits()
    diabetes()

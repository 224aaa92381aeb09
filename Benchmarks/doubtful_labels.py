"""Doubtful labels: the vote of neighbours beside cleanlab, with labels that were flipped on purpose.

    python Benchmarks/doubtful_labels.py STORE.h5 [DRAWS]

STORE.h5 is written by `extract` over a folder of folders (such as cat/ and dog/). Of the labels 5 %
are changed to another class, by a seed, in each draw; the score of a row is 1 less the probability
of its given label. Compared by the area under the ROC curve (mean, least and most over the draws):

- vote: 20 nearest neighbours of the `final` class token, weights exp(cosine / 0.07), the row left
  out. This is `labelDisagreements` of Findings, in numpy.
- cleanlab's `get_label_quality_scores` (self confidence) on probabilities out of sample, five
  folds: scikit-learn's 20 nearest neighbours, and its logistic regression; and how many of the
  flipped `find_label_issues` lists, with its precision.

Written with cleanlab 2.9.0, scikit-learn 1.9.1, numpy 2.4.6, h5py 3.16.0.
"""

import sys
import warnings

import h5py
import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import normalize


def vote(x, labels, classes):
    cosine = x @ x.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1, kind="stable")[:, :20]
    weights = np.exp(np.take_along_axis(cosine, nearest, 1) / 0.07)
    shares = np.stack([(weights * (labels[nearest] == c)).sum(1) for c in range(classes)], 1)
    return shares / shares.sum(1, keepdims=True)


def main():
    warnings.simplefilter("ignore")
    with h5py.File(sys.argv[1]) as file:
        x = normalize(file["layers/final/class"][:].astype(np.float64))
        truth = file["images/label"][:].astype(int)
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    classes, n = truth.max() + 1, len(truth)
    areas, found = {}, {}
    for seed in range(draws):
        chance = np.random.default_rng(seed)
        flipped = np.zeros(n, bool)
        flipped[chance.choice(n, round(0.05 * n), replace=False)] = True
        other = (truth + chance.integers(1, classes, n)) % classes
        labels = np.where(flipped, other, truth)
        folds = StratifiedKFold(5, shuffle=True, random_state=seed)
        models = {
            "kNN": KNeighborsClassifier(20, weights=lambda d: np.exp((1 - d * d / 2) / 0.07)),
            "logistic": LogisticRegression(C=10, max_iter=5000),
        }
        p = vote(x, labels, classes)
        areas.setdefault("vote", []).append(
            roc_auc_score(flipped, 1 - p[np.arange(n), labels]))
        for name, model in models.items():
            p = cross_val_predict(model, x, labels, cv=folds, method="predict_proba")
            quality = get_label_quality_scores(labels, p)
            areas.setdefault(f"cleanlab, {name}", []).append(roc_auc_score(flipped, 1 - quality))
            issues = find_label_issues(labels, p)
            found.setdefault(name, []).append(
                (issues[flipped].mean(), flipped[issues].mean() if issues.any() else 1))
    for name, values in areas.items():
        print(f"{name}: AUROC {np.mean(values):.4f} ({min(values):.4f} ... {max(values):.4f})")
    for name, values in found.items():
        recall, precision = np.mean(values, 0)
        print(f"find_label_issues, {name}: recall {recall:.3f}, precision {precision:.3f}")


if __name__ == "__main__":
    main()

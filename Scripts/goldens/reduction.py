"""Golden values for the tests of PCA, Neighbors and Clustering.

    python Scripts/goldens/reduction.py

prints them. The data come from the counter generator of Dense/Random.swift, so that both languages
have the same. Packages: Scripts/requirements.txt.
"""

import sys
from pathlib import Path

import numpy as np
import scipy.stats
from sklearn import metrics
from sklearn.manifold import trustworthiness
from sklearn.neighbors import KNeighborsClassifier

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import bits, uniform  # noqa: E402


def steep_rows(n, d, mean, classes, seed):
    """Rows sorted by class, a spectrum of k^-2 in rotated directions, values of half precision."""
    # Sums and products of multiples of 2^-53 are not exact: centred uniform numbers are rounded
    # to 2^-10 first, so that Swift and numpy build the same rows bit for bit.
    u = np.round((uniform(seed, n * d).reshape(n, d) - 0.5) * 1024) / 1024
    c = np.round((uniform(seed + 1, classes * d).reshape(classes, d) - 0.5) * 1024) / 1024
    labels = np.arange(n) * classes // n
    x = (u + c[labels]) / np.arange(1, d + 1)
    # A chain of half differences mixes neighbouring columns; each step is rounded once.
    x[:, 1:] = x[:, 1:] + 0.5 * x[:, :-1]
    return (x + mean).astype(np.float16).astype(np.float32)


def literal(values):
    return "[" + ", ".join(repr(float(v)) for v in values) + "]"


def pca():
    for mean in (3, 30):
        x = steep_rows(6000, 96, mean, 10, 11).astype(np.float64)
        c = x - x.mean(0)
        s = np.linalg.svd(c, compute_uv=False)
        print(f"// mean {mean}: sum of all values {float(x.sum())!r}")
        print("pca", mean, literal(s[:50] ** 2 / (len(x) - 1)), "total",
              repr(float(c.var(0, ddof=1).sum())))
    x = steep_rows(6000, 96, 30, 10, 11).astype(np.float64)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    s = np.linalg.svd(x - x.mean(0), compute_uv=False)
    print("pca mean 30, rows of length 1", literal(s[:50] ** 2 / (len(x) - 1)))


def quality():
    n, d = 600, 12
    labels = np.arange(n) % 7
    centers = uniform(21, 7 * d).reshape(7, d)
    rows = (uniform(22, n * d).reshape(n, d) + centers[labels]).astype(np.float32)
    map_ = (rows[:, :2] * np.float32(4) + uniform(23, n * 2).reshape(n, 2).astype(np.float32))
    twins = map_.copy()
    twins[500:510] = twins[490:500]

    def accuracy(y, l):
        hits = 0
        for i in range(len(y)):
            keep = np.arange(len(y)) != i
            model = KNeighborsClassifier(min(20, len(y) - 1), weights="distance",
                                         algorithm="brute")
            hits += model.fit(y[keep], l[keep]).predict(y[i:i + 1])[0] == l[i]
        return float(hits / len(y))

    print("accuracy with coincident points", repr(accuracy(twins.astype(np.float64), labels)))
    for m in (n, 24, 10):
        r, y, l = rows[:m].astype(np.float64), map_[:m].astype(np.float64), labels[:m]
        k = min(10, m // 2 - 1)
        t = min(5, (m - 1) // 2)
        def order(x):
            dist = ((x[:, None] - x[None]) ** 2).sum(-1)
            np.fill_diagonal(dist, np.inf)
            return np.argsort(dist, axis=1, kind="stable")[:, :k]
        recall = np.mean([len(set(a) & set(b)) / k for a, b in zip(order(r), order(y))])
        iu = np.triu_indices(m, 1)
        def pairs(x):
            return np.sqrt(((x[:, None] - x[None]) ** 2).sum(-1))[iu]
        cpd = scipy.stats.spearmanr(pairs(r), pairs(y)).statistic
        print("quality", m, repr(float(recall)),
              repr(float(trustworthiness(r, y, n_neighbors=t))),
              repr(float(cpd)), repr(accuracy(y, l)))


def agreement():
    a = (bits(31, 200) % np.uint64(5)).astype(int)
    b = np.where(uniform(32, 200) < 0.7, a, (bits(33, 200) % np.uint64(7)).astype(int))
    table = metrics.cluster.contingency_matrix(b, a)
    print("purity", repr(float(table.max(0).sum() / 200)),
          "ari", repr(metrics.adjusted_rand_score(b, a)),
          "nmi", repr(metrics.normalized_mutual_info_score(b, a)))


if __name__ == "__main__":
    pca()
    quality()
    agreement()

"""Golden values for the tests of Profiles and Findings, by scikit-learn and numpy in float64.

    python Scripts/goldens/profiles.py

prints them. The rows come from the counter-based generator, so that both languages have the same.
TwoNN is scikit-dimension's formula (`skdim/id/_TwoNN.py`: ratios ascending, the largest tenth
discarded, F from 0, line through the origin), after points with a zero distance are removed.
Packages: Scripts/requirements.txt.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.metrics import roc_auc_score, silhouette_score
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import uniform  # noqa: E402


def rows_of(seed, n, d, classes, spread):
    """Rows around the centre of their label, their labels; every 17th row has none (-1)."""
    centres = uniform(seed, classes * d).reshape(classes, d) - 0.5
    noise = uniform(seed + 1, n * d).reshape(n, d) - 0.5
    group = np.arange(n) % classes
    labels = np.where(np.arange(n) % 17 == 16, -1, group)
    # One product, rounded once, so that both languages have the same bits.
    return (centres[group] + spread * noise).astype(np.float32), labels


def unit(x):
    return normalize(x.astype(np.float64)).astype(np.float32).astype(np.float64)


def nearest(x, k):
    distances, indices = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(x).kneighbors()
    # The brute force of scikit-learn subtracts squares: distances again, by differences.
    distances = np.sqrt(((x[:, None] - x[indices]) ** 2).sum(-1))
    return distances, indices


def vote(x, labels, k=20):
    distances, indices = nearest(unit(x), k)
    hits = []
    for i in np.flatnonzero(labels >= 0):
        votes = np.zeros(labels.max() + 1)
        for d, j in zip(distances[i], indices[i]):
            if labels[j] >= 0:
                votes[labels[j]] += np.exp((1 - d * d / 2) / 0.07)
        hits.append(votes.argmax() == labels[i])
    return np.mean(hits)


def overlap(x, y, k=10):
    a, b = nearest(unit(x), k)[1], nearest(unit(y), k)[1]
    return np.mean([len(set(p) & set(q)) / k for p, q in zip(a, b)])


def cka(x, y):
    x, y = x.astype(np.float64), y.astype(np.float64)
    x, y = x - x.mean(0), y - y.mean(0)
    return (np.linalg.norm(y.T @ x) ** 2
            / (np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y)))


def two_nn(x):
    distances = nearest(unit(x), 2)[0]
    distances = distances[distances[:, 0] > 0]
    n = len(distances)
    mu = np.sort(distances[:, 1] / distances[:, 0])[: int(n * (1 - 0.1))]
    f = np.arange(len(mu)) / n
    line = LinearRegression(fit_intercept=False)
    line.fit(np.log(mu).reshape(-1, 1), -np.log(1 - f))
    return line.coef_[0]


def profile():
    for seed, n, d, classes, spread in [
            (41, 300, 12, 5, 1.5), (43, 150, 40, 3, 2.5), (45, 40, 64, 2, 3.0)]:
        x, labels = rows_of(seed, n, d, classes, spread)
        y, _ = rows_of(seed, n, d, classes, 2 * spread)
        twins = x.copy()
        twins[20:24] = twins[4:8]
        inside = labels >= 0
        values = [
            vote(x, labels),
            silhouette_score(x[inside].astype(np.float64), labels[inside], metric="cosine"),
            overlap(x, y), cka(x, y), cka(x, x[:, : d // 2]), two_nn(x), two_nn(twins)]
        print((seed, n, d, classes, spread), [float(v) for v in values])
    # More rows than a block and more columns than a tile.
    x, _ = rows_of(47, 2500, 70, 4, 1.0)
    y, _ = rows_of(47, 2500, 70, 4, 2.0)
    print("cka of 2500 x 70", repr(float(cka(x, y))), repr(float(cka(x, y[:, :33]))))


def disagreement():
    x, labels = rows_of(53, 200, 8, 4, 0.9)
    flipped = uniform(54, 200) < 0.06
    labels = np.where(flipped & (labels >= 0), (labels + 1) % 4, labels)
    distances, indices = nearest(unit(x), 20)
    weights = np.exp((1 - distances**2 / 2) / 0.07) * (labels[indices] >= 0)
    share = (weights * (labels[indices] == labels[:, None])).sum(1) / weights.sum(1)
    rows = np.flatnonzero(labels >= 0)
    order = rows[np.argsort(share[rows], kind="stable")]
    print("disagreement", order[:6].tolist(), [float(v) for v in share[order[:12]]],
          "sum", float(share[rows].sum()),
          "auroc", float(roc_auc_score(flipped[rows], 1 - share[rows])))


def auroc():
    scores = np.floor(uniform(51, 200) * 40) / 40
    truth = uniform(52, 200) < 0.2 + 0.3 * scores
    print("auroc", repr(float(roc_auc_score(truth, scores))))


if __name__ == "__main__":
    profile()
    disagreement()
    auroc()

"""Runs Vitrine's t-SNE and k-means on scikit-learn's digits beside openTSNE's and scikit-learn's.

    python Scripts/checks/tsne_digits.py PACKAGE_FOLDER WORK_FOLDER [--skip-build]

Exit code 1 when an acceptance value is missed. The data are written to WORK_FOLDER and stay out of
the repository. Packages: Scripts/requirements.txt.
"""

import sys
from pathlib import Path

import numpy as np
import openTSNE
import scipy.stats
from openTSNE.affinity import joint_probabilities_nn
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.swift_tests import run_test  # noqa: E402


def dense_affinities(x, perplexity=30):
    n = len(x)
    distances, neighbors = NearestNeighbors(n_neighbors=n).fit(x).kneighbors(x)
    keep = neighbors != np.arange(n)[:, None]
    distances, neighbors = (a[keep].reshape(n, n - 1) for a in (distances, neighbors))
    return np.asarray(joint_probabilities_nn(neighbors, distances, [perplexity]).todense())


def exact_kl(p, y):
    w = 1 / (1 + ((y[:, None] - y[None]) ** 2).sum(-1))
    np.fill_diagonal(w, 0)
    mask = p > 0
    return float((p[mask] * np.log(p[mask] * w.sum() / w[mask])).sum())


def measures(p, x, y):
    def near(z):
        found = NearestNeighbors(n_neighbors=10).fit(z).kneighbors(return_distance=False)
        return [set(row) for row in found]
    recall = np.mean([len(a & b) / 10 for a, b in zip(near(x), near(y))])
    sample = np.random.default_rng(0).choice(len(x), 1000, replace=False)
    upper = np.triu_indices(1000, 1)
    def pairs(z):
        z = z[sample]
        return np.sqrt(((z[:, None] - z[None]) ** 2).sum(-1))[upper]
    return {
        "exact KL": exact_kl(p, y),
        "recall@10": float(recall),
        "trustworthiness@5": float(trustworthiness(x, y, n_neighbors=5)),
        "distance correlation": float(scipy.stats.spearmanr(pairs(x), pairs(y)).statistic),
    }


def main():
    package, work = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    x = load_digits().data.astype(np.float32)
    x.tofile(work / "digits.f32")
    environment = {"VITRINE_DIGITS": str(work / "digits.f32"), "VITRINE_DIGITS_OUT": str(work)}
    run_test("(TSNETests.|KMeansTests/)digits", environment, package, "--skip-build" in sys.argv)
    x = x.astype(np.float64)
    p = dense_affinities(x)
    ours = measures(p, x, np.fromfile(work / "layout.f32", np.float32).reshape(-1, 2).astype(float))
    theirs = measures(p, x, np.asarray(openTSNE.TSNE(
        negative_gradient_method="bh", neighbors="exact", random_state=0).fit(x)))
    limits = {"exact KL": 0.72, "recall@10": 0.57, "trustworthiness@5": 0.993,
              "distance correlation": 0.48}
    failed = False
    for name, limit in limits.items():
        good = ours[name] <= limit if name == "exact KL" else ours[name] >= limit
        failed |= not good
        print(f"{name:22} ours {ours[name]:.4f}  openTSNE {theirs[name]:.4f}  "
              f"limit {limit}  {'ok' if good else 'MISSED'}")
    inertia = float((work / "inertia.txt").read_text())
    best = min(KMeans(10, n_init=10, random_state=s).fit(x).inertia_ for s in range(5))
    failed |= inertia > 1.01 * best
    print(f"k-means inertia        ours {inertia:.1f}  scikit-learn's best of 50 {best:.1f}")
    print((work / "report.txt").read_text())
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()

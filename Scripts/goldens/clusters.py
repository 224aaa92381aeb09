"""Golden values of HDBSCAN and DBSCAN for Tests/ClusteringTests.

    python Scripts/goldens/clusters.py > Tests/ClusteringTests/ClusterGoldens.swift
    python Scripts/goldens/clusters.py --seeds     # seeds for which the package agrees with itself

The data come from the counter generator of Dense/Random.swift, so that both languages have the
same. Packages: Scripts/requirements.txt.

Mutual reachability distances tie by their nature (all edges within a row's core distance have that
length), and the package orders ties by numpy's unstable sort: its labels then differ between its
own algorithms and between processors. The seeds below are ones for which four algorithms of
hdbscan and two of scikit-learn (whose min_samples counts the row itself) give the same labels.
"""

import sys
import warnings
from pathlib import Path

import hdbscan
import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import uniform  # noqa: E402
from common.labels import equal  # noqa: E402

warnings.filterwarnings("ignore")


def bell(seed, count, start):
    """Sums of four uniform numbers less 2, `[count]`: near normal, deviation 0.577."""
    u = uniform(seed, 4 * count, start).reshape(count, 4)
    return u[:, 0] + u[:, 1] + u[:, 2] + u[:, 3] - 2


def mixture(seed):
    """320 rows around 6 centres in turn and 80 rows of noise, `[400, 4]`."""
    centers = uniform(seed, 24).reshape(6, 4) * 20 - 10
    rows = centers[np.arange(320) % 6] + 1.5 * bell(seed, 1280, 100).reshape(320, 4)
    noise = uniform(seed, 320, 10_000).reshape(80, 4) * 24 - 12
    return np.vstack([rows, noise]).astype(np.float32)


def arcs(seed):
    """Two arcs that reach into one another, a dense blob and a thin one, `[460, 2]`."""
    t = uniform(seed, 300) * 2 - 1
    first = np.arange(300) < 150
    x = np.where(first, t, t + 1)
    y = np.where(first, 1 - t * t, t * t - 0.5)
    curve = np.stack([x, y], 1) + 0.06 * bell(seed, 600, 1000).reshape(300, 2)
    dense = np.array([4.0, 1.0]) + 0.15 * bell(seed, 200, 5000).reshape(100, 2)
    thin = np.array([0.0, 4.0]) + 0.8 * bell(seed, 120, 7000).reshape(60, 2)
    return np.vstack([curve, dense, thin]).astype(np.float32)


def spreads(seed):
    """300 rows around 8 centres, each of its own spread, `[300, 16]`."""
    centers = uniform(seed, 128).reshape(8, 16) * 6 - 3
    scales = uniform(seed, 8, 200) * 1.5 + 0.5
    cluster = np.arange(300) % 8
    noise = bell(seed, 4800, 1000).reshape(300, 16)
    return (centers[cluster] + scales[cluster][:, None] * noise).astype(np.float32)


SETS = {"mixture": (mixture, 1), "arcs": (arcs, 1), "spreads": (spreads, 2)}


def agreed(rows):
    """The package's result where all ways to it agree, else None."""
    x = rows.astype(np.float64)
    results = [
        hdbscan.HDBSCAN(min_cluster_size=5, min_samples=5, algorithm=algorithm,
                        approx_min_span_tree=False).fit(x)
        for algorithm in ("prims_kdtree", "boruvka_kdtree", "boruvka_balltree", "generic")]
    others = [HDBSCAN(min_cluster_size=5, min_samples=6, algorithm=algorithm, copy=True).fit(x)
              for algorithm in ("brute", "kd_tree")]
    first = results[0]
    for other in results[1:] + others:
        if not equal(first.labels_, other.labels_):
            return None
        if not np.allclose(first.probabilities_, other.probabilities_, atol=1e-12):
            return None
    return first


def letters(labels):
    """One character a row, clusters in order of size then first member, noise as a dash."""
    clusters = sorted(set(labels[labels >= 0]),
                      key=lambda c: (-np.sum(labels == c), np.argmax(labels == c)))
    name = {c: chr(ord("a") + i) for i, c in enumerate(clusters)}
    return "".join(name.get(label, "-") for label in labels), clusters


def wrapped(text):
    return '"' + '"\n            + "'.join(text[i:i + 80] for i in range(0, len(text), 80)) + '"'


def main():
    if "--seeds" in sys.argv:
        for name, (make, _) in SETS.items():
            print(name, [seed for seed in range(60) if agreed(make(seed))])
        return
    print("// Made by Scripts/goldens/clusters.py.\n")
    print("let clusterGoldens: [ClusterGolden] = [")
    for name, (make, seed) in SETS.items():
        rows = make(seed)
        result = agreed(rows)
        text, clusters = letters(result.labels_)
        x = rows.astype(np.float64)
        eps = float(np.float32(np.median(np.sort(
            np.linalg.norm(x[:, None] - x[None], axis=2), 1)[:, 5])))
        near = letters_in_order(DBSCAN(eps=eps, min_samples=5).fit(x).labels_)
        print(f'    ClusterGolden(\n        name: "{name}", seed: {seed},')
        print(f"        sum: {float(x.sum())!r},")
        print(f"        hdbscan: {wrapped(text)},")
        print(f"        probabilities: {float(result.probabilities_.sum())!r},")
        print("        firstProbabilities: [")
        for p in result.probabilities_[:8]:
            print(f"            {float(p)!r},")
        print("        ],\n        persistence: [")
        for c in clusters:
            print(f"            {float(result.cluster_persistence_[c])!r},")
        print("        ],")
        print(f"        eps: {eps!r},\n        dbscan: {wrapped(near)}),")
    print("]")


def letters_in_order(labels):
    return "".join(chr(ord("a") + label) if label >= 0 else "-" for label in labels)


if __name__ == "__main__":
    main()

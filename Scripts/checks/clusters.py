"""Compares HDBSCAN with the hdbscan package on scikit-learn's digits.

    swift build -c release -Xswiftc -enable-testing --build-tests
    python Scripts/checks/clusters.py

Runs the test that writes labels, for the raw digits and their 50 leading components.
Packages: Scripts/requirements.txt.

With one neighbour as core distance nothing ties, and labels must be those of the package. With five
the edges within a core distance tie, and the package's answer depends on its algorithm and on
numpy's unstable sort. There the package's own functions get the edges in Vitrine's order (the
denser end first), and labels and probabilities must be theirs; the agreement with its algorithms as
they are, and theirs with one another, is printed.
"""

import os
import sys
import tempfile
import warnings
from pathlib import Path

import hdbscan
import numpy as np
from hdbscan._hdbscan_linkage import label
from hdbscan.hdbscan_ import _tree_to_labels
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.labels import equal  # noqa: E402
from common.swift_tests import run_test  # noqa: E402

warnings.filterwarnings("ignore")


def ours(rows, samples, folder):
    path = os.path.join(folder, "rows.bin")
    rows.tofile(path)
    run_test("HDBSCANTests/digits", {
        "VITRINE_CLUSTER_ROWS": path, "VITRINE_CLUSTER_SAMPLES": str(samples),
        "VITRINE_CLUSTER_COLUMNS": str(rows.shape[1])}, skip_build=True, quiet=True)
    table = np.loadtxt(path + ".labels")
    return table[:, 0].astype(int), table[:, 1]


def ordered_tree(x, samples):
    """The least spanning tree in the order of ReachabilityEdge, by Kruskal's algorithm."""
    i, j = np.triu_indices(len(x), 1)
    squared = np.concatenate([((x[r] - x[r + 1:]) ** 2).sum(1) for r in range(len(x))])
    distances = np.zeros((len(x), len(x)))
    distances[i, j] = distances[j, i] = np.sqrt(squared)
    core = np.sort(distances, 1)[:, samples]
    weights = np.maximum(distances[i, j], np.maximum(core[i], core[j]))
    denser = np.where(squared == 0, -1, np.minimum(core[i], core[j]))
    parent = list(range(len(x)))

    def root(a):
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        return a

    edges = []
    for e in np.lexsort((j, i, distances[i, j], denser, weights)):
        a, b = root(i[e]), root(j[e])
        if a != b:
            parent[a] = b
            edges.append((i[e], j[e], weights[e]))
    return np.array(edges, float)


def main():
    failed = False
    raw = load_digits().data.astype(np.float32)
    scores = PCA(50, svd_solver="full").fit_transform(raw.astype(np.float64)).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("digits", raw), ("digits, 50 components", scores)):
            x = rows.astype(np.float64)
            labels, probabilities = ours(rows, 1, folder)
            package = hdbscan.HDBSCAN(min_cluster_size=5, min_samples=1,
                                      algorithm="prims_kdtree").fit(x)
            good = equal(labels, package.labels_) and np.allclose(
                probabilities, package.probabilities_, atol=1e-9)
            print(f"{name}, one neighbour: {'equal' if good else 'DIFFERENT'}")
            failed |= not good
            labels, probabilities = ours(rows, 5, folder)
            expected = _tree_to_labels(x, label(ordered_tree(x, 5)), 5)
            good = equal(labels, expected[0]) and np.allclose(
                probabilities, expected[1], atol=1e-9)
            print(f"{name}, five neighbours, the package's functions on the ordered tree: "
                  f"{'equal' if good else 'DIFFERENT'}")
            failed |= not good
            found = {
                algorithm: hdbscan.HDBSCAN(
                    min_cluster_size=5, min_samples=5, algorithm=algorithm,
                    approx_min_span_tree=False).fit(x).labels_
                for algorithm in ("prims_kdtree", "boruvka_kdtree")}
            for algorithm, other in found.items():
                print(f"    adjusted Rand index with {algorithm}: "
                      f"{adjusted_rand_score(labels, other):.4f}")
            print(f"    between the two: {adjusted_rand_score(*found.values()):.4f}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()

"""Places new points on a finished map by Vitrine and by openTSNE's transform.

    python Scripts/checks/tsne_placement.py PACKAGE_FOLDER WORK_FOLDER [--skip-build]

scikit-learn's digits: openTSNE maps 1,497 of them, 300 are placed. Prints the distances between
the two places of each, as shares of the map's extent; exit code 1 when the median to openTSNE's
exact forces (theta 0) is above a thousandth. openTSNE's own methods are shown beside.
Packages: Scripts/requirements.txt.
"""

import sys
from pathlib import Path

import numpy as np
import openTSNE
from openTSNE import affinity
from sklearn.datasets import load_digits
from sklearn.neighbors import NearestNeighbors

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.swift_tests import run_test  # noqa: E402


def main():
    package, work = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    x = load_digits().data.astype(np.float64)
    x = x[np.random.default_rng(0).permutation(len(x))]
    old, new = x[300:], x[:300]
    affinities = affinity.PerplexityBasedNN(old, perplexity=30, method="exact")
    start = openTSNE.initialization.pca(old, random_state=0)
    embedding = openTSNE.TSNEEmbedding(start, affinities, negative_gradient_method="bh")
    embedding = embedding.optimize(250, exaggeration=12).optimize(500)
    places = {}
    for name, method, theta in [
        ("exact", "bh", 0.0), ("Barnes-Hut", "bh", 0.5), ("FFT", "fft", 0.5)
    ]:
        embedding.gradient_descent_params.update(negative_gradient_method=method, theta=theta)
        places[name] = np.array(embedding.transform(new))
    # transform has moved the map's middle to the origin, where the places are told from.
    y = np.array(embedding)
    distances, neighbors = NearestNeighbors(n_neighbors=15).fit(old).kneighbors(new)
    y.astype(np.float32).tofile(work / "map.f32")
    neighbors.astype(np.float32).tofile(work / "neighbors.f32")
    distances.astype(np.float32).tofile(work / "distances.f32")
    environment = {"VITRINE_PLACEMENT": str(work)}
    run_test("TSNETests.placement", environment, package, "--skip-build" in sys.argv)
    ours = np.fromfile(work / "placed.f32", np.float32).reshape(-1, 2)
    extent = np.ptp(y, axis=0).max()

    def show(name, a, b):
        shares = np.linalg.norm(a - b, axis=1) / extent
        print(f"{name:40} median {np.median(shares):.5f}  90 % {np.quantile(shares, 0.9):.5f}  "
              f"largest {shares.max():.5f} of the map's extent")
        return np.median(shares)

    for name in ["Barnes-Hut", "FFT"]:
        show(f"Vitrine, openTSNE {name}", ours, places[name])
    for name in ["Barnes-Hut", "FFT"]:
        show(f"openTSNE {name}, openTSNE exact", places[name], places["exact"])
    show("start (medians), openTSNE exact", np.median(y[neighbors], axis=1), places["exact"])
    median = show("Vitrine, openTSNE exact", ours, places["exact"])
    sys.exit(bool(median > 0.001))


if __name__ == "__main__":
    main()

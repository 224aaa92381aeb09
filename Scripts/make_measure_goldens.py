"""Golden values of DBSCAN and the layer measures, by scikit-learn.

    python Scripts/make_measure_goldens.py > Tests/ClusteringTests/MeasureGoldens.swift

Written with numpy 2.4 and scikit-learn 1.9.1. Tokens come from the counter-based generator: a
centre for each object and a spread around it, so that some cases have several clusters, one, or
none. The definitions are those of the notebook of Nguyen et al. 2022 (arXiv 2210.07646).
"""

import warnings

import numpy as np
from sklearn.cluster import DBSCAN
from sklearn.metrics import silhouette_score
from sklearn.metrics.pairwise import cosine_similarity

from counter_generator import uniform

# (seed, rows of each object, columns, spread, class names)
CASES = [
    (1, [12, 9], 8, 0.3, ["cat", "dog"]),
    (2, [20, 5, 7], 16, 0.8, ["cat", "dog", "cat"]),
    (3, [6, 6], 4, 3.0, ["a", "b"]),
    (4, [4, 3, 3, 5], 12, 0.1, ["a", "b", "c", "c"]),
    (5, [40, 30, 25], 24, 1.2, ["a", "b", "c"]),
    (6, [3, 3], 2, 0.01, ["a", "a"]),
    (7, [15, 14], 3, 1.5, ["a", "b"]),
    (34, [3, 4], 6, 1.0, ["a", "b"]),
]


def tokens_of(seed, sizes, columns, spread):
    numbers = uniform(seed, (len(sizes) + sum(sizes)) * columns) - 0.5
    centres = numbers[: len(sizes) * columns].reshape(len(sizes), columns)
    noise = numbers[len(sizes) * columns:].reshape(-1, columns)
    objects = np.repeat(np.arange(len(sizes)), sizes)
    # One product, rounded once, so that both languages have the same bits.
    return (centres[objects] + spread * noise).astype(np.float32), objects


def measures(tokens, objects, names):
    tokens = tokens.astype(np.float64)
    steps = []
    for o in np.unique(objects):
        own = tokens[objects == o]
        steps.append(np.linalg.norm(own[1:] - own[:-1], axis=1).mean())
    eps = np.mean(steps)
    labels = DBSCAN(eps=eps, min_samples=3).fit(tokens).labels_
    count = labels.max() + 1
    cosine = cosine_similarity(tokens)

    def mean_cosine(groups):
        groups = [g for g in groups if len(g) > 1]
        if not groups:
            return -1.0
        return np.mean([cosine[np.ix_(g, g)][np.triu_indices(len(g), 1)].mean() for g in groups])

    clusters = [np.flatnonzero(labels == c) for c in range(count)]
    shares = [np.bincount(objects[c], minlength=len(names)) for c in clusters]
    inside = labels >= 0
    if count == 0:
        silhouette = -1.0
    elif count == 1 or count == inside.sum():
        silhouette = 0.0
    else:
        silhouette = silhouette_score(tokens[inside], labels[inside], metric="cosine")
    present = np.unique(objects)
    return labels, [
        silhouette, sum(s.max() for s in shares) / len(tokens), mean_cosine(clusters),
        mean_cosine([np.flatnonzero(objects == o) for o in present]),
        len({names[s.argmax()] for s in shares}) / len({names[o] for o in present}),
        count / len(present), eps]


def main():
    warnings.simplefilter("error")
    print("// Made by Scripts/make_measure_goldens.py.\n")
    print("let measureGoldens: [MeasureGolden] = [")
    for seed, sizes, columns, spread, names in CASES:
        tokens, objects = tokens_of(seed, sizes, columns, spread)
        labels, values = measures(tokens, objects, names)
        listed = ", ".join(f'"{n}"' for n in names)
        print(f"    MeasureGolden(\n        seed: {seed}, sizes: {sizes}, columns: {columns}, "
              f"spread: {spread},\n        names: [{listed}],")
        lines = [str(list(map(int, labels[i:i + 24])))[1:-1] for i in range(0, len(labels), 24)]
        print("        labels: [\n            " + ",\n            ".join(lines) + ",\n        ],")
        print("        values: [\n            "
              + ",\n            ".join(repr(float(v)) for v in values) + ",\n        ]),")
    print("]")


if __name__ == "__main__":
    main()

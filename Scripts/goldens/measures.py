"""Golden values of DBSCAN and the layer measures, by scikit-learn.

    python Scripts/goldens/measures.py > Tests/ClusteringTests/MeasureGoldens.swift

Tokens come from the counter-based generator: a centre for each object and a spread around it, so
that some cases have several clusters, one, or none. Scripts/common/layer_measures.py has the
definitions. Packages: Scripts/requirements.txt.
"""

import sys
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import uniform  # noqa: E402
from common.layer_measures import measures  # noqa: E402

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


def main():
    warnings.simplefilter("error")
    print("// Made by Scripts/goldens/measures.py.\n")
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

"""Computes the tables of `compare` again with numpy, scipy and scikit-learn from stored tokens.

    python Scripts/checks/comparison.py compare.h5 A.h5 B.h5 [...]

The files are those that were compared, in the same order, over the same images in the same order
and at most as many as `--limit`. Compared are the accuracies of all layers and the chosen layers,
CKA and common neighbours of all pairs, gain, numbers of votes and McNemar's p, and the overlap of
every listed image (ties of neighbours may differ). Ends with 1 where a number differs by more than
1e-6 (CKA: 1e-5).
Packages: Scripts/requirements.txt.
"""

import argparse
import sys

import h5py
import numpy as np
from scipy.stats import binomtest


def table(group, name):
    return {k: d.asstr()[:] if d.dtype.kind in "SO" else d[:]
            for k, d in group[name].items() if hasattr(d, "dtype")}


def neighbors(rows, count):
    """The nearest rows of each by cosine, nearest first, and the cosines."""
    cosine = rows @ rows.T
    np.fill_diagonal(cosine, -3)
    order = np.argsort(-cosine, axis=1, kind="stable")[:, :count]
    return order, np.take_along_axis(cosine, order, 1)


def hits(order, cosine, labels):
    """Whether the vote of 20 neighbours is right (DINO's protocol); -1 without a label."""
    result = np.full(len(order), -1)
    for i, (near, c) in enumerate(zip(order, cosine)):
        if labels[i] < 0:
            continue
        known = labels[near] >= 0
        votes = np.bincount(labels[near][known], np.exp(c[known] / 0.07), labels.max() + 1)
        result[i] = votes.argmax() == labels[i]
    return result


def cka(a, b):
    a, b = a - a.mean(0), b - b.mean(0)
    norm = np.linalg.norm(a.T @ a) * np.linalg.norm(b.T @ b)
    return np.linalg.norm(b.T @ a) ** 2 / norm


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("comparison")
    parser.add_argument("stores", nargs="+")
    options = parser.parse_args()
    with h5py.File(options.comparison) as file:
        tables = file["uns/vitrine/tables"]
        models, layers = table(tables, "models"), table(tables, "model_layers")
        layer_pairs, pairs = table(tables, "layer_pairs"), table(tables, "model_pairs")
        changes = table(tables, "changes")
        codes = file["obs/label/codes"][:].astype(int)
    counts = np.bincount(codes[codes >= 0])
    labels = np.where((codes >= 0) & (counts[codes] >= 5), codes, -1)
    found = {}
    for name, token, path in zip(models["name"], models["token"], options.stores):
        with h5py.File(path) as store:
            for layer in layers["layer"][layers["name"] == name]:
                group = store["layers"][layer if not layer.isdigit() else f"{int(layer):02}"]
                rows = group[token][:].astype(np.float64)
                rows /= np.linalg.norm(rows, axis=1, keepdims=True)
                order, cosine = neighbors(rows, 20)
                found[name, layer] = rows, order, hits(order, cosine, labels)
    gaps = {}

    def note(what, ours, its):
        gaps[what] = max(gaps.get(what, 0), abs(float(ours) - float(its)))

    for name, layer, accuracy in zip(layers["name"], layers["layer"], layers["accuracy"]):
        votes = found[name, layer][2]
        note("accuracy", accuracy, votes[votes >= 0].mean())
    labelled = np.cumsum(labels >= 0)
    choice = labelled % 2 == 1
    for index, name in enumerate(models["name"]):
        own = [k for k in found if k[0] == name]
        right = [(found[k][2][choice] == 1).sum() for k in own]
        best = own[len(right) - 1 - int(np.argmax(right[::-1]))]
        note("chosen layer", best[1] != models["layer"][index], 0)
        votes = found[best][2][~choice]
        note("accuracy of the other half", models["accuracy"][index], votes[votes >= 0].mean())
    n = len(labels)
    aligned = [i * n // min(n, 2000) for i in range(min(n, 2000))]
    for first, a, second, b, ours, overlap in zip(*(layer_pairs[k] for k in (
            "first", "first_layer", "second", "second_layer", "cka", "overlap"))):
        x, y = found[first, a], found[second, b]
        if np.isnan(ours):  # the class tokens of the embedding are equal
            note("cka", min(np.ptp(x[0], axis=0).max(), np.ptp(y[0], axis=0).max()), 0)
            continue
        note("cka", ours / 10, cka(x[0][aligned], y[0][aligned]) / 10)
        shares = [len(set(p[:10]) & set(q[:10])) / 10 for p, q in zip(x[1], y[1])]
        note("common neighbours", overlap, np.mean(shares))
    chosen = dict(zip(models["name"], models["layer"]))
    for index, (first, second) in enumerate(zip(pairs["first"], pairs["second"])):
        x, y = found[first, chosen[first]][2][~choice], found[second, chosen[second]][2][~choice]
        both = x >= 0
        d = x[both] - y[both]
        note("gain", pairs["gain"][index], d.mean())
        note("margin", pairs["gain_margin"][index], 1.96 * d.std(ddof=1) / np.sqrt(len(d)))
        only = (d == 1).sum(), (d == -1).sum()
        note("votes", abs(only[0] - pairs["only_first"][index])
             + abs(only[1] - pairs["only_second"][index]), 0)
        p = binomtest(int(only[0]), int(sum(only)), 0.5).pvalue if sum(only) else 1
        note("p", pairs["p"][index], p)
    for first, second, row, overlap in zip(*(changes[k] for k in (
            "first", "second", "row", "overlap"))):
        a, b = (found[m, chosen[m]][1][row][:10] for m in (first, second))
        note("changes", overlap, len(set(a) & set(b)) / 10)
    print(f"{n} images, {len(models['name'])} models, {len(layer_pairs['cka'])} pairs of layers; "
          "largest gaps: " + ", ".join(f"{k} {v:.1e}" for k, v in gaps.items()))
    sys.exit(1 if max(gaps.values()) > 1e-6 else 0)


if __name__ == "__main__":
    main()

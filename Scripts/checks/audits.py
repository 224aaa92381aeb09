"""Checks what `reduce` says beside the map against numpy and scikit-learn on the same tokens.

    python Scripts/checks/audits.py out.h5 tsne.h5

out.h5 is best written with --dtype f32. Attention distances and their quantiles, token norms and
outliers, the components of the filters, the layer measures, and the rollout
of the explained images (its rows sum to one, its class row is the stored one). Exits with 1 when a
difference is above 1e-5. Packages: Scripts/requirements.txt.
"""

import json
import sys
from pathlib import Path

import h5py
import numpy as np
from sklearn.decomposition import PCA

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.layer_measures import measures  # noqa: E402

worst = 0.0


def compare(name, found, expected, limit=1e-5):
    global worst
    found, expected = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    if found.shape != expected.shape:
        print(f"{name:32} shapes {found.shape} and {expected.shape}")
        worst = np.inf
        return
    if not np.array_equal(np.isnan(found), np.isnan(expected)):
        print(f"{name:32} not numbers in other places")
        worst = np.inf
        return
    scale = max(np.nanmax(np.abs(expected)), 1e-30)
    error = float(np.nanmax(np.abs(found - expected)) / scale)
    print(f"{name:32} {error:.1e}")
    worst = max(worst, error / limit)


def layer_path(name):
    return name if name in ("embedding", "final") else f"{int(name):02d}"


def text(values):
    return [v.decode() if isinstance(v, bytes) else v for v in values]


def signed(found, expected):
    """`expected` with the sign of each row turned to that of `found`."""
    signs = np.sign((found * expected).sum(-1, keepdims=True))
    return expected * signs


def check_measures(out, group):
    rows = group["rows"][:]
    layers = text(group["layers"][:])
    found = group["values"][:]
    expected = np.empty_like(found)
    for i, row in enumerate(rows):
        objects = out["objects/measured"][row].astype(int)
        order = np.argsort(objects, kind="stable")
        order = order[objects[order] > 0]
        names = json.loads(out["objects/names"][row])
        for j, name in enumerate(layers):
            tokens = out[f"layers/{layer_path(name)}/patches"][row][order]
            expected[:, i, j] = measures(tokens, objects[order] - 1, names)[1][:-1]
    for k, name in enumerate(text(group["names"][:])):
        compare(f"{name}, {len(rows)} images", found[k], expected[k])
        compare(f"{name}, mean", group["mean"][k], expected[k].mean(0))
        print("    by layer:", " ".join(f"{v:.3f}" for v in group["mean"][k]))
    print(f"    layers: {' '.join(layers)}; skipped {int(group['skipped'][()])}")


def main():
    with h5py.File(sys.argv[1]) as out, h5py.File(sys.argv[2]) as tsne:
        own = tsne["uns/vitrine"]
        kernel = out["model/patch_kernel"][:]
        width = kernel.shape[-1]
        filters = kernel.reshape(-1, width).T.astype(np.float64)
        components = own["model/filter_components"][:].reshape(-1, filters.shape[1])
        pca = PCA(len(components), svd_solver="full").fit(filters)
        compare(
            "filter components", components, signed(components, pca.components_), 1e-4)
        compare("position", own["model/position"][:], out["model/position"][:])

        if "attention_distance" in own:
            distance = out["attention/distance"][:].astype(np.float64)
            compare("attention distance, mean", own["attention_distance/mean"][:], distance.mean(0))
            n = len(distance)
            ordered = np.sort(distance, 0)
            compare(
                "attention distance, 2.5 %", own["attention_distance/low"][:],
                ordered[int(0.025 * (n - 1))])
            compare(
                "attention distance, 97.5 %", own["attention_distance/high"][:],
                ordered[int(np.ceil(0.975 * (n - 1)))])

        explained = own["explain"]
        originals = [k for k in sorted(explained, key=int)
                     if text([explained[k]["variant"][()]])[0] == "original"]
        for key in explained:
            if "joint" not in explained[key]:
                continue
            joint = explained[key]["joint"][:].astype(np.float64)
            compare(f"rollout rows of {key} sum to 1", joint.sum(-1), np.ones(joint.shape[:2]))
            if key in originals:
                row = int(explained[key]["row"][()])
                patches = out["attention/rollout"].shape[-1]
                compare(
                    f"class row of {key}", joint[:, 0, -patches:], out["attention/rollout"][row])

        if "token_norms" in own:
            group = own["token_norms"]
            names = text(group["layers"][:])
            n = out.attrs["image_count"]
            count = int(group["images"][()])
            rows = np.arange(n) if count == n else np.array([i * n // count for i in range(count)])
            for i, name in enumerate(names):
                tokens = out[f"layers/{layer_path(name)}/patches"][rows].astype(np.float64)
                norms = np.linalg.norm(tokens, axis=-1).astype(np.float32).astype(np.float64)
                median = np.median(norms)
                compare(f"median norm, {name}", group["median"][i], median)
                factor = float(group["outlier_factor"][()])
                compare(
                    f"share of outliers, {name}", group["outlier_share"][i],
                    (norms > factor * median).mean())
                edges = group["edges"][:]
                # The ends of the range belong to the outer bins, whatever they round to.
                clipped = np.clip(norms, edges[0], edges[-1])
                compare(f"histogram, {name}", group["counts"][i], np.histogram(clipped, edges)[0])
        if "layer_measures" in own:
            check_measures(out, own["layer_measures"])
    print("worst, in units of the limit:", f"{worst:.2g}")
    sys.exit(bool(worst > 1))


main()

"""Computes again, from the stored tokens, what `reduce` says of patches: colours, lens, objects.

    extract PHOTOGRAPHS out.h5 --masks MASKS --tokens class,mean,patches --explain NAMES ...
    reduce out.h5 --segment -o tsne.h5
    python Scripts/checks/patches.py out.h5 tsne.h5

Compared are the principal components of the patches (scikit-learn), of all and of the foreground,
up to their signs; the logit lens (numpy, float64) of tokens and patches; and the objects of patches
by their neighbours (numpy, exact), with mIoU and accuracy. Ends with 1 above the tolerances: 1e-3
for colours, 1e-5 for probabilities, 1e-4 of the patches for objects, whose votes can tie.
Packages: Scripts/requirements.txt.
"""

import json
import sys

import h5py
import numpy as np
from sklearn.decomposition import PCA

NEIGHBOURS, TEMPERATURE, MOST_MEMORY = 30, 0.02, 20_000
failed = []


def text(values):
    return [v.decode() if isinstance(v, bytes) else str(v) for v in values]


def folder(layer):
    return f"{int(layer):02d}" if layer.isdigit() else layer


def report(what, value, limit):
    print(f"{what}: {value:.2e}" + ("" if value <= limit else f"   ABOVE {limit:.0e}"))
    if not value <= limit:
        failed.append(what)


def tokens(out, layer, kind, rows):
    return np.stack([out[f"layers/{folder(layer)}/{kind}"][row] for row in rows]).astype(np.float64)


# ---------------------------------------------------------------- colours

def otsu(values):
    """The threshold between two neighbouring values with the largest variance between groups."""
    values = np.sort(values)
    n = np.arange(1, len(values))
    left = np.cumsum(values)[:-1] / n
    right = (values.sum() - np.cumsum(values)[:-1]) / (len(values) - n)
    between = n * (len(values) - n) * (left - right) ** 2
    between[values[:-1] == values[1:]] = -1
    best = between.argmax()
    return (values[best] + values[best + 1]) / 2


def colours(own, out, grid):
    explained = own["explain"]
    group = own["pca_rgb/layers"]
    side = np.zeros(grid, bool)
    side[[0, -1]] = side[:, [0, -1]] = True
    for name in sorted(group, key=int):
        one = group[name]
        layer = text([one["layer"][()]])[0]
        places = sorted(one["is_foreground"], key=int)
        rows = [int(explained[k]["row"][()]) for k in places]
        x = tokens(out, layer, "patches", rows).reshape(len(rows) * side.size, -1)
        norms = np.linalg.norm(x, axis=1)
        usual = norms <= 3 * np.sort(norms)[len(norms) // 2]
        report(f"layer {layer}, outliers", abs((~usual).sum() - int(one["outliers"][()])), 0)
        front = np.concatenate([one["is_foreground"][k][:] for k in places]).astype(bool)
        objects = [explained[k]["objects"][:] for k in places]
        masked = np.concatenate([np.full(side.size, bool((o > 0).any())) for o in objects])
        wanted = np.concatenate([o > 0 if len(o) else np.zeros(side.size, bool) for o in objects])
        basis = PCA(3, svd_solver="full").fit(x[usual])
        if not masked.all():
            first = basis.transform(x)[:, 0]
            threshold = otsu(first[usual & ~masked])
            above = first > threshold
            edges = np.tile(side.ravel(), len(rows))
            open_ = usual & ~masked
            share = [edges[open_ & s].mean() if (open_ & s).any() else 1 for s in (above, ~above)]
            chosen = above if share[0] <= share[1] else ~above
            if share[0] != share[1]:
                wanted[~masked] = (chosen & usual)[~masked]
            else:
                wanted[~masked] = front[~masked]
        report(f"layer {layer}, foreground", float((front != wanted).mean()), 1e-3)
        for part, mask in (("all", usual), ("foreground", usual & front)):
            if part not in one:
                continue
            fit = PCA(3, svd_solver="full").fit(x[mask])
            scores = fit.transform(x)
            low, high = scores[mask].min(0), scores[mask].max(0)
            expected = np.clip((scores - low) / (high - low), 0, 1)
            found = np.concatenate([one[f"{part}/colors"][k][:] for k in places])
            error = max(min(np.abs(found[:, c] - expected[:, c]).max(),
                            np.abs(found[:, c] - (1 - expected[:, c])).max()) for c in range(3))
            report(f"layer {layer}, colours, {part}", error, 1e-3)
            report(f"layer {layer}, shares of variance, {part}", float(np.abs(
                one[f"{part}/variance_ratio"][:] - fit.explained_variance_ratio_).max()), 1e-5)


# ---------------------------------------------------------------- logit lens

def normed(x, norm, eps):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x ** 2).mean(-1, keepdims=True) + eps) * norm[0] + norm[1]


def lens(own, out):
    model = out["model"]
    weight, bias = (model[k][:].astype(np.float64) for k in ("head_weight", "head_bias"))
    eps = float(model.attrs["eps"])
    kind = "mean" if model.attrs["head_input"] in (b"mean", "mean") else "class"

    def shares(x, layer):
        for name in ("closing_norm",) * (layer != "final") + ("head_norm",):
            if name in model:
                x = normed(x, model[name][:].astype(np.float64), eps)
        logits = x @ weight.T + bias
        logits -= logits.max(-1, keepdims=True)
        p = np.exp(logits)
        return p / p.sum(-1, keepdims=True)

    table = own["tables/logit_lens"]
    layers = text(table["layer"][:])
    n = len(out["predictions/label"])
    predicted = out["predictions/label"][:, 0]
    count = int(table["images"][:].max())
    rows = np.arange(n) if count == n else np.arange(count) * n // count
    agreement, best = [], []
    for i, layer in enumerate(layers):
        p = shares(tokens(out, layer, kind, rows), layer)
        best.append(p.argmax(-1))
        agreement.append((best[-1] == predicted[rows]).mean())
        report(f"layer {layer}, probability of the class", abs(
            p[np.arange(len(rows)), predicted[rows]].mean() - table["probability"][i]), 1e-5)
    report("agreement of the tokens", float(np.abs(agreement - table["agreement"][:]).max()),
           2 / count)
    right = np.array(best) == predicted[rows]
    lasting = np.flip(np.logical_and.accumulate(np.flip(right, 0), 0), 0)
    first = np.where(lasting.any(0), lasting.argmax(0), -1)
    appears = [(first == i).mean() for i in range(len(layers))]
    report("where the class appears", float(np.abs(appears - table["appears"][:]).max()), 2 / count)

    count = int(table["patch_images"][:].max())
    rows = np.arange(n) if count == n else np.arange(count) * n // count
    masks = [out["objects/patches"][row] if "objects/patches" in out else None for row in rows]
    for i, layer in enumerate(layers):
        hits, known = [], []
        for row, mask in zip(rows, masks):
            p = shares(out[f"layers/{folder(layer)}/patches"][row].astype(np.float64), layer)
            hits.append(p.argmax(-1) == predicted[row])
            known.append(mask if mask is not None and mask.any() else np.full(len(p), 255))
        hits, known = np.concatenate(hits), np.concatenate(known)
        parts = {"patches": known >= 0, "object_patches": (known > 0) & (known < 255),
                 "background_patches": known == 0}
        for column, part in parts.items():
            if part.any():
                report(f"layer {layer}, {column}", abs(
                    hits[part].mean() - table[column][i]), 3 / part.sum())
    for key, one in own["logit_lens/images"].items():
        row = int(own["explain"][key]["row"][()])
        error = 0.0
        for i, layer in enumerate(layers):
            p = shares(out[f"layers/{folder(layer)}/patches"][row].astype(np.float64), layer)
            error = max(error, np.abs(p[:, predicted[row]] - one["probability"][i]).max())
        report(f"map of image {key}", error, 1e-5)


# ---------------------------------------------------------------- objects

def fnv1a(path):
    value = 0xcbf29ce484222325
    for byte in path:
        value = ((value ^ byte) * 0x100000001b3) & (1 << 64) - 1
    return value


def objects(own, out):
    group = own["segmentation"]
    layer = text([group["layer"][()]])[0]
    classes = text(group["classes"][:])
    stored = out["objects/patches"][:]
    names = [json.loads(v) for v in text(out["objects/names"][:])]
    masked = [i for i in range(len(stored)) if stored[i].any()]
    truth = {i: np.array([0] + [classes.index(n) for n in names[i]])[stored[i]] for i in masked}
    ends, data = out["images/path/offsets"][:], out["images/path/bytes"][:]
    paths = [bytes(data[ends[i]:ends[i + 1]]) for i in range(len(stored))]
    order = sorted(masked, key=lambda i: (fnv1a(paths[i]), i))
    halves = [sorted(order[0::2]), sorted(order[1::2])]

    def unit(row):
        x = out[f"layers/{folder(layer)}/patches"][row].astype(np.float64)
        return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-300)

    def memory(rows):
        known = [(r, p) for r in rows for p in range(stored.shape[1])]
        count = min(MOST_MEMORY, len(known))
        known = [known[i * len(known) // count] for i in range(count)]
        cache = {r: unit(r) for r in rows}
        return (np.stack([cache[r][p] for r, p in known]),
                np.array([truth[r][p] for r, p in known]))

    memories = {"a": memory(halves[0]), "b": memory(halves[1]), "all": memory(masked)}
    wrong, total, drift = 0, 0, 0.0
    hit, seen, given = (np.zeros(len(classes)) for _ in range(3))
    for index, row in enumerate(group["rows"][:]):
        key = "b" if row in halves[0] else "a" if row in halves[1] else "all"
        bank, labels = memories[key]
        cosines = unit(row) @ bank.T
        k = min(NEIGHBOURS, len(bank))
        nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        near = np.take_along_axis(cosines, nearest, 1)
        weights = np.exp((near - near[:, :1]) / TEMPERATURE)
        votes = np.zeros((len(near), len(classes)))
        for j in range(k):
            np.add.at(votes, (np.arange(len(near)), labels[nearest[:, j]]), weights[:, j])
        votes /= votes.sum(1, keepdims=True)
        found = group["objects"][index]
        same = found == votes.argmax(1)
        wrong, total = wrong + (~same).sum(), total + len(found)
        drift = max(drift, np.abs(votes.max(1) - group["confidence"][index])[same].max())
        if row in truth:
            t = truth[row]
            for c in range(len(classes)):
                hit[c] += ((t == c) & (found == c)).sum()
                seen[c] += (t == c).sum()
                given[c] += (found == c).sum()
    report("patches with another object", wrong / total, 1e-4)
    report("confidence", drift, 1e-3)
    iou = hit[seen > 0] / (seen + given - hit)[seen > 0]
    report("mean IoU", abs(iou.mean() - float(group["mean_iou"][()])), 1e-9)
    report("accuracy", abs(hit.sum() / seen.sum() - float(group["accuracy"][()])), 1e-9)
    print(f"    mean IoU {iou.mean():.3f} of {len(iou)} classes, {len(masked)} images with masks")


def main():
    with h5py.File(sys.argv[1]) as out, h5py.File(sys.argv[2]) as tsne:
        own = tsne["uns/vitrine"]
        kernel = out["model/patch_kernel"].shape[0]
        size = np.atleast_1d(out["model"].attrs["image_size"])
        grid = tuple(int(s) // kernel for s in (size if len(size) == 2 else (size[0], size[0])))
        colours(own, out, grid)
        if "logit_lens" in own:
            lens(own, out)
        if "segmentation" in own:
            objects(own, out)
    print("FAILED: " + ", ".join(failed) if failed else "all within the tolerances")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

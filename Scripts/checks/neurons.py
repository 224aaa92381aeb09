"""Compares the statistics of `extract --neurons` with those of timm's model by hooks.

    python Scripts/checks/neurons.py .build/release/extract WEIGHTS PHOTOGRAPHS [--limit 300]
        [--kept 16] [--map tsne.h5]

WEIGHTS is a file of a plain ViT in timm's names (DeiT-Ti). For all units of all blocks: the inputs
of the second layer of the MLP, the attention of the class token, and the lengths of the values, in
float64. The sets of the strongest patches must be equal but for values that are within 1e-5 of the
last one (relative to the largest of a block). The relative L2 distances of a block's values, means,
second moments and means by label must be at most 1e-5, that of the sample 1e-3 (half precision),
the differences of the shares of active patches 1e-4.
With --map, the table `neurons` of a `reduce` of the same file is computed again by scikit-learn and
scipy from the file's sample: the AUROC of the best label, its interval, and the correlations.
Packages: Scripts/requirements.txt.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np
import timm
import timm.layers
import torch
from PIL import Image
from safetensors.torch import load_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.vitrine_store import byte_strings  # noqa: E402
from embeddings import recipe  # noqa: E402


def watch(model):
    """Hooks on all blocks; the list that they fill, one `[tokens, units]` per block."""
    seen = []

    def values(module, inputs, output):
        x = inputs[0]
        n, count, width = x.shape
        heads = module.num_heads
        q, k, v = module.qkv(x).reshape(n, count, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        shares = (q @ k.transpose(-2, -1) * module.scale).softmax(-1)
        seen.append([None, shares[0, :, 0].T, v[0].norm(dim=-1).T])

    def hidden(module, inputs):
        seen[-1][0] = inputs[0][0]

    for block in model.blocks:
        block.attn.register_forward_hook(values)
        block.mlp.fc2.register_forward_pre_hook(hidden)
    return seen


def reference(model, store, photographs):
    """Values of all units at all patches, `[blocks][images, patches, units]`."""
    seen, blocks = watch(model), [[] for _ in model.blocks]
    transform = recipe(store["model"])
    for path in byte_strings(store, "images/path"):
        image = Image.open(photographs / path.decode()).convert("RGB")
        seen.clear()
        with torch.inference_mode():
            model(transform(image)[None].double())
        for block, parts in enumerate(seen):
            blocks[block].append(torch.cat(parts, dim=1)[1:].float().numpy())
    return [np.stack(images) for images in blocks]


def distance(ours, its):
    """Relative L2 distance."""
    its = np.asarray(its, np.float64)
    return float(np.linalg.norm(np.asarray(ours, np.float64) - its) / np.linalg.norm(its))


def compare(store, index, values, labels):
    """The largest relative differences of block `index`, and how many sets differ."""
    group = store[f"neurons/{index:02}"]
    images, patches, units = values.shape
    flat = values.reshape(-1, units)
    heads = int(store["model"].attrs["heads"])
    scale = np.abs(flat).max()
    kept = group["top_row"].shape[1]
    place = group["top_row"][:].astype(np.int64) * patches + group["top_patch"][:]
    order = np.argsort(-flat, axis=0, kind="stable")[:kept].T
    best = np.take_along_axis(flat.T, order, 1)
    gaps = {"values": distance(group["top_value"][:], best)}
    differing = 0
    for unit in range(units):
        last = best[unit, -1]
        for one in set(place[unit]) ^ set(order[unit]):
            differing += abs(flat[one, unit] - last) > 1e-5 * scale
    limit = np.zeros(units)
    limit[-2 * heads:-heads] = 1 / (patches + 1)
    # A patch that is at the limit within rounding moves a share by 1 / (images x patches).
    gaps["active"] = np.abs((flat > limit).mean(0) - group["active"][:]).max() / 10
    gaps["mean"] = distance(group["mean"][:], flat.mean(0, dtype=np.float64))
    gaps["second moment"] = distance(
        group["second_moment"][:], (flat.astype(np.float64) ** 2).mean(0))
    own = values.mean(1, dtype=np.float64)
    for place, label in enumerate(store["neurons/labels"][:]):
        gap = distance(group["label_mean"][place], own[labels == label].mean(0))
        gaps["label means"] = max(gaps.get("label means", 0), gap)
    largest = values.max(1)[store["neurons/sample_rows"][:]]
    gaps["sample"] = distance(group["sample"][:].astype(np.float32), largest) / 100
    return gaps, differing


def compare_map(store, path):
    """The table `neurons` by scikit-learn's AUROC and numpy's correlations; the largest gaps."""
    from scipy.stats import norm
    from sklearn.metrics import roc_auc_score
    rows = store["neurons/sample_rows"][:]
    names = [n.decode() for n in store["images/label_names"][:]]
    labels = np.array([names[i] if i >= 0 else "" for i in store["images/label"][:]])[rows]
    targets = {n: labels == n for n in names}
    if "objects" in store:
        import json
        objects = [set(json.loads(t)) for t in store["objects/names"].asstr()[:]]
        for name in sorted(set().union(*objects)):
            targets.setdefault(name, np.array([name in objects[r] for r in rows]))
    targets = {n: t for n, t in targets.items() if 5 <= t.sum() <= len(t) - 5}
    with h5py.File(path) as file:
        table = {k: (d.asstr()[:] if d.dtype.kind in "SO" else d[:])
                 for k, d in file["uns/vitrine/tables/neurons"].items() if hasattr(d, "dtype")}
    blocks = [store[f"neurons/{b:02}/sample"][:].astype(np.float64)
              for b in range(int(store["model"].attrs["depth"]))]
    alpha = 0.05 / (sum(b.shape[1] for b in blocks) * len(targets))
    z, gap, wrong, row = norm.isf(alpha / 2), 0.0, 0, 0
    for block, values in enumerate(blocks):
        for unit in range(values.shape[1]):
            scores = {n: roc_auc_score(t, values[:, unit]) for n, t in targets.items()}
            best = max(scores.values())
            found = table["auroc"][row]
            wrong += scores[table["label"][row]] < best - 1e-9
            n1 = targets[table["label"][row]].sum()
            n2 = len(values) - n1
            q1, q2 = best / (2 - best), 2 * best ** 2 / (1 + best)
            error = np.sqrt((best * (1 - best) + (n1 - 1) * (q1 - best ** 2)
                             + (n2 - 1) * (q2 - best ** 2)) / (n1 * n2))
            error = max(error, np.sqrt((n1 + n2 + 1) / (12 * n1 * n2)))
            low, high = max(0, best - z * error), min(1, best + z * error)
            gap = max(gap, abs(found - best), abs(table["auroc_low"][row] - low),
                      abs(table["auroc_high"][row] - high))
            row += 1
    print(f"map: {row} units, {len(targets)} labels and objects, largest gap {gap:.1e}, "
          f"{wrong} with another best label")
    return gap < 1e-9 and wrong == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract")
    parser.add_argument("weights")
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--model", default="deit_tiny_patch16_224")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--kept", type=int, default=16)
    parser.add_argument("--map", action="store_true")
    options = parser.parse_args()
    timm.layers.set_fused_attn(False)
    model = timm.create_model(options.model).eval().double()
    model.load_state_dict(load_file(options.weights))
    worst, fails = {}, 0
    with tempfile.TemporaryDirectory() as name:
        out = f"{name}/out.h5"
        subprocess.run(
            [options.extract, options.photographs, out, "--weights", options.weights, "--limit",
             str(options.limit), "--tokens", "class", "--quiet", "--neurons",
             str(options.kept)], check=True)
        with h5py.File(out) as store:
            blocks = reference(model, store, options.photographs)
            for index, values in enumerate(blocks):
                gaps, differing = compare(store, index, values, store["images/label"][:])
                fails += differing
                for key, gap in gaps.items():
                    worst[key] = max(worst.get(key, 0), gap)
            count = sum(values.shape[2] for values in blocks)
            print(f"{count} units over {len(store['images/label'])} images; patches that differ: "
                  f"{fails}; largest relative gaps: "
                  + ", ".join(f"{key} {gap:.1e}" for key, gap in worst.items()))
            fits = True
            if options.map:
                program = str(Path(options.extract).parent / "reduce")
                subprocess.run(
                    [program, out, "-o", f"{name}/tsne.h5", "--quiet", "--layer", "final"],
                    check=True)
                fits = compare_map(store, f"{name}/tsne.h5")
    sys.exit(0 if max(worst.values()) <= 1e-5 and fails == 0 and fits else 1)


if __name__ == "__main__":
    main()

"""Compares a file of embeddings with timm's own forward pass on the same images and weights.

    python Scripts/checks/embeddings.py OUT.h5 IMAGES WEIGHTS.safetensors [--limit N]

The file's own recipe and mean are used, done by torchvision on Pillow. Printed: relative L2 error
of every layer over all images (the first N), the largest errors of rollout, top-1 and top-5
agreement, top-1 and top-5 accuracy where names of images begin with those of classes (synsets, by
`extract --classes`), and leave-one-out 5-nearest-neighbour accuracy of `final`.
Packages: Scripts/requirements.txt.
"""

import argparse
import sys
from pathlib import Path

import h5py
import numpy as np
import timm.layers
import torch
from PIL import Image
from safetensors.torch import load_file
from timm.models.vision_transformer import VisionTransformer
from torchvision import transforms
from torchvision.transforms import InterpolationMode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.timm_reference import rollout  # noqa: E402
from common.vitrine_store import byte_strings, text  # noqa: E402


def recipe(model):
    """torchvision's transforms for the numbers that the file records."""
    size = int(model.attrs["image_size"])
    how = InterpolationMode(text(model.attrs["interpolation"]))
    kind = text(model.attrs["recipe"])
    side = int(np.floor(size / model.attrs["crop_ratio"]))

    def centre(image):
        """The central square, its place rounded down, as Hugging Face does."""
        left, top = (image.width - size) // 2, (image.height - size) // 2
        return image.crop((left, top, left + size, top + size))

    return transforms.Compose([
        transforms.Resize((side, side) if kind.startswith("squash") else side, how),
        centre if kind.endswith("-floor") else transforms.CenterCrop(size),
        transforms.ToTensor(),
        transforms.Normalize(tuple(model.attrs["mean"]), tuple(model.attrs["std"]))])


def nearest_accuracy(rows, labels, k):
    """Leave-one-out accuracy of a majority vote among the k nearest by cosine."""
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    similarity = rows @ rows.T
    np.fill_diagonal(similarity, -2)
    nearest = np.argsort(-similarity, axis=1, kind="stable")[:, :k]
    votes = np.array([np.bincount(labels[n], minlength=labels.max() + 1).argmax() for n in nearest])
    return (votes == labels).mean()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("store"), parser.add_argument("images"), parser.add_argument("weights")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    timm.layers.set_fused_attn(False)
    store = h5py.File(options.store)
    info = store["model"]
    a = info.attrs
    tensors = load_file(options.weights)
    classes = tensors["head.weight"].shape[0] if "head.weight" in tensors else 0
    model = VisionTransformer(
        img_size=int(a["image_size"]), patch_size=int(a["patch"]), embed_dim=int(a["width"]),
        depth=int(a["depth"]), num_heads=int(a["heads"]), num_classes=classes).eval()
    model.load_state_dict({k: v.float() for k, v in tensors.items()})
    prepare = recipe(info)
    paths = byte_strings(store, "images/path")[: options.limit]
    kept, attention = {}, []
    model.norm_pre.register_forward_hook(lambda m, i, o: kept.__setitem__("embedding", o))
    model.norm.register_forward_hook(lambda m, i, o: kept.__setitem__("final", o))
    for k, block in enumerate(model.blocks):
        block.register_forward_hook(lambda m, i, o, k=k: kept.__setitem__(f"{k:02d}", o))
        block.attn.attn_drop.register_forward_hook(lambda m, i, o: attention.append(o[0]))
    squares, sizes = {}, {}
    worst_rollout, finals, logits = 0.0, [], []
    for row, path in enumerate(paths):
        attention.clear()
        image = Image.open(Path(options.images) / path.decode()).convert("RGB")
        with torch.no_grad():
            logits.append(model(prepare(image)[None])[0].numpy())
        for name, value in kept.items():
            if name not in store["layers"]:
                continue
            expected = value[0].double().numpy()
            group = store["layers"][name]
            parts = []
            if "class" in group:
                parts.append((group["class"][row], expected[0]))
            if "mean" in group:
                parts.append((group["mean"][row], expected[1:].mean(axis=0)))
            if "patches" in group:
                parts.append((group["patches"][row], expected[1:]))
            for found, wanted in parts:
                squares[name] = squares.get(name, 0) + ((found.astype(float) - wanted) ** 2).sum()
                sizes[name] = sizes.get(name, 0) + (wanted ** 2).sum()
        finals.append(kept["final"][0, 0].numpy())
        if "attention" in store:
            joint = rollout([heads.double().numpy() for heads in attention])
            difference = store["attention/rollout"][row] - joint[:, 0, 1:]
            worst_rollout = max(worst_rollout, np.abs(difference).max())
    print(f"{len(paths)} images, tokens stored as {store['layers/final/class'].dtype}")
    for name in squares:
        print(f"layer {name:10s} relative L2 error {np.sqrt(squares[name] / sizes[name]):.2e}")
    print(f"rollout: largest difference {worst_rollout:.1e}")
    if "predictions" in store:
        top = np.argsort(-np.array(logits), axis=1, kind="stable")[:, :5]
        ours = store["predictions/label"][: len(paths)]
        print(f"top-1 equal on {(top[:, 0] == ours[:, 0]).sum()} of {len(paths)}, "
              f"whole top-5 equal on {(top == ours).all(axis=1).sum()}")
        if "names" in store["predictions"]:
            names = [n.decode() for n in store["predictions/names"]]
            truth = np.array([
                next((i for i, n in enumerate(names) if path.split(b"/")[-1].startswith(
                    n.split(" ")[0].split("\t")[0].encode())), -1) for path in paths])
            known = truth >= 0
            for who, order in (("timm", top), ("ours", ours)) if known.any() else ():
                right = order[known] == truth[known, None]
                print(f"{who}: top-1 {right[:, 0].sum()} of {known.sum()}, "
                      f"top-5 {right.any(axis=1).sum()}")
    labels = store["images/label"][: len(paths)]
    if labels.min() >= 0 and labels.max() > 0:
        ours = store["layers/final/class"][: len(paths)].astype(np.float64)
        for who, rows in (("timm", np.array(finals, np.float64)), ("ours", ours)):
            print(f"{who}: 5-nearest-neighbour accuracy {nearest_accuracy(rows, labels, 5):.4f}")


if __name__ == "__main__":
    main()

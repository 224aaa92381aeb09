"""Compares `extract --register-units` with timm's model whose hidden units are moved by hooks.

    python Scripts/checks/registers.py .build/release/extract WEIGHTS PHOTOGRAPHS [--limit 5]
        [--units 3:17,5:200-203]

WEIGHTS is a file of a plain ViT in timm's names (DeiT-Ti). The reference adds a token of zeros
behind the class token of a model in float64; hooks on the input of the second layer of an MLP give
it the largest value of each unit, and the patches 0 (Jiang et al. 2025, arXiv 2506.08010). Printed
is the largest relative L2 error of a layer, of class token, register and patches. Ends with 1 above
1e-5. Packages: Scripts/requirements.txt.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import h5py
import numpy as np
import timm
import torch
from PIL import Image
from safetensors.torch import load_file

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.vitrine_store import byte_strings  # noqa: E402
from embeddings import recipe  # noqa: E402


def parse(text):
    units = {}
    for entry in text.split(","):
        block, parts = entry.split(":")
        first, _, last = parts.partition("-")
        units.setdefault(int(block), []).extend(range(int(first), int(last or first) + 1))
    return units


def run(model, x, units):
    """Tokens of every layer, `[layers][tokens, width]`."""
    hooks = []
    for block, numbers in units.items():
        def move(module, inputs, numbers=numbers):
            h = inputs[0].clone()
            largest = h[:, :, numbers].amax(1)
            h[:, 2:, numbers] = 0
            h[:, 1, numbers] = largest
            return (h,)
        hooks.append(model.blocks[block].mlp.fc2.register_forward_pre_hook(move))
    with torch.no_grad():
        x = model._pos_embed(model.patch_embed(x))
        x = torch.cat([x[:, :1], torch.zeros_like(x[:, :1]), x[:, 1:]], 1)
        layers = [x]
        for block in model.blocks:
            x = block(x)
            layers.append(x)
        layers.append(model.norm(x))
    for hook in hooks:
        hook.remove()
    return [layer[0].numpy() for layer in layers]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("extract")
    parser.add_argument("weights")
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--limit", type=int, default=5)
    parser.add_argument("--units", default="3:17,5:200-203,9:0")
    arguments = parser.parse_args()
    model = timm.create_model("deit_tiny_patch16_224")
    model.load_state_dict(load_file(arguments.weights))
    model = model.eval().double()
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/out.h5"
        subprocess.run(
            [arguments.extract, str(arguments.photographs), path, "--weights", arguments.weights,
             "--register-units", arguments.units, "--tokens", "class,mean,patches", "--dtype",
             "f32", "--limit", str(arguments.limit), "--quiet"], check=True)
        worst = 0.0
        with h5py.File(path) as out:
            transform = recipe(out["model"])
            names = ["embedding"] + [f"{b:02d}" for b in range(12)] + ["final"]
            for row, name in enumerate(byte_strings(out, "images/path")):
                picture = Image.open(arguments.photographs / name.decode()).convert("RGB")
                x = transform(picture).double()[None]
                for layer, expected in zip(names, run(model, x, parse(arguments.units))):
                    group = out[f"layers/{layer}"]
                    found = np.concatenate(
                        [group["class"][row][None], group["extra"][row], group["patches"][row]])
                    worst = max(worst, float(
                        np.linalg.norm(found - expected) / np.linalg.norm(expected)))
    print(f"largest relative L2 error of a layer: {worst:.1e}")
    sys.exit(0 if worst <= 1e-5 else 1)


if __name__ == "__main__":
    main()

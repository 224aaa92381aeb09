"""Compares `extract --ablate` and `--ablate-heads` with timm's model whose parts are set to zero.

    python Scripts/checks/ablation.py .build/release/extract WEIGHTS PHOTOGRAPHS [--limit 5]

WEIGHTS is a file of a plain ViT in timm's names (DeiT-Ti). The reference sets the inputs of the
second layer of an MLP and of a block's attention projection to zero by hooks, in float64. Printed
are the largest relative L2 error of a layer and of the probabilities, for each of some ablations,
and how far the ablation itself moves the final class token. Ends with 1 above 1e-5.
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
from common.timm_reference import run as run_timm  # noqa: E402
from common.vitrine_store import byte_strings  # noqa: E402
from embeddings import recipe  # noqa: E402

CASES = [  # units and heads by block
    ({}, {}),
    ({7: [112, 530]}, {}),
    ({0: range(0, 200), 11: [767]}, {}),
    ({}, {0: [0], 11: [0, 2]}),
    ({3: range(0, 768)}, {3: [0, 1, 2]}),  # all of a block: its biases are left
]


def written(parts):
    return ",".join(f"{block}:{min(n)}-{max(n)}" if isinstance(n, range)
                    else ",".join(f"{block}:{i}" for i in n) for block, n in parts.items())


def ablate(model, units, heads):
    """Hooks that set the inputs of a linear layer to zero; returns them."""
    def zero(places):
        def hook(_, inputs):
            x = inputs[0].clone()
            x[..., places] = 0
            return (x,)
        return hook
    size = model.embed_dim // model.blocks[0].attn.num_heads
    hooks = [model.blocks[b].mlp.fc2.register_forward_pre_hook(zero(list(n)))
             for b, n in units.items()]
    return hooks + [model.blocks[b].attn.proj.register_forward_pre_hook(
        zero([i for h in n for i in range(h * size, (h + 1) * size)])) for b, n in heads.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract")
    parser.add_argument("weights")
    parser.add_argument("photographs", type=Path)
    parser.add_argument("--model", default="deit_tiny_patch16_224")
    parser.add_argument("--limit", type=int, default=5)
    options = parser.parse_args()
    timm.layers.set_fused_attn(False)
    model = timm.create_model(options.model).eval().double()
    model.load_state_dict(load_file(options.weights))
    worst, plain = 0.0, None
    for units, heads in CASES:
        more = (["--ablate", written(units)] if units else []) + (
            ["--ablate-heads", written(heads)] if heads else [])
        with tempfile.TemporaryDirectory() as name:
            out = f"{name}/out.h5"
            subprocess.run(
                [options.extract, options.photographs, out, "--weights", options.weights,
                 "--limit", str(options.limit), "--dtype", "f32", "--masks", "none", "--quiet",
                 *more], check=True)
            hooks = ablate(model, units, heads)
            gap, shares_gap, finals = 0.0, 0.0, []
            with h5py.File(out) as store:
                transform = recipe(store["model"])
                for row, path in enumerate(byte_strings(store, "images/path")):
                    image = Image.open(options.photographs / path.decode()).convert("RGB")
                    layers, _, logits = run_timm(model, transform(image)[None].double())
                    for layer, group in store["layers"].items():
                        key = layer if layer in ("embedding", "final") else str(int(layer))
                        theirs = layers[key]
                        ours = np.concatenate([group["class"][row][None], group["patches"][row]])
                        gap = max(gap, np.linalg.norm(ours - theirs) / np.linalg.norm(theirs))
                    finals.append(layers["final"][0])
                    shares = np.exp(logits - logits.max())
                    shares /= shares.sum()
                    labels = store["predictions/label"][row]
                    shares_gap = max(shares_gap, np.abs(
                        shares[labels] - store["predictions/probability"][row]).max())
            for hook in hooks:
                hook.remove()
        finals = np.stack(finals)
        plain = finals if plain is None else plain
        moved = np.linalg.norm(finals - plain) / np.linalg.norm(plain)
        worst = max(worst, gap, shares_gap)
        print(f"{' '.join(more) or 'nothing'}: layers {gap:.1e}, probabilities {shares_gap:.1e}; "
              f"the final class tokens move by {moved:.3f}")
    sys.exit(1 if worst > 1e-5 else 0)


if __name__ == "__main__":
    main()

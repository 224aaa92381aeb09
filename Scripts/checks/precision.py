"""Compares two files of embeddings of the same images, layer by layer: bf16 against f32.

    python Scripts/checks/precision.py REFERENCE.h5 OTHER.h5 [REFERENCE.h5 OTHER.h5 ...]

Make the files with `extract --tokens class,mean,patches --dtype f32`, one with `--precision f32`
and one with `--precision bf16` (and VITRINE_FORCE_BF16=1, on a processor without fast bf16, where
f32 is used otherwise). Printed, over all rows of all pairs: relative L2 difference of each
layer's class token, mean and patches, the smallest cosine of a class token, the smallest mean
cosine of an image's patches, the largest difference of rollout, and how often the first prediction
is the same. Packages: Scripts/requirements.txt.
"""

import argparse
import sys
from pathlib import Path

import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.vitrine_store import byte_strings, text  # noqa: E402


class Difference:
    """Sums over the rows of one layer's tokens of one kind."""

    def __init__(self):
        self.squares = self.size = 0.0
        self.cosines = []

    def add(self, reference, other):
        """Both `[tokens, width]`: the tokens of one image."""
        reference, other = reference.astype(np.float64), other.astype(np.float64)
        self.squares += ((other - reference) ** 2).sum()
        self.size += (reference ** 2).sum()
        lengths = np.linalg.norm(reference, axis=1) * np.linalg.norm(other, axis=1)
        self.cosines.append(((reference * other).sum(axis=1) / lengths).mean())

    @property
    def relative(self):
        return np.sqrt(self.squares / self.size)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    files = parser.parse_args().files
    if len(files) % 2:
        parser.error("the files come in pairs: REFERENCE.h5 OTHER.h5")
    table, rollout, same, images = {}, 0.0, 0, 0
    for first, second in zip(files[::2], files[1::2]):
        with h5py.File(first) as reference, h5py.File(second) as other:
            paths = byte_strings(reference, "images/path")
            if paths != byte_strings(other, "images/path"):
                raise SystemExit(f"{first} and {second} do not hold the same images")
            used = [text(file["model"].attrs["precision"]) for file in (reference, other)]
            if used[0] == used[1]:
                raise SystemExit(f"{first} and {second} are both of {used[0]}: nothing to compare")
            print(f"{first} ({used[0]}), {second} ({used[1]}): {len(paths)} images")
            images += len(paths)
            for layer in reference["layers"]:
                for kind in ("class", "mean", "patches"):
                    if kind not in reference["layers"][layer]:
                        continue
                    sums = table.setdefault(layer, {}).setdefault(kind, Difference())
                    one, two = reference["layers"][layer][kind], other["layers"][layer][kind]
                    for row in range(len(paths)):
                        sums.add(np.atleast_2d(one[row]), np.atleast_2d(two[row]))
            if "attention" in reference:
                difference = reference["attention/rollout"][:] - other["attention/rollout"][:]
                rollout = max(rollout, np.abs(difference).max())
            if "predictions" in reference:
                pair = [f["predictions/label"][:, 0] for f in (reference, other)]
                same += int((pair[0] == pair[1]).sum())
    kinds = [k for k in ("class", "mean", "patches") if k in next(iter(table.values()))]
    print("\n| layer | " + " | ".join(f"{k}: relative L2 | least cosine" for k in kinds) + " |")
    print("|---" * (1 + 2 * len(kinds)) + "|")
    for layer, row in sorted(table.items(), key=lambda item: order(item[0])):
        cells = [f"{row[k].relative:.1e} | {min(row[k].cosines):.6f}" for k in kinds]
        print(f"| {layer.lstrip('0') or '0'} | " + " | ".join(cells) + " |")
    print(f"\nrollout: largest difference {rollout:.1e}; "
          f"first prediction the same on {same} of {images}")


def order(layer):
    return {"embedding": -1, "final": 1000}.get(layer) or (int(layer) if layer.isdigit() else 0)


if __name__ == "__main__":
    main()

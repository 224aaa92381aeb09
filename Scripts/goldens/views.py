"""Golden values of views, rankings and maps, by numpy, scikit-learn and Pillow.

    python Scripts/goldens/views.py > Tests/ViewsTests/Golden.swift

The inputs come from the counter-based generator that Tests/ViewsTests draws the same numbers from.
Packages: Scripts/requirements.txt.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.metrics import roc_auc_score
from sklearn.metrics.pairwise import cosine_similarity

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import bits, uniform  # noqa: E402

GRID, PATCH, WIDTH, DEPTH = 3, 4, 6, 2
SIDE = GRID * PATCH
MEAN, STD = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])


def list_of(values):
    lines, line = [], "       "
    for value in np.asarray(values, np.float64).ravel():
        text = f" {float(np.float32(value))!r},"
        if len(line) + len(text) > 99:
            lines.append(line)
            line = "       "
        line += text
    return "\n".join(lines + [line])


def put(name, values):
    print(f"    static let {name}: [Float] = [\n{list_of(values)}\n    ]")


def main():
    pixels = (bits(1, SIDE * SIDE * 3) >> np.uint64(56)).astype(np.uint8).reshape(SIDE, SIDE, 3)
    kernel = (uniform(2, PATCH * PATCH * 3 * WIDTH) - 0.5).reshape(PATCH, PATCH, 3, WIDTH)
    kernel = kernel.astype(np.float32)
    tokens = GRID * GRID + 1
    joint = uniform(3, DEPTH * tokens * tokens).reshape(DEPTH, tokens, tokens)
    joint = (joint / joint.sum(-1, keepdims=True)).astype(np.float32)
    position = (uniform(4, tokens * WIDTH) - 0.3).reshape(tokens, WIDTH).astype(np.float32)
    x = (pixels.astype(np.float32) / np.float32(255) - MEAN) / STD
    cut = x.astype(np.float64).reshape(GRID, PATCH, GRID, PATCH, 3).transpose(0, 2, 1, 3, 4)
    cut = cut.reshape(-1, PATCH, PATCH, 3)

    def lay(patches):
        grid = patches.reshape(GRID, GRID, PATCH, PATCH, 3).transpose(0, 2, 1, 3, 4)
        return grid.reshape(SIDE, SIDE, 3)

    objects = np.array([0, 0, 1, 0, 1, 1, 0, 2, 0])
    responses = np.einsum("npqc,pqcw->nw", cut, kernel.astype(np.float64))
    areas = [roc_auc_score(objects != 0, responses[:, j]) for j in range(WIDTH)]
    scores = joint[-1, 0, 1:]
    shares = (scores / scores.max()).reshape(GRID, GRID)
    rollout = np.asarray(
        Image.fromarray(shares, mode="F").resize((SIDE, SIDE), Image.Resampling.BICUBIC))
    distances = [
        np.hypot(a // 14 - b // 14, a % 14 - b % 14) for a in range(196) for b in range(196)]

    print("// Made by Scripts/goldens/views.py.\n\nenum Golden {")
    put("view", lay(cut * kernel[..., 5].astype(np.float64)))
    weights = joint[1, 4, 1:].astype(np.float64)
    put("globalView", lay(cut * kernel[..., 5].astype(np.float64) * weights[:, None, None, None]))
    put("areas", areas)
    put("similarities", cosine_similarity(position.astype(np.float64)))
    put("rollout", rollout)
    put("uniformDistance", [16 * np.mean(distances)])
    print("}")


main()

"""Reports which Vision Transformers of timm `extract` reads, and how it refuses the others.

    python Scripts/checks/architectures.py .build/release/extract photographs [--out FILE.tsv]
        [--compare FILE.tsv]

Each architecture is made with two blocks where it takes a depth. Its file has true names and shapes
and no numbers: a hole, which reads as zeros. `--compare` lists the architectures whose state
differs from an earlier list with the columns name, class and state, and fails where one that was
refused is now read: rotary positions leave no tensors, so that such a model may be read wrongly.
Packages: Scripts/requirements.txt.
"""

import argparse
import collections
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import timm

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.timm_shapes import make  # noqa: E402


def heads(model):
    """The attention heads of the model's first block; 1 where its parts have other names."""
    blocks = getattr(model, "blocks", None)
    attention = getattr(blocks[0], "attn", None) if blocks else None
    return getattr(attention, "num_heads", 1)


def write(state, path):
    """A safetensors file of float32 tensors with these shapes; its numbers are a hole."""
    header, end = {}, 0
    for name, value in state.items():
        size = 4 * value.numel()
        header[name] = {
            "dtype": "F32", "shape": list(value.shape), "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + end)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("extract")
    parser.add_argument("photographs")
    parser.add_argument("--out")
    parser.add_argument("--compare")
    arguments = parser.parse_args()
    before = {}
    if arguments.compare:
        with open(arguments.compare, newline="") as file:
            before = {row[0]: row[2] for row in csv.reader(file, delimiter="\t")}
    names = sorted(before) if before else timm.list_models(["*vit*", "deit*", "beit*", "eva*"])
    found, wrong = [], []
    for name in names:
        model = make(name, depth=2)
        if model is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            write(model.state_dict(), f"{folder}/{name}.safetensors")
            run = subprocess.run(
                [arguments.extract, arguments.photographs, f"{folder}/o.h5", "--dry-run",
                 "--limit", "1", "--weights", f"{folder}/{name}.safetensors",
                 "--heads", str(heads(model))],
                capture_output=True, text=True)
        state = "loads" if run.returncode == 0 else "refused"
        reason = "" if state == "loads" else run.stderr.split(": ", 2)[-1].strip()
        found.append((name, type(model).__name__, state, reason[:300]))
        if before.get(name, state) != state:
            print(f"{name}: {before[name]} before, {state} now")
            wrong += [name] if state == "loads" else []
    counts = collections.Counter(state for _, _, state, _ in found)
    print(f"{len(found)} architectures: " + ", ".join(f"{n} {s}" for s, n in counts.items()))
    for text, count in collections.Counter(
            row[3].split(";")[0][:100] for row in found if row[2] == "refused").most_common():
        print(f"{count:4} {text}")
    if arguments.out:
        with open(arguments.out, "w", newline="") as file:
            csv.writer(file, delimiter="\t").writerows(found)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()

"""Names and shapes of timm's Vision Transformers, and which of them are read.

    python Scripts/goldens/architectures.py FOUND.tsv > Tests/WeightsTests/Architectures.json

FOUND.tsv is what `Scripts/checks/architectures.py --out` writes; an architecture counts as read
only where `Scripts/checks/zoo.py --timm FOUND.tsv` has found its tokens to be right. The models
have one block where they take a depth. Models of equal names share a list of them, and those of
equal shapes a list of these. Packages: Scripts/requirements.txt.
"""

import csv
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.timm_shapes import make  # noqa: E402


def index(rows, row):
    if row not in rows:
        rows.append(row)
    return rows.index(row)


def main():
    with open(sys.argv[1], newline="") as file:
        found = {row[0]: row[2] for row in csv.reader(file, delimiter="\t")}
    names, shapes, models = [], [], []
    for name in sorted(found):
        model = make(name, depth=1)
        if model is None:
            continue
        state = model.state_dict()
        if len(state) > 120:  # a convolutional stem or blocks of many parts: nothing is like it
            continue
        models.append({
            "name": name, "isRead": found[name] == "loads",
            "names": index(names, list(state)),
            "shapes": index(shapes, [list(value.shape) for value in state.values()])})
    print(json.dumps({"names": names, "shapes": shapes, "models": models},
                     separators=(",", ":")))


if __name__ == "__main__":
    main()

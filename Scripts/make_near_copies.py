"""A folder of photographs with planted copies, to measure how near duplicates are found.

    python Scripts/make_near_copies.py OUT COUNT SEED FOLDER [FOLDER ...]

links every photograph below the folders to OUT/original and writes COUNT copies of each kind of
photographs drawn by SEED: `quality` (JPEG quality 50), `resized` (to half of width and height),
`cropped` (a window of 90 % of width and height at a drawn place), `flipped` (left to right). Files
are named by the number of their original, OUT/truth.csv lists them. Written with Pillow 13.0.0.
"""

import csv
import random
import sys
from pathlib import Path

from PIL import Image, ImageOps

KINDS = ["quality", "resized", "cropped", "flipped"]


def copy(picture, kind, chance):
    width, height = picture.size
    if kind == "quality":
        return picture, 50
    if kind == "resized":
        size = (max(1, width // 2), max(1, height // 2))
        return picture.resize(size, Image.Resampling.LANCZOS), 90
    if kind == "cropped":
        w, h = round(0.9 * width), round(0.9 * height)
        x, y = chance.randint(0, width - w), chance.randint(0, height - h)
        return picture.crop((x, y, x + w, y + h)), 90
    return ImageOps.mirror(picture), 90


def main():
    out, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    originals = sorted(
        p.resolve() for folder in sys.argv[4:] for p in Path(folder).rglob("*")
        if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    rows = []
    (out / "original").mkdir(parents=True)
    for number, path in enumerate(originals):
        name = f"original/{number:05}{path.suffix.lower()}"
        (out / name).symlink_to(path)
        rows.append((name, number, "original", path))
    for kind in KINDS:
        (out / kind).mkdir()
        for number in sorted(chance.sample(range(len(originals)), count)):
            picture = Image.open(originals[number]).convert("RGB")
            changed, quality = copy(picture, kind, chance)
            name = f"{kind}/{number:05}.jpg"
            changed.save(out / name, quality=quality)
            rows.append((name, number, kind, originals[number]))
    with open(out / "truth.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "original", "kind", "source"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()

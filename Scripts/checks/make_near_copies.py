"""A folder of photographs with planted copies, to measure how near duplicates are found.

    python Scripts/checks/make_near_copies.py OUT PHOTOGRAPHS SHARE SEED FOLDER [FOLDER ...]

draws PHOTOGRAPHS pictures from below the folders by SEED, links them to OUT/original, and writes
copies of each kind of a drawn SHARE of them: `recompressed` (JPEG quality 50), `half` (of width and
height), `cropped` (15 pixels less on each of the four sides), `window` (90 % of width and height at
a drawn place), `flipped` (left to right), `watermarked` (rows of half-transparent text) and `grey`.
With SHARE 0 there are originals only. Files are named by the number of their original,
OUT/truth.csv lists them. Packages: Scripts/requirements.txt.
"""

import csv
import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

KINDS = ["recompressed", "half", "cropped", "window", "flipped", "watermarked", "grey"]
CROPPED = 15


def copy(picture, kind, chance):
    """The copy and its JPEG quality."""
    width, height = picture.size
    if kind == "recompressed":
        return picture, 50
    if kind == "half":
        size = (max(1, width // 2), max(1, height // 2))
        return picture.resize(size, Image.Resampling.LANCZOS), 90
    if kind == "cropped":
        return picture.crop((CROPPED, CROPPED, width - CROPPED, height - CROPPED)), 90
    if kind == "window":
        w, h = round(0.9 * width), round(0.9 * height)
        x, y = chance.randint(0, width - w), chance.randint(0, height - h)
        return picture.crop((x, y, x + w, y + h)), 90
    if kind == "flipped":
        return ImageOps.mirror(picture), 90
    if kind == "grey":
        return picture.convert("L"), 90
    stamp = Image.new("L", picture.size, 0)
    for y in range(height // 6, height, max(1, height // 3)):
        ImageDraw.Draw(stamp).text(
            (width // 12, y), "SAMPLE PHOTO", fill=130, font_size=max(12, width // 8))
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, stamp), 90


def pictures(folders):
    return sorted(
        p.resolve() for folder in folders for p in Path(folder).rglob("*")
        if p.suffix.lower() in (".jpg", ".jpeg", ".png"))


def make(out, count, share, seed, originals):
    """Writes the folder `out` and returns its truth, [(path, original, kind, source)]."""
    out = Path(out)
    chance = random.Random(seed)
    originals = sorted(chance.sample(originals, count))
    rows = []
    (out / "original").mkdir(parents=True)
    for number, path in enumerate(originals):
        name = f"original/{number:05}{path.suffix.lower()}"
        (out / name).symlink_to(path)
        rows.append((name, number, "original", path))
    for kind in KINDS if share > 0 else []:
        (out / kind).mkdir()
        for number in sorted(chance.sample(range(count), max(1, round(share * count)))):
            picture = Image.open(originals[number]).convert("RGB")
            # What would be left of a smaller one is another picture.
            if kind == "cropped" and min(picture.size) < 4 * CROPPED:
                continue
            changed, quality = copy(picture, kind, chance)
            name = f"{kind}/{number:05}.jpg"
            changed.save(out / name, quality=quality)
            rows.append((name, number, kind, originals[number]))
    with open(out / "truth.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["path", "original", "kind", "source"])
        writer.writerows(rows)
    return rows


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]),
         pictures(sys.argv[5:]))

"""Draw the demo pictures: storybook scenes with exact object masks.

    python Scripts/data/draw_scenes.py data --seed 1

writes `data/images/<label>/<name>.jpg`, `data/masks/<label>/<name>.png` and
`data/masks/objects.json`. The same seed gives the same scenes. Packages: Scripts/requirements.txt.

How a scene comes about: a background is painted, then each thing on top of it. A thing is drawn
in its own coordinates (feet at y = 0, about 100 units high, looking right) through a `Brush`,
which repeats every solid shape on a second, hard-edged canvas: the mask. At last the light of the
hour is laid over the picture, which the mask does not see. scenes/ has the brush, the things and
the backgrounds.
"""

import argparse
import json
import math
import random
from pathlib import Path

from PIL import Image

from scenes.backgrounds import BACKGROUNDS, shine
from scenes.brush import Brush
from scenes.painters import PAINTERS

SIZES = [(320, 256), (256, 320), (288, 288), (336, 256), (256, 336), (304, 272)]
JPEG_QUALITY = 88
PER_KIND, PAIRS, SCENES = 24, 14, 20
LIGHTS = ["day", "day", "day", "golden", "dusk", "night"]

# Where each kind of thing may be met.
PLACES = {
    "cat": ["meadow", "room", "beach", "street", "forest", "snow", "abstract", "room"],
    "dog": ["meadow", "room", "beach", "street", "forest", "snow", "abstract", "meadow"],
    "bird": ["meadow", "sky", "beach", "street", "forest", "snow", "abstract"],
    "fish": ["sea", "sea", "sea", "sea", "room", "abstract"],
    "car": ["street", "street", "meadow", "beach", "forest", "snow", "abstract"],
    "balloon": ["sky", "sky", "meadow", "beach", "snow", "abstract"],
    "mushroom": ["forest", "forest", "meadow", "abstract", "snow"],
}
KINDS = list(PLACES)
LABELS = KINDS + ["together"]
MASK_PALETTE = [(0, 0, 0), (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66),
                (204, 121, 167), (213, 94, 0)]


# ---------------------------------------------------------------- scenes

def choose_painter(rng, kind, place):
    """A pose that fits the place: fish in bowls on land, birds in the air in the sky."""
    options = PAINTERS[kind]
    if kind == "fish":
        return options[0] if place in ("sea", "abstract") else options[1]
    if kind == "bird" and place == "sky":
        return options[1]
    return rng.choice(options)


def put(b, painter, x, y, scale):
    draw, (left, top, right), stands = painter
    mirrored = b.rng.random() < 0.5
    tilt = b.rng.uniform(-2, 2) if stands == "ground" else b.rng.uniform(-11, 11)
    middle = (left + right) / 2 * scale * (-1 if mirrored else 1)
    b.place(x - middle, y, scale, mirrored, tilt)
    draw(b)
    b.leave()


def fitting_scale(painter, width, height):
    _, (left, top, right), _ = painter
    return min(width / (right - left), height / -top)


def single(b, kind, place, ground):
    """One thing, anywhere from a third of the picture to a close-up."""
    rng, w, h = b.rng, b.width, b.height
    painter = choose_painter(rng, kind, place)
    size = rng.uniform(0.5, 0.88)
    scale = fitting_scale(painter, w * size, h * size)
    _, (left, top, right), stands = painter
    half, tall = (right - left) * scale / 2, -top * scale
    x = w / 2 + rng.uniform(-1, 1) * max(0, w / 2 - half - 4)
    if stands == "ground":
        y = rng.uniform(max(ground + 10, tall + 6, h * 0.72), max(h - 6, tall + 8))
    else:
        y = rng.uniform(tall + 4, max(tall + 6, h - 8))
    b.index = 1
    put(b, painter, x, min(y, h - 3), scale)
    return [kind]


def several(b, kinds, place, ground):
    """Two to five things side by side, the ones in the air above the others."""
    rng, w, h = b.rng, b.width, b.height
    chosen = [(kind, choose_painter(rng, kind, place)) for kind in kinds]
    low = [c for c in chosen if c[1][2] == "ground"]
    high = [c for c in chosen if c[1][2] != "ground"]
    if place == "sea":
        low, high = [], low + high
    plan = []
    share = 1.0 if not high else 0.68   # leave room for what flies
    widths = [c[1][1][2] - c[1][1][0] for c in low]
    x = 0.03 * w
    for (kind, painter), width in zip(low, widths):
        slot = 0.94 * w * width / sum(widths)
        roomy = 1.0 if len(low) == 2 else 1.22   # more than two may overlap a little
        scale = fitting_scale(painter, slot * roomy * rng.uniform(0.88, 1.0), h * 0.74 * share)
        near = (len(plan) % 2 == 0) if len(low) > 2 else rng.random() < 0.5
        back = max(ground + 14, h * 0.8)
        y = h - rng.uniform(5, 12) if near else min(back + rng.uniform(0, 0.06) * h, h - 14)
        plan.append((y, kind, painter, x + slot / 2, scale))
        x += slot
    room_above = h * (0.4 if low else 0.96)
    rows = 2 if not low and len(high) > 2 else 1
    for i, (kind, painter) in enumerate(high):
        per_row = math.ceil(len(high) / rows)
        row, column = divmod(i, per_row)
        slot, tall = 0.94 * w / per_row, room_above / rows
        scale = fitting_scale(painter, slot * 0.88, tall * 0.9)
        top_y = 0.02 * h + row * tall
        # What flies is drawn first: it is farther away.
        plan.append((top_y + tall - rng.uniform(0, 0.06) * h, kind, painter,
                     0.03 * w + (column + 0.5) * slot, scale))
    plan.sort(key=lambda item: (item[2][2] == "ground", item[0]))
    for index, (y, kind, painter, x, scale) in enumerate(plan, 1):
        b.index = index
        put(b, painter, x, y, scale)
    return [item[1] for item in plan]


COMPANY = [  # kinds that may meet, and where
    (["cat", "dog", "bird", "balloon", "car", "mushroom"], ["meadow", "snow", "abstract"]),
    (["cat", "dog", "bird", "balloon", "car"], ["beach", "street"]),
    (["cat", "dog", "mushroom", "bird"], ["forest"]),
    (["cat", "dog", "fish"], ["room"]),
    (["bird", "balloon"], ["sky"]),
]


PAIR_PLACES = ["meadow", "room", "beach", "street", "forest", "snow", "abstract"]
PARTIES = [  # the large companies of data/
    (["cat", "dog", "car", "bird", "balloon"], "meadow"),
    (["cat", "dog", "car", "bird", "balloon"], "beach"),
    (["cat", "dog", "mushroom", "balloon", "bird"], "snow"),
    (["cat", "dog", "mushroom", "bird"], "forest"),
    (["dog", "cat", "car", "balloon"], "street"),
    (["cat", "mushroom", "bird", "balloon", "dog"], "abstract"),
]


def choose_company(rng):
    """Two to five different kinds that go together, and a place for them."""
    pool, places = rng.choices(COMPANY, [4, 3, 2, 2, 1])[0]
    count = min(len(pool), rng.choice([2, 2, 3, 3, 4, 5]))
    return rng.sample(pool, count), rng.choice(places)


def draw_scene(seed, label, kinds=None, place=None):
    """One scene of a label: the picture, its mask (numpy, u8) and the kinds of its objects."""
    rng = random.Random(f"{seed}/{label}")
    width, height = rng.choice(SIZES)
    if label == "together":
        if kinds is None:
            kinds, place = choose_company(rng)
        else:
            kinds, place = rng.sample(kinds, len(kinds)), place or rng.choice(PAIR_PLACES)
        width, height = rng.choice([size for size in SIZES if size[0] > size[1]])
    else:
        place = rng.choice(PLACES[label])
    light = rng.choice(LIGHTS)
    b = Brush(width, height, rng)
    ground = BACKGROUNDS[place](b, light)
    if label == "together":
        objects = several(b, kinds, place, ground)
    else:
        objects = single(b, label, place, ground)
    b.index = 0
    shine(b, light, place)
    return b.picture(), b.objects(), objects


# ---------------------------------------------------------------- the data set

def save(folder, label, name, picture, mask):
    image_path = folder / "images" / label / f"{name}.jpg"
    mask_path = folder / "masks" / label / f"{name}.png"
    for path in (image_path, mask_path):
        path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(image_path, quality=JPEG_QUALITY, optimize=True)
    indexed = Image.frombytes("P", picture.size, mask.tobytes())
    indexed.putpalette([c for color in MASK_PALETTE for c in color])
    indexed.save(mask_path, optimize=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    objects = {}
    for label in LABELS:
        if label == "together":
            jobs = [(f"cat-and-dog-{i:02d}", ["cat", "dog"], None) for i in range(1, PAIRS + 1)]
            jobs += [(f"scene-{i:02d}", None, None) for i in range(1, SCENES + 1)]
            jobs += [(f"party-{i:02d}", *party) for i, party in enumerate(PARTIES, 1)]
        else:
            jobs = [(f"{label}-{i:02d}", None, None) for i in range(1, PER_KIND + 1)]
        for i, (name, kinds, place) in enumerate(jobs, 1):
            picture, mask, found = draw_scene(f"{options.seed}/{i}", label, kinds, place)
            save(options.folder, label, name, picture, mask)
            objects[f"{label}/{name}"] = {str(k): kind for k, kind in enumerate(found, 1)}
    text = json.dumps(objects, indent=1, sort_keys=True)
    (options.folder / "masks" / "objects.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

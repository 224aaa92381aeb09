"""Writes Tests/ImagesTests/VariantGoldens.swift: what numpy and Pillow make of masks and variants.

    python Scripts/goldens/variants.py > Tests/ImagesTests/VariantGoldens.swift

The rules are written here as the notebooks of Nguyen et al. 2022 (arXiv:2210.07646) state them, in
floating point and array by array; the program has them in whole numbers. Pictures come from the
formula of Scripts/common/test_images.py, masks are rectangles painted in order, both made anew by
the tests. Large arrays are stood for by their 64-bit FNV-1a hash.
Packages: Scripts/requirements.txt.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.counter_generator import bits  # noqa: E402
from common.test_images import fnv, formula  # noqa: E402

NAMES = ["dog", "cat", "dog", "bird", "cat", "hat stand"]


class Source:
    """The numbers of one seed, one after the other."""

    def __init__(self, seed):
        self.seed, self.place = seed, 0

    def below(self, bound):
        value = int(bits(self.seed, 1, self.place)[0]) * bound >> 64
        self.place += 1
        return value


def drawn(count, candidates, source):
    candidates = list(candidates)
    for i in range(count):
        j = i + source.below(len(candidates) - i)
        candidates[i], candidates[j] = candidates[j], candidates[i]
    return candidates[:count]


def painted(size, rectangles):
    mask = np.zeros((size, size), np.uint8)
    for value, x, y, width, height in rectangles:
        mask[y : y + height, x : x + width] = value
    return mask


def shares(mask, patch):
    """The mean of a 0/1 mask in each patch, [patches]."""
    grid = len(mask) // patch
    return mask.astype(np.float64).reshape(grid, patch, grid, patch).mean((1, 3)).ravel()


def salient(mask, patch):
    return shares(mask != 0, patch) > 0.15


def measured(mask, patch):
    size = len(mask)
    kept = [o for o in range(1, 256) if (mask == o).sum() > 0.14 * size * 0.14 * size]
    table = np.stack([shares(mask == o, patch) for o in kept])  # [objects, patches]
    # As the notebook's int(mean + 0.6); argmax is the first of the largest.
    enough = (table + 0.6).astype(np.int32) >= 1
    patches = np.where(enough.any(0), np.array(kept)[table.argmax(0)], 0)
    counts = [(patches == o).sum() for o in kept]
    return kept, patches, len(kept) >= 2 and min(counts) > 2


def dropped(variant, mask, patch, source):
    kind, *rest = variant.split(":")
    everything = np.arange((len(mask) // patch) ** 2)
    if kind == "random":
        candidates = everything
    elif kind == "salient":
        candidates = everything[salient(mask, patch)]
    elif kind == "background":
        candidates = everything[~salient(mask, patch)]
    else:
        wanted = [i + 1 for i, name in enumerate(NAMES) if name == rest[0]]
        candidates = everything[shares(np.isin(mask, wanted), patch) > 0.15]
    return sorted(drawn(int(float(rest[-1]) * len(candidates)), candidates.tolist(), source))


def block(array, index, grid):
    side = len(array) // grid
    y, x = index // grid * side, index % grid * side
    return (slice(y, y + side), slice(x, x + side))


def black(array, patches, patch):
    array = array.copy()
    for index in patches:
        array[block(array, index, len(array) // patch)] = 0
    return array


def reordered(array, grid, order):
    result = np.zeros_like(array)
    for target, source in enumerate(order):
        result[block(array, target, grid)] = array[block(array, source, grid)]
    return result


def random_rectangles(seed, size, count):
    source = Source(seed)
    return [
        (1 + source.below(6), source.below(size - 8), source.below(size - 8),
         8 + source.below(size // 3), 8 + source.below(size // 3))
        for _ in range(count)
    ]


def clipped(rectangles, size):
    return [(o, x, y, min(w, size - x), min(h, size - y)) for o, x, y, w, h in rectangles]


# Shares of exactly 15 % and 40 %, equal shares, and areas of exactly (0.14 * 100)^2 and one more.
EXACT = [
    (1, 0, 30, 30, 20), (2, 50, 20, 40, 20), (1, 0, 0, 5, 3), (1, 10, 0, 8, 2), (2, 20, 0, 10, 4),
    (1, 20, 4, 10, 4), (2, 30, 0, 10, 3), (2, 30, 3, 9, 1), (2, 40, 0, 10, 5), (1, 40, 5, 10, 4),
    (3, 50, 50, 14, 14), (4, 20, 60, 14, 14), (4, 34, 60, 1, 1),
]
MASKS = [
    ("exact", 100, 10, EXACT),
    ("few", 224, 16, clipped(random_rectangles(1, 224, 7), 224)),
    ("many", 96, 8, clipped(random_rectangles(2, 96, 14), 96)),
    ("large", 160, 32, clipped(random_rectangles(3, 160, 9), 160)),
]
VARIANTS = ["random:0.2", "salient:0.5", "background:0.37", "object:dog:0.9", "salient:1"]


def swift(values, indent):
    text = ", ".join(str(int(v)) for v in values)
    return words((text + ",").split(" ") if text else [], indent)


def words(parts, indent):
    lines, line = [], ""
    for word in parts:
        if len(line) + len(word) + 1 > 100 - indent:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    return ("\n" + " " * indent).join(lines + [line])


def main():
    print("// Written by Scripts/goldens/variants.py; not edited by hand.\n")
    print("struct GoldenMask: Sendable {\n    let name: String\n    let size: Int")
    print("    let patch: Int\n    /// Object, x, y, width, height, painted in order.")
    print("    let rectangles: [[Int]]\n    /// The patches that are more than 15 % object.")
    print("    let salient: [Int]\n    let measured: [UInt8]\n    let kept: [UInt8]")
    print("    let isMeasurable: Bool\n}\n")
    print("let goldenMasks: [GoldenMask] = [")
    for name, size, patch, rectangles in MASKS:
        mask = painted(size, rectangles)
        kept, patches, is_measurable = measured(mask, patch)
        print(f'    GoldenMask(\n        name: "{name}", size: {size}, patch: {patch},')
        print("        rectangles: [")
        for rectangle in rectangles:
            print(f"            {list(rectangle)},")
        print("        ],\n        salient: [")
        print(f"            {swift(np.flatnonzero(salient(mask, patch)), 12)}\n        ],")
        print(f"        measured: [\n            {swift(patches, 12)}\n        ],")
        print(f"        kept: {kept},\n        isMeasurable: {str(bool(is_measurable)).lower()}),")
    print("]\n")

    print("struct GoldenVariant: Sendable {\n    let mask: String\n    let seed: UInt64")
    print("    let variant: String\n    let dropped: [Int]\n    let pixels: UInt64")
    print("    let objects: UInt64\n}\n")
    print("/// The formula image and the mask after the patches are black.")
    print("let goldenVariants: [GoldenVariant] = [")
    for name, size, patch, rectangles in MASKS:
        mask = painted(size, rectangles)
        for seed, variant in enumerate(VARIANTS):
            seed = seed * 0x123456789ABCDEF
            patches = dropped(variant, mask, patch, Source(seed))
            print(f'    GoldenVariant(\n        mask: "{name}", seed: {seed},'
                  f' variant: "{variant}",')
            print(f"        dropped: [\n            {swift(patches, 12)}\n        ],")
            print(f"        pixels: {fnv(black(formula(size, size), patches, patch).tobytes())},")
            print(f"        objects: {fnv(black(mask, patches, patch).tobytes())}),")
    print("]\n")

    print("struct GoldenShuffle: Sendable {\n    let grid: Int\n    let seed: UInt64")
    print("    let order: [Int]\n    let pixels: UInt64\n    let objects: UInt64\n}\n")
    print("/// Of the formula image and the mask \"few\".")
    print("let goldenShuffles: [GoldenShuffle] = [")
    for grid, seed in [(2, 0), (3, 1), (4, 5), (5, 9), (14, 77)]:
        order = drawn(grid * grid, range(grid * grid), Source(seed))
        mask = painted(224, MASKS[1][3])
        print(f"    GoldenShuffle(\n        grid: {grid}, seed: {seed},\n        order: [")
        print(f"            {swift(order, 12)}\n        ],")
        print(f"        pixels: {fnv(reordered(formula(224, 224), grid, order).tobytes())},")
        print(f"        objects: {fnv(reordered(mask, grid, order).tobytes())}),")
    print("]\n")

    print("struct GoldenMosaic: Sendable {\n    let grid: Int\n    let size: Int")
    print("    let pixels: UInt64\n    let objects: UInt64\n    let names: [String]\n}\n")
    print('/// Formula images of 40 + 31 i by 90 - 7 i pixels with the mask "many" cut to them,')
    print("/// but for those where i is a multiple of 3.")
    print("let goldenMosaics: [GoldenMosaic] = [")
    for grid, size in [(2, 64), (2, 75), (3, 64)]:
        pixels = np.zeros((size, size, 3), np.uint8)
        objects = np.zeros((size, size), np.uint8)
        names = []
        edges = [i * size // grid for i in range(grid + 1)]
        for i in range(grid * grid):
            width, height = 40 + 31 * i, 90 - 7 * i
            rows = slice(edges[i // grid], edges[i // grid + 1])
            columns = slice(edges[i % grid], edges[i % grid + 1])
            cell = (columns.stop - columns.start, rows.stop - rows.start)
            picture = Image.fromarray(formula(width, height))
            pixels[rows, columns] = np.asarray(picture.resize(cell, Image.Resampling.BILINEAR))
            if i % 3 == 0:
                continue
            whole = np.zeros((max(96, height), max(96, width)), np.uint8)
            whole[:96, :96] = painted(96, MASKS[2][3])
            mask = np.asarray(
                Image.fromarray(np.ascontiguousarray(whole[:height, :width])).resize(
                    cell, Image.Resampling.NEAREST))
            part = np.zeros_like(mask)
            for value in sorted(set(mask.ravel().tolist()) - {0}):
                names.append(NAMES[value - 1])
                part[mask == value] = len(names)
            objects[rows, columns] = part
        print(f"    GoldenMosaic(\n        grid: {grid}, size: {size},")
        print(f"        pixels: {fnv(pixels.tobytes())}, objects: {fnv(objects.tobytes())},")
        print("        names: [")
        text = words([f'"{name}",' for name in names], 12)
        print(f"            {text}\n        ]),")
    print("]")


if __name__ == "__main__":
    main()

"""Compares the Images module with Pillow and torchvision, picture by picture.

    VITRINE_CHECK_IMAGES=pictures VITRINE_CHECK_OUTPUT=dump \
        swift test -c release -Xswiftc -enable-testing --filter ImagesTests.writeForComparison
    python Scripts/checks/preprocessing.py pictures dump

Compared bit for bit: decoded RGB, squash to 224 bilinear, crop 224 of 256 bicubic, the rotated
picture of files with an orientation, and the normalised values of the first 20 pictures.
Packages: Scripts/requirements.txt.
"""

import argparse
import collections
import os
import warnings

import numpy as np
import torch
from PIL import Image, ImageOps
from torchvision import transforms
from torchvision.transforms import InterpolationMode

warnings.simplefilter("ignore")

SQUASH = transforms.Resize((224, 224), InterpolationMode.BILINEAR)
CROP = transforms.Compose(
    [transforms.Resize(256, InterpolationMode.BICUBIC), transforms.CenterCrop(224)]
)
NORMS = {
    "half": ([0.5] * 3, [0.5] * 3),
    "imagenet": ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
}


def difference(ours, theirs):
    """None when equal, else a phrase."""
    if ours.size != theirs.size:
        return f"{ours.size} numbers against {theirs.size}"
    gap = np.abs(ours.ravel().astype(np.float64) - theirs.ravel().astype(np.float64))
    if not gap.any():
        return None
    return f"{np.count_nonzero(gap)} of {gap.size} differ, at most by {gap.max():g}"


def kind_of(image):
    words = [image.format or "?", f"mode {image.mode}"]
    if getattr(image, "is_animated", False):
        words.append("animated")
    return " ".join(words)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures")
    parser.add_argument("dump")
    arguments = parser.parse_args()
    counts = collections.Counter()
    notes = collections.defaultdict(list)

    def read(index, kind, dtype=np.uint8):
        return np.fromfile(os.path.join(arguments.dump, f"{index}.{kind}"), dtype)

    def compare(what, path, ours, theirs, kind):
        found = difference(ours, theirs)
        counts[f"{what}: {'equal' if found is None else 'different'}"] += 1
        if found is not None:
            notes[f"{what} differs ({kind})"].append(f"{path}: {found}")

    with open(os.path.join(arguments.dump, "report.tsv"), encoding="utf-8") as report:
        lines = [line.rstrip("\n").split("\t") for line in report]
    for index, path, status, *rest in lines:
        counts["files"] += 1
        kind = "not opened"
        try:
            source = Image.open(os.path.join(arguments.pictures, path))
            kind = kind_of(source)
            picture = source.convert("RGB")
            failure = None
        except Exception as error:  # Pillow raises many types
            failure = f"{type(error).__name__}: {error}"
        if status != "ok" and failure:
            counts[f"rejected by both: {status}"] += 1
            notes["rejected by both"].append(f"{path}: {status}, {rest[0]} | Pillow: {failure}")
        elif status != "ok":
            counts[f"rejected here only: {status}"] += 1
            notes[f"rejected here only ({kind})"].append(f"{path}: {status}, {rest[0]}")
        elif failure:
            counts["rejected by Pillow only"] += 1
            notes["rejected by Pillow only"].append(f"{path}: {failure}")
        else:
            compare("decoded", path, read(index, "rgb"), np.asarray(picture), kind)
            compare("squash", path, read(index, "squash"), np.asarray(SQUASH(picture)), kind)
            compare("crop", path, read(index, "crop"), np.asarray(CROP(picture)), kind)
            orientation = source.getexif().get(0x0112, 1)
            # Values that are none are left alone by both.
            orientation = orientation if orientation in range(1, 9) else 1
            same = int(rest[2]) == orientation
            counts[f"orientation: {'equal' if same else 'different'}"] += 1
            if not same:
                notes["orientation differs"].append(f"{path}: {rest[2]} against {orientation}")
            elif orientation != 1:
                upright = np.asarray(ImageOps.exif_transpose(source).convert("RGB"))
                compare("upright", path, read(index, "upright"), upright, kind)
            if int(index) < 20:
                for name, (mean, std) in NORMS.items():
                    seen = SQUASH(picture) if name == "half" else CROP(picture)
                    values = transforms.Normalize(mean, std)(transforms.ToTensor()(seen))
                    values = values.permute(1, 2, 0).contiguous().numpy()
                    compare(f"normalised {name}", path, read(index, name, np.float32), values, kind)
    for name in sorted(counts):
        print(f"{counts[name]:6d}  {name}")
    for name in sorted(notes):
        print(f"\n{name} [{len(notes[name])}]")
        for note in notes[name]:
            print(f"    {note}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()

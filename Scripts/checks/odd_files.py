"""Decodes every file of a folder with the Images module and with Pillow, and prints a table of all
differences with their reasons; fails when one has none.

    swift build --build-tests -c release -Xswiftc -enable-testing
    python Scripts/checks/odd_files.py FOLDER [--verbose] [--tests BINARY]

Compared are which files are read and, byte by byte, their pixels. A TIFF that is to be turned is
compared with Pillow's pixels before turning, as Pillow turns it always and this module when asked.
Packages: Scripts/requirements.txt.
"""

import argparse
import collections
import os
import subprocess
import sys
import tempfile
import warnings

import numpy as np
from PIL import Image

warnings.simplefilter("ignore")

TURN_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
}
READ = {"JPEG", "MPO", "PNG", "WEBP", "BMP", "DIB", "GIF", "TIFF"}

# What differs on purpose: (what differs, format or "", a part of the path or text, reason).
REASONS = [
    ("pixels", "PNG", "mode I;16", "grey of 16 bits: the high byte here, clipped there"),
    ("pixels", "TIFF", "mode I;16", "grey of 16 bits: the high byte here, clipped there"),
    ("pixels", "BMP", "mode 1", "8 bits with a palette of black and white: misread there"),
    ("pixels", "BMP", "badrle.bmp", "runs beyond their row: nothing is put here, wrapped there"),
    ("pixels", "TIFF", "crash-0da013", "damaged fax codes: libtiff 4.5 here, a later one there"),
    ("there only", "bmp", "invalid palette size", "more than 256 colours in a palette"),
    ("here only", "", "unsupported: ", "a kind that is refused by name"),
    ("here only", "PNG", "CRC error", "wrong checksum of the pixels' chunk: not looked at there"),
    ("here only", "JPEG", "SOF type", "lossless JPEG: not known to Debian's libjpeg-turbo"),
    ("here only", "GIF", "codes of more bits", "first codes of 11 bits where 8 are allowed"),
    ("there only", "png", "Truncated File Read", "pixels whole, the end chunk cut"),
    ("there only", "png", "cannot identify", "pixels whole, a text chunk of unknown compression"),
    ("there only", "png", "too large", "pixels whole, a text chunk beyond Pillow's bound"),
]


def decode_here(folder, work, tests):
    pixels = os.path.join(work, "pixels")
    os.mkdir(pixels)
    report = os.path.join(work, "report.tsv")
    environment = dict(os.environ, VITRINE_DECODE_IMAGES=os.path.abspath(folder),
                       VITRINE_DECODE_REPORT=report, VITRINE_DECODE_PIXELS=pixels)
    command = [tests, "--testing-library", "swift-testing", "--filter",
               "ImagesTests.decodeForComparison"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    with open(report, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    if rows[-1:] != [["done"]]:
        sys.exit(f"the decoder ended after {rows[-1:]}:\n"
                 f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return pixels, rows[:-1]


def decode_there(path, orientation):
    """(pixels, what the file is, None) or (None, what it is, why not)."""
    kind = ""
    try:
        with Image.open(path) as image:
            kind = f"{image.format}, mode {image.mode}"
            picture = image.convert("RGB")
            if image.format == "TIFF" and orientation in TURN_BACK:
                picture = picture.transpose(TURN_BACK[orientation])
            return np.asarray(picture), kind, None
    except Exception as error:  # Pillow raises many types
        return None, kind, f"{type(error).__name__}: {error}"


def reason_of(what, format_name, text):
    for wanted, name, part, reason in REASONS:
        if wanted == what and name.lower() in format_name.lower() and part in text:
            return reason
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--verbose", action="store_true", help="list what both reject, too")
    parser.add_argument("--tests", default=".build/release/vitrinePackageTests.xctest")
    arguments = parser.parse_args()
    counts, rows, unexplained = collections.Counter(), [], 0
    with tempfile.TemporaryDirectory() as work:
        pixels, report = decode_here(arguments.folder, work, arguments.tests)
        for index, path, status, detail, time, peak in report:
            counts["files"] += 1
            counts["slowest, ms"] = max(counts["slowest, ms"], int(time))
            counts["most memory, KiB"] = max(counts["most memory, KiB"], int(peak))
            full = os.path.join(arguments.folder, path)
            turn = int(detail.split()[2]) if status == "ok" else 1
            theirs, kind, failure = decode_there(full, turn)
            name = kind.split(",")[0]
            if status != "ok" and failure:
                counts["rejected by both"] += 1
                if arguments.verbose:
                    print(f"both reject\t{path}\t{status}: {detail}\t{failure}")
                continue
            if status != "ok":
                others = "" if name in READ else "other formats, "
                counts[f"rejected here only: {others}{status}"] += 1
                what, text = "here only", f"{status}: {detail}"
                reason = reason_of(what, name, f"{path} {text}")
                if name not in READ:
                    reason = f"{name} is not read here"
            elif failure:
                counts["rejected by Pillow only"] += 1
                what, text = "there only", failure
                with open(full, "rb") as file:
                    start = file.read(4)
                reason = reason_of(what, "png" if start == b"\x89PNG" else
                                   "bmp" if start[:2] == b"BM" else "", path + " " + text)
            else:
                width, height = map(int, detail.split()[:2])
                ours = np.fromfile(os.path.join(pixels, f"{index}.rgb"), np.uint8)
                ours = ours.reshape(height, width, 3)
                if ours.shape == theirs.shape and np.array_equal(ours, theirs):
                    counts[f"equal pixels: {name}"] += 1
                    counts["equal pixels"] += 1
                    continue
                counts["different pixels"] += 1
                what = "pixels"
                if ours.shape != theirs.shape:
                    text = f"{kind}: {ours.shape} against {theirs.shape}"
                else:
                    gap = np.abs(ours.astype(int) - theirs)
                    text = f"{kind}: {np.count_nonzero(gap)} values, at most by {gap.max()}"
                reason = reason_of(what, name, f"{path} {text}")
            unexplained += reason is None
            rows.append((what, reason or "NO REASON KNOWN", path, text))
    for name, count in sorted(counts.items()):
        print(f"{count:8d}  {name}")
    for what, reason, path, text in sorted(rows):
        print(f"{what}\t{reason}\t{path}\t{text}")
    print(f"{unexplained} without a reason")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())

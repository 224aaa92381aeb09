#!/usr/bin/env python3
"""Damages good picture files in many ways and decodes them all: no crash, no hang, little memory.

    swift build --build-tests -c release -Xswiftc -enable-testing
    Scripts/faults/mutate_images.py FOLDER [--count 10000] [--seed 1] [--keep FOLDER] \\
        [--tests BINARY]

FOLDER holds good JPEG, PNG, WebP, BMP, GIF and TIFF files of at most --largest bytes; each is
damaged equally often. Damage is chosen by a generator with the seed, so that a run can be repeated:
bytes, bits and 16- or 32-bit numbers changed, pieces removed, doubled, moved or taken from another
file, the file cut; headers are hit more often than the rest; the checksums of PNG chunks are made
right again in half of the cases. Each mutation must be decoded or rejected with a cause within
--seconds and with less than --memory MiB in use; the program is started anew after a crash or hang.
Prints counts of the outcomes by format; files that failed are kept. Before them come bombs, small
files that claim to be large: each must be rejected, or decoded without what is packed in it, with
less than --bomb-memory MiB. Needs Python 3.11 alone.
"""

import argparse
import collections
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

KINDS = {b"\xff\xd8\xff": "jpeg", b"\x89PN": "png", b"RIF": "webp", b"BM": "bmp", b"GIF": "gif",
         b"II": "tiff", b"MM": "tiff"}
NUMBERS = [0, 1, 2, 3, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF,
           0x80000000, 0xFFFFFFFF, 65500, 40000]


def kind_of(data):
    return next((kind for start, kind in KINDS.items() if data.startswith(start)), None)


def with_right_sums(data):
    out, place = bytearray(data[:8]), 8
    while place + 12 <= len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        if length > len(data) - place - 12:
            break
        named = data[place + 4 : place + 8 + length]
        out += data[place : place + 4] + named + struct.pack(">I", zlib.crc32(named))
        place += 12 + length
    return bytes(out) + data[place:]


def place_in(data, chance):
    limit = len(data) if chance.random() < 0.5 else min(len(data), 700)
    return chance.randrange(limit)


def damage(data, others, chance):
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        if not data:
            break
        at = place_in(data, chance)
        what = chance.randrange(10)
        size = min(chance.choice([1, 2, 4, 16, 100, 1000]), len(data) - at)
        if what <= 1:
            data[at] = chance.randrange(256)
        elif what == 2:
            data[at] ^= 1 << chance.randrange(8)
        elif what <= 4:
            form = chance.choice(["<H", ">H", "<I", ">I"])
            number = struct.pack(form, chance.choice(NUMBERS) & (0xFFFF if "H" in form else -1))
            data[at : at + len(number)] = number
        elif what == 5:
            del data[at : at + size]
        elif what == 6:
            data[at:at] = data[at : at + size]
        elif what == 7:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            data[at : at + size] = other[start : start + size]
        elif what == 8:
            data[at : at + size] = bytes([chance.choice([0, 0xFF])]) * size
        else:
            del data[chance.randrange(len(data)) :]
    if kind_of(data) == "png" and chance.random() < 0.5:
        data = with_right_sums(bytes(data))
    return bytes(data)


def png(width, height, rows, chunks=()):
    def chunk(name, body):
        named = name + body
        return struct.pack(">I", len(body)) + named + struct.pack(">I", zlib.crc32(named))

    more = b"".join(chunk(name, body) for name, body in chunks)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def tiff(tags, rest=b""):
    table = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + table + bytes(4) + rest


def frame_of(jpeg):
    """Where the frame's marker is, baseline or progressive; a thumbnail's is inside a segment."""
    place = 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        if jpeg[place + 1] in (0xC0, 0xC2):
            return place
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    return -1


def bombs(by_kind):
    """(name, bytes, whether it may be decoded) of small files that claim to be large."""
    jpegs = by_kind["jpeg"]
    for number, data in enumerate(jpegs):
        frame = frame_of(data)
        if frame > 0 and number < 3:
            size = struct.pack(">HH", 65500, 65500)
            yield "frame.jpeg", data[: frame + 5] + size + data[frame + 9 :], False
    for data in jpegs:
        if b"\xff\xc2" in data and b"\xff\xda" in data and data.endswith(b"\xff\xd9"):
            last = data.rindex(b"\xff\xda")
            yield "scans.jpeg", data[:last] + data[last:-2] * 600 + b"\xff\xd9", False
            break
    # A scan of one component that says "nothing new" for 32,767 blocks at a time, in every scan.
    for data in jpegs:
        frame = frame_of(data)
        if frame > 0 and data[frame + 1] == 0xC2 and data.endswith(b"\xff\xd9"):
            last = data.rindex(b"\xff\xda")
            size = struct.pack(">HH", 13_000, 13_000)
            start = data[: frame + 5] + size + data[frame + 9 : last]
            yield "large-scans.jpeg", start + data[last:-2] * 400 + b"\xff\xd9", False
            break
    zeros = zlib.compress(bytes(200_000_000), 9)
    row = b"\0" + bytes(30)
    yield "size.png", png(60_000, 60_000, row), False
    yield "side.png", png(2_000_000, 10, row), False
    yield "profile.png", png(10, 10, row * 10 + b"\0" * 10, [(b"iCCP", b"p\0\0" + zeros)]), True
    yield "text.png", png(10, 10, row * 10, [(b"zTXt", b"t\0\0" + zeros)]), True
    yield "text-utf8.png", png(10, 10, row * 10, [(b"iTXt", b"t\0\1\0\0\0" + zeros)]), True
    yield "pixels.png", png(10, 10, bytes(600_000_000)), False
    head = b"BM" + struct.pack("<IIIIiiHHII", 99, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0)
    yield "size.bmp", head + bytes(100), False
    head = b"BM" + struct.pack("<IIIIiiHHII", 99, 0, 54, 40, 60_000, 60_000, 1, 8, 1, 0)
    yield "runs.bmp", head + bytes(100), False
    frame = b",\0\0\0\0\1\0\1\0\0\2\2\x4c\1\0;"
    yield "screen.gif", b"GIF89a\xff\xff\xff\xff\0\0\0" + frame, False
    frame = b"," + b"\xff" * 8 + b"\0\2\2\x4c\1\0;"
    yield "frame.gif", b"GIF89a\1\0\1\0\0\0\0" + frame, False
    whole = [(258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 2**31), (279, 99)]
    yield "size.tiff", tiff([(256, 2**31 - 1), (257, 2**31 - 1)] + whole, bytes(99)), False
    yield "strips.tiff", tiff([(256, 100), (257, 900_000), (258, 8), (259, 1), (262, 1), (273, 8),
                               (277, 1), (278, 1), (279, 99)], bytes(99)), False
    tiles = [(259, 1), (262, 1), (277, 1), (322, 2**20), (323, 2**20), (324, 8), (325, 99)]
    yield "tiles.tiff", tiff([(256, 64), (257, 64), (258, 8)] + tiles, bytes(99)), False
    packed = zlib.compress(bytes(100_000_000), 9)
    place = 8 + 2 + 12 * 9 + 4
    yield "strip.tiff", tiff(
        [(256, 10), (257, 10), (258, 8), (259, 8), (262, 1), (273, place), (277, 1), (278, 10),
         (279, len(packed))], packed), True
    for data in by_kind["webp"]:
        if data[12:16] == b"VP8 ":
            yield "size.webp", data[:26] + struct.pack("<HH", 0x3FFF, 0x3FFF) + data[30:], False
            break


def throw_bombs(decoder, by_kind, limit):
    failures = []
    with tempfile.TemporaryDirectory() as work:
        folder = os.path.join(work, "files")
        os.mkdir(folder)
        may = {}
        for index, (name, data, decodes) in enumerate(bombs(by_kind)):
            name = f"{index:02d}-{name}"
            may[name] = decodes
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        results, failures = decoder.run(folder)
        for name, (status, milliseconds, memory) in sorted(results.items()):
            print(f"  {name}: {status}, {milliseconds} ms, {memory} KiB")
            if memory > limit * 1024 or status == "ok" and not may[name]:
                failures.append((name, f"{status}, {memory} KiB"))
    return failures


class Decoder:
    """Runs the module over a folder and reads its report as it grows."""

    def __init__(self, arguments):
        self.arguments = arguments

    def run(self, folder):
        """{name: (status, milliseconds, KiB)}, and (name, what happened) of files that failed."""
        results, failures = {}, []
        while True:
            ended = self.run_once(folder, results)
            if ended is None:
                return results, failures
            left = sorted(set(os.listdir(folder)) - set(results))
            if not left:
                return results, failures + [("?", ended)]
            failures.append((left[0], ended))
            shutil.copy(os.path.join(folder, left[0]), self.arguments.keep)
            for name in [*results, left[0]]:
                path = os.path.join(folder, name)
                if os.path.exists(path):
                    os.remove(path)
            results[left[0]] = (ended, 0, 0)

    def run_once(self, folder, results):
        report = folder + ".tsv"
        environment = dict(os.environ, VITRINE_DECODE_IMAGES=folder, VITRINE_DECODE_REPORT=report)
        process = subprocess.Popen(
            [self.arguments.tests, "--testing-library", "swift-testing", "--filter",
             "ImagesTests.decodeForComparison"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        size, since, hung = -1, time.monotonic(), False
        while process.poll() is None:
            time.sleep(0.05)
            now = os.path.getsize(report) if os.path.exists(report) else 0
            if now != size:
                size, since = now, time.monotonic()
            # A busy machine gives less of its time: the decoder's own clock judges what is slow.
            if time.monotonic() - since > 6 * self.arguments.seconds:
                hung = True
                process.kill()
                process.wait()
        with open(report, encoding="utf-8", errors="replace") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        os.remove(report)
        whole = rows[-1:] == [["done"]]
        for row in rows[:-1] if whole else rows:
            if len(row) == 6:
                results[row[1]] = (row[2], int(row[4]), int(row[5]))
        if whole:
            return None
        return "hang" if hung else f"crash, exit status {process.returncode}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--memory", type=int, default=1024)
    parser.add_argument("--bomb-memory", type=int, default=128)
    parser.add_argument("--keep", default="mutations-kept", help="where failing files go")
    parser.add_argument("--tests", default=".build/release/vitrinePackageTests.xctest")
    arguments = parser.parse_args()
    sources = []
    for at, folders, names in os.walk(arguments.folder):
        folders.sort()
        for name in sorted(names):
            with open(os.path.join(at, name), "rb") as file:
                data = file.read(arguments.largest + 1)
            if 0 < len(data) <= arguments.largest and kind_of(data):
                sources.append(data)
    by_kind = collections.defaultdict(list)
    for data in sources:
        by_kind[kind_of(data)].append(data)
    kinds = sorted(by_kind)
    print("files:", ", ".join(f"{len(by_kind[kind])} {kind}" for kind in kinds), flush=True)
    os.makedirs(arguments.keep, exist_ok=True)
    outcomes, failures, slowest, largest = collections.Counter(), [], (0, ""), (0, "")
    decoder = Decoder(arguments)
    failures += throw_bombs(decoder, by_kind, arguments.bomb_memory)
    for first in range(0, arguments.count, 500):
        with tempfile.TemporaryDirectory() as work:
            folder = os.path.join(work, "files")
            os.mkdir(folder)
            for index in range(first, min(first + 500, arguments.count)):
                chance = random.Random(arguments.seed * 1_000_003 + index)
                kind = kinds[index % len(kinds)]
                data = chance.choice(by_kind[kind])
                with open(os.path.join(folder, f"{index:06d}.{kind}"), "wb") as file:
                    file.write(damage(data, by_kind[kind], chance))
            results, failed = decoder.run(folder)
            for name, (status, milliseconds, memory) in results.items():
                outcomes[name.split(".")[1], status.split(",")[0]] += 1
                slowest = max(slowest, (milliseconds, name))
                largest = max(largest, (memory, name))
                if milliseconds > arguments.seconds * 1000 or memory > arguments.memory * 1024:
                    failed.append((name, f"{milliseconds} ms, {memory} KiB"))
                    path = os.path.join(folder, name)
                    if os.path.exists(path):
                        shutil.copy(path, arguments.keep)
            failures += failed
    for kind in kinds:
        row = {status: n for (k, status), n in sorted(outcomes.items()) if k == kind}
        print(f"{kind}: " + ", ".join(f"{n} {status}" for status, n in row.items()))
    print(f"{sum(outcomes.values())} of {arguments.count} mutations answered, "
          f"slowest {slowest[0]} ms ({slowest[1]}), most memory {largest[0]} KiB ({largest[1]})")
    for name, what in failures:
        print(f"FAILED {name}: {what}; kept in {arguments.keep}")
    return 1 if failures or sum(outcomes.values()) != arguments.count else 0


if __name__ == "__main__":
    sys.exit(main())

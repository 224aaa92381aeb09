#!/usr/bin/env python3
"""Damages out.h5 and tsne.h5, and sees what the programs make of it.

    python3 Scripts/faults/damage.py flips 2000       one wrong byte at 2,000 places of each file
    python3 Scripts/faults/damage.py lies             data sets and attributes of other shapes, types
                                                   and values, and without each of them

Options behind it: --file out|map (default both), --seed S, --programs DIR, --jobs N, --only TEXT
(lies whose name holds it), --every N (only every Nth case), --folder DIR for the work, --verbose (a line for every case). Needs h5py
and numpy. The files are made from drawings of 32 x 32 pixels and a random model of two blocks, so
that a case takes a fraction of a second.

A case ends as `same` (the answer of the whole file), `refused` (an exit code and a sentence),
`different` (another answer without a word), `crash` (a signal) or `hang` (no end in 20 seconds).
Of flips only the first two are right. A lie may also be answered differently: a table without a
line is a table. The checksums of the file are put right after a lie, so that the checks behind
them are tried. A map that `reduce` writes and does not read is `unreadable`, which is wrong, too.
Exits 1 when a case ended as it must not.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

import h5py
import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OF_THE_RUN = {"command_line", "parent_uuid", "parent_file", "parent_hash", "placed_in"}
SECONDS = 20
SIDE, PATCH, WIDTH, DEPTH, CLASSES = 32, 8, 32, 2, 5


# The small files.

def png(path, pixels, palette=None):
    """Writes [side, side, 3] as a colour picture, [side, side] as an index one."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(
            ">I", zlib.crc32(kind + body))

    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3 if palette else 2, 0, 0, 0)
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head))
        if palette:
            out.write(chunk(b"PLTE", palette))
        out.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make_images(folder):
    chance = np.random.default_rng(1)
    for number in range(16):
        label, split = ("cat", "dog")[number % 2], ("train", "val")[number // 12]
        pixels = chance.integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)
        mask = np.zeros((SIDE, SIDE), np.uint8)
        mask[:14, :20] = 1
        mask[16:, 10:] = 2
        pixels[mask == 1] = pixels[mask == 1] // 4 + 150
        pixels[mask == 2] = pixels[mask == 2] // 8
        for kind, picture, palette in [("images", pixels, None), ("masks", mask, b"\0\0\0"
                                       + b"\xff\0\0" + b"\0\xff\0")]:
            path = f"{folder}/{kind}/{split}/{label}"
            os.makedirs(path, exist_ok=True)
            png(f"{path}/{number:02}.png", picture, palette)
    with open(f"{folder}/images/train/cat/broken.jpg", "wb") as out:
        out.write(b"\xff\xd8\xff\xe0 no picture")


def make_checkpoint(path):
    chance = np.random.default_rng(2)
    grid = SIDE // PATCH
    shapes = {
        "cls_token": (1, 1, WIDTH), "pos_embed": (1, 1 + grid * grid, WIDTH),
        "patch_embed.proj.weight": (WIDTH, 3, PATCH, PATCH), "patch_embed.proj.bias": (WIDTH,),
        "norm.weight": (WIDTH,), "norm.bias": (WIDTH,),
        "head.weight": (CLASSES, WIDTH), "head.bias": (CLASSES,),
    }
    for block in range(DEPTH):
        for name, shape in [
            ("norm1", ()), ("norm2", ()), ("attn.qkv", (3 * WIDTH, WIDTH)),
            ("attn.proj", (WIDTH, WIDTH)), ("mlp.fc1", (4 * WIDTH, WIDTH)),
            ("mlp.fc2", (WIDTH, 4 * WIDTH)),
        ]:
            shapes[f"blocks.{block}.{name}.weight"] = shape or (WIDTH,)
            shapes[f"blocks.{block}.{name}.bias"] = (shape[0] if shape else WIDTH,)
    header, data = {}, b""
    for name, shape in shapes.items():
        values = chance.normal(0, 0.15, shape).astype("<f4")
        if name.startswith("norm") or ".norm" in name:
            values = (values + name.endswith("weight")).astype("<f4")
        header[name] = {"dtype": "F32", "shape": shape,
                        "data_offsets": [len(data), len(data) + values.nbytes]}
        data += values.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


def make_files(folder, programs):
    make_images(folder)
    make_checkpoint(f"{folder}/tiny.safetensors")
    run = [
        [f"{programs}/extract", "images", "out.h5", "--weights", "tiny.safetensors", "--heads", "2",
         "--masks", "masks", "--explain", "train/cat/00.png,train/dog/01.png", "--variants",
         "original,random:0.2", "--quiet"],
        [f"{programs}/reduce", "--layer", "0,final", "out.h5", "-o", "tsne.h5", "--quiet"],
    ]
    for command in run:
        subprocess.run(command, cwd=folder, check=True)


# What the programs make of a file.

def commands(kind, programs, path, work):
    """Name, arguments and the files that hold the answer; None for the printed text."""
    if kind == "out":
        return [
            ("reduce", [f"{programs}/reduce", "--layer", "final", path, "-o", f"{work}/map.h5",
                        "--quiet", "--threads", "1"], f"{work}/map.h5"),
            ("search", [f"{programs}/search", path, "train/cat/00.png", "-o", "none"],
             None),
            ("verify", [f"{programs}/extract", "verify", path], None),
            ("status", [f"{programs}/extract", "status", path], None),
            # Adds to the file, so it is the last.
            ("explain", [f"{programs}/extract", "explain", path, "train/cat/04.png", "--weights",
                         f"{work}/../tiny.safetensors", "--images", f"{work}/../images",
                         "--quiet"], None),
        ]
    return [
        ("plot", [f"{programs}/plot", path, "-o", f"{work}/figures", "--dpi", "20", "--quiet"],
         f"{work}/figures"),
        ("place", [f"{programs}/reduce", "--place", path, f"{work}/../out.h5", "-o",
                   f"{work}/placed.h5", "--quiet", "--threads", "1"], f"{work}/placed.h5"),
        ("verify", [f"{programs}/extract", "verify", path], None),
    ]


def digest_of_map(path):
    check = hashlib.sha256()

    def visit(name, thing):
        if isinstance(thing, h5py.Dataset) and name.split("/")[-1] not in OF_THE_RUN:
            value = thing[()]
            check.update(repr((name, thing.shape)).encode())
            check.update(repr(value.tolist() if hasattr(value, "tolist") else value).encode())

    with h5py.File(path) as file:
        file.visititems(visit)
    return check.hexdigest()


def answer(place, printed, path):
    if place is None:
        return printed.replace(path.encode(), b"FILE")
    if os.path.isdir(place):
        check = hashlib.sha256()
        for name in sorted(os.listdir(place)):
            with open(f"{place}/{name}", "rb") as file:
                check.update(name.encode() + file.read().replace(path.encode(), b"FILE"))
        return check.hexdigest()
    return digest_of_map(place)


def unreadable(programs, path):
    """Why a map that was just written is refused; None where it is read."""
    done = subprocess.run([f"{programs}/extract", "verify", path], capture_output=True)
    return done.stderr.decode(errors="replace").strip() if done.returncode else None


def try_programs(kind, programs, path, work, expected=None):
    """How each program ended with a file: {program: (outcome, detail)}."""
    ends = {}
    for name, arguments, place in commands(kind, programs, path, work):
        if expected is not None and name not in expected:
            continue
        for left in (f"{work}/figures", f"{work}/map.h5", f"{work}/placed.h5",
                     f"{work}/map.tables", f"{work}/placed.tables"):
            shutil.rmtree(left, ignore_errors=True)
            if os.path.exists(left):
                os.remove(left)
        try:
            done = subprocess.run(arguments, capture_output=True, timeout=SECONDS, cwd=work,
                                  env=dict(os.environ, SWIFT_BACKTRACE="enable=no"))
        except subprocess.TimeoutExpired:
            ends[name] = ("hang", "")
            continue
        words = done.stderr.decode(errors="replace").strip()
        if done.returncode < 0 or done.returncode >= 128:
            ends[name] = ("crash", f"{done.returncode}: {words[-300:]}")
        elif done.returncode != 0:
            ends[name] = ("refused" if words else "crash", words or "no sentence")
        else:
            try:
                found = answer(place, done.stdout, path)
            except Exception as error:
                found = f"no answer: {error!r}"
            unread = unreadable(programs, place) if name == "reduce" else None
            if unread is not None:
                ends[name] = ("unreadable", unread)
            elif expected is None:
                ends[name] = found
            else:
                ends[name] = ("same" if found == expected[name] else "different", words)
    return ends


# Damage.

def seal(path):
    """Writes the checksum of a map again, where it has one."""
    with open(path, "r+b") as file:
        head = file.read(512)
        if not head.startswith(b"vitrine-map"):
            return
        rest = file.read()
        lines = head.split(b"\n")
        lines[1] = b"SHA-256 of the %d bytes behind these 512:" % len(rest)
        lines[2] = hashlib.sha256(rest).hexdigest().encode()
        text = b"\n".join(lines[:4]) + b"\n"
        file.seek(0)
        file.write(text + b" " * (511 - len(text)) + b"\n")


CRC_TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    CRC_TABLE.append(byte)


def crc32c(data):
    check = 0xFFFFFFFF
    for byte in data:
        check = check >> 8 ^ CRC_TABLE[(check ^ byte) & 255]
    return check ^ 0xFFFFFFFF


def behind_length(text):
    return struct.pack("<Q", len(text)) + text


def repair(file, name):
    """Puts the checksums of an out.h5 right after a lie about a data set or attributes."""
    thing = file.get(name)
    if thing is None:
        return
    if "attribute_names" in thing.attrs:
        checks = thing.attrs["attribute_crc32c"]
        for place, key in enumerate(thing.attrs["attribute_names"]):
            checks[place] = check_of_attribute(thing.attrs.get(key.decode()))
        thing.attrs["attribute_crc32c"] = checks
    if not isinstance(thing, h5py.Dataset) or not thing.size or thing.nbytes > 1 << 20:
        return
    value = thing[()]
    isText = h5py.check_string_dtype(thing.dtype) is not None
    if isText and h5py.check_string_dtype(thing.dtype).length is None:
        return
    data = np.asarray(value).tobytes()
    segments = file["segments"]
    names = [text.decode() for text in segments["dataset"][()]]
    if name in names and thing.shape:
        line, rows = names.index(name), thing.shape[0]
        per, first = segments["rows_per_block"][line], segments["first_block"][line]
        old = segments["crc32c"][()]
        size = len(data) // rows
        new = [crc32c(data[start * size:min(rows, start + per) * size])
               for start in range(0, rows, per)]
        end = first + -(-segments["rows"][line] // per)
        checks = np.concatenate([old[:first], np.array(new, "u4"), old[end:]])
        firsts = segments["first_block"][()]
        firsts[line + 1:] += len(checks) - len(old)
        counts = segments["rows"][()]
        counts[line] = rows
        for part, numbers in [("crc32c", checks), ("first_block", firsts), ("rows", counts)]:
            del segments[part]
            made = segments.create_dataset(part, data=numbers)
            made.attrs["crc32c"] = np.int64(crc32c(numbers.tobytes()))
    elif "crc32c" in thing.attrs:
        if isText:
            texts = np.atleast_1d(value).reshape(-1)
            data = b"".join(behind_length(bytes(text)) for text in texts)
        thing.attrs["crc32c"] = np.int64(crc32c(data))


def check_of_attribute(value):
    if value is None:
        return 0
    if isinstance(value, (bytes, str)):
        return crc32c(b"s" + behind_length(value.encode() if isinstance(value, str) else value))
    value = np.asarray(value)
    if value.dtype.kind in "SO":
        texts = [text.encode() if isinstance(text, str) else bytes(text)
                 for text in value.reshape(-1)]
        return crc32c(b"S" + b"".join(map(behind_length, texts)))
    if value.dtype.kind not in "iufb":
        return 0
    isReal = value.dtype.kind == "f"
    letter = (b"r" if isReal else b"i") if value.ndim == 0 else (b"R" if isReal else b"I")
    return crc32c(letter + value.astype("<f8" if isReal else "<i8").tobytes())


def flips(path, count, seed):
    size = os.path.getsize(path)
    chance = random.Random(seed)
    for place in sorted(chance.sample(range(size), min(count, size))):
        mask = chance.randrange(1, 256)

        def change(copy, place=place, mask=mask):
            with open(copy, "r+b") as file:
                file.seek(place)
                byte = file.read(1)[0]
                file.seek(place)
                file.write(bytes([byte ^ mask]))

        yield f"byte {place} ^ {mask}", change


def replace(parent, name, make):
    """Puts something else in the place of a data set, its attributes kept."""
    old = parent[name]
    attributes = dict(old.attrs)
    value = old[()] if isinstance(old, h5py.Dataset) else None
    del parent[name]
    make(parent, name, value)
    if name in parent and parent.get(name, getlink=True).__class__ is h5py.HardLink:
        for key, kept in attributes.items():
            parent[name].attrs[key] = kept


def put(function):
    def make(parent, name, value):
        parent.create_dataset(name, data=function(value))
    return make


def put_text(function):
    def make(parent, name, value):
        parent.create_dataset(name, data=function(value), dtype=h5py.string_dtype())
    return make


def late(shape):
    """A shape whose elements were never written: nothing of them is in the file."""
    def make(parent, name, value):
        kind = getattr(value, "dtype", np.dtype("f4"))
        kind = np.dtype("f4") if kind == object or kind.kind in "SO" else kind
        parent.create_dataset(name, shape=shape(np.shape(value)), dtype=kind,
                              chunks=tuple(min(64, max(1, n)) for n in shape(np.shape(value))))
    return make


def filled(number):
    def function(value):
        value = np.array(value)
        return np.full_like(value, number)
    return function


def link(kind):
    def make(parent, name, value):
        parent[name] = {"self": h5py.SoftLink(f"{parent.name}/{name}"),
                        "root": h5py.SoftLink("/"), "gone": h5py.SoftLink("/gone"),
                        "file": h5py.ExternalLink("other.h5", "/")}[kind]
    return make


def lies_about(value):
    shape = np.shape(value)
    isText = np.asarray(value).dtype.kind in "SO"
    yield "empty", put(lambda v: np.zeros((0,), "f4"))
    yield "an empty list", put(lambda v: np.array(v).reshape(-1)[:0]
                               if not isText else np.zeros(0, "S1"))
    yield "one number", put(lambda v: np.float64(3))
    yield "whole numbers", put(lambda v: np.ones(shape or (1,), "i8"))
    yield "real numbers", put(lambda v: np.ones(shape, "f8"))
    yield "half precision", put(lambda v: np.ones(shape, "f2"))
    yield "texts", put_text(lambda v: np.full(shape or (1,), "text", dtype=object))
    yield "fixed texts", put(lambda v: np.full(shape, b"text"))
    yield "pairs", put(lambda v: np.zeros(shape, [("a", "i4"), ("b", "f4")]))
    yield "truths", put(lambda v: np.ones(shape, bool))
    yield "a group", lambda parent, name, v: parent.create_group(name)
    yield "a huge list", late(lambda s: (1 << 40,) + s[1:])
    yield "a huge table", late(lambda s: (1 << 24, 1 << 24) + s[2:])
    yield "huge in all", late(lambda s: (1 << 47,) * max(2, len(s)))
    yield "much, never written", late(lambda s: (200_000_000,) + s[1:])
    for kind in ("self", "root", "gone", "file"):
        yield f"a link: {kind}", link(kind)
    if not isText:
        for number in (-1, 0, 1, 127, 2**31 - 1, -2**31, 2**62, -2**63, np.nan, np.inf, -np.inf,
                       1e30, -1e30, 3e38, 1e300):
            kind = np.asarray(value).dtype
            if kind.kind in "iu":
                if number != number or abs(number) == np.inf or abs(number) > 2**63:
                    continue
                if not np.iinfo(kind).min <= int(number) <= np.iinfo(kind).max:
                    continue
            yield f"all {number}", put(filled(number))
            if np.size(value) > 1:
                def last(v, number=number):
                    v = np.array(v)
                    v.reshape(-1)[-1] = number
                    return v
                yield f"last {number}", put(last)
        if np.size(value) > 1:
            yield "reversed", put(lambda v: np.array(v).reshape(-1)[::-1].reshape(shape))
    if len(shape) > 0:
        plain = (lambda v: np.array(v).astype("S")) if isText else np.array
        yield "one row fewer", put(lambda v: plain(v)[:-1])
        yield "one row more", put(lambda v: np.concatenate([plain(v), plain(v)[:1]]))
        yield "twice", put(lambda v: np.concatenate([plain(v), plain(v)]))
        yield "a dimension more", put(lambda v: plain(v).reshape(shape + (1,)))
        yield "a dimension before", put(lambda v: plain(v).reshape((1,) + shape))
        yield "flat", put(lambda v: plain(v).reshape(-1))
    if isText:
        for text in ("", "x" * 100_000, "\u0001\n\u202e", "../../etc", "9" * 30, "-1", "nan",
                     "random:1e300", "shuffle:x", "0"):
            yield f"text {text[:12]!r}", put_text(
                lambda v, text=text: np.full(shape, text, dtype=object))
        yield "bytes that are no UTF-8", put(lambda v: np.full(shape, b"\xff\xfe\xc3"))


def lies_about_attribute(value):
    for number in (-1, 0, 1, 3, 2**31, 2**62, -2**63):
        yield f"{number}", np.int64(number)
    for number in (np.nan, np.inf, 0.5, -1e300):
        yield f"{number}", np.float64(number)
    yield "''", ""
    yield "text", "text"
    yield "a list of texts", np.array(["a", "b"], dtype=h5py.string_dtype())
    yield "no numbers", np.zeros(0)
    yield "many numbers", np.zeros(5000)
    yield "NaNs", np.full(3, np.nan)
    yield "pairs", np.zeros(2, [("a", "i4"), ("b", "f4")])
    yield "truth", np.bool_(True)


def lies(path):
    datasets, groups, attributes = [], [], []
    with h5py.File(path) as file:
        def visit(name, thing):
            (datasets if isinstance(thing, h5py.Dataset) else groups).append(name)
            attributes.extend((name, key) for key in thing.attrs)
        file.visititems(visit)
        attributes.extend(("/", key) for key in file.attrs)
        for name in datasets:
            parent, _, last = name.rpartition("/")
            for words, make in lies_about(file[name][()]):
                yield f"{name}: {words}", edit(
                    lambda f, p=parent, l=last, m=make: replace(f[p or "/"], l, m), name)
        for name in datasets + groups:
            yield f"{name}: removed", edit(lambda f, n=name: f.__delitem__(n))
        for name in groups:
            yield f"{name}: a number", edit(lambda f, n=name: (
                f.__delitem__(n), f.create_dataset(n, data=1.0)))
            yield f"{name}: nothing in it", edit(lambda f, n=name: (
                f.__delitem__(n), f.create_group(n)))
        for name, key in attributes:
            if key in ("encoding-type", "encoding-version"):
                continue
            yield f"{name}@{key}: removed", edit(
                lambda f, n=name, k=key: f[n].attrs.__delitem__(k), name)
            for words, value in lies_about_attribute(file[name].attrs[key]):
                yield f"{name}@{key}: {words}", edit(
                    lambda f, n=name, k=key, v=value: f[n].attrs.__setitem__(k, v), name)


def edit(body, name=None):
    """The change of a file by `body`, and of the checksums of what `name` names."""
    def change(copy):
        with h5py.File(copy, "r+") as file:
            body(file)
            # A lie about the checksums is left as it is.
            if name is not None and file.get("segments") is not None \
                    and not name.startswith("segments"):
                repair(file, name)
        seal(copy)
    return change


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["flips", "lies"])
    parser.add_argument("count", nargs="?", type=int, default=500)
    parser.add_argument("--file", choices=["out", "map", "both"], default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programs", default=f"{ROOT}/.build/release")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--folder")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="vitrine-damage-")
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(f"{folder}/tsne.h5"):
        make_files(folder, options.programs)
    isWrong = False
    for kind in ["out", "map"] if options.file == "both" else [options.file]:
        isWrong = campaign(kind, folder, options) or isWrong
    if not options.folder:
        shutil.rmtree(folder)
    sys.exit(1 if isWrong else 0)


def campaign(kind, folder, options):
    whole = f"{folder}/" + ("out.h5" if kind == "out" else "tsne.h5")
    work = f"{folder}/whole-{kind}"
    os.makedirs(work, exist_ok=True)
    copy = f"{work}/{os.path.basename(whole)}"
    shutil.copyfile(whole, copy)
    expected = try_programs(kind, options.programs, copy, work)
    for name, end in list(expected.items()):
        if isinstance(end, tuple):
            print(f"left out, as it fails on the whole file: {name}: {end}", flush=True)
            del expected[name]
    cases = flips(whole, options.count, options.seed) if options.what == "flips" else lies(whole)
    allowed = {"same", "refused"} | ({"different"} if options.what == "lies" else set())

    def run(number, name, change):
        work = f"{folder}/work-{kind}-{number}"
        os.makedirs(work, exist_ok=True)
        copy = f"{work}/{os.path.basename(whole)}"
        try:
            shutil.copyfile(whole, copy)
            try:
                change(copy)
            except Exception as error:
                return name, {"(the lie itself)": ("skipped", repr(error)[:200])}
            return name, try_programs(kind, options.programs, copy, work, expected)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    counts = collections.defaultdict(collections.Counter)
    # h5py is used by one thread at a time; the programs run beside each other.
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        waiting = collections.deque()

        def finish():
            name, ends = waiting.popleft().result()
            for program, (outcome, detail) in ends.items():
                counts[program][outcome] += 1
                if options.verbose or outcome not in allowed | {"skipped"}:
                    line = detail.splitlines()[-1] if detail else ""
                    print(f"{outcome:9} {program:7} {name}: {line[:300]}", flush=True)

        for number, (name, change) in enumerate(cases):
            if options.only not in name or number % options.every:
                continue
            waiting.append(pool.submit(run, number, name, change))
            if len(waiting) > 4 * options.jobs:
                finish()
        while waiting:
            finish()
    print(f"{os.path.basename(whole)}, {os.path.getsize(whole)} bytes, {options.what}, "
          f"seed {options.seed}")
    for program, found in counts.items():
        print(f"  {program:16} " + ", ".join(f"{n} {k}" for k, n in found.most_common()))
    return any(outcome not in allowed | {"skipped"} for found in counts.values()
               for outcome in found)


if __name__ == "__main__":
    main()

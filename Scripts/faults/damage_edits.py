"""Flips and lies: the changes of a file that damage.py tries, the checksums put right again."""
import hashlib
import os
import random
import struct

import h5py
import numpy as np


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

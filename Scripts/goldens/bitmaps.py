"""Writes Tests/ImagesTests/BitmapGoldens.swift: tiny BMP, GIF and TIFF files of every kind that is
read, and what Pillow makes of them.

    python Scripts/goldens/bitmaps.py > Tests/ImagesTests/BitmapGoldens.swift

Pixels are stood for by their 64-bit FNV-1a hash. Packages: Scripts/requirements.txt.
"""

import base64
import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.test_images import fnv, formula, saved  # noqa: E402

W, H = 19, 13
PALETTE = bytes((i * 37 + c * 91) % 256 for i in range(256) for c in range(3))


def packed(row, bits):
    """A row of samples, highest bits first."""
    text = "".join(f"{int(v):0{bits}b}" for v in row.ravel())
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))


# --- BMP ------------------------------------------------------------------------------------


def bmp(rows, bits, compression=0, palette=b"", masks=b"", header=40, top_down=False, bare=False,
        place=None):
    """`rows` are the stored bytes, in the order of the file."""
    if header == 12:
        head = struct.pack("<IHHHH", 12, W, H, 1, bits)
    else:
        head = struct.pack("<IiiHHIIiiII", header, W, -H if top_down else H, 1, bits, compression,
                           len(rows), 0, 0, 0 if bits > 8 else len(palette) // 4, 0)
        head += masks + bytes(max(0, header - 40 - len(masks)))
    start = 14 + len(head) + len(palette) if place is None else place
    file = b"" if bare else b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start)
    return file + head + palette + rows


def bottom_up(rows):
    """Rows padded to four bytes, the last one first."""
    return b"".join(row + bytes(-len(row) % 4) for row in reversed(rows))


def bmp_palette(count, entry=4):
    colors = [PALETTE[3 * i : 3 * i + 3] for i in range(count)]
    return b"".join(c[::-1] + bytes(entry - 3) for c in colors)


def runs(indices, bits):
    """Runs, literal pieces, moves over zeros and ends of rows, as an encoder would mix them."""
    out = b""
    for row in indices[::-1]:
        x = 0
        while x < W:
            rest = row[x:]
            same = next((i for i, v in enumerate(rest) if v != rest[0]), len(rest))
            if same >= 3 or W - x < 3:
                out += bytes([same, rest[0] if bits == 8 else rest[0] * 17])
                x += same
                continue
            count = min(W - x, 5)
            body = packed(np.array(rest[:count]), bits)
            out += bytes([0, count]) + body + bytes(len(body) % 2)
            x += count
        out += b"\0\0"
    return out[:-2] + b"\0\1"


def bitmaps():
    for bits in (1, 4, 8):
        indices = formula(W, H, 1)[..., 0] % min(2**bits, 200)
        rows = [packed(row, bits) for row in indices]
        palette = bmp_palette(min(2**bits, 200))
        yield f"bmp {bits} bit", bmp(bottom_up(rows), bits, palette=palette)
        yield f"bmp {bits} bit of OS/2", bmp(
            bottom_up(rows), bits, palette=bmp_palette(2**bits, 3), header=12)
    grey = b"".join(bytes([i, i, i, 0]) for i in range(256))
    rows = [bytes(row) for row in formula(W, H, 1)[..., 0]]
    yield "bmp 8 bit grey", bmp(bottom_up(rows), 8, palette=grey)
    yield "bmp 8 bit beyond its palette", bmp(bottom_up(rows), 8, palette=bmp_palette(100))
    yield "bmp 8 bit that gives the palette's place", bmp(
        bottom_up(rows), 8, palette=bmp_palette(256), place=54)
    yield "bmp 8 bit without file header", bmp(
        bottom_up(rows), 8, palette=bmp_palette(256), bare=True)
    smooth = (formula(W, H, 1)[..., 0] // 64 * 3) % 16
    yield "bmp 8 bit runs", bmp(runs(smooth, 8), 8, 1, bmp_palette(16))
    yield "bmp 4 bit runs", bmp(runs(smooth, 4), 4, 2, bmp_palette(16))
    wide = formula(W, H, 2).astype(np.uint16)
    rows = [row.astype("<u2").tobytes() for row in wide[..., 0] * 257 ^ wide[..., 1] * 2]
    yield "bmp 16 bit", bmp(bottom_up(rows), 16)
    for name, masks in (("565", (0xF800, 0x7E0, 0x1F)), ("555", (0x7C00, 0x3E0, 0x1F))):
        yield f"bmp 16 bit {name}", bmp(bottom_up(rows), 16, 3, masks=struct.pack("<III", *masks))
    rows = [row.tobytes() for row in formula(W, H)]
    yield "bmp 24 bit", bmp(bottom_up(rows), 24)
    yield "bmp 24 bit from the top", bmp(bottom_up(rows[::-1]), 24, top_down=True)
    yield "bmp 24 bit of OS/2", bmp(bottom_up(rows), 24, header=12)
    rows = [row.tobytes() for row in formula(W, H, 4)]
    yield "bmp 32 bit", bmp(bottom_up(rows), 32)
    yield "bmp 32 bit, version 5", bmp(
        bottom_up(rows), 32, 3, header=124,
        masks=struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000))
    yield "bmp 32 bit, red lowest", bmp(
        bottom_up(rows), 32, 3, header=108,
        masks=struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000))
    yield "bmp 32 bit, red highest", bmp(
        bottom_up(rows), 32, 3, masks=struct.pack("<III", 0xFF000000, 0xFF0000, 0xFF00))


# --- GIF ------------------------------------------------------------------------------------


def gif_frame(indices, left=0, top=0, palette=None, interlaced=False, transparent=None, bits=8):
    """One frame; codes are sent in 9 bits and the table is cleared before they need 10."""
    height, width = indices.shape
    if interlaced:
        order = [y for start, step in ((0, 8), (4, 8), (2, 4), (1, 2))
                 for y in range(start, height, step)]
        indices = indices[order]
    clear = 1 << bits
    codes = []
    for i, value in enumerate(indices.ravel()):
        if i % 100 == 0:
            codes.append(clear)
        codes.append(int(value))
    codes.append(clear + 1)
    number = sum(code << (bits + 1) * i for i, code in enumerate(codes))
    data = number.to_bytes((len(codes) * (bits + 1) + 7) // 8, "little")
    flags = (0x80 | 7 if palette else 0) | (0x40 if interlaced else 0)
    out = b""
    if transparent is not None:
        out += b"!\xf9\4" + bytes([1, 0, 0, transparent]) + b"\0"
    out += b"," + struct.pack("<HHHHB", left, top, width, height, flags) + (palette or b"")
    out += bytes([bits])
    for i in range(0, len(data), 255):
        piece = data[i : i + 255]
        out += bytes([len(piece)]) + piece
    return out + b"\0"


def gif(frames, palette=None, screen=(W, H), version=b"GIF89a"):
    bits = 0 if palette is None else (len(palette) // 3).bit_length() - 2
    flags = 0 if palette is None else 0x80 | bits
    return version + struct.pack("<HHBBB", *screen, flags, 3, 0) + (palette or b"") + frames + b";"


def gifs():
    indices = formula(W, H, 1)[..., 0]
    second = gif_frame(255 - indices, transparent=7)
    comment = b"!\xfe\5hello\0!\xff\x0bNETSCAPE2.0\3\1\0\0\0"
    yield "gif", saved(Image.fromarray(formula(W, H)).quantize(64), "GIF")
    yield "gif 87a", gif(gif_frame(indices), PALETTE, version=b"GIF87a")
    yield "gif interlaced", gif(gif_frame(indices, interlaced=True), PALETTE)
    yield "gif animation", gif(comment + gif_frame(indices, transparent=5) + second, PALETTE)
    yield "gif with its own palette", gif(gif_frame(indices, palette=PALETTE), PALETTE[::-1])
    yield "gif without palette", gif(gif_frame(indices))
    yield "gif beyond its palette", gif(gif_frame(indices % 9), PALETTE[: 3 * 8])
    part = gif_frame(indices[3:11, 2:17], 2, 3)
    yield "gif smaller than its screen", gif(part, PALETTE)
    part = gif_frame(indices[3:11, 2:17], 2, 3, transparent=9)
    yield "gif smaller than its screen, transparent", gif(part, PALETTE)
    yield "gif larger than its screen", gif(gif_frame(indices), PALETTE, screen=(8, 13))
    yield "gif grey", saved(Image.fromarray(formula(W, H, 1)[..., 0]), "GIF")


# --- TIFF -----------------------------------------------------------------------------------


def tiff(samples, bits, photometric, endian="<", tile=None, rows_per_strip=5, separate=False,
         deflate=False, extras=None, colormap=None, fill_order=1, orientation=None, big=False,
         more=()):
    """A TIFF file; samples [height, width, channels]."""
    height, width, channels = samples.shape

    def stored(part):
        if bits == 16:
            data = b"".join(row.astype(endian + "u2").tobytes() for row in part)
        else:
            data = b"".join(packed(row, bits) for row in part)
        if fill_order == 2:
            data = bytes(int(f"{b:08b}"[::-1], 2) for b in data)
        return zlib.compress(data) if deflate else data

    pieces = []
    for plane in (range(channels) if separate else [slice(None)]):
        layer = samples[..., plane]
        layer = layer[..., None] if separate else layer
        if tile:
            for y in range(0, height, tile):
                for x in range(0, width, tile):
                    part = np.zeros((tile, tile, layer.shape[2]), samples.dtype)
                    piece = layer[y : y + tile, x : x + tile]
                    part[: piece.shape[0], : piece.shape[1]] = piece
                    pieces.append(stored(part))
        else:
            pieces += [stored(layer[y : y + rows_per_strip])
                       for y in range(0, height, rows_per_strip)]
    word = "Q" if big else "I"
    header = 16 if big else 8
    offsets, body = [], b""
    for piece in pieces:
        offsets.append(header + len(body))
        body += piece + bytes(len(piece) % 2)
    sizes = [len(piece) for piece in pieces]
    entries = {256: ("H", [width]), 257: ("H", [height]), 258: ("H", [bits] * channels),
               259: ("H", [8 if deflate else 1]), 262: ("H", [photometric]),
               277: ("H", [channels]), 284: ("H", [2 if separate else 1])}
    if tile:
        entries |= {322: ("H", [tile]), 323: ("H", [tile]), 324: (word, offsets),
                    325: (word, sizes)}
    else:
        entries |= {273: (word, offsets), 278: ("H", [rows_per_strip]), 279: (word, sizes)}
    if extras is not None:
        entries[338] = ("H", extras)
    if colormap is not None:
        entries[320] = ("H", colormap)
    if fill_order != 1:
        entries[266] = ("H", [fill_order])
    if orientation is not None:
        entries[274] = ("H", [orientation])
    entries |= dict(more)
    place = header + len(body)
    inline, entry_size = (8, 20) if big else (4, 12)
    after = place + (8 if big else 2) + entry_size * len(entries) + (8 if big else 4)
    table, tail = b"", b""
    for tag, (kind, values) in sorted(entries.items()):
        data = struct.pack(f"{endian}{len(values)}{kind}", *values)
        number = {"H": 3, "I": 4, "Q": 16}[kind]
        table += struct.pack(endian + "HH" + word, tag, number, len(values))
        if len(data) <= inline:
            table += data + bytes(inline - len(data))
        else:
            table += struct.pack(endian + word, after + len(tail))
            tail += data + bytes(len(data) % 2)
    name = b"II" if endian == "<" else b"MM"
    head = (struct.pack(endian + "HHHQ", 43, 8, 0, place) if big
            else struct.pack(endian + "HI", 42, place))
    count = struct.pack(endian + ("Q" if big else "H"), len(entries))
    return name + head + body + count + table + struct.pack(endian + word, 0) + tail


def tiffs():
    rgb = Image.fromarray(formula(W, H))
    for kind in ("raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "zstd"):
        yield f"tiff {kind}", saved(rgb, "TIFF", compression=kind)
    yield "tiff lzw with predictor", saved(
        rgb, "TIFF", compression="tiff_lzw", tiffinfo={317: 2})
    yield "tiff jpeg", saved(rgb, "TIFF", compression="jpeg", quality=80)
    yield "tiff jpeg grey", saved(rgb.convert("L"), "TIFF", compression="jpeg", quality=80)
    yield "tiff jpeg CMYK", saved(
        Image.fromarray(formula(W, H, 4), "CMYK"), "TIFF", compression="jpeg", quality=90)
    yield "tiff YCbCr lzw", saved(rgb.convert("YCbCr"), "TIFF", compression="tiff_lzw")
    black = rgb.convert("1")
    for kind in ("raw", "group3", "group4", "tiff_ccitt"):
        yield f"tiff 1 bit {kind}", saved(black, "TIFF", compression=kind)
    for bits in (1, 2, 4, 8):
        grey = formula(W, H, 1) >> (8 - bits)
        yield f"tiff grey {bits} bit", tiff(grey, bits, 1, rows_per_strip=4)
        yield f"tiff white is 0, {bits} bit", tiff(grey, bits, 0, endian=">")
        colors = [PALETTE[3 * i + c] * 257 for c in range(3) for i in range(2**bits)]
        yield f"tiff palette {bits} bit", tiff(grey, bits, 3, colormap=colors)
    yield "tiff grey and alpha", tiff(formula(W, H, 2), 8, 1, extras=[2])
    yield "tiff lowest bit first", tiff(formula(W, H, 1) >> 7, 1, 1, fill_order=2)
    yield "tiff rgb in tiles", tiff(formula(W, H), 8, 2, tile=16, deflate=True)
    yield "tiff rgb in planes", tiff(formula(W, H), 8, 2, separate=True, endian=">")
    yield "tiff rgb in planes of tiles", tiff(
        formula(W, H), 8, 2, tile=16, separate=True, deflate=True)
    yield "tiff rgb of 64-bit places", tiff(formula(W, H), 8, 2, big=True)
    yield "tiff rgba", tiff(formula(W, H, 4), 8, 2, extras=[2])
    yield "tiff rgb and something", tiff(formula(W, H, 4), 8, 2, extras=[0])
    yield "tiff premultiplied rgba", tiff(formula(W, H, 4), 8, 2, extras=[1])
    yield "tiff cmyk", tiff(formula(W, H, 4), 8, 5)
    wide = (formula(W, H, 4).astype(np.int64) * 257 // 3 + 11).astype(np.uint16)
    for endian, name in (("<", "little"), (">", "big")):
        yield f"tiff grey 16 bit, {name} end first", tiff(wide[..., :1], 16, 1, endian=endian)
        yield f"tiff rgb 16 bit, {name} end first", tiff(wide[..., :3], 16, 2, endian=endian)
    yield "tiff rgb 16 bit deflate", tiff(wide[..., :3], 16, 2, deflate=True)
    yield "tiff premultiplied rgba 16 bit", tiff(wide, 16, 2, extras=[1])
    yield "tiff cmyk 16 bit", tiff(wide, 16, 5)


def expected(name, file):
    image = Image.open(io.BytesIO(file))
    if name.startswith("tiff grey 16 bit"):  # the stated exception: where Pillow clips
        return (np.asarray(image).astype(np.int64) >> 8)[..., None].repeat(3, 2)
    if name == "gif larger than its screen":
        assert image.size == (W, H)
    return np.asarray(image.convert("RGB"))


def main():
    print("// Written by Scripts/goldens/bitmaps.py; not edited by hand.\n")
    print("/// 19 x 13 pixels each; `pixels` is the hash of Pillow's RGB.")
    print("let goldenBitmaps = [")
    for files in (bitmaps(), gifs(), tiffs()):
        for name, file in files:
            try:
                pixels = expected(name, file).astype(np.uint8)
            except Exception as error:
                sys.exit(f"{name}: {error}")
            assert pixels.shape == (H, W, 3), (name, pixels.shape)
            text = base64.b64encode(file).decode()
            lines = "\n".join(f"            {text[i : i + 84]}\\" for i in range(0, len(text), 84))
            print(f'    GoldenFile(\n        name: "{name}",\n        base64: """')
            print(f'{lines[:-1]}\n            """,\n        pixels: {fnv(pixels.tobytes())}),')
    print("]\n")
    print("/// The formula image as TIFF of orientation 1 to 8; Pillow turns it, always.")
    print("let goldenTurned: [(base64: String, pixels: UInt64)] = [")
    for orientation in range(1, 9):
        file = tiff(formula(W, H), 8, 2, orientation=orientation, deflate=True)
        pixels = np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))
        text = base64.b64encode(file).decode()
        lines = "\n".join(f"        {text[i : i + 84]}\\" for i in range(0, len(text), 84))
        print(f'    (\n        base64: """\n{lines[:-1]}\n        """,')
        print(f"        pixels: {fnv(pixels.tobytes())}\n    ),")
    print("]")


if __name__ == "__main__":
    main()

"""Writes Tests/ImagesTests/Goldens.swift: tiny picture files and what Pillow makes of them.

    python Scripts/goldens/images.py > Tests/ImagesTests/Goldens.swift

Pixels are stood for by their 64-bit FNV-1a hash. Large pictures are not stored: both sides compute
them from one formula. Packages: Scripts/requirements.txt.
"""

import base64
import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from timm.data.transforms_factory import transforms_imagenet_eval
from torchvision import transforms
from torchvision.transforms import InterpolationMode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from common.test_images import fnv, formula, saved  # noqa: E402


def png(samples, depth, color, palette=None, transparency=None, interlaced=False):
    """A PNG file of any kind; samples [height, width, channels] in 0 ..< 2**depth."""
    height, width, channels = samples.shape

    def pack(part):
        rows = b""
        for row in part:
            if depth == 16:
                rows += b"\0" + row.astype(">u2").tobytes()
            elif depth == 8:
                rows += b"\0" + row.astype(np.uint8).tobytes()
            else:
                bits = "".join(f"{int(v):0{depth}b}" for v in row.ravel())
                bits += "0" * (-len(bits) % 8)
                rows += b"\0" + bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        return rows

    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
                  (1, 0, 2, 2), (0, 1, 1, 2)]
        parts = [samples[y::dy, x::dx] for x, y, dx, dy in passes]
        data = b"".join(pack(part) for part in parts if part.size)
    else:
        data = pack(samples)

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(
            ">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    if palette is not None:
        file += chunk(b"PLTE", palette)
    if transparency is not None:
        file += chunk(b"tRNS", transparency)
    return file + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def without_adobe(jpeg):
    place = jpeg.index(b"\xff\xee")
    length = struct.unpack(">H", jpeg[place + 2 : place + 4])[0]
    return jpeg[:place] + jpeg[place + 2 + length :]


def as_ycck(jpeg):
    place = jpeg.index(b"Adobe")
    return jpeg[: place + 11] + b"\x02" + jpeg[place + 12 :]


def files():
    rgb = Image.fromarray(formula(19, 13))
    cmyk = Image.fromarray(formula(19, 13, 4), "CMYK")
    rgba = Image.fromarray(formula(19, 13, 4), "RGBA")
    yield "jpeg 4:2:0", saved(rgb, "JPEG", quality=80)
    yield "jpeg 4:2:2", saved(rgb, "JPEG", quality=80, subsampling="4:2:2")
    yield "jpeg 4:4:4", saved(rgb, "JPEG", quality=95, subsampling="4:4:4")
    yield "jpeg progressive", saved(rgb, "JPEG", quality=70, progressive=True)
    yield "jpeg grey", saved(rgb.convert("L"), "JPEG", quality=80)
    adobe = saved(cmyk, "JPEG", quality=90)
    yield "jpeg CMYK of Adobe", adobe
    yield "jpeg CMYK without marker", without_adobe(adobe)
    yield "jpeg YCCK", as_ycck(adobe)
    palette = bytes((i * 37 + c * 91) % 256 for i in range(16) for c in range(3))
    for depth in (1, 2, 4, 8):
        grey = formula(19, 13, 1) >> (8 - depth)
        yield f"png grey {depth} bit", png(grey, depth, 0)
        colors = palette[: 3 * min(16, 2**depth)]
        indices = formula(19, 13, 1) % min(16, 2**depth)
        yield f"png palette {depth} bit", png(indices, depth, 3, colors)
    indices = formula(19, 13, 1) % 16
    yield "png palette with transparency", png(indices, 8, 3, palette, bytes(range(0, 160, 10)))
    yield "png palette interlaced", png(indices % 4, 2, 3, palette[:12], None, True)
    yield "png rgb interlaced", png(formula(19, 13), 8, 2, None, None, True)
    yield "png rgb with transparency", png(formula(19, 13), 8, 2, None, b"\0\x10\0\x20\0\x30")
    yield "png grey and alpha", png(formula(19, 13, 2), 8, 4)
    yield "png rgba", png(formula(19, 13, 4), 8, 6)
    wide = formula(19, 13, 4).astype(np.int64) * 257 // 3 + 11
    yield "png grey 16 bit", png(wide[..., :1], 16, 0)
    yield "png rgb 16 bit", png(wide[..., :3], 16, 2)
    yield "png rgba 16 bit", png(wide, 16, 6)
    yield "webp lossy", saved(rgb, "WEBP", quality=70)
    yield "webp lossless", saved(rgb, "WEBP", lossless=True)
    yield "webp lossless with alpha", saved(rgba, "WEBP", lossless=True, exact=True)
    yield "webp lossy with alpha", saved(rgba, "WEBP", quality=60)
    yield "webp animation", saved(
        rgb, "WEBP", save_all=True, append_images=[ImageOps.invert(rgb)], lossless=True)


def expected(name, file):
    if name == "png grey 16 bit":  # the stated exception: the high byte, where Pillow clips
        wide = np.asarray(Image.open(io.BytesIO(file))).astype(np.int64)
        return wide[..., None].repeat(3, 2) >> 8
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))


def rectangles():
    """timm's three modes for inputs that are no squares, and its border."""
    print("/// timm's `transforms_imagenet_eval` of the formula image, bicubic, and the same of")
    print("/// its first channel by nearest neighbour, with a border of 0: mode, the image's width")
    print("/// and height, the input's height and width, `crop_pct`, hashes of both.")
    print("let goldenRectangles: [GoldenRectangle] = [")
    cases = [(97, 61, 32, 48, 0.875), (61, 97, 32, 48, 0.9), (70, 71, 56, 24, 1.0),
             (200, 30, 24, 40, 1.0), (30, 200, 40, 40, 1.0), (41, 40, 33, 33, 0.95),
             (300, 1, 32, 32, 1.0)]
    mean = (0.485, 0.456, 0.406)
    for mode in ("center", "squash", "border"):
        for width, height, rows, columns, ratio in cases:
            if mode == "center" and (rows == columns or height == 1):
                continue
            if mode == "border" and height == 1:
                continue  # timm makes it 0 rows high
            pixels = formula(width, height)
            whole = transforms_imagenet_eval(
                (rows, columns), crop_pct=ratio, crop_mode=mode, interpolation="bicubic",
                mean=mean)
            near = transforms_imagenet_eval(
                (rows, columns), crop_pct=ratio, crop_mode=mode, interpolation="nearest",
                mean=(0, 0, 0))
            picture, mask = (
                transforms.Compose(transform.transforms[:-2])(Image.fromarray(data))
                for transform, data in ((whole, pixels), (near, pixels[..., :1].repeat(3, 2))))
            mask = np.ascontiguousarray(np.asarray(mask)[..., 0])
            print(f"    GoldenRectangle(\n        mode: \"{mode}\", width: {width}, "
                  f"height: {height}, rows: {rows}, columns: {columns},\n        ratio: {ratio}, "
                  f"pixels: {fnv(picture.tobytes())},\n        nearest: {fnv(mask.tobytes())}),")
    print("]\n")
    print("struct GoldenRectangle: Sendable {")
    for name, kind in (("mode", "String"), ("width", "Int"), ("height", "Int"), ("rows", "Int"),
                       ("columns", "Int"), ("ratio", "Double"), ("pixels", "UInt64"),
                       ("nearest", "UInt64")):
        print(f"    let {name}: {kind}")
    print("}\n")


def main():
    print("// Written by Scripts/goldens/images.py; not edited by hand.\n")
    print("struct GoldenFile: Sendable {")
    print("    let name: String\n    let base64: String\n    let pixels: UInt64\n}\n")
    print("/// 19 x 13 pixels each; `pixels` is the hash of Pillow's RGB.")
    print("let goldenFiles = [")
    for name, file in files():
        text = base64.b64encode(file).decode()
        lines = "\n".join(f"            {text[i : i + 84]}\\" for i in range(0, len(text), 84))
        pixels = fnv(expected(name, file).astype(np.uint8).tobytes())
        print(f'    GoldenFile(\n        name: "{name}",\n        base64: """')
        print(f'{lines[:-1]}\n            """,\n        pixels: {pixels}),')
    print("]\n")

    print("/// Pillow's `resize` of the formula image: from, to, kernel, hash.")
    print("let goldenResizes: [(from: [Int], to: [Int], kernel: String, pixels: UInt64)] = [")
    sizes = [(97, 61, 32, 32), (61, 97, 32, 32), (300, 40, 24, 24), (40, 300, 24, 24),
             (20, 15, 64, 48), (33, 33, 33, 16), (33, 33, 16, 33), (5, 200, 1, 1),
             (1, 1, 9, 7), (500, 375, 224, 224), (361, 500, 224, 224), (362, 500, 224, 224)]
    for width, height, to_width, to_height in sizes:
        picture = Image.fromarray(formula(width, height))
        for kernel in ("bilinear", "bicubic", "nearest", "box", "hamming", "lanczos"):
            result = picture.resize(
                (to_width, to_height), getattr(Image.Resampling, kernel.upper()))
            print(f"    ([{width}, {height}], [{to_width}, {to_height}], \"{kernel}\","
                  f" {fnv(result.tobytes())}),")
    print("]\n")

    print("/// torchvision's Resize(floor(size / ratio)) and CenterCrop(size) of the formula")
    print("/// image, bicubic; of its first channel by nearest neighbour; normalised with")
    print("/// ImageNet's numbers.")
    print("let goldenCrops: [GoldenCrop] = [")
    sizes = [(97, 61, 32, 0.875), (61, 97, 32, 0.875), (70, 71, 33, 0.9), (30, 200, 24, 1.0),
             (250, 30, 24, 0.95), (40, 41, 56, 0.8)]
    for width, height, size, ratio in sizes:
        pixels = formula(width, height)
        short = int(size / ratio)
        crop = transforms.Compose([
            transforms.Resize(short, InterpolationMode.BICUBIC), transforms.CenterCrop(size)])
        near = transforms.Compose([
            transforms.Resize(short, InterpolationMode.NEAREST), transforms.CenterCrop(size)])
        squash = transforms.Resize((size, size), InterpolationMode.NEAREST)
        picture = crop(Image.fromarray(pixels))
        mask = Image.fromarray(pixels[..., 0])
        values = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])(
            transforms.ToTensor()(picture)).permute(1, 2, 0).contiguous().numpy()
        print(f"    GoldenCrop(\n        width: {width}, height: {height}, size: {size},"
              f" ratio: {ratio},\n        pixels: {fnv(picture.tobytes())},\n"
              f"        nearest: {fnv(near(mask).tobytes())},\n"
              f"        nearestSquash: {fnv(squash(mask).tobytes())},\n"
              f"        values: {fnv(values.astype('<f4').tobytes())}),")
    print("]\n")
    rectangles()
    print("/// torch's antialiased resize of the formula image in single precision: from, to,")
    print("/// kernel, and values at every 37th place of `[height, width, 3]`.")
    print("let goldenFloatResizes: [(from: [Int], to: Int, kernel: String, values: [Float])] = [")
    for width, height, side, kernel in [(300, 40, 24, "bilinear"), (61, 97, 32, "bilinear"),
                                        (20, 15, 64, "bicubic"), (4032, 30, 224, "bilinear")]:
        pixels = torch.from_numpy(formula(width, height)).permute(2, 0, 1)[None].float()
        values = torch.nn.functional.interpolate(
            pixels, size=(side, side), mode=kernel, antialias=True, align_corners=False)
        kept = values[0].permute(1, 2, 0).reshape(-1)[::37][:60]
        listed = ", ".join(f"{v:.9g}" for v in kept.tolist())
        print(f'    ([{width}, {height}], {side}, "{kernel}", [{listed}]),')
    print("]\n")
    print("struct GoldenCrop: Sendable {")
    print("    let width: Int\n    let height: Int\n    let size: Int\n    let ratio: Double")
    print("    let pixels: UInt64\n    let nearest: UInt64\n    let nearestSquash: UInt64")
    print("    let values: UInt64\n}\n")

    print("/// ImageOps.exif_transpose of the 19 x 13 formula image for orientations 1 to 8.")
    print("let goldenOrientations: [UInt64] = [")
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        file = saved(Image.fromarray(formula(19, 13)), "PNG", exif=exif)
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
        print(f"    {fnv(upright.tobytes())},")
    print("]")


if __name__ == "__main__":
    main()

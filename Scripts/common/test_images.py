"""Images that tests and scripts compute from one formula, and how they are compared."""

import io

import numpy as np


def fnv(data):
    """The 64-bit FNV-1a hash of bytes, as a Swift literal."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"0x{value:016X}"


def formula(width, height, channels=3):
    """Smooth in places, rough in others, the same in Swift: `[height, width, channels]` u8."""
    y, x, c = np.mgrid[0:height, 0:width, 0:channels].astype(np.int64)
    return ((x * 7 + y * 13 + c * 29 + (x * y) // 3 + ((x // 5) * (y // 3)) % 97) % 256).astype(
        np.uint8
    )


def saved(image, kind, **options):
    """The bytes that Pillow writes of a picture."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()

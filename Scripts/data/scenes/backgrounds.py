"""All backgrounds, and the light that is laid over a scene."""

import math

import skia

from scenes.landscapes import beach, forest, meadow, open_sky, sea, snow
from scenes.shapes import mix, radial, vertical
from scenes.streets_and_rooms import abstract, room, street

BACKGROUNDS = {"meadow": meadow, "room": room, "beach": beach, "street": street, "sky": open_sky,
               "forest": forest, "snow": snow, "sea": sea, "abstract": abstract}


def shine(b, light, place):
    """Lay the light of the hour over everything."""
    w, h, rng = b.width, b.height, b.rng
    everything = skia.Rect.MakeWH(w, h)

    def glaze(shader, mode):
        b.canvas.drawRect(everything, skia.Paint(Shader=shader, BlendMode=mode))

    if light == "night":
        # A pool of moonlight or lamplight in the middle of a blue dark.
        pool = (255, 236, 206) if place in ("room", "street") else (226, 230, 255)
        x, y = w * rng.uniform(0.35, 0.65), h * rng.uniform(0.55, 0.7)
        fall = [pool, mix(pool, (104, 112, 190), 0.5), (92, 100, 180)]
        glaze(radial(x, y, max(w, h) * 0.75, fall),
              skia.BlendMode.kMultiply)
    elif light == "dusk":
        glaze(vertical(0, h, [(255, 228, 220), (236, 208, 226)]), skia.BlendMode.kMultiply)
        glaze(radial(w * rng.choice([0, 1]), 0, w,
              [(80, 36, 10), (0, 0, 0)]), skia.BlendMode.kScreen)
    else:
        warm = (84, 70, 36) if light == "day" else (116, 78, 26)
        glaze(radial(w * rng.choice([0, 1]), 0, w * 1.1, [warm, (0, 0, 0)]), skia.BlendMode.kScreen)
        if light == "golden":
            glaze(vertical(0, h, [(255, 244, 222), (255, 226, 188)]), skia.BlendMode.kMultiply)
    edges = [(255, 255, 255), (255, 255, 255), (196, 186, 206)]
    glaze(radial(w / 2, h / 2, math.hypot(w, h) * 0.62, edges),
          skia.BlendMode.kMultiply)

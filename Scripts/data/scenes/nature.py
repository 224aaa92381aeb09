"""Sky, clouds, hills, trees, grass and water: what backgrounds are made of."""

import math

import skia

from scenes.shapes import blob, box, darker, ellipse, lighter, mix, radial, vertical

# Colours by the hour.
SKIES = {
    "day": [(92, 168, 226), (168, 214, 240), (236, 244, 236)],
    "golden": [(120, 170, 214), (246, 214, 168), (252, 226, 170)],
    "dusk": [(86, 74, 140), (226, 122, 128), (252, 190, 130)],
    "night": [(18, 26, 66), (44, 58, 112), (92, 104, 156)],
}
CLOUDS = {"day": (255, 255, 255), "golden": (255, 240, 214), "dusk": (250, 178, 170),
          "night": (84, 96, 150)}
HIGH_CLOUDS = {"day": (255, 255, 255), "golden": (255, 236, 206), "dusk": (246, 168, 166),
               "night": (78, 90, 146)}
SEAS = {"day": (60, 150, 190), "golden": (96, 150, 170), "dusk": (120, 100, 150),
        "night": (34, 54, 104)}
DEPTHS = {"day": (60, 160, 200), "golden": (90, 170, 180), "dusk": (84, 96, 170),
          "night": (26, 60, 120)}
MISTS = {"day": (206, 226, 190), "golden": (246, 226, 168), "dusk": (190, 150, 170),
         "night": (70, 96, 130)}


def sky(b, light, horizon):
    """Sky with sun or moon, stars, clouds."""
    w, rng = b.width, b.rng
    b.fill(box(0, 0, w, horizon + 2), shader=vertical(0, horizon, SKIES[light]))
    x, y = rng.uniform(0.1, 0.9) * w, rng.uniform(0.1, 0.45) * horizon
    if light == "night":
        for _ in range(70):
            b.fill(ellipse(rng.uniform(0, w), rng.uniform(0, horizon), rng.uniform(0.4, 1.3)),
                   (255, 250, 220), alpha=rng.randint(90, 240))
        b.fill(ellipse(x, y, 40), (230, 230, 255), alpha=60, blur=22)
        b.fill(ellipse(x, y, 15), (250, 246, 224))
        for dx, dy, r in ((-4, -3, 3), (5, 4, 2.4), (3, -6, 1.8)):
            b.fill(ellipse(x + dx, y + dy, r), (224, 218, 196))
    else:
        glow = (255, 244, 200) if light == "day" else (255, 214, 150)
        b.fill(ellipse(x, y, 46), glow, alpha=110, blur=24)
        b.fill(ellipse(x, y, 14), (255, 250, 224))
    tint = CLOUDS[light]
    for _ in range(rng.randint(2, 5)):
        cloud(b, rng.uniform(0, w), rng.uniform(0.08, 0.8) * horizon, rng.uniform(14, 30), tint)


def cloud(b, x, y, size, tint):
    rng = b.rng
    path = skia.Path()
    for i in range(5):
        dx = (i - 2) * size * 0.62
        r = size * (0.62 - 0.1 * abs(i - 2)) * rng.uniform(0.8, 1.2)
        path.addPath(ellipse(x + dx, y - r * 0.4, r, r * 0.8))
    path.addPath(box(x - size * 1.7, y - size * 0.3, x + size * 1.7, y + size * 0.1, size * 0.2))
    shades = [lighter(tint, 0.4), tint, darker(tint, 0.18)]
    b.fill(path, shader=vertical(y - size * 0.7, y + size * 0.2, shades,
                                 [235, 225, 190]))


def hills(b, horizon, colors):
    """Rolling hills, each nearer one darker."""
    w, rng = b.width, b.rng
    for k, color in enumerate(colors):
        base = horizon + (k - len(colors) + 1) * 12
        points = [(w * i / 5, base - rng.uniform(0, 24)) for i in range(-1, 7)]
        path = blob(points, False)
        path.lineTo(w + 40, horizon + 60)
        path.lineTo(-40, horizon + 60)
        path.close()
        b.fill(path, shader=vertical(base - 24, horizon + 30, [lighter(color, 0.2), color]))


def tree(b, x, y, size, color):
    """A distant round tree, part of the background."""
    b.fill(box(x - size * 0.07, y - size * 0.6, x + size * 0.07, y), (110, 78, 58))
    for dx, dy, r in ((-0.2, -0.7, 0.26), (0.2, -0.7, 0.26), (0, -0.95, 0.3), (0, -0.65, 0.3)):
        cx, cy = x + dx * size, y + dy * size
        b.fill(ellipse(cx, cy, r * size), shader=radial(
            cx - r * size * 0.4, cy - r * size * 0.5, r * size * 1.5,
            [lighter(color, 0.25), darker(color, 0.2)]))


def grass(b, top, color, blades=260, flowers=0):
    """A meadow: gradient, blades growing towards the viewer, flowers."""
    w, h, rng = b.width, b.height, b.rng
    ground = box(0, top, w, h)
    b.fill(ground, shader=vertical(top, h, [lighter(color, 0.25), color, darker(color, 0.25)]))
    b.noise(0.03, 3, 0.35, ground)
    for shade in (darker(color, 0.25), lighter(color, 0.2),
                  lighter(mix(color, (220, 220, 90), 0.4), 0.1)):
        lines = skia.Path()
        for _ in range(blades // 3):
            y = top + (h - top) * math.sqrt(rng.random())
            size = 3 + 12 * (y - top) / (h - top)
            x, lean = rng.uniform(0, w), rng.uniform(-0.5, 0.5)
            lines.moveTo(x, y)
            lines.quadTo(x, y - size * 0.6, x + lean * size, y - size)
        b.line(lines, shade, 1.1, 170)
    for _ in range(flowers):
        y = top + (h - top) * rng.uniform(0.08, 1)
        flower(b, rng.uniform(0, w), y, 1 + 2.2 * (y - top) / (h - top))


FLOWER_COLORS = [(255, 250, 240), (250, 210, 90), (240, 130, 150), (170, 140, 226),
                 (236, 84, 72)]


def flower(b, x, y, r):
    color = b.rng.choice(FLOWER_COLORS)
    b.line(blob([(x, y), (x + 1, y + r * 3)], False), (70, 120, 60), max(0.8, r * 0.35))
    for k in range(5):
        a = k * 2 * math.pi / 5
        b.fill(ellipse(x + r * math.cos(a), y + r * math.sin(a), r * 0.72), color)
    b.fill(ellipse(x, y, r * 0.55), (248, 196, 60))


def waves(b, top, bottom, color, count):
    for _ in range(count):
        y = b.rng.uniform(top + 2, bottom)
        size = 4 + 16 * (y - top) / (bottom - top)
        x = b.rng.uniform(0, b.width)
        crest = y - size * 0.12
        b.line(blob([(x - size, y), (x - size * 0.4, crest), (x, y), (x + size * 0.5, crest),
                     (x + size, y)], False), color, 1.2, 150)


def fern(b, x, y, size, color):
    for k in range(7):
        a = math.radians(-90 + (k - 3) * 24)
        end = (x + size * math.cos(a), y + size * 0.9 * math.sin(a) + abs(k - 3) * 2)
        b.fill(blob([(x, y), ((x + end[0]) / 2 - 2.5, (y + end[1]) / 2 - 4), end,
                     ((x + end[0]) / 2 + 2.5, (y + end[1]) / 2)]),
               mix(color, (150, 190, 90), k % 3 * 0.2))

"""Backgrounds in the open: meadow, snow, beach, forest, sea, sky."""

import skia

from scenes.birds_and_fish import bubble
from scenes.nature import (
    DEPTHS, HIGH_CLOUDS, MISTS, SEAS, cloud, fern, grass, hills, sky, tree, waves,
)
from scenes.shapes import blob, box, darker, ellipse, lighter, mix, polygon, rgb, vertical, wobbly


def meadow(b, light):
    horizon = b.height * b.rng.uniform(0.42, 0.6)
    sky(b, light, horizon)
    green = mix((112, 170, 76), (150, 176, 70), b.rng.random())
    hills(b, horizon, [mix(green, (150, 190, 220), 0.55), mix(green, (120, 170, 180), 0.25)])
    for _ in range(b.rng.randint(0, 4)):
        tree(b, b.rng.uniform(0, b.width), horizon + 6, b.rng.uniform(20, 46), darker(green, 0.2))
    grass(b, horizon, green, 330, b.rng.choice([0, 10, 25]))
    return horizon


def snow(b, light):
    rng, w, h = b.rng, b.width, b.height
    horizon = h * rng.uniform(0.45, 0.6)
    sky(b, light, horizon)
    hills(b, horizon, [(190, 206, 226), (216, 228, 240)])
    for _ in range(rng.randint(3, 7)):
        x, size = rng.uniform(0, w), rng.uniform(26, 64)
        for k in range(3):
            y = horizon + 4 - k * size * 0.26
            half = size * (0.3 - 0.07 * k)
            b.fill(polygon([(x - half, y), (x, y - size * 0.42), (x + half, y)]), (62, 104, 100))
            b.fill(polygon([(x - half * 0.5, y - size * 0.21), (x, y - size * 0.42),
                            (x + half * 0.5, y - size * 0.21), (x, y - size * 0.26)]),
                   (240, 246, 252))
    ground = box(0, horizon, w, h)
    b.fill(ground, shader=vertical(horizon, h, [(244, 248, 254), (214, 226, 242)]))
    b.noise(0.02, 3, 0.25, ground, 2.5)
    for _ in range(60):
        b.fill(ellipse(rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.7, 2.2)),
               (255, 255, 255), alpha=rng.randint(120, 230))
    return horizon


def beach(b, light):
    rng, w, h = b.rng, b.width, b.height
    horizon = h * rng.uniform(0.32, 0.42)
    shore = h * rng.uniform(0.52, 0.6)
    sky(b, light, horizon)
    water = SEAS[light]
    shades = [darker(water, 0.15), lighter(water, 0.3)]
    b.fill(box(0, horizon, w, shore + 20), shader=vertical(horizon, shore, shades))
    waves(b, horizon, shore, lighter(water, 0.6), 34)
    edge = [(w * i / 6, shore + rng.uniform(-4, 5)) for i in range(-1, 8)]
    sand = blob(edge, False)
    b.line(sand, (255, 255, 255), 7, 200, blur=1.2)
    sand.lineTo(w + 40, h + 10)
    sand.lineTo(-40, h + 10)
    sand.close()
    b.fill(sand, shader=vertical(shore, h, [(222, 196, 146), (244, 220, 168), (226, 190, 136)]))
    b.noise(0.05, 3, 0.3, sand, 2)
    b.strokes(sand, (176, 138, 92), 160, 2, 0, 20, alpha=110)
    for _ in range(rng.randint(2, 6)):
        x, y, r = rng.uniform(0, w), rng.uniform(shore + 14, h), rng.uniform(2, 5)
        shell = wobbly(rng, x, y, r)
        b.fill(shell, rng.choice([(250, 232, 220), (214, 150, 130), (170, 160, 160)]))
    return shore + 10


def forest(b, light):
    """Tree trunks in the mist, ferns, moss."""
    rng, w, h = b.rng, b.width, b.height
    floor = h * rng.uniform(0.55, 0.68)
    mist = MISTS[light]
    b.fill(box(0, 0, w, h), shader=vertical(0, floor, [mix(mist, (70, 120, 90), 0.45), mist]))
    for depth in range(3):
        color = mix(mist, (70, 56, 50), 0.25 + 0.28 * depth)
        for _ in range(5 - depth):
            x, r = rng.uniform(0, w), (4 + 5 * depth) * rng.uniform(0.7, 1.3)
            trunk = blob([(x - r, -10), (x + r, -10), (x + r * 0.9, floor * 0.6),
                          (x + r * 1.7, floor + 8), (x - r * 1.7, floor + 8),
                          (x - r * 0.9, floor * 0.6)])
            b.fill(trunk, shader=skia.GradientShader.MakeLinear(
                [skia.Point(x - r, 0), skia.Point(x + r, 0)],
                [rgb(lighter(color, 0.2)), rgb(darker(color, 0.25))]))
            if depth:
                b.strokes(trunk, darker(color, 0.5), 40, 12, 90, 8, 1, 110)
        leaf = mix(mist, (60, 120, 70), 0.3 + 0.25 * depth)
        for _ in range(16):
            crown = wobbly(rng, rng.uniform(0, w), rng.uniform(-20, 34 - 8 * depth),
                           rng.uniform(10, 26))
            b.fill(crown, leaf, alpha=200)
    for k in range(3):
        x = rng.uniform(0, w)
        ray = polygon([(x, -5), (x + 20, -5), (x - 50, floor + 30), (x - 100, floor + 30)])
        b.fill(ray, (255, 250, 210), alpha=34, blur=5)
    moss = mix((88, 120, 66), (120, 104, 66), rng.random() * 0.7)
    grass(b, floor, moss, 200, rng.choice([0, 0, 6]))
    for _ in range(6):
        fern(b, rng.uniform(0, w), floor + rng.uniform(0, 14), rng.uniform(16, 34),
             darker(moss, 0.1))
    return floor + 8


WEEDS = [(60, 140, 100), (150, 90, 140), (210, 110, 100)]


def sea(b, light):
    """Under water: rays of light, corals, weeds, bubbles, sand."""
    rng, w, h = b.rng, b.width, b.height
    blue = DEPTHS[light]
    b.fill(box(0, 0, w, h), shader=vertical(0, h, [lighter(blue, 0.45), blue, darker(blue, 0.45)]))
    b.noise(0.012, 3, 0.3, None, 2)
    for _ in range(5):
        x, d = rng.uniform(0, w), rng.uniform(-60, 60)
        b.fill(polygon([(x, -5), (x + 24, -5), (x + d + 60, h), (x + d - 10, h)]),
               (255, 255, 235), alpha=28, blur=6)
    floor = h * rng.uniform(0.84, 0.92)
    for _ in range(rng.randint(3, 7)):
        x, weed = rng.uniform(0, w), rng.choice(WEEDS)
        color = mix(weed, blue, 0.3)
        for k in range(4):
            tall = rng.uniform(28, 76)
            root = x + k * 6
            b.line(blob([(root, floor + 8), (root - 6, floor - tall * 0.35),
                         (root + 6, floor - tall * 0.7), (root, floor - tall)], False),
                   mix(color, (230, 230, 160), 0.1 * k), rng.uniform(3, 5))
    dunes = [(w * i / 5, floor + rng.uniform(-6, 8)) for i in range(6)]
    sand = blob([(-30, floor)] + dunes + [(w + 30, floor)], False)
    sand.lineTo(w + 40, h + 10)
    sand.lineTo(-40, h + 10)
    sand.close()
    shades = [mix((226, 206, 160), blue, 0.25), mix((190, 160, 120), blue, 0.4)]
    b.fill(sand, shader=vertical(floor - 6, h, shades))
    b.noise(0.06, 3, 0.35, sand)
    for _ in range(16):
        bubble(b, rng.uniform(0, w), rng.uniform(0, h), rng.uniform(1.2, 4))
    return floor


def open_sky(b, light):
    rng = b.rng
    horizon = b.height * rng.uniform(0.86, 1.0)
    sky(b, light, b.height)
    for _ in range(4):
        cloud(b, rng.uniform(0, b.width), rng.uniform(0.2, 1) * b.height, rng.uniform(20, 44),
              HIGH_CLOUDS[light])
    if b.rng.random() < 0.6:
        hills(b, horizon, [(150, 186, 190), (120, 166, 130)])
        b.fill(box(0, horizon + 20, b.width, b.height), (120, 166, 130))
    return horizon

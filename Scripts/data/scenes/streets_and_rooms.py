"""Backgrounds that people made: street, room and studio."""

import math

import skia

from scenes.coats import COLLARS
from scenes.nature import sky
from scenes.shapes import blob, box, darker, ellipse, hsv, lighter, mix, polygon, rgb, vertical

HOUSE_COLORS = [(236, 198, 150), (206, 134, 116), (150, 178, 170), (232, 220, 196),
                (176, 160, 196), (240, 210, 110)]
WALL_COLORS = [(226, 196, 168), (160, 190, 190), (214, 206, 170), (190, 170, 196),
               (236, 178, 158), (130, 158, 150)]


def street(b, light):
    """A row of houses, a brick wall or shop fronts, pavement and road."""
    rng, w, h = b.rng, b.width, b.height
    horizon = h * rng.uniform(0.55, 0.64)
    sky(b, light, horizon)
    lit = light in ("dusk", "night")
    if rng.random() < 0.35:
        wall = rng.choice([(176, 96, 76), (150, 110, 96), (196, 150, 120)])
        top = h * rng.uniform(0, 0.25)
        b.fill(box(0, top, w, horizon), darker(wall, 0.35))
        for row in range(int((horizon - top) / 9) + 1):
            for i in range(-1, int(w / 22) + 1):
                x, y = i * 22 + (row % 2) * 11, top + row * 9
                b.fill(box(x + 1, y + 1, x + 21, y + 8, 1),
                       mix(wall, rng.choice([(230, 170, 130), (100, 60, 60)]), rng.random() * 0.3))
    else:
        x = -rng.uniform(0, 30)
        while x < w:
            x = house(b, x, horizon, lit)
    pavement = h * rng.uniform(0.74, 0.8)
    b.fill(box(0, horizon, w, pavement),
           shader=vertical(horizon, pavement, [(186, 180, 176), (208, 202, 196)]))
    for i in range(-8, 9):
        b.line(blob([(w / 2 + i * 30, horizon), (w / 2 + i * 42, pavement)], False),
               (150, 144, 142), 1, 160)
    b.fill(box(0, pavement, w, pavement + 5), (150, 146, 148))
    b.fill(box(0, pavement + 5, w, h),
           shader=vertical(pavement, h, [(92, 92, 104), (116, 116, 126)]))
    b.noise(0.2, 2, 0.18, box(0, horizon, w, h))
    for i in range(5):
        b.fill(box(i * 80 - 20, h - 14, i * 80 + 22, h - 9), (236, 226, 190))
    return pavement - 6


def house(b, x, ground, lit):
    """One house of a street; returns where the next begins."""
    rng = b.rng
    width = rng.uniform(56, 92)
    top = ground - rng.uniform(0.55, 0.95) * ground
    color = rng.choice(HOUSE_COLORS)
    b.fill(box(x, top, x + width, ground),
           shader=vertical(top, ground, [lighter(color, 0.15), darker(color, 0.12)]))
    roof = rng.choice([(150, 74, 62), (96, 90, 104), (120, 84, 66)])
    b.fill(polygon([(x - 4, top), (x + width * 0.5, top - 26), (x + width + 4, top)]), roof)
    y = top + 12
    while y < ground - 34:
        for k in range(3):
            cx = x + width * (k + 0.5) / 3
            glass = (255, 222, 130) if lit and rng.random() < 0.6 else (120, 158, 180)
            b.fill(box(cx - 7.5, y - 1.5, cx + 7.5, y + 19.5, 1), (250, 244, 232))
            b.fill(box(cx - 6, y, cx + 6, y + 18),
                   shader=vertical(y, y + 18, [lighter(glass, 0.3), glass]))
            b.line(blob([(cx, y), (cx, y + 18)], False), (250, 244, 232), 1.2)
            b.line(blob([(cx - 6, y + 9), (cx + 6, y + 9)], False), (250, 244, 232), 1.2)
        y += 30
    door = rng.choice([(120, 62, 54), (60, 96, 110), (80, 110, 76)])
    b.fill(box(x + width * 0.4, ground - 28, x + width * 0.6, ground, 3), door)
    return x + width + rng.choice([0, 0, 12])


def room(b, light):
    """Wallpaper, a window or a picture, a floor of boards, a rug, a plant."""
    rng, w, h = b.rng, b.width, b.height
    floor = h * rng.uniform(0.58, 0.7)
    wall = rng.choice(WALL_COLORS)
    b.fill(box(0, 0, w, floor),
           shader=vertical(0, floor, [lighter(wall, 0.12), darker(wall, 0.12)]))
    paper = rng.choice(["stripes", "dots", "flowers", "plain"])
    for i in range(int(w / 22) + 1):
        if paper == "stripes":
            b.fill(box(i * 22, 0, i * 22 + 10, floor), lighter(wall, 0.3), alpha=110)
        for j in range(int(floor / 22) + 1):
            x, y = i * 22 + (j % 2) * 11, j * 22 + 8
            if paper == "dots":
                b.fill(ellipse(x, y, 2.4), lighter(wall, 0.5), alpha=170)
            elif paper == "flowers":
                for k in range(5):
                    petal = ellipse(x + 2.6 * math.cos(k * 1.257), y + 2.6 * math.sin(k * 1.257),
                                    1.7)
                    b.fill(petal, lighter(wall, 0.45), alpha=170)
    window_x = rng.uniform(0.1, 0.62) * w
    if rng.random() < 0.65:
        b.fill(box(window_x - 4, 14, window_x + 84, 114, 3), (250, 244, 232))
        b.inside(box(window_x, 18, window_x + 80, 110))
        b.canvas.save()
        b.canvas.translate(window_x, 18)
        outer, b.width = b.width, 80
        sky(b, light, 92)
        b.width = outer
        b.canvas.restore()
        b.outside()
        for p in ([(window_x + 40, 18), (window_x + 40, 110)],
                  [(window_x, 64), (window_x + 80, 64)]):
            b.line(blob(p, False), (250, 244, 232), 4)
        curtain = rng.choice(COLLARS)
        for x0, x1 in ((window_x - 14, window_x + 14), (window_x + 66, window_x + 94)):
            path = blob([(x0, 8), (x1, 8), (x1 - 4, 60), (x1 + 3, 122), (x0 - 2, 122),
                         (x0 + 3, 60)])
            b.rounded(path, lighter(curtain, 0.35))
            b.strokes(path, darker(curtain, 0.2), 30, 40, 90, 4, 1.2, 80)
    else:
        count = rng.randint(1, 3)
        for k in range(count):
            x, y = (k + 0.5) * w / count - 25 + rng.uniform(-8, 8), rng.uniform(20, 50)
            frame = rng.choice([(150, 104, 66), (60, 54, 60), (210, 176, 90)])
            b.fill(box(x - 4, y - 4, x + 54, y + 44), frame)
            shades = [hsv(rng.random(), 0.3, 0.95), hsv(rng.random(), 0.4, 0.7)]
            b.fill(box(x, y, x + 50, y + 40), shader=vertical(y, y + 40, shades))
            b.fill(ellipse(x + 25, y + 26, 14, 9), hsv(rng.random(), 0.4, 0.6), alpha=200)
    wood = rng.choice([(178, 122, 76), (150, 104, 80), (204, 160, 112)])
    b.fill(box(0, floor, w, h), shader=vertical(floor, h, [darker(wood, 0.12), lighter(wood, 0.1)]))
    for i in range(-4, 16):
        b.line(blob([(w / 2 + (i - 6) * 24, floor), (w / 2 + (i - 6) * 46, h)], False),
               darker(wood, 0.35), 1.1, 150)
    b.noise(0.02, 3, 0.4, box(0, floor, w, h), 0.3)
    b.fill(box(0, floor - 7, w, floor), lighter(wall, 0.5))
    if rng.random() < 0.6:
        rug = rng.choice(COLLARS)
        x, y = w * rng.uniform(0.35, 0.65), h * 0.88
        for k, shade in enumerate((darker(rug, 0.15), lighter(rug, 0.55), rug, lighter(rug, 0.2))):
            b.fill(ellipse(x, y, w * (0.42 - 0.05 * k), h * (0.1 - 0.014 * k)), shade)
    if rng.random() < 0.5:
        x = rng.choice([0.06, 0.94]) * w
        for k in range(9):
            a = math.radians(-90 + (k - 4) * 19)
            tip = (x + 52 * math.cos(a), floor + 62 * math.sin(a))
            mid = (x + 30 * math.cos(a) + 5, floor + 44 * math.sin(a))
            b.fill(blob([(x, floor - 6), (mid[0] - 4, mid[1]), tip, (mid[0] + 4, mid[1] + 3)]),
                   mix((60, 130, 80), (120, 170, 90), b.rng.random()))
        pot = polygon([(x - 15, floor - 12), (x + 15, floor - 12), (x + 11, floor + 18),
                       (x - 11, floor + 18)])
        b.rounded(pot, (206, 120, 84))
    return floor + 6


def abstract(b, light):
    """A studio backdrop: soft shapes in two colours on a gradient."""
    rng, w, h = b.rng, b.width, b.height
    hue = rng.random()
    value = {"day": 0.95, "golden": 0.92, "dusk": 0.75, "night": 0.5}[light]
    first, second = hsv(hue, 0.3, value), hsv((hue + rng.uniform(0.08, 0.3)) % 1, 0.4, value * 0.85)
    b.fill(box(0, 0, w, h), shader=skia.GradientShader.MakeLinear(
        [skia.Point(0, 0), skia.Point(w, h)], [rgb(first), rgb(second)]))
    style = rng.choice(["circles", "rays", "checks", "waves"])
    if style == "circles":
        for _ in range(14):
            b.fill(ellipse(rng.uniform(0, w), rng.uniform(0, h), rng.uniform(8, 50)),
                   rng.choice([lighter(first, 0.4), darker(second, 0.1)]),
                   alpha=rng.randint(60, 150))
    elif style == "rays":
        cx, cy = w * rng.uniform(0.3, 0.7), h * rng.uniform(0.3, 0.7)
        for k in range(0, 24, 2):
            a0, a1 = k * math.pi / 12, (k + 1) * math.pi / 12
            b.fill(polygon([(cx, cy), (cx + 500 * math.cos(a0), cy + 500 * math.sin(a0)),
                            (cx + 500 * math.cos(a1), cy + 500 * math.sin(a1))]),
                   lighter(first, 0.45), alpha=110)
    elif style == "checks":
        for i in range(12):
            for j in range(12):
                if (i + j) % 2:
                    b.fill(box(i * 32, j * 32, i * 32 + 32, j * 32 + 32),
                           lighter(first, 0.35), alpha=110)
    else:
        for k in range(7):
            y = h * k / 7
            path = blob([(w * i / 4, y + 14 * math.sin(i * 1.7 + k)) for i in range(-1, 6)], False)
            path.lineTo(w + 90, h + 90)
            path.lineTo(-90, h + 90)
            path.close()
            b.fill(path, mix(first, second, k / 6))
    floor = h * 0.62
    b.fill(ellipse(w / 2, h * 0.95, w * 0.75, h * 0.3), darker(second, 0.12), alpha=120, blur=14)
    return floor

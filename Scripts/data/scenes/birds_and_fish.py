"""Birds and fish; a fish swims or lives in a bowl."""

from scenes.coats import eye
from scenes.shapes import blob, darker, ellipse, lighter, mix, polygon, radial, vertical

BIRD_COLORS = [  # back, belly
    ((70, 130, 200), (240, 150, 90)), ((110, 90, 76), (222, 92, 56)),
    ((240, 196, 60), (255, 232, 150)), ((60, 160, 110), (236, 226, 110)),
    ((206, 62, 70), (244, 178, 160)), ((120, 100, 180), (226, 210, 240)),
    ((72, 74, 92), (236, 236, 240)), ((232, 130, 150), (255, 222, 220)),
]


def feathers(b, path, color, rows, left, top, width, height):
    """Rows of scalloped feathers inside a wing."""
    b.inside(path)
    for row in range(rows):
        y = top + (row + 0.6) * height / rows
        for i in range(6):
            x = left + (i + (row % 2) * 0.5) * width / 5.5
            b.line(blob([(x - width / 11, y - 2), (x, y + height / rows * 0.55),
                         (x + width / 11, y - 2)], False), darker(color, 0.4), 1.1, 150)
    b.outside()


def bird_perched(b):
    """A round little bird on its feet, looking right."""
    rng = b.rng
    back, belly = rng.choice(BIRD_COLORS)
    b.shadow(0, 0, 30, 5, 110)
    for x in (-3, 9):
        b.line(blob([(x, -16), (x + 1, -2)], False), (196, 128, 52), 3, solid=True)
        for dx in (-5, 2, 7):
            b.line(blob([(x + 1, -3), (x + dx, 0)], False), (196, 128, 52), 2.2, solid=True)
    for dy in (0, 6):
        b.rounded(polygon([(-22, -38 + dy), (-66, -24 + dy), (-62, -14 + dy), (-18, -24 + dy)]),
                  darker(back, 0.15 + dy / 40))
    body = blob([(-36, -34), (-26, -58), (-4, -72), (2, -94), (22, -104), (40, -92), (40, -72),
                 (40, -44), (26, -18), (0, -10), (-24, -18)])
    b.rounded(body, back)
    b.inside(body)
    b.fill(ellipse(26, -36, 28, 32), belly, alpha=240, blur=3)
    if rng.random() < 0.5:
        b.fill(ellipse(30, -72, 14, 9), lighter(belly, 0.4), alpha=230, blur=2)
    b.outside()
    b.strokes(body, darker(belly, 0.4), 120, 4, 80, alpha=80)
    b.strokes(body, lighter(back, 0.4), 120, 4, 120, alpha=90)
    wing = blob([(2, -64), (12, -50), (8, -34), (-16, -22), (-44, -20), (-26, -40), (-14, -60)])
    b.rounded(wing, darker(back, 0.22))
    feathers(b, wing, back, 4, -34, -60, 44, 38)
    if rng.random() < 0.35:
        for dx in (-8, -2, 4):
            b.fill(blob([(20, -102), (18 + dx, -118), (24, -104)]), darker(back, 0.1))
    b.fill(polygon([(40, -90), (58, -82), (39, -79)]), (240, 164, 50))
    b.fill(polygon([(40, -84), (55, -81), (39, -78)]), (204, 122, 36))
    eye(b, 27, -88, 4.6, 4.8, (90, 60, 40), 0.66)
    b.fill(ellipse(31, -77, 4, 3), (244, 120, 110), alpha=90, blur=1.5)


def bird_flying(b):
    """A bird with spread wings, looking right; its middle at (0, -50)."""
    rng = b.rng
    back, belly = rng.choice(BIRD_COLORS)
    up = rng.uniform(0.7, 1.1)
    far = blob([(-2, -54), (-4, -58 - 26 * up), (4, -56 - 54 * up), (14, -56 - 36 * up),
                (22, -56 - 16 * up), (24, -54)])
    b.rounded(far, darker(back, 0.35))
    for dy in (-5, 0, 5):
        b.rounded(polygon([(-26, -50), (-62, -52 + dy * 2.2), (-60, -44 + dy * 2.2), (-24, -44)]),
                  darker(back, 0.2))
    body = blob([(-34, -48), (-12, -60), (16, -64), (32, -72), (46, -66), (46, -52), (30, -40),
                 (4, -34), (-20, -38)])
    b.rounded(body, back)
    b.inside(body)
    b.fill(ellipse(14, -36, 36, 12), belly, alpha=240, blur=3)
    b.outside()
    b.strokes(body, lighter(back, 0.4), 90, 4, 180, alpha=90)
    wing = blob([(18, -56), (6, -56 - 24 * up), (-16, -56 - 46 * up), (-42, -54 - 54 * up),
                 (-34, -54 - 36 * up), (-38, -54 - 28 * up), (-28, -52 - 18 * up),
                 (-26, -52 - 8 * up), (-14, -50)])
    b.rounded(wing, darker(back, 0.1))
    feathers(b, wing, back, 4, -40, min(-56, -56 - 50 * up), 58, 50)
    b.fill(polygon([(45, -66), (62, -60), (45, -56)]), (240, 164, 50))
    b.fill(polygon([(45, -61), (58, -59.5), (45, -56)]), (204, 122, 36))
    eye(b, 36, -63, 3.8, 4, (90, 60, 40), 0.66)


FISH_COLORS = [  # body, pattern
    ((246, 130, 50), (255, 250, 240)), ((250, 206, 66), (60, 90, 170)),
    ((90, 150, 220), (250, 220, 90)), ((226, 82, 104), (255, 214, 160)),
    ((130, 106, 196), (250, 160, 190)), ((70, 176, 160), (240, 244, 190)),
]


def fish_body(b):
    """A fish with fins, scales and stripes, looking right; its middle at (0, -50)."""
    rng = b.rng
    color, second = rng.choice(FISH_COLORS)
    tall = rng.uniform(0.85, 1.25)

    def at(x, y):
        return x, -50 + y * tall

    fin = mix(color, second, 0.45)
    for points in ([at(-34, 0), at(-56, -26), at(-70, -24), at(-62, 0), at(-70, 24), at(-56, 26)],
                   [at(-22, -18), at(-14, -40), at(14, -38), at(26, -20)],
                   [at(-14, 18), at(-12, 36), at(4, 34), at(10, 20)]):
        path = blob(points)
        b.rounded(path, fin, 0.8)
        r = path.getBounds()
        b.inside(path)
        for i in range(7):
            x = r.left() + (i + 0.5) * r.width() / 7
            b.line(blob([(x, r.top()), (x * 0.8, -50)], False), darker(fin, 0.4), 1, 120)
        b.outside()
    body = blob([at(-42, 0), at(-28, -14), at(0, -25), at(28, -22), at(48, -7), at(50, 3),
                 at(30, 20), at(0, 24), at(-28, 13)])
    b.rounded(body, color)
    b.inside(body)
    pattern = rng.choice(["bands", "bands", "spots", "belly"])
    if pattern == "bands":
        for x in (-26, -2, 22):
            b.fill(blob([at(x - 5, -30), at(x + 5, -30), at(x + 7, 0), at(x + 4, 30), at(x - 6, 30),
                         at(x - 3, 0)]), second, solid=False)
    elif pattern == "spots":
        for _ in range(14):
            b.fill(ellipse(*at(rng.uniform(-38, 20), rng.uniform(-20, 12)), rng.uniform(2, 4.5)),
                   second, solid=False)
    b.fill(ellipse(*at(0, 24), 46, 13), (255, 246, 225), alpha=150, blur=4)
    for row in range(-3, 4):
        for i in range(7):
            x, y = -34 + i * 9 + (row % 2) * 4.5, row * 6.5
            b.line(blob([at(x - 4, y - 3), at(x, y + 3), at(x + 4, y - 3)], False),
                   darker(color, 0.4), 0.9, 90)
    b.fill(ellipse(*at(2, -17), 30, 4), (255, 255, 255), alpha=90, blur=2)
    b.line(blob([at(27, -16), at(22, 0), at(27, 15)], False), darker(color, 0.5), 1.8, 150)
    b.outside()
    side = blob([at(12, 2), at(-4, -4), at(-16, 4), at(-10, 14), at(4, 12)])
    b.rounded(side, fin)
    x, y = at(36, -6)
    b.fill(ellipse(x, y, 6.6), (255, 255, 255))
    eye(b, x + 0.8, y, 4.2, 4.2, (60, 80, 110), 0.7)
    b.line(blob([at(49, 6), at(44, 9), at(41, 8)], False), (120, 50, 50), 1.6, 220)


def fish_swimming(b):
    fish_body(b)
    for i in range(4):
        bubble(b, 60 + 4 * i + b.rng.uniform(-4, 4), -56 - 13 * i, 2 + b.rng.random() * 3)


def bubble(b, x, y, r):
    index, b.index = b.index, 0
    b.fill(ellipse(x, y, r), shader=radial(x, y, r, [(255, 255, 255)] * 2, [30, 150]))
    b.fill(ellipse(x - r * 0.35, y - r * 0.35, r * 0.25), (255, 255, 255), alpha=220)
    b.index = index


def fish_bowl(b):
    """A fish in a glass bowl; only the fish is an object."""
    index, b.index = b.index, 0
    b.shadow(0, 0, 58, 7, 120)
    bowl = blob([(-40, -2), (-62, -30), (-66, -58), (-44, -98), (44, -98), (66, -58), (62, -30),
                 (40, -2)])
    b.fill(bowl, shader=vertical(-100, 0, [(235, 246, 250), (150, 206, 230), (96, 170, 206)],
                                 [120, 215, 240]))
    b.inside(bowl)
    for _ in range(60):
        b.fill(ellipse(b.rng.uniform(-55, 55), b.rng.uniform(-12, 0), b.rng.uniform(2, 4)),
               mix((220, 190, 140), (170, 130, 110), b.rng.random()))
    for x in (-40, 38):
        for k in range(3):
            root = x + 5 * k
            b.line(blob([(root, -4), (root - 4, -24), (root + 4, -44 - 8 * k)], False),
                   (70, 150, 90), 3.4)
    b.outside()
    b.index = index
    b.place(-2, -20, 0.72)
    fish_body(b)
    b.leave()
    b.index = 0
    b.line(blob([(-64, -84), (0, -88), (64, -84)], False), (255, 255, 255), 1, 0)
    b.line(bowl, (255, 255, 255), 1.8, 150)
    b.line(blob([(-54, -40), (-55, -62), (-44, -82)], False), (255, 255, 255), 4, 140, blur=1)
    b.fill(ellipse(0, -98, 46, 4.5), (240, 250, 255), alpha=190)
    b.index = index

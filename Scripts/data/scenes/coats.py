"""Colours and patterns of cats and dogs, fur and eyes."""

from scenes.shapes import blob, darker, ellipse, lighter, radial, wobbly

CREAM, WHITE, BLACK = (250, 234, 205), (250, 246, 238), (52, 46, 58)
CAT_COATS = [  # base, pattern colour, pale parts, pattern
    ((232, 142, 62), (186, 92, 30), CREAM, "tabby"),
    ((150, 146, 150), (92, 88, 98), (228, 224, 222), "tabby"),
    ((176, 138, 98), (98, 68, 44), (240, 222, 190), "tabby"),
    ((58, 54, 66), (38, 34, 46), WHITE, "tuxedo"),
    (WHITE, (226, 132, 58), WHITE, "calico"),
    ((238, 222, 196), (88, 62, 54), (232, 214, 186), "points"),
    ((126, 138, 158), (92, 102, 122), (196, 204, 214), "plain"),
    ((48, 44, 54), (30, 28, 38), (92, 86, 100), "plain"),
    ((246, 240, 230), (214, 204, 192), WHITE, "plain"),
]
DOG_COATS = [
    ((214, 158, 86), (172, 112, 50), (246, 220, 170), "plain"),
    ((126, 78, 48), (86, 50, 30), (196, 146, 104), "plain"),
    (WHITE, BLACK, WHITE, "spots"),
    ((226, 168, 96), (66, 52, 48), WHITE, "saddle"),
    (WHITE, (172, 102, 52), WHITE, "calico"),
    ((62, 58, 66), (40, 36, 44), (206, 144, 84), "plain"),
    ((168, 164, 168), (92, 92, 102), (240, 238, 236), "saddle"),
    ((240, 214, 168), (206, 168, 116), (255, 244, 220), "plain"),
]
EYE_COLORS = [(122, 178, 84), (226, 178, 56), (96, 172, 204), (176, 192, 72)]
COLLARS = [(214, 62, 62), (54, 128, 196), (46, 156, 110), (236, 176, 44), (150, 88, 178)]


class Coat:
    """The colours and pattern of one animal."""

    def __init__(self, rng, coats):
        base, self.dark, self.pale, self.pattern = rng.choice(coats)
        wobble = [rng.uniform(-10, 10) for _ in range(3)]
        self.base = tuple(b + w for b, w in zip(base, wobble))
        self.second = (60, 54, 62) if rng.random() < 0.5 else darker(self.dark, 0.4)
        self.eyes = rng.choice(EYE_COLORS)
        self.collar = rng.choice(COLLARS) if rng.random() < 0.7 else None
        self.ears = rng.choice(["floppy", "long", "folded", "floppy"])

    @property
    def ends(self):
        """The colour of ears, tail and paws."""
        if self.pattern in ("points", "saddle", "calico"):
            return self.dark
        return darker(self.base, 0.1)

    @property
    def paws(self):
        if self.pattern in ("tuxedo", "calico", "spots", "saddle"):
            return self.pale
        return self.dark if self.pattern == "points" else lighter(self.base, 0.12)


def furry(b, path, coat, color=None, angle=90, pattern=True):
    """A furry part of an animal: rounded, patterned, with hairs."""
    color = color or coat.base
    r, rng = path.getBounds(), b.rng
    w, h = r.width(), r.height()
    b.rounded(path, color)
    if pattern:
        b.inside(path)
        if coat.pattern == "tabby":
            n = max(3, int(w / 9))
            for i in range(n):
                x = r.left() + (i + 0.5) * w / n + rng.uniform(-1, 1)
                deep = h * rng.uniform(0.28, 0.5)
                b.line(blob([(x, r.top() - 2), (x + 2.5, r.top() + deep / 2),
                             (x - 0.5, r.top() + deep)], False), coat.dark, 3.2, 190)
        elif coat.pattern == "calico":
            for color2 in (coat.dark, coat.second, coat.dark):
                x, y = rng.uniform(r.left(), r.right()), rng.uniform(r.top(), r.top() + 0.7 * h)
                b.fill(wobbly(rng, x, y, rng.uniform(7, 14)), color2, solid=False, alpha=235)
        elif coat.pattern == "spots":
            for _ in range(int(w * h / 130) + 3):
                x, y = rng.uniform(r.left(), r.right()), rng.uniform(r.top(), r.bottom())
                b.fill(wobbly(rng, x, y, rng.uniform(1.5, 4)), coat.dark, solid=False)
        elif coat.pattern == "saddle":
            b.fill(ellipse(r.centerX() - 0.05 * w, r.top() + 0.05 * h, 0.45 * w, 0.45 * h),
                   coat.dark, alpha=230, blur=3)
        b.outside()
    area = int(w * h / 16)
    b.strokes(path, darker(color, 0.35), area, 4.5, angle, alpha=70)
    b.strokes(path, lighter(color, 0.35), area, 4.5, angle, alpha=75)


def eye(b, x, y, rx, ry, iris, slit, closed=False):
    """An eye with iris, pupil and two highlights, or a closed one."""
    if closed:
        b.line(blob([(x - rx, y - 1), (x, y + 1.6), (x + rx, y - 1)], False), (50, 36, 40), 1.5)
        return
    b.fill(ellipse(x, y, rx + 0.9, ry + 0.9), (44, 32, 38))
    b.fill(ellipse(x, y, rx, ry),
           shader=radial(x, y + ry * 0.5, rx * 1.4, [lighter(iris, 0.45), iris, darker(iris, 0.4)]))
    b.fill(ellipse(x, y, rx * slit, ry * 0.86), (24, 18, 26))
    b.fill(ellipse(x - rx * 0.32, y - ry * 0.4, rx * 0.32), (255, 255, 255))
    b.fill(ellipse(x + rx * 0.35, y + ry * 0.4, rx * 0.15), (255, 255, 255), alpha=200)

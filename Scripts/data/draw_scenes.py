"""Draw the demo pictures: storybook scenes with exact object masks.

    python Scripts/data/draw_scenes.py data --seed 1

writes `data/images/<label>/<name>.jpg`, `data/masks/<label>/<name>.png` and
`data/masks/objects.json`. The same seed gives the same scenes.

How a scene comes about: a background is painted, then each thing on top of it. A thing is drawn
in its own coordinates (feet at y = 0, about 100 units high, looking right) through a `Brush`,
which repeats every solid shape on a second, hard-edged canvas: the mask. At last the light of the
hour is laid over the picture, which the mask does not see.
"""

import argparse
import json
import math
import random
from pathlib import Path

import numpy as np
import skia
from PIL import Image

SIZES = [(320, 256), (256, 320), (288, 288), (336, 256), (256, 336), (304, 272)]
JPEG_QUALITY = 88
PER_KIND, PAIRS, SCENES = 24, 14, 20
LIGHTS = ["day", "day", "day", "golden", "dusk", "night"]

# Where each kind of thing may be met.
PLACES = {
    "cat": ["meadow", "room", "beach", "street", "forest", "snow", "abstract", "room"],
    "dog": ["meadow", "room", "beach", "street", "forest", "snow", "abstract", "meadow"],
    "bird": ["meadow", "sky", "beach", "street", "forest", "snow", "abstract"],
    "fish": ["sea", "sea", "sea", "sea", "room", "abstract"],
    "car": ["street", "street", "meadow", "beach", "forest", "snow", "abstract"],
    "balloon": ["sky", "sky", "meadow", "beach", "snow", "abstract"],
    "mushroom": ["forest", "forest", "meadow", "abstract", "snow"],
}
KINDS = list(PLACES)
LABELS = KINDS + ["together"]
MASK_PALETTE = [(0, 0, 0), (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66),
                (204, 121, 167), (213, 94, 0)]


# ---------------------------------------------------------------- colours and curves

def mix(a, b, t):
    """The colour a share `t` of the way from `a` to `b`."""
    return tuple(a[i] + (b[i] - a[i]) * t for i in range(3))


def lighter(color, t=0.3):
    return mix(color, (255, 252, 240), t)


def darker(color, t=0.3):
    return mix(color, (28, 18, 40), t)


def rgb(color, alpha=255):
    """A Skia colour from a triple of 0...255."""
    r, g, b = (max(0, min(255, int(round(c)))) for c in color)
    return skia.Color(r, g, b, int(alpha))


def hsv(h, s, v):
    """A colour from hue (in turns), saturation and value."""
    k = [(n + h * 6) % 6 for n in (5, 3, 1)]
    return tuple(255 * (v - v * s * max(0, min(x, 4 - x, 1))) for x in k)


def blob(points, closed=True):
    """A smooth curve through all `points` (Catmull-Rom)."""
    n = len(points)
    path = skia.Path()
    path.moveTo(*points[0])
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[max(0, min(n - 1, i + k))] for k in (-1, 0, 1, 2))
        path.cubicTo(p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6,
                     p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6, p2[0], p2[1])
    if closed:
        path.close()
    return path


def polygon(points):
    path = skia.Path()
    path.moveTo(*points[0])
    for p in points[1:]:
        path.lineTo(*p)
    path.close()
    return path


def ellipse(x, y, rx, ry=None):
    ry = rx if ry is None else ry
    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
    return path


def box(left, top, right, bottom, radius=0):
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeLTRB(left, top, right, bottom), radius, radius)
    return path


def vertical(top, bottom, colors, alphas=None, positions=None):
    """A vertical gradient."""
    alphas = alphas or [255] * len(colors)
    return skia.GradientShader.MakeLinear(
        [skia.Point(0, top), skia.Point(0, bottom)],
        [rgb(c, a) for c, a in zip(colors, alphas)], positions or [])


def radial(x, y, radius, colors, alphas=None):
    alphas = alphas or [255] * len(colors)
    return skia.GradientShader.MakeRadial(
        skia.Point(x, y), radius, [rgb(c, a) for c, a in zip(colors, alphas)])


def soft(radius):
    return skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, radius)


# ---------------------------------------------------------------- the brush

class Brush:
    """Draws on the picture; solid shapes of things also on the mask, with hard edges."""

    def __init__(self, width, height, rng):
        self.width, self.height, self.rng = width, height, rng
        self.surface, self.mask_surface = skia.Surface(width, height), skia.Surface(width, height)
        self.canvas, self.mask = self.surface.getCanvas(), self.mask_surface.getCanvas()
        self.mask.clear(skia.Color(0, 0, 0))
        self.index = 0   # of the thing being drawn; 0 while the background is

    def place(self, x, y, scale, mirrored=False, tilt=0):
        """Enter a thing's own coordinates; `leave` ends it."""
        for canvas in (self.canvas, self.mask):
            canvas.save()
            canvas.translate(x, y)
            canvas.scale(-scale if mirrored else scale, scale)
            canvas.rotate(tilt)

    def leave(self):
        self.canvas.restore()
        self.mask.restore()

    def fill(self, path, color=None, shader=None, alpha=255, blur=0, solid=True):
        """Fill a shape; unless see-through, soft or not `solid`, it belongs to the mask too."""
        paint = skia.Paint(AntiAlias=True, Color=rgb(color or (0, 0, 0), alpha))
        if shader is not None:
            paint.setShader(shader)
        if blur:
            paint.setMaskFilter(soft(blur))
        self.canvas.drawPath(path, paint)
        if self.index and solid and alpha == 255 and not blur:
            self.mask.drawPath(path, skia.Paint(AntiAlias=False, Color=rgb([self.index] * 3)))

    def line(self, path, color, width, alpha=255, blur=0, solid=False, shader=None):
        """Stroke a curve with round ends; `solid` strokes (a tail, a leg) are in the mask."""
        paint = skia.Paint(AntiAlias=True, Color=rgb(color, alpha), StrokeWidth=width,
                           Style=skia.Paint.kStroke_Style, StrokeCap=skia.Paint.kRound_Cap,
                           StrokeJoin=skia.Paint.kRound_Join)
        if shader is not None:
            paint.setShader(shader)
        if blur:
            paint.setMaskFilter(soft(blur))
        self.canvas.drawPath(path, paint)
        if self.index and solid:
            paint = skia.Paint(AntiAlias=False, Color=rgb([self.index] * 3), StrokeWidth=width,
                               Style=skia.Paint.kStroke_Style, StrokeCap=skia.Paint.kRound_Cap)
            self.mask.drawPath(path, paint)

    def inside(self, path):
        """Restrict the picture to a shape until `outside`."""
        self.canvas.save()
        self.canvas.clipPath(path, skia.ClipOp.kIntersect, True)

    def outside(self):
        self.canvas.restore()

    def rounded(self, path, color, depth=1.0, highlight=True):
        """A shape that looks round: light from above left, a soft dark rim below right."""
        r = path.getBounds()
        w, h = r.width(), r.height()
        size = min(w, h)
        self.fill(path, shader=skia.GradientShader.MakeLinear(
            [skia.Point(r.left() + 0.2 * w, r.top()), skia.Point(r.right(), r.bottom())],
            [rgb(lighter(color, 0.22 * depth)), rgb(color), rgb(darker(color, 0.25 * depth))],
            [0, 0.45, 1]))
        self.inside(path)
        self.line(path, darker(color, 0.6), 0.13 * size, 70 * depth, blur=0.06 * size)
        if highlight:
            self.fill(ellipse(r.left() + 0.36 * w, r.top() + 0.24 * h, 0.24 * w, 0.15 * h),
                      (255, 250, 235), alpha=60 * depth, blur=0.09 * size, solid=False)
        self.outside()

    def strokes(self, path, color, count, length, angle=90, spread=25, width=0.8, alpha=120):
        """Short strokes (fur, grass, scratches) at random places inside a shape."""
        r, rng, lines = path.getBounds(), self.rng, skia.Path()
        for _ in range(count):
            x, y = rng.uniform(r.left(), r.right()), rng.uniform(r.top(), r.bottom())
            if path.contains(x, y):
                a = math.radians(angle + rng.uniform(-spread, spread))
                d = length * rng.uniform(0.5, 1.2)
                lines.moveTo(x, y)
                lines.quadTo(x + 0.6 * d * math.cos(a), y + 0.4 * d * math.sin(a),
                             x + d * math.cos(a), y + d * math.sin(a))
        self.inside(path)
        self.line(lines, color, width, alpha)
        self.outside()

    def shadow(self, x, y, rx, ry, alpha=90):
        """A soft shadow on the ground."""
        self.fill(ellipse(x, y, rx, ry), (20, 15, 45), alpha=alpha, blur=ry * 0.6)

    def noise(self, frequency, octaves, alpha, path=None, stretch=1.0, mode=None):
        """Cloudy texture over the whole picture or a shape."""
        shader = skia.PerlinNoiseShader.MakeFractalNoise(
            frequency, frequency * stretch, octaves, self.rng.randint(0, 9999))
        grey = skia.ColorFilters.Matrix([0.6, 0.6, 0.6, 0, -0.4] * 3 + [0, 0, 0, 0, alpha])
        paint = skia.Paint(Shader=shader, ColorFilter=grey)
        paint.setBlendMode(mode or skia.BlendMode.kOverlay)
        if path is None:
            self.canvas.drawPaint(paint)
        else:
            self.canvas.drawPath(path, paint)

    def picture(self):
        rgba = self.surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
        return Image.fromarray(np.ascontiguousarray(rgba[:, :, :3]))

    def objects(self):
        rgba = self.mask_surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
        return np.ascontiguousarray(rgba[:, :, 0])


# ---------------------------------------------------------------- cats and dogs

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


def wobbly(rng, x, y, radius, corners=7, amount=0.3):
    """An uneven round patch."""
    points = []
    for i in range(corners):
        turn = 2 * math.pi * i / corners
        points.append((x + radius * rng.uniform(1 - amount, 1 + amount) * math.cos(turn),
                       y + radius * rng.uniform(1 - amount, 1 + amount) * math.sin(turn)))
    return blob(points)


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


def cat_head(b, coat, asleep=False):
    """A cat's face, seen from the front, about 46 wide, around (0, 0)."""
    for side in (-1, 1):
        ear = blob([(side * 21, -4), (side * 21.5, -18), (side * 19, -34), (side * 10, -24),
                    (side * 3, -15), (side * 10, -6)])
        furry(b, ear, coat, coat.ends, angle=-90, pattern=False)
        b.fill(polygon([(side * 18, -11), (side * 17.6, -28), (side * 7, -16)]),
               (236, 162, 158), alpha=200, blur=1)
    head = blob([(-24, 1), (-19, -13), (-8, -18.5), (8, -18.5), (19, -13), (24, 1), (17, 13),
                 (0, 17.5), (-17, 13)])
    furry(b, head, coat, pattern=coat.pattern == "calico")
    b.inside(head)
    if coat.pattern == "tabby":
        for x, d in ((-6, 8), (0, 10), (6, 8)):
            b.line(blob([(x * 1.3, -20), (x, -19 + d)], False), coat.dark, 2.4, 210)
        for side in (-1, 1):
            for y in (2, 7):
                b.line(blob([(side * 25, y - 1), (side * 16, y + 1)], False), coat.dark, 2, 190)
    if coat.pattern == "points":
        b.fill(ellipse(0, 5, 15, 12), coat.dark, alpha=190, blur=4)
    elif coat.pattern == "tuxedo":
        b.fill(blob([(0, -12), (4, -2), (12, 8), (8, 18), (-8, 18), (-12, 8), (-4, -2)]),
               coat.pale, solid=False)
    b.outside()
    if coat.pattern != "points":
        for side in (-1, 1):
            b.fill(ellipse(side * 5, 8, 7, 5.5), lighter(coat.pale, 0.2), alpha=230, blur=0.8)
    b.fill(ellipse(-15, 7, 4, 3), (240, 130, 120), alpha=60, blur=1.5)
    b.fill(ellipse(15, 7, 4, 3), (240, 130, 120), alpha=60, blur=1.5)
    slit = b.rng.choice([0.32, 0.5, 0.7])
    for side in (-1, 1):
        eye(b, side * 10, -2, 5, 5.6, coat.eyes, slit, asleep)
    b.fill(blob([(-3, 3.6), (0, 3), (3, 3.6), (0, 6.6)]), (226, 118, 120))
    b.line(blob([(-6, 9), (-3, 10.6), (0, 7.5), (3, 10.6), (6, 9)], False), (70, 44, 48), 1.1, 220)
    for side in (-1, 1):
        for dy in (-2.5, 0.5, 3.5):
            b.line(blob([(side * 9, 8 + dy * 0.4), (side * 20, 6 + dy), (side * 31, 7 + dy * 1.9)],
                        False), (255, 252, 245), 0.8, 210)


def dog_head(b, coat, asleep=False):
    """A dog's face, seen from the front, around (0, 0)."""
    head = blob([(-18, -5), (-14, -18), (0, -22), (14, -18), (18, -5), (15, 9), (0, 19), (-15, 9)])
    furry(b, head, coat, pattern=coat.pattern in ("spots",))
    b.inside(head)
    if coat.pattern in ("calico", "saddle"):
        side = b.rng.choice([-1, 1])
        b.fill(wobbly(b.rng, side * 9, -7, 10), coat.dark, alpha=235, solid=False)
    if coat.pattern in ("plain", "saddle"):
        b.fill(blob([(0, -20), (3, -6), (9, 4), (0, 12), (-9, 4), (-3, -6)]), coat.pale, alpha=150,
               blur=1.5)
    b.outside()
    muzzle = blob([(-11.5, 7), (-7, 0), (0, -2), (7, 0), (11.5, 7), (8, 15.5), (0, 18), (-8, 15.5)])
    if b.rng.random() < 0.5 and not asleep:
        b.fill(blob([(-4.5, 14), (4.5, 14), (4.5, 22), (0, 26), (-4.5, 22)]), (236, 110, 122))
        b.line(blob([(0, 15), (0, 22)], False), (196, 74, 92), 1)
    furry(b, muzzle, coat, lighter(coat.pale, 0.1), pattern=False)
    for side in (-1, 1):
        eye(b, side * 8, -6, 3.6, 4, (112, 70, 40), 0.62, asleep)
        b.line(blob([(side * 5, -13), (side * 9, -14), (side * 12, -12)], False),
               darker(coat.base, 0.4), 1.5, 130)
    b.fill(blob([(-5.5, 1), (0, -1.2), (5.5, 1), (3.5, 4.5), (0, 6), (-3.5, 4.5)]), (38, 30, 36))
    b.fill(ellipse(-1.8, 1, 1.8, 0.9), (255, 255, 255), alpha=190)
    b.line(blob([(-8, 10), (-4, 13), (0, 10), (4, 13), (8, 10)], False), (56, 38, 42), 1.3)
    b.line(blob([(0, 5), (0, 10)], False), (56, 38, 42), 1.2)
    for side in (-1, 1):
        if coat.ears == "folded":
            ear = blob([(side * 6, -19), (side * 13, -25), (side * 22, -20), (side * 24, -5),
                        (side * 17, -9)])
        elif coat.ears == "long":
            ear = blob([(side * 11, -19), (side * 19, -17), (side * 27, 4), (side * 25, 22),
                        (side * 17, 22), (side * 14, 2)])
        else:
            ear = blob([(side * 10, -20), (side * 19, -19), (side * 28, -4), (side * 25, 11),
                        (side * 18, 9), (side * 15, -6)])
        furry(b, ear, coat, darker(coat.ends, 0.15), pattern=False)


def dog_profile(b, coat, asleep=False):
    """A dog's head from the side, looking right."""
    head = blob([(-17, -2), (-12, -17), (2, -20), (11, -13), (16, -6), (30, -3), (33, 3), (28, 10),
                 (12, 13), (2, 17), (-12, 14)])
    furry(b, head, coat, pattern=coat.pattern == "spots")
    b.inside(head)
    b.fill(ellipse(26, 6, 14, 9), coat.pale, alpha=210, blur=2.5)
    b.outside()
    b.line(blob([(31, 6), (24, 9), (15, 6)], False), (56, 38, 42), 1.4)
    b.fill(ellipse(31.5, -2, 4.5, 3.6), (38, 30, 36))
    b.fill(ellipse(30.6, -3.2, 1.5, 0.9), (255, 255, 255), alpha=190)
    eye(b, 8, -6, 3.2, 3.7, (112, 70, 40), 0.62, asleep)
    ear = blob([(-8, -19), (0, -16), (3, -4), (-1, 13), (-10, 16), (-14, 2)])
    furry(b, ear, coat, darker(coat.ends, 0.15), pattern=False)


def tail(b, points, coat, width, cat):
    """A tail along a curve: ringed and thin on cats, bushier on dogs."""
    curve = blob(points, False)
    color = coat.ends if cat else coat.base
    b.line(curve, darker(color, 0.25), width, solid=True)
    b.line(curve, color, width * 0.72)
    b.line(curve, lighter(color, 0.3), width * 0.25, 120, blur=1)
    x, y = points[-1]
    if cat and coat.pattern == "tabby":
        measure = skia.PathMeasure(curve, False)
        for i in range(1, 6):
            position, tangent = measure.getPosTan(measure.getLength() * i / 5.3)
            nx, ny = -tangent.y() * width * 0.36, tangent.x() * width * 0.36
            b.line(blob([(position.x() - nx, position.y() - ny),
                         (position.x() + nx, position.y() + ny)], False), coat.dark, 2.6, 220)
    if coat.pattern in ("tuxedo", "saddle", "calico"):
        b.fill(ellipse(x, y, width * 0.45), coat.pale)


def leg(b, coat, x, top, foot, width, far=False):
    """One leg down to the ground with a paw."""
    color = darker(coat.base, 0.28) if far else coat.base
    path = blob([(x - width * 0.75, top), (x + width * 0.75, top), (foot + width * 0.45, -8),
                 (foot + width * 0.55, -1), (foot - width * 0.5, -1), (foot - width * 0.5, -8)])
    furry(b, path, coat, color, pattern=coat.pattern == "spots" and not far)
    paw = darker(coat.paws, 0.25) if far else coat.paws
    b.rounded(ellipse(foot + width * 0.2, -3, width * 0.75, 3.6), paw)
    for dx in (-0.1, 0.4):
        b.line(blob([(foot + width * dx, -3), (foot + width * dx, -0.6)], False),
               darker(paw, 0.5), 0.8, 160)


def collar(b, coat, x, y, rx):
    """A collar with a golden tag."""
    if coat.collar is None:
        return
    curve = blob([(x - rx, y - 3), (x - rx * 0.4, y + 1.2), (x + rx * 0.4, y + 1.2),
                  (x + rx, y - 3)], False)
    b.line(curve, darker(coat.collar, 0.2), 4.4, solid=True)
    b.line(curve, lighter(coat.collar, 0.15), 2.2)
    b.fill(ellipse(x, y + 4.5, 3), (246, 202, 74))
    b.fill(ellipse(x - 0.8, y + 3.8, 1), (255, 246, 210))


def head_at(b, coat, cat, x, y, size=1.0, tilt=None, profile=False, asleep=False):
    tilt = b.rng.uniform(-11, 11) if tilt is None else tilt
    b.place(x, y, size, tilt=tilt)
    if cat:
        cat_head(b, coat, asleep)
    elif profile:
        dog_profile(b, coat, asleep)
    else:
        dog_head(b, coat, asleep)
    b.leave()


def sitting(b, coat, cat):
    """Sitting, seen from the front."""
    rng, wide = b.rng, 0 if cat else 3
    if cat:
        up = rng.random() < 0.4
        curve = ([(16, -8), (34, -6), (44, -22), (40, -44), (48, -56)] if up else
                 [(14, -6), (32, -1), (44, -9), (40, -22), (32, -23)])
        tail(b, curve, coat, 9, True)
    else:
        tail(b, [(16, -10), (33, -14), (43, -32)], coat, 11, False)
    body = blob([(0, -66), (-15 - wide, -52), (-23 - wide, -24), (-24, -3), (0, 0), (24, -3),
                 (23 + wide, -24), (15 + wide, -52)])
    furry(b, body, coat)
    for side in (-1, 1):
        furry(b, ellipse(side * 18, -12, 10, 12.5), coat)
        b.rounded(ellipse(side * 19, -2.5, 9, 4), coat.paws)
    chest = blob([(0, -56), (-10, -46), (-9, -28), (0, -20), (9, -28), (10, -46)])
    b.fill(chest, coat.pale, alpha=215, blur=2.2)
    b.strokes(chest, darker(coat.pale, 0.3), 50, 5, alpha=70)
    for side in (-1, 1):
        path = box(side * 7.5 - 5 - wide / 3, -38, side * 7.5 + 5 + wide / 3, -1, 5)
        furry(b, path, coat, pattern=coat.pattern == "spots")
        b.rounded(ellipse(side * 8, -3, 6.6 + wide / 3, 4.4), coat.paws)
        for dx in (-2, 2):
            b.line(blob([(side * 8 + dx, -3.4), (side * 8 + dx, -0.8)], False),
                   darker(coat.paws, 0.5), 0.8, 150)
    collar(b, coat, 0, -55, 13)
    head_at(b, coat, cat, rng.uniform(-2, 2), -74, 1.0 if cat else 1.08)


def sitting_side(b, coat, cat):
    """Sitting, seen from the side, looking right."""
    rng = b.rng
    if cat:
        tail(b, [(-20, -5), (-38, -3), (-48, -14), (-44, -30), (-52, -38)], coat, 8.5, True)
    else:
        tail(b, [(-20, -7), (-36, -8), (-46, -24)], coat, 11, False)
    leg(b, coat, 19, -40, 21, 9 if cat else 11, far=True)
    body = blob([(-26, -4), (-29, -20), (-17, -42), (2, -62), (18, -62), (22, -46), (18, -22),
                 (12, -3), (-8, 0)])
    furry(b, body, coat, angle=110)
    b.fill(blob([(14, -58), (21, -46), (17, -28), (11, -40)]), coat.pale, alpha=200, blur=2)
    furry(b, ellipse(-11, -15, 15, 15.5), coat)
    b.rounded(ellipse(-3, -3, 13, 4.2), coat.paws)
    leg(b, coat, 12, -42, 13, 9 if cat else 11)
    collar(b, coat, 11, -58, 12)
    profile = not cat and rng.random() < 0.5
    head_at(b, coat, cat, 13, -76, 0.98 if cat else 1.0, profile=profile)


def standing(b, coat, cat):
    """Standing or walking, seen from the side, looking right."""
    rng = b.rng
    step = rng.uniform(-7, 7)
    width = 8 if cat else 10
    if cat:
        curve = rng.choice([[(-34, -46), (-48, -56), (-46, -76), (-56, -86)],
                            [(-34, -46), (-50, -44), (-60, -58), (-52, -68)]])
        tail(b, curve, coat, 8, True)
    else:
        curve = rng.choice([[(-36, -50), (-50, -58), (-52, -74)],
                            [(-36, -50), (-52, -66), (-44, -76), (-37, -68)]])
        tail(b, curve, coat, 10, False)
    leg(b, coat, -24, -36, -28 + step, width, far=True)
    leg(b, coat, 26, -36, 30 - step, width, far=True)
    body = blob([(-39, -44), (-28, -57), (0, -56), (22, -60), (37, -52), (36, -32),
                 (16, -25 if cat else -22), (-10, -27), (-33, -28)])
    furry(b, body, coat, angle=150)
    b.inside(body)
    b.fill(ellipse(2, -23, 34, 7), coat.pale, alpha=150, blur=3)
    b.outside()
    furry(b, ellipse(-29, -38, 11, 15), coat, pattern=False)
    leg(b, coat, -30, -36, -32 - step, width)
    leg(b, coat, 24, -38, 23 + step, width)
    if rng.random() < 0.6 or cat:
        collar(b, coat, 32, -60, 11)
        head_at(b, coat, cat, 34, -73, 0.95)
    else:
        head_at(b, coat, cat, 36, -70, 1.02, profile=True)


def lying(b, coat, cat):
    """Lying down, sometimes asleep."""
    rng = b.rng
    asleep = rng.random() < 0.45
    if not cat:
        tail(b, [(-36, -8), (-52, -8), (-60, -18)], coat, 10, False)
    body = blob([(-46, -8), (-42, -26), (-22, -38), (6, -36), (28, -30), (38, -14), (32, -1),
                 (-36, -1)])
    furry(b, body, coat, angle=160)
    b.inside(body)
    b.fill(ellipse(-2, 2, 36, 8), coat.pale, alpha=140, blur=3)
    b.outside()
    furry(b, ellipse(-28, -14, 15, 14), coat, pattern=coat.pattern == "tabby")
    b.rounded(ellipse(-18, -3, 12, 4.4), coat.paws)
    for x, y in ((40, -5), (32, -3)):
        furry(b, box(x - 22, y - 6, x + 14, y + 3, 4.5), coat, pattern=False)
        b.rounded(ellipse(x + 12, y - 1, 6, 4.4), coat.paws)
    if cat:
        tail(b, [(-40, -6), (-46, -2), (-20, 1), (4, -3), (12, -8)], coat, 8, True)
    low = -27 if asleep else -40
    collar(b, coat, 24, low + 14, 12)
    head_at(b, coat, cat, 26, low, 0.98, asleep=asleep)


POSES = {  # painter: left, top, right of what it draws
    sitting: (-34, -112, 50), sitting_side: (-54, -112, 46),
    standing: (-60, -108, 68), lying: (-58, -76, 60),
}


def animal(b, pose, cat):
    coat = Coat(b.rng, CAT_COATS if cat else DOG_COATS)
    left, _, right = POSES[pose]
    b.shadow((left + right) / 2, -1, (right - left) * 0.46, 6, 120)
    pose(b, coat, cat)


# ---------------------------------------------------------------- the other things

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


CAR_COLORS = [(214, 60, 56), (60, 130, 190), (244, 190, 66), (76, 160, 120),
              (236, 228, 212), (232, 128, 60), (120, 90, 160)]


def wheel(b, x, r):
    b.fill(ellipse(x, -r, r), (44, 42, 50))
    b.fill(ellipse(x, -r, r * 0.62),
           shader=radial(x - 2, -r - 3, r, [(240, 240, 244), (140, 142, 152)]))
    b.fill(ellipse(x, -r, r * 0.22), (90, 90, 100))
    for k in range(5):
        a = k * 2 * math.pi / 5
        b.line(blob([(x, -r), (x + r * 0.5 * math.cos(a), -r + r * 0.5 * math.sin(a))], False),
               (110, 112, 122), 1.4)


def car(b):
    """A car from the side: a beetle, a saloon or a van, heading right."""
    rng = b.rng
    color = rng.choice(CAR_COLORS)
    model = rng.choice(["beetle", "saloon", "van"])
    b.shadow(0, -1, 72, 6, 150)
    if model == "beetle":
        body = blob([(-68, -14), (-66, -30), (-46, -42), (-30, -62), (-4, -68), (20, -58),
                     (32, -42), (58, -36), (68, -22), (66, -12), (0, -11)])
        panes = [blob([(-34, -43), (-26, -57), (-8, -62), (-8, -43)]),
                 blob([(-2, -43), (-2, -62), (14, -56), (24, -43)])]
    elif model == "saloon":
        body = blob([(-72, -14), (-72, -32), (-60, -40), (-40, -42), (-26, -62), (12, -63),
                     (32, -44), (60, -40), (72, -30), (72, -13), (0, -11)])
        panes = [polygon([(-34, -42), (-22, -58), (-6, -58), (-6, -42)]),
                 polygon([(0, -42), (0, -58), (11, -58), (25, -42)])]
    else:
        body = blob([(-68, -12), (-70, -50), (-62, -72), (-20, -76), (36, -74), (56, -62),
                     (66, -42), (68, -14), (0, -11)])
        panes = [box(-58, -64, -32, -46, 4), box(-26, -65, 2, -46, 4),
                 blob([(8, -46), (9, -65), (36, -65), (50, -57), (56, -46)])]
    b.rounded(body, color)
    b.inside(body)
    if model == "van" or rng.random() < 0.3:
        b.fill(box(-80, -36, 80, -29), (252, 246, 232), alpha=235, solid=False)
    b.fill(box(-80, -19, 80, 0), darker(color, 0.5), alpha=150, blur=2)
    b.line(blob([(-66, -38), (0, -40), (66, -38)], False), (255, 255, 255), 2.5, 110, blur=1)
    b.outside()
    for pane in panes:
        b.fill(pane, shader=vertical(-66, -42, [(226, 244, 250), (130, 178, 204)]))
        r = pane.getBounds()
        b.inside(pane)
        b.fill(polygon([(r.left() + 4, r.bottom()), (r.left() + 14, r.top()),
                        (r.left() + 20, r.top()), (r.left() + 10, r.bottom())]),
               (255, 255, 255), alpha=120)
        b.outside()
        b.line(pane, darker(color, 0.4), 1.6, 200)
    b.line(blob([(-3, -42), (-3, -16)], False), darker(color, 0.5), 1.2, 170)
    b.line(blob([(4, -35), (12, -35)], False), (245, 245, 250), 2.2)
    b.fill(ellipse(64, -28, 4.6, 5.4), (255, 240, 180))
    b.fill(ellipse(63, -29.5, 1.8), (255, 255, 255))
    b.fill(box(-71, -32, -66, -24, 2), (220, 60, 50))
    for x0, x1 in ((-74, -50), (54, 75)):
        b.rounded(box(x0, -15, x1, -9, 3), (206, 208, 216))
    for x in (-40, 40):
        b.fill(ellipse(x, -14, 17, 17), darker(color, 0.75), solid=False, alpha=254)
        wheel(b, x, 13.5)


def balloon(b):
    """A striped hot-air balloon with a basket."""
    rng = b.rng
    hue = rng.random()
    first = hsv(hue, rng.uniform(0.55, 0.8), 0.92)
    second = rng.choice([(255, 246, 224), hsv((hue + 0.12) %
                        1, 0.55, 0.98), hsv((hue + 0.5) % 1, 0.5, 0.9)])
    for x in (-9, 9):
        b.line(blob([(x * 1.9, -38), (x, -14)], False), (110, 80, 60), 1.6, solid=True)
    b.line(blob([(0, -36), (0, -14)], False), (110, 80, 60), 1.2)
    basket = box(-11, -15, 11, 0, 3)
    b.rounded(basket, (186, 126, 70))
    b.inside(basket)
    for y in (-11, -7, -3):
        b.line(blob([(-12, y), (12, y)], False), (120, 74, 40), 1.4, 180)
    for x in range(-9, 12, 4):
        b.line(blob([(x, -15), (x, 0)], False), (120, 74, 40), 0.9, 150)
    b.outside()
    b.fill(box(-13, -17, 13, -13, 2), (140, 88, 50))
    bag = blob([(-13, -36), (-34, -60), (-42, -86), (-30, -114), (0, -126), (30, -114), (42, -86),
                (34, -60), (13, -36), (0, -35)])
    b.fill(bag, first)
    b.inside(bag)
    for k, (x0, x1) in enumerate(((-1.0, -0.72), (-0.36, 0), (0.36, 0.72))):
        b.fill(blob([(8 * x0, -128), (44 * x0, -86), (14 * x0, -30), (14 * x1, -30),
                     (44 * x1, -86), (8 * x1, -128)]), second, solid=False)
    for x in (-0.72, -0.36, 0, 0.36, 0.72):
        b.line(blob([(6 * x, -127), (44 * x, -86), (14 * x, -34)], False),
               darker(first, 0.5), 0.9, 120)
    if rng.random() < 0.6:
        band = hsv((hue + 0.3) % 1, 0.6, 0.85)
        b.fill(blob([(-50, -88), (0, -80), (50, -88), (50, -74), (0, -66), (-50, -74)]), band,
               alpha=240, solid=False)
        for x in range(-40, 44, 10):
            b.fill(ellipse(x, -75 + 0.005 * -x * x, 2.4), (255, 244, 210), solid=False)
    b.fill(box(10, -130, 60, -30), shader=skia.GradientShader.MakeLinear(
        [skia.Point(5, 0), skia.Point(44, 0)], [rgb((40, 20, 70), 0), rgb((40, 20, 70), 120)]),
        solid=False)
    b.fill(ellipse(-18, -100, 12, 17), (255, 255, 245), alpha=120, blur=6)
    b.outside()
    b.fill(box(-13, -38, 13, -34, 2), darker(first, 0.4))


def mushroom(b):
    """A toadstool, often with a small one beside it."""
    rng = b.rng
    cap = rng.choice([(214, 54, 48), (214, 54, 48), (196, 120, 62), (226, 150, 60), (150, 90, 160)])
    b.shadow(0, -1, 42, 6, 130)
    if rng.random() < 0.65:
        b.place(rng.choice([-30, 30]), 0, rng.uniform(0.38, 0.52), tilt=rng.uniform(-8, 8))
        toadstool(b, cap)
        b.leave()
    toadstool(b, cap)


def toadstool(b, cap):
    rng = b.rng
    stem = blob([(-14, -2), (-11, -30), (-10, -56), (10, -56), (11, -30), (15, -2), (0, 1)])
    b.rounded(stem, (248, 236, 212))
    b.strokes(stem, (170, 140, 110), 40, 12, 90, 6, alpha=90)
    gills = ellipse(0, -54, 38, 9)
    b.fill(gills, (232, 206, 172))
    b.inside(gills)
    for k in range(-9, 10):
        b.line(blob([(k * 1.2, -58), (k * 4.4, -46)], False), (176, 136, 104), 1, 170)
    b.outside()
    b.rounded(blob([(-12, -48), (0, -44), (12, -48), (14, -38), (5, -40), (0, -37), (-6, -40),
                    (-14, -38)]), (252, 244, 226))
    hood = blob([(-47, -56), (-44, -76), (-24, -98), (0, -104), (24, -98), (44, -76), (47, -56),
                 (28, -52), (0, -55), (-28, -52)])
    b.rounded(hood, cap)
    b.inside(hood)
    for x, y, r in ((-26, -74, 7), (2, -88, 8), (26, -70, 6.5), (-4, -66, 5), (-38, -60, 4),
                    (40, -59, 4), (-18, -92, 4), (20, -90, 4.5)):
        b.fill(wobbly(rng, x + rng.uniform(-3, 3), y, r, amount=0.15), (255, 248, 232), solid=False)
    b.fill(ellipse(-16, -90, 14, 6), (255, 255, 255), alpha=110, blur=4)
    b.outside()


# kind: painters with the box they draw in (left, top, right) and where they stand
PAINTERS = {
    "cat": [(lambda b, p=p: animal(b, p, True), box_, "ground") for p, box_ in POSES.items()],
    "dog": [(lambda b, p=p: animal(b, p, False), box_, "ground") for p, box_ in POSES.items()],
    "bird": [(bird_perched, (-66, -118, 60), "ground"), (bird_flying, (-62, -112, 62), "air")],
    "fish": [(fish_swimming, (-72, -98, 72), "water"), (fish_bowl, (-66, -102, 66), "ground")],
    "car": [(car, (-75, -78, 75), "ground")],
    "balloon": [(balloon, (-43, -127, 43), "air")],
    "mushroom": [(mushroom, (-48, -106, 48), "ground")],
}


# ---------------------------------------------------------------- backgrounds

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


def waves(b, top, bottom, color, count):
    for _ in range(count):
        y = b.rng.uniform(top + 2, bottom)
        size = 4 + 16 * (y - top) / (bottom - top)
        x = b.rng.uniform(0, b.width)
        crest = y - size * 0.12
        b.line(blob([(x - size, y), (x - size * 0.4, crest), (x, y), (x + size * 0.5, crest),
                     (x + size, y)], False), color, 1.2, 150)


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


def fern(b, x, y, size, color):
    for k in range(7):
        a = math.radians(-90 + (k - 3) * 24)
        end = (x + size * math.cos(a), y + size * 0.9 * math.sin(a) + abs(k - 3) * 2)
        b.fill(blob([(x, y), ((x + end[0]) / 2 - 2.5, (y + end[1]) / 2 - 4), end,
                     ((x + end[0]) / 2 + 2.5, (y + end[1]) / 2)]),
               mix(color, (150, 190, 90), k % 3 * 0.2))


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


# ---------------------------------------------------------------- scenes

def choose_painter(rng, kind, place):
    """A pose that fits the place: fish in bowls on land, birds in the air in the sky."""
    options = PAINTERS[kind]
    if kind == "fish":
        return options[0] if place in ("sea", "abstract") else options[1]
    if kind == "bird" and place == "sky":
        return options[1]
    return rng.choice(options)


def put(b, painter, x, y, scale):
    draw, (left, top, right), stands = painter
    mirrored = b.rng.random() < 0.5
    tilt = b.rng.uniform(-2, 2) if stands == "ground" else b.rng.uniform(-11, 11)
    middle = (left + right) / 2 * scale * (-1 if mirrored else 1)
    b.place(x - middle, y, scale, mirrored, tilt)
    draw(b)
    b.leave()


def fitting_scale(painter, width, height):
    _, (left, top, right), _ = painter
    return min(width / (right - left), height / -top)


def single(b, kind, place, ground):
    """One thing, anywhere from a third of the picture to a close-up."""
    rng, w, h = b.rng, b.width, b.height
    painter = choose_painter(rng, kind, place)
    size = rng.uniform(0.5, 0.88)
    scale = fitting_scale(painter, w * size, h * size)
    _, (left, top, right), stands = painter
    half, tall = (right - left) * scale / 2, -top * scale
    x = w / 2 + rng.uniform(-1, 1) * max(0, w / 2 - half - 4)
    if stands == "ground":
        y = rng.uniform(max(ground + 10, tall + 6, h * 0.72), max(h - 6, tall + 8))
    else:
        y = rng.uniform(tall + 4, max(tall + 6, h - 8))
    b.index = 1
    put(b, painter, x, min(y, h - 3), scale)
    return [kind]


def several(b, kinds, place, ground):
    """Two to five things side by side, the ones in the air above the others."""
    rng, w, h = b.rng, b.width, b.height
    chosen = [(kind, choose_painter(rng, kind, place)) for kind in kinds]
    low = [c for c in chosen if c[1][2] == "ground"]
    high = [c for c in chosen if c[1][2] != "ground"]
    if place == "sea":
        low, high = [], low + high
    plan = []
    share = 1.0 if not high else 0.68   # leave room for what flies
    widths = [c[1][1][2] - c[1][1][0] for c in low]
    x = 0.03 * w
    for (kind, painter), width in zip(low, widths):
        slot = 0.94 * w * width / sum(widths)
        roomy = 1.0 if len(low) == 2 else 1.22   # more than two may overlap a little
        scale = fitting_scale(painter, slot * roomy * rng.uniform(0.88, 1.0), h * 0.74 * share)
        near = (len(plan) % 2 == 0) if len(low) > 2 else rng.random() < 0.5
        back = max(ground + 14, h * 0.8)
        y = h - rng.uniform(5, 12) if near else min(back + rng.uniform(0, 0.06) * h, h - 14)
        plan.append((y, kind, painter, x + slot / 2, scale))
        x += slot
    room_above = h * (0.4 if low else 0.96)
    rows = 2 if not low and len(high) > 2 else 1
    for i, (kind, painter) in enumerate(high):
        per_row = math.ceil(len(high) / rows)
        row, column = divmod(i, per_row)
        slot, tall = 0.94 * w / per_row, room_above / rows
        scale = fitting_scale(painter, slot * 0.88, tall * 0.9)
        top_y = 0.02 * h + row * tall
        # What flies is drawn first: it is farther away.
        plan.append((top_y + tall - rng.uniform(0, 0.06) * h, kind, painter,
                     0.03 * w + (column + 0.5) * slot, scale))
    plan.sort(key=lambda item: (item[2][2] == "ground", item[0]))
    for index, (y, kind, painter, x, scale) in enumerate(plan, 1):
        b.index = index
        put(b, painter, x, y, scale)
    return [item[1] for item in plan]


COMPANY = [  # kinds that may meet, and where
    (["cat", "dog", "bird", "balloon", "car", "mushroom"], ["meadow", "snow", "abstract"]),
    (["cat", "dog", "bird", "balloon", "car"], ["beach", "street"]),
    (["cat", "dog", "mushroom", "bird"], ["forest"]),
    (["cat", "dog", "fish"], ["room"]),
    (["bird", "balloon"], ["sky"]),
]


PAIR_PLACES = ["meadow", "room", "beach", "street", "forest", "snow", "abstract"]
PARTIES = [  # the large companies of data/
    (["cat", "dog", "car", "bird", "balloon"], "meadow"),
    (["cat", "dog", "car", "bird", "balloon"], "beach"),
    (["cat", "dog", "mushroom", "balloon", "bird"], "snow"),
    (["cat", "dog", "mushroom", "bird"], "forest"),
    (["dog", "cat", "car", "balloon"], "street"),
    (["cat", "mushroom", "bird", "balloon", "dog"], "abstract"),
]


def choose_company(rng):
    """Two to five different kinds that go together, and a place for them."""
    pool, places = rng.choices(COMPANY, [4, 3, 2, 2, 1])[0]
    count = min(len(pool), rng.choice([2, 2, 3, 3, 4, 5]))
    return rng.sample(pool, count), rng.choice(places)


def draw_scene(seed, label, kinds=None, place=None):
    """One scene of a label: the picture, its mask (numpy, u8) and the kinds of its objects."""
    rng = random.Random(f"{seed}/{label}")
    width, height = rng.choice(SIZES)
    if label == "together":
        if kinds is None:
            kinds, place = choose_company(rng)
        else:
            kinds, place = rng.sample(kinds, len(kinds)), place or rng.choice(PAIR_PLACES)
        width, height = rng.choice([size for size in SIZES if size[0] > size[1]])
    else:
        place = rng.choice(PLACES[label])
    light = rng.choice(LIGHTS)
    b = Brush(width, height, rng)
    ground = BACKGROUNDS[place](b, light)
    if label == "together":
        objects = several(b, kinds, place, ground)
    else:
        objects = single(b, label, place, ground)
    b.index = 0
    shine(b, light, place)
    return b.picture(), b.objects(), objects


# ---------------------------------------------------------------- the data set

def save(folder, label, name, picture, mask):
    image_path = folder / "images" / label / f"{name}.jpg"
    mask_path = folder / "masks" / label / f"{name}.png"
    for path in (image_path, mask_path):
        path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(image_path, quality=JPEG_QUALITY, optimize=True)
    indexed = Image.frombytes("P", picture.size, mask.tobytes())
    indexed.putpalette([c for color in MASK_PALETTE for c in color])
    indexed.save(mask_path, optimize=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    objects = {}
    for label in LABELS:
        if label == "together":
            jobs = [(f"cat-and-dog-{i:02d}", ["cat", "dog"], None) for i in range(1, PAIRS + 1)]
            jobs += [(f"scene-{i:02d}", None, None) for i in range(1, SCENES + 1)]
            jobs += [(f"party-{i:02d}", *party) for i, party in enumerate(PARTIES, 1)]
        else:
            jobs = [(f"{label}-{i:02d}", None, None) for i in range(1, PER_KIND + 1)]
        for i, (name, kinds, place) in enumerate(jobs, 1):
            picture, mask, found = draw_scene(f"{options.seed}/{i}", label, kinds, place)
            save(options.folder, label, name, picture, mask)
            objects[f"{label}/{name}"] = {str(k): kind for k, kind in enumerate(found, 1)}
    text = json.dumps(objects, indent=1, sort_keys=True)
    (options.folder / "masks" / "objects.json").write_text(text + "\n")


if __name__ == "__main__":
    main()

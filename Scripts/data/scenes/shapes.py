"""Colours, curves and gradients that everything in a scene is drawn with."""

import math

import skia


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


def wobbly(rng, x, y, radius, corners=7, amount=0.3):
    """An uneven round patch."""
    points = []
    for i in range(corners):
        turn = 2 * math.pi * i / corners
        points.append((x + radius * rng.uniform(1 - amount, 1 + amount) * math.cos(turn),
                       y + radius * rng.uniform(1 - amount, 1 + amount) * math.sin(turn)))
    return blob(points)

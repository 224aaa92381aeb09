"""Heads, tails, legs and collars of cats and dogs."""

import skia

from scenes.coats import eye, furry
from scenes.shapes import blob, darker, ellipse, lighter, polygon, wobbly


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

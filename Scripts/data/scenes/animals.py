"""Cats and dogs: sitting, standing and lying."""

from scenes.animal_parts import collar, head_at, leg, tail
from scenes.coats import CAT_COATS, DOG_COATS, Coat, furry
from scenes.shapes import blob, box, darker, ellipse


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

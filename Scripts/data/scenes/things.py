"""Cars, balloons and mushrooms."""

import math

import skia

from scenes.shapes import blob, box, darker, ellipse, hsv, polygon, radial, rgb, vertical, wobbly

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

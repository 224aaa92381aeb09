"""The brush: paints the picture and, with hard edges, the mask."""

import math

import numpy as np
import skia
from PIL import Image

from scenes.shapes import darker, ellipse, lighter, rgb, soft


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

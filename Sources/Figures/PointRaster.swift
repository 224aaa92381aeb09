internal import Glibc

/// A transparent image that many points are blended into by a loop of ours.
///
/// Cairo takes 12 microseconds per disc; this takes about one.
struct PointRaster {
    /// Columns.
    let width: Int
    /// Rows.
    let height: Int
    /// Premultiplied 0xAARRGGBB, `[height, width]`, transparent at first.
    private(set) var pixels: [UInt32]

    /// Positions between two pixels, in each direction, that a mark's centre is rounded to.
    private static let steps = 4

    /// A transparent image; both sides at least 1.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = [UInt32](repeating: 0, count: width * height)
    }

    /// Blends one mark at each position, in order, over what is there (source over destination, in
    /// 8 bits).
    ///
    /// Each shape is drawn once for all subpixel positions and then copied. Marks that reach over
    /// the edge are clipped.
    ///
    /// - Parameters:
    ///   - x: pixels from the left edge, `[points]`.
    ///   - y: pixels from the upper edge, `[points]`.
    ///   - kinds: indices into `styles`, `[points]`.
    ///   - breadth: of a mark, in pixels.
    ///   - alpha: opacity of all marks, 0...1; that of their colours is not used.
    mutating func stamp(
        x: [Double], y: [Double], kinds: [Int], styles: [MarkStyle], breadth: Double, alpha: Double
    ) {
        let side = 2 * Int((breadth * 1.3 / 2).rounded(.up)) + 3
        let steps = PointRaster.steps
        let area = side * side
        let found = Mark.allCases.filter { mark in styles.contains { $0.mark == mark } }
        let coverage = found.flatMap {
            PointRaster.coverage(of: $0, breadth: breadth, side: side)
        }
        let bank = styles.map { style in found.firstIndex(of: style.mark) ?? 0 }
        let colors = styles.map { style in
            [style.color.red, style.color.green, style.color.blue].map { UInt32($0 * 255 + 0.5) }
        }
        let strength = UInt32(alpha * 255 + 0.5)
        let (width, height) = (width, height)
        var canvas = pixels.mutableSpan
        let stamps = coverage.span
        for point in x.indices {
            let (left, top) = (floor(x[point]), floor(y[point]))
            guard abs(left) < 1e6, abs(top) < 1e6 else { continue }
            let column = min(steps - 1, Int((x[point] - left) * Double(steps)))
            let row = min(steps - 1, Int((y[point] - top) * Double(steps)))
            let kind = kinds[point]
            let start = (bank[kind] * steps * steps + row * steps + column) * area
            let color = colors[kind]
            let (red, green, blue) = (color[0], color[1], color[2])
            let (firstRow, firstColumn) = (Int(top) - side / 2, Int(left) - side / 2)
            for stampRow in max(0, -firstRow)..<max(max(0, -firstRow), min(side, height - firstRow))
            {
                let line = (firstRow + stampRow) * width + firstColumn
                let from = max(0, -firstColumn)
                for stampColumn in from..<max(from, min(side, width - firstColumn)) {
                    let cover = UInt32(stamps[start + stampRow * side + stampColumn])
                    if cover == 0 { continue }
                    let over = divide255(cover * strength)
                    let under = canvas[line + stampColumn]
                    let rest = 255 - over
                    let a = over + divide255((under >> 24) * rest)
                    let r = divide255(red * over) + divide255((under >> 16 & 0xFF) * rest)
                    let g = divide255(green * over) + divide255((under >> 8 & 0xFF) * rest)
                    let b = divide255(blue * over) + divide255((under & 0xFF) * rest)
                    canvas[line + stampColumn] =
                        a << 24 | min(r, a) << 16 | min(g, a) << 8 | min(b, a)
                }
            }
        }
    }

    /// How much of each pixel a mark covers, 0...255, for every subpixel position of its centre,
    /// `[steps, steps, side, side]`.
    private static func coverage(of mark: Mark, breadth: Double, side: Int) -> [UInt8] {
        var result: [UInt8] = []
        for row in 0..<steps {
            for column in 0..<steps {
                let canvas = Canvas.blank(side: side)
                let middle = Double(side / 2)
                canvas.mark(
                    MarkStyle(mark: mark, color: .white),
                    x: middle + (Double(column) + 0.5) / Double(steps),
                    y: middle + (Double(row) + 0.5) / Double(steps), breadth: breadth)
                // White on black: any colour channel is the coverage.
                result += canvas.pixels().values.map { UInt8($0 & 0xFF) }
            }
        }
        return result
    }
}

/// `value / 255`, rounded to the nearest, for 0...65,025, without a division.
@inline(__always)
private func divide255(_ value: UInt32) -> UInt32 {
    let moved = value + 128
    return (moved + moved >> 8) >> 8
}

extension Canvas {
    /// A black page of `side` x `side` pixels, one point each.
    fileprivate static func blank(side: Int) -> Canvas {
        let size = Double(side)
        do {
            let canvas = try Canvas(width: size, height: size, format: .png, dpi: 72)
            canvas.fill(Rect(x: 0, y: 0, width: size, height: size), Color(0x000000))
            return canvas
        } catch {
            preconditionFailure("a stamp of \(side) pixels: \(error)")
        }
    }
}

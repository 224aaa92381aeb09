internal import Glibc

/// Finds positions for small labels on a map: each beside its point, over as few points as possible
/// and never over another label.
///
/// Labels are placed one after another (greedily), so that the most important should come first.
struct LabelPlacer {
    /// The frame, which no label leaves; it keeps 1 point of distance.
    private let panel: Rect
    /// Points in each cell of the panel `[rows, columns]`.
    private let counts: [Int]
    /// Cells side by side.
    private let columns: Int
    /// Cells one below another.
    private let rows: Int
    /// How far a point's mark reaches from its middle, in points.
    private let margin: Double
    /// The labels placed so far.
    private var taken: [Rect] = []

    /// Points on a side of a cell.
    private static let cell = 3.0
    /// The distances in points between point and label that are tried, beyond the clearance.
    private static let distances = [0.0, 5, 10, 16, 24, 34, 46, 60]
    /// How many directions around the point are tried, evenly spaced.
    private static let directions = 16
    /// How many points of distance the covering of one point of the map is worth.
    private static let costOfPoint = 8.0

    /// Counts the points of the map in the cells of the panel.
    ///
    /// - Parameters:
    ///   - points: of the map, on the canvas; those outside the panel are ignored.
    ///   - breadth: of their marks, in points. Default: 0.
    init(panel: Rect, points: [Point], breadth: Double = 0) {
        self.panel = panel
        margin = breadth / 2
        columns = max(1, Int((panel.width / Self.cell).rounded(.up)))
        rows = max(1, Int((panel.height / Self.cell).rounded(.up)))
        var counts = [Int](repeating: 0, count: columns * rows)
        for point in points {
            let (column, row) = (
                floor((point.x - panel.x) / Self.cell), floor((point.y - panel.y) / Self.cell)
            )
            guard column >= 0, row >= 0, column < Double(columns), row < Double(rows) else {
                continue
            }
            counts[Int(row) * columns + Int(column)] += 1
        }
        self.counts = counts
    }

    /// The best free position of a label of the given size; nil where none of the 128 candidates is
    /// free.
    ///
    /// - Parameter clearance: least distance in points from `anchor` to the label.
    mutating func place(
        width: Double, height: Double, beside anchor: Point, clearance: Double
    ) -> Rect? {
        var best: (cost: Double, box: Rect)?
        for distance in Self.distances {
            if let best, best.cost <= distance { break }
            for direction in 0..<Self.directions {
                let angle = 2 * Double.pi * Double(direction) / Double(Self.directions)
                let box = Rect(
                    x: anchor.x + cos(angle) * (clearance + distance + width / 2) - width / 2,
                    y: anchor.y + sin(angle) * (clearance + distance + height / 2) - height / 2,
                    width: width, height: height)
                guard panel.contains(box, slack: -1), !taken.contains(where: { $0.overlaps(box) })
                else { continue }
                let cost = distance + Self.costOfPoint * Double(covered(box))
                if best.map({ cost < $0.cost }) ?? true { best = (cost, box) }
            }
        }
        if let best { taken.append(best.box) }
        return best?.box
    }

    /// How many points' marks a label touches, by their cells.
    private func covered(_ box: Rect) -> Int {
        let left = max(0, Int((box.x - margin - panel.x) / Self.cell))
        let right = min(columns - 1, Int((box.maxX + margin - panel.x) / Self.cell))
        let top = max(0, Int((box.y - margin - panel.y) / Self.cell))
        let bottom = min(rows - 1, Int((box.maxY + margin - panel.y) / Self.cell))
        guard left <= right, top <= bottom else { return 0 }
        var sum = 0
        for row in top...bottom {
            for column in left...right { sum += counts[row * columns + column] }
        }
        return sum
    }
}

extension Rect {
    /// The point of the box that is nearest to `point`; `point` itself inside the box.
    func nearest(to point: Point) -> Point {
        Point(min(max(point.x, x), maxX), min(max(point.y, y), maxY))
    }
}

extension Canvas {
    /// Draws a thin line from a point of a map to its label.
    ///
    /// - Parameter clear: points at the line's beginning that are left free, for the mark. Nothing
    ///   is drawn where the label is nearer than that.
    func leader(from point: Point, clear: Double = 0, to box: Rect, _ color: Color) {
        let end = box.nearest(to: point)
        let (dx, dy) = (end.x - point.x, end.y - point.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > clear + 0.5 else { return }
        let share = clear / length
        line([Point(point.x + share * dx, point.y + share * dy), end], color, lineWidth: 0.7)
    }
}

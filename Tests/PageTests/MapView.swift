import Foundation
import TestSupport

/// The part of the plane that a map of the page shows, computed here a second time from the page's
/// contract: the whole layout with a margin, then moved and magnified as the address says.
struct MapView {
    var x = 0.0
    var y = 0.0
    /// Pixels per unit.
    var scale = 1.0
    var width: Double
    var height: Double
    let layout: [Float]

    /// The view of the whole map in a pane.
    init(layout: [Float], width: Double, height: Double) {
        self.layout = layout
        (self.width, self.height) = (width, height)
        let xs = stride(from: 0, to: layout.count, by: 2).map { Double(layout[$0]) }
        let ys = stride(from: 1, to: layout.count, by: 2).map { Double(layout[$0]) }
        guard let left = xs.min(), let right = xs.max(), let bottom = ys.min(),
            let top = ys.max()
        else { return }
        (x, y) = ((left + right) / 2, (bottom + top) / 2)
        let margin = min(48, width / 10)
        scale = min(
            (width - 2 * margin) / max(right - left, 1e-6),
            (height - 2 * margin) / max(top - bottom, 1e-6))
    }

    /// "x,y,zoom" of an address.
    mutating func move(to text: String) {
        let parts = text.split(separator: ",").compactMap { Double($0) }
        guard parts.count == 3 else { return }
        (x, y, scale) = (parts[0], parts[1], scale * parts[2])
    }

    var count: Int { layout.count / 2 }

    /// Place of a row on the pane, in pixels from its left upper corner.
    func place(_ row: Int) -> Place {
        Place(
            (Double(layout[2 * row]) - x) * scale + width / 2,
            (y - Double(layout[2 * row + 1])) * scale + height / 2)
    }

    func isVisible(_ row: Int, margin: Double = 8) -> Bool {
        let place = place(row)
        return place.left >= margin && place.left <= width - margin && place.top >= margin
            && place.top <= height - margin
    }

    /// Pixels between two rows.
    func distance(_ first: Int, _ second: Int) -> Double {
        let (a, b) = (place(first), place(second))
        return ((a.left - b.left) * (a.left - b.left) + (a.top - b.top) * (a.top - b.top))
            .squareRoot()
    }

    /// Visible rows by their distance from the nearest other row, the loneliest first.
    func loneliest(where counts: (Int) -> Bool = { _ in true }) -> [Int] {
        let visible = (0..<count).filter { isVisible($0) }
        let gaps = visible.filter(counts).map { row in
            (row, visible.lazy.filter { $0 != row }.map { distance(row, $0) }.min() ?? .infinity)
        }
        return gaps.sorted { $0.1 > $1.1 }.map(\.0)
    }

    /// Rows in a polygon of places by their winding number, and how near the nearest row lies to
    /// an edge, in pixels.
    func enclosed(by polygon: [Place]) -> (rows: [Int], clearance: Double) {
        var rows: [Int] = []
        var clearance = Double.infinity
        for row in 0..<count {
            let point = place(row)
            var turns = 0.0
            for (index, a) in polygon.enumerated() {
                let b = polygon[(index + 1) % polygon.count]
                let (ax, ay) = (a.left - point.left, a.top - point.top)
                let (bx, by) = (b.left - point.left, b.top - point.top)
                turns += atan2(ax * by - ay * bx, ax * bx + ay * by)
                clearance = min(clearance, distanceToSegment((ax, ay), (bx, by)))
            }
            if abs(turns) > .pi { rows.append(row) }
        }
        return (rows, clearance)
    }
}

/// Distance of the origin from a segment.
private func distanceToSegment(_ a: (Double, Double), _ b: (Double, Double)) -> Double {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1)
    let length = dx * dx + dy * dy
    let share = length > 0 ? max(0, min(1, -(a.0 * dx + a.1 * dy) / length)) : 0
    return ((a.0 + share * dx) * (a.0 + share * dx) + (a.1 + share * dy) * (a.1 + share * dy))
        .squareRoot()
}

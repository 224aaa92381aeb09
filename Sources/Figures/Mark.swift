internal import Glibc

/// The shape that stands for one point.
enum Mark: Sendable, CaseIterable {
    case plus, star, circle, triangleDown, cross, diamond
    case square, triangleUp, pentagon, hexagon, triangleLeft, triangleRight

    /// A scene's marks: background, then objects 1, 2, ... in order.
    static let objects: [Mark] = [
        .plus, .star, .circle, .triangleDown, .cross, .diamond, .square, .triangleUp, .pentagon,
        .hexagon, .triangleLeft, .triangleRight,
    ]

    /// A scatter's marks, the plainest first; their number shares no factor with the colours'.
    static let labels: [Mark] = [
        .circle, .square, .triangleUp, .diamond, .triangleDown, .cross, .star, .plus, .pentagon,
        .triangleLeft, .triangleRight,
    ]

    /// Whether the mark is two crossing strokes and not a filled outline.
    var isStroked: Bool { self == .plus || self == .cross }

    /// The breadth at which the mark looks as large as a circle of breadth 1.
    var relativeBreadth: Double {
        switch self {
        case .circle: 1
        case .square: 0.9
        case .plus, .cross: 1
        case .star: 1.3
        case .diamond: 1.2
        case .pentagon, .hexagon: 1.06
        case .triangleUp, .triangleDown, .triangleLeft, .triangleRight: 1.12
        }
    }

    /// Corners about the origin within a box of side 1, y downwards; the ends of the two strokes
    /// of a stroked mark; empty for the circle.
    var corners: [Point] {
        let h = 0.5
        switch self {
        case .circle: return []
        case .plus: return [Point(-h, 0), Point(h, 0), Point(0, -h), Point(0, h)]
        case .cross:
            let c = 0.42
            return [Point(-c, -c), Point(c, c), Point(-c, c), Point(c, -c)]
        case .square: return [Point(-h, -h), Point(h, -h), Point(h, h), Point(-h, h)]
        case .diamond: return [Point(0, -h), Point(h, 0), Point(0, h), Point(-h, 0)]
        case .triangleUp: return [Point(0, -h), Point(h, h * 0.9), Point(-h, h * 0.9)]
        case .triangleDown: return [Point(0, h), Point(-h, -h * 0.9), Point(h, -h * 0.9)]
        case .triangleLeft: return [Point(-h, 0), Point(h * 0.9, -h), Point(h * 0.9, h)]
        case .triangleRight: return [Point(h, 0), Point(-h * 0.9, h), Point(-h * 0.9, -h)]
        case .pentagon: return Mark.polygon(5)
        case .hexagon: return Mark.polygon(6)
        case .star:
            return (0..<10).map { corner in
                let angle = Double(corner) * .pi / 5
                let radius = corner % 2 == 0 ? h : h * 0.42
                return Point(radius * sin(angle), -radius * cos(angle))
            }
        }
    }

    private static func polygon(_ count: Int) -> [Point] {
        (0..<count).map { corner in
            let angle = 2 * .pi * Double(corner) / Double(count)
            return Point(0.5 * sin(angle), -0.5 * cos(angle))
        }
    }
}

/// How one kind of point looks.
struct MarkStyle: Sendable, Equatable {
    var mark: Mark
    var color: Color

    /// Background is 0, objects count from 1.
    static func object(_ index: Int) -> MarkStyle {
        MarkStyle(
            mark: Mark.objects[index % Mark.objects.count],
            color: Color.objects[index % Color.objects.count])
    }

    /// The `rank`-th of the labels that occur; 88 differ.
    static func label(_ rank: Int) -> MarkStyle {
        MarkStyle(
            mark: Mark.labels[rank % Mark.labels.count],
            color: Color.labels[rank % Color.labels.count])
    }

    /// One of many labels: a pale disc, its colour shared with every eighth.
    static func other(_ rank: Int) -> MarkStyle {
        MarkStyle(mark: .circle, color: Color.labels[rank % Color.labels.count].paler(by: 0.45))
    }

    /// A point without a label on another map.
    static let placed = MarkStyle(mark: .diamond, color: Color(0xFFD400))

    /// The same mark in ink, for a rim around it.
    var rim: MarkStyle { MarkStyle(mark: mark, color: .ink) }

    static let unlabelled = MarkStyle(mark: .circle, color: .unlabelled)
    static let single = MarkStyle(mark: .circle, color: Color.objects[0])
}

internal import Glibc

/// The shape that stands for one point.
enum Mark: Sendable, CaseIterable {
    case plus, star, circle, triangleDown, cross, diamond
    case square, triangleUp, pentagon, hexagon, triangleLeft, triangleRight

    /// A scene's marks: background first, then the objects 1, 2, ... in order, as in the figures of
    /// Nguyen et al. 2022 (arXiv:2210.07646). Beyond 12 they repeat.
    static let objects: [Mark] = [
        .plus, .star, .circle, .triangleDown, .cross, .diamond, .square, .triangleUp, .pentagon,
        .hexagon, .triangleLeft, .triangleRight,
    ]

    /// A scatter's marks, the plainest first. There are 11, a number without a common factor with
    /// the 8 colours, so that 88 combinations differ.
    static let labels: [Mark] = [
        .circle, .square, .triangleUp, .diamond, .triangleDown, .cross, .star, .plus, .pentagon,
        .triangleLeft, .triangleRight,
    ]

    /// Whether the mark is two crossing strokes and not a filled outline.
    var isStroked: Bool { self == .plus || self == .cross }

    /// The factor on a breadth at which the mark looks as large as a circle of that breadth.
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

    /// The outline's corners in order, about the origin in a box of side 1, y downwards.
    ///
    /// For a stroked mark they are the ends of its two strokes, two and two. Empty for the circle.
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

    /// The corners of a regular polygon of diameter 1, one of them on top, clockwise.
    private static func polygon(_ count: Int) -> [Point] {
        (0..<count).map { corner in
            let angle = 2 * .pi * Double(corner) / Double(count)
            return Point(0.5 * sin(angle), -0.5 * cos(angle))
        }
    }
}

/// The look of one kind of point: its shape and colour.
struct MarkStyle: Sendable, Equatable {
    var mark: Mark
    var color: Color

    /// The look of an object of a scene, 0 for the background. Shapes repeat after 12 and colours
    /// after 6.
    static func object(_ index: Int) -> MarkStyle {
        MarkStyle(
            mark: Mark.objects[index % Mark.objects.count],
            color: Color.objects[index % Color.objects.count])
    }

    /// The look of the `rank`-th label that occurs, from 0; 88 looks differ, then they repeat.
    static func label(_ rank: Int) -> MarkStyle {
        MarkStyle(
            mark: Mark.labels[rank % Mark.labels.count],
            color: Color.labels[rank % Color.labels.count])
    }

    /// The look of one of many labels: a pale disc in one of 8 colours.
    static func other(_ rank: Int) -> MarkStyle {
        MarkStyle(mark: .circle, color: Color.labels[rank % Color.labels.count].paler(by: 0.45))
    }

    /// A point without a label that was placed on another map.
    static let placed = MarkStyle(mark: .diamond, color: Color(0xFFD400))

    /// The same shape in ink, drawn broader below the mark as its rim.
    var rim: MarkStyle { MarkStyle(mark: mark, color: .ink) }

    /// A point without a label among others with one.
    static let unlabelled = MarkStyle(mark: .circle, color: .unlabelled)
    /// The points of a map without any labels.
    static let single = MarkStyle(mark: .circle, color: Color.objects[0])
}

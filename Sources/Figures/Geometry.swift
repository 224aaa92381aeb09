/// A position on a canvas in points, x to the right and y downwards from the upper left corner.
public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double

    /// A position at `x`, `y`.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A box on a canvas in points, given by its upper left corner and size; y runs downwards.
public struct Rect: Sendable, Equatable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// A box with its upper left corner at (`x`, `y`).
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The right edge.
    var maxX: Double { x + width }
    /// The lower edge.
    var maxY: Double { y + height }
    /// The horizontal middle.
    var midX: Double { x + width / 2 }
    /// The vertical middle.
    var midY: Double { y + height / 2 }

    /// The largest box of the proportions `other` to `otherHeight` that fits into this one, centred
    /// in it. Only the ratio of the two numbers counts; both must be above 0.
    func fitting(width other: Double, height otherHeight: Double) -> Rect {
        let scale = min(width / other, height / otherHeight)
        let (w, h) = (other * scale, otherHeight * scale)
        return Rect(x: midX - w / 2, y: midY - h / 2, width: w, height: h)
    }

    /// Whether `other` lies in this box, up to `slack` points on each side. A negative slack
    /// demands a margin.
    func contains(_ other: Rect, slack: Double = 0.01) -> Bool {
        other.x >= x - slack && other.y >= y - slack
            && other.maxX <= maxX + slack && other.maxY <= maxY + slack
    }

    /// Whether the two boxes share an area that is deeper than `slack` points in both directions;
    /// touching edges do not count.
    func overlaps(_ other: Rect, slack: Double = 0.01) -> Bool {
        x + slack < other.maxX && other.x + slack < maxX
            && y + slack < other.maxY && other.y + slack < maxY
    }
}

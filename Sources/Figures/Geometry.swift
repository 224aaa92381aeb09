/// A place on a canvas, in points, y downwards.
public struct Point: Sendable, Equatable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// A box on a canvas, in points, y downwards.
public struct Rect: Sendable, Equatable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    var maxX: Double { x + width }
    var maxY: Double { y + height }
    var midX: Double { x + width / 2 }
    var midY: Double { y + height / 2 }

    /// The largest box of the given proportions that lies centred in this one.
    func fitting(width other: Double, height otherHeight: Double) -> Rect {
        let scale = min(width / other, height / otherHeight)
        let (w, h) = (other * scale, otherHeight * scale)
        return Rect(x: midX - w / 2, y: midY - h / 2, width: w, height: h)
    }

    /// Whether `other` lies in this box, up to `slack` points.
    func contains(_ other: Rect, slack: Double = 0.01) -> Bool {
        other.x >= x - slack && other.y >= y - slack
            && other.maxX <= maxX + slack && other.maxY <= maxY + slack
    }

    /// Whether the two share an area deeper than `slack` points.
    func overlaps(_ other: Rect, slack: Double = 0.01) -> Bool {
        x + slack < other.maxX && other.x + slack < maxX
            && y + slack < other.maxY && other.y + slack < maxY
    }
}

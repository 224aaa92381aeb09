public import Dense
internal import Foundation

/// A layout `[n, 2]` turned, or turned and mirrored, so that its points come as near as they can to
/// those of another layout of the same rows, `[n, 2]`: orthogonal Procrustes (Schönemann 1966,
/// doi:10.1007/BF02289451) without scaling, both centred on their means.
///
/// Distances between points do not change. The layout comes back as it is where no turn is better
/// than another, for example when all its points, or all of the other's, are at one place. Other
/// shapes are a programming error.
public func aligned(_ layout: Matrix<Float>, to other: Matrix<Float>) -> Matrix<Float> {
    precondition(
        layout.rows == other.rows && layout.columns == 2 && other.columns == 2,
        "\(layout.rows) x \(layout.columns) and \(other.rows) x \(other.columns) are no two layouts"
    )
    let (mean, otherMean) = (center(layout), center(other))
    // M = sum of y · transpose(x): in the plane the best turn and the best mirrored turn are known
    // in closed form, and the better of the two has the greater length.
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    for row in 0..<layout.rows {
        let (x, y) = (Double(layout[row, 0]) - mean.x, Double(layout[row, 1]) - mean.y)
        let (u, v) = (Double(other[row, 0]) - otherMean.x, Double(other[row, 1]) - otherMean.y)
        a += u * x
        b += u * y
        c += v * x
        d += v * y
    }
    let turned = (cos: a + d, sin: c - b)
    let mirrored = (cos: a - d, sin: c + b)
    let isMirrored = hypot(mirrored.cos, mirrored.sin) > hypot(turned.cos, turned.sin)
    let best = isMirrored ? mirrored : turned
    let length = hypot(best.cos, best.sin)
    if length == 0 { return layout }
    let (cosine, sine) = (best.cos / length, best.sin / length)
    let sign = isMirrored ? -1.0 : 1.0
    var result = layout
    for row in 0..<layout.rows {
        let (x, y) = (Double(layout[row, 0]) - mean.x, Double(layout[row, 1]) - mean.y)
        result[row, 0] = Float(cosine * x - sign * sine * y + otherMean.x)
        result[row, 1] = Float(sine * x + sign * cosine * y + otherMean.y)
    }
    return result
}

/// The mean place of a layout's points, along x and along y; (0, 0) for no points.
private func center(_ layout: Matrix<Float>) -> (x: Double, y: Double) {
    var (x, y) = (0.0, 0.0)
    for row in 0..<layout.rows {
        x += Double(layout[row, 0])
        y += Double(layout[row, 1])
    }
    let n = Double(max(1, layout.rows))
    return (x / n, y / n)
}

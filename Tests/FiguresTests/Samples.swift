import Foundation
import TestSupport

extension Seeded {
    mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    mutating func gaussian() -> Double {
        sqrt(-2 * log(uniform() + 1e-300)) * cos(2 * .pi * uniform())
    }
}

/// Points in one cloud a label, sorted by label; every 50th has none. No labels with 0.
func clusters(points: Int, labels: Int) -> (x: [Float], y: [Float], labels: [Int32]) {
    var random = Seeded(state: 7)
    let centers = (0..<max(1, labels)).map { _ in
        (random.uniform() * 100 - 50, random.uniform() * 80 - 40)
    }
    var (x, y, label): ([Float], [Float], [Int32]) = ([], [], [])
    for point in 0..<points {
        let own = point * max(1, labels) / points
        let breadth = 40 / Double(max(1, labels)).squareRoot() / 3
        x.append(Float(centers[own].0 + breadth * random.gaussian()))
        y.append(Float(centers[own].1 + breadth * random.gaussian()))
        label.append(point % 50 == 49 ? -1 : Int32(own))
    }
    return (x, y, labels == 0 ? [] : label)
}

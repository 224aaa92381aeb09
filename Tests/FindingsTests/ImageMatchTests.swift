import Foundation
import Testing

@testable import Findings

/// A scene that a seed draws: 40 soft discs of any colour and size and fine stripes both ways, as
/// values at every place of the plane, so that windows, zooms and mirror images are exact.
struct DrawnScene {
    private var discs: [(x: Double, y: Double, radius: Double, color: [Double])] = []
    private let tilt: Double

    init(seed: UInt64) {
        let numbers = uniform(seed, 281)
        for disc in 0..<40 {
            let own = Array(numbers[7 * disc..<7 * disc + 7])
            discs.append(
                (
                    2 * own[0] - 0.5, 2 * own[1] - 0.5, 0.03 + 0.2 * own[2] * own[2],
                    own[3..<6].map { 400 * ($0 - 0.5) }
                ))
        }
        tilt = 3 * numbers[280]
    }

    /// The pixels `[64, 64, 3]` of the window from `x`, `y` of `size`; the whole is 0, 0, 1.
    func pixels(
        x: Double = 0, y: Double = 0, size: Double = 1,
        _ change: (_ color: [Double], _ row: Int, _ column: Int) -> [Double] = { color, _, _ in
            color
        }
    ) -> [UInt8] {
        let n = 64
        var bytes: [UInt8] = []
        for row in 0..<n {
            for column in 0..<n {
                let u = x + size * (Double(column) + 0.5) / Double(n)
                let v = y + size * (Double(row) + 0.5) / Double(n)
                let stripe = 12 * (sin(40 * (u + tilt * v)) + sin(33 * (v - tilt * u)))
                var color = [128 + stripe, 120 + stripe, 110 + stripe]
                for disc in discs {
                    let square = (u - disc.x) * (u - disc.x) + (v - disc.y) * (v - disc.y)
                    let weight = 1 / (1 + exp(40 * (square.squareRoot() - disc.radius)))
                    for channel in 0..<3 { color[channel] += weight * disc.color[channel] }
                }
                bytes += change(color, row, column).map { UInt8(max(0, min(255, $0))) }
            }
        }
        return bytes
    }
}

private func compare(_ a: [UInt8], _ b: [UInt8]) -> (match: Double, imageMatch: ImageMatch) {
    let found = match(ImageSketch(rgb: a), ImageSketch(rgb: b))
    return (found.score, imageMatch(ImageDetail(rgb: a), ImageDetail(rgb: b), from: found))
}

private func mirrored(_ pixels: [UInt8]) -> [UInt8] {
    (0..<64 * 64).flatMap { pixel in
        let other = pixel / 64 * 64 + 63 - pixel % 64
        return pixels[3 * other..<3 * other + 3]
    }
}

@Suite("Images laid on one another")
struct ImageMatchTests {
    @Test("an image agrees with itself, with its mirror image and with itself in grey")
    func same() {
        for seed: UInt64 in 1...4 {
            let own = DrawnScene(seed: seed).pixels()
            let equal = compare(own, own)
            #expect(equal.match > 0.999 && equal.imageMatch.similarity > 0.97, "seed \(seed)")
            #expect(equal.imageMatch.transform == "")
            let turned = compare(own, mirrored(own)).imageMatch
            #expect(turned.similarity > 0.95 && turned.transform == "mirrored", "\(turned)")
            let grey = DrawnScene(seed: seed).pixels { color, _, _ in
                let value = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
                return [value, value, value]
            }
            let faded = compare(own, grey).imageMatch
            #expect(faded.similarity > 0.9 && faded.transform == "grey", "\(faded)")
        }
    }

    @Test("a window of an image, from any corner and mirrored, is found as a crop")
    func windows() {
        for seed: UInt64 in 1...6 {
            let scene = DrawnScene(seed: seed)
            let own = scene.pixels()
            let places = uniform(seed + 50, 2)
            let size = 0.77 + 0.03 * Double(seed)
            let part = scene.pixels(
                x: (1 - size) * places[0], y: (1 - size) * places[1], size: size)
            for (a, b, words) in [
                (own, part, "cropped"), (part, own, "cropped"),
                (own, mirrored(part), "mirrored, cropped"),
            ] {
                let found = compare(a, b)
                #expect(found.match > 0.45, "seed \(seed): \(found)")
                #expect(
                    found.imageMatch.similarity > 0.75 && found.imageMatch.transform == words,
                    "seed \(seed): \(found.imageMatch)")
            }
        }
    }

    @Test("noise, another exposure and a stamp leave copies above the limit")
    func changed() {
        for seed: UInt64 in 1...4 {
            let scene = DrawnScene(seed: seed)
            let own = scene.pixels()
            let noise = uniform(seed + 90, 64 * 64)
            let noisy = scene.pixels { color, row, column in
                color.map { 0.8 * $0 + 30 + 14 * (noise[row * 64 + column] - 0.5) }
            }
            #expect(compare(own, noisy).imageMatch.similarity > 0.7, "seed \(seed)")
            let stamped = scene.pixels { color, row, column in
                let isStamp = (28..<36).contains(row) && column % 6 < 3
                return isStamp ? color.map { ($0 + 255) / 2 } : color
            }
            #expect(
                compare(own, stamped).imageMatch.similarity > 0.6,
                "seed \(seed): \(compare(own, stamped))")
        }
    }

    @Test("different images stay far below the limit, even with one outline in common")
    func different() {
        var worst = -1.0
        for seed: UInt64 in 1...12 {
            let (a, b) = (DrawnScene(seed: seed), DrawnScene(seed: seed + 100))
            worst = max(worst, compare(a.pixels(), b.pixels()).imageMatch.similarity)
            // A bright disc on white, as of two plates.
            func plate(_ scene: DrawnScene) -> [UInt8] {
                scene.pixels { color, row, column in
                    let square = (row - 32) * (row - 32) + (column - 32) * (column - 32)
                    return square > 700 ? [250, 250, 250] : color
                }
            }
            worst = max(worst, compare(plate(a), plate(b)).imageMatch.similarity)
        }
        #expect(worst < 0.5, "\(worst)")
    }

    @Test("the same drawing in other colours is another image")
    func colors() {
        let scene = DrawnScene(seed: 9)
        let other = scene.pixels { color, _, _ in [40, color[0] * 0.6, color[1] * 0.9] }
        let first = scene.pixels { color, _, _ in [color[0], color[1] / 2, 40] }
        let found = compare(first, other).imageMatch
        #expect(found.similarity < 0.6, "\(found)")
    }

    /// Flat shapes, as drawings have them: `[64, 64, 3]`.
    private func drawing(_ color: (_ x: Int, _ y: Int) -> [UInt8]) -> [UInt8] {
        (0..<64 * 64).flatMap { color($0 % 64, $0 / 64) }
    }

    private let black: [UInt8] = [0, 0, 0]
    private let white: [UInt8] = [255, 255, 255]
    private let red: [UInt8] = [250, 0, 0]
    private let blue: [UInt8] = [0, 0, 250]

    /// A green frame with something in it.
    private func frame(_ inside: [UInt8]) -> [UInt8] {
        drawing { x, y in
            let edge = min(min(x - 14, 49 - x), min(y - 14, 49 - y))
            return edge < 0 ? black : edge < 4 ? [0, 128, 0] : inside
        }
    }

    /// A red rectangle that fills the image but for its upper left corner, or both left ones.
    private func cornerless(both: Bool) -> [UInt8] {
        drawing { x, y in
            let row = both ? min(y, 63 - y) : y
            let isCut = x < 12 && row < 12 && (x - 12) * (x - 12) + (row - 12) * (row - 12) > 144
            return isCut || y < 2 || y > 61 ? black : red
        }
    }

    /// Crossed lines and a few black dots beside their middle.
    private func letters(_ dots: [(x: Int, y: Int)]) -> [UInt8] {
        drawing { x, y in
            if dots.contains(where: { $0.x + 30 == x && $0.y + 36 == y }) { return black }
            return x == 32 || y == 32 ? [190, 190, 190] : white
        }
    }

    @Test("drawings that share edges are not copies; the same drawing is, with noise too")
    func drawings() {
        let noise = uniform(7, 64 * 64)
        let noisy = drawing { x, y in
            let value = UInt8(255 * noise[64 * y + x])
            return [value, value, value]
        }
        let dot = drawing { x, y in (28..<36).contains(x) && (28..<36).contains(y) ? red : white }
        let square = drawing { x, y in (18..<46).contains(x) && (18..<46).contains(y) ? red : black
        }
        let other = drawing { x, y in (18..<46).contains(x) && (18..<46).contains(y) ? blue : black
        }
        let i = letters([(1, 0), (1, 2), (1, 3), (1, 4)])
        let ai = letters([(1, 0), (1, 2), (1, 3), (1, 4), (-2, 2), (-3, 3), (-2, 4), (-1, 3)])
        let pairs = [
            (frame(black), frame(blue)), (square, other), (noisy, dot), (i, ai),
            (cornerless(both: true), cornerless(both: false)),
        ]
        for (number, (a, b)) in pairs.enumerated() {
            let found = compare(a, b).imageMatch
            #expect(found.similarity < 0.6, "pair \(number): \(found)")
        }
        let copied = [frame(black), frame(blue), square, i, ai, cornerless(both: true)]
        for (number, own) in copied.enumerated() {
            let changed = zip(own, uniform(UInt64(number), own.count)).map { value, chance in
                UInt8(max(0, min(255, Double(value) + 8 * chance - 4)))
            }
            let found = compare(own, changed).imageMatch
            #expect(
                found.similarity >= 0.6 && found.transform == "", "drawing \(number): \(found)")
        }
    }

    @Test("detail is where grey values change in two directions")
    func detail() {
        func blocks(_ color: (_ x: Int, _ y: Int) -> Double) -> Int {
            let pixels = drawing { x, y in
                let value = UInt8(max(0, min(255, color(x, y))))
                return [value, value, value]
            }
            return ImageDetail(rgb: pixels).detailedBlocks
        }
        #expect(blocks { _, _ in 128 } == 0)
        #expect(blocks { x, y in Double(2 * x + y) } == 0)
        #expect(blocks { x, _ in x % 8 < 4 ? 0 : 255 } == 0)
        // An edge on a diagonal: a staircase at the border of the image only.
        #expect(blocks { x, y in x + y < 64 ? 0 : 255 } <= 2)
        #expect(blocks { x, y in x < 36 && y < 36 ? 0 : 255 } == 1)
        #expect(blocks { x, y in 120 + 60 * sin(Double(x)) * sin(Double(y)) } == 64)
    }

    @Test("empty images are not copies of one another")
    func empty() {
        let white = [UInt8](repeating: 255, count: 64 * 64 * 3)
        let grey = [UInt8](repeating: 90, count: 64 * 64 * 3)
        let found = compare(white, grey)
        #expect(found.match < 0.42 && found.imageMatch.similarity.isFinite)
        let drawn = DrawnScene(seed: 3).pixels()
        #expect(compare(white, drawn).imageMatch.similarity < 0.3)
    }

    @Test("the best shift and zoom of sketches are those that a plain search finds")
    func referee() {
        let scene = DrawnScene(seed: 5)
        let a = ImageSketch(rgb: scene.pixels())
        let b = ImageSketch(rgb: DrawnScene(seed: 6).pixels())
        for (a, b) in [(a, b), (b, a)] {
            var best = -1.0
            for isMirrored in [false, true] {
                for lane in 0..<9 {
                    let (own, other) = lane < 5 ? (0, lane) : (lane - 4, 0)
                    for dy in -3...3 {
                        for dx in -3...3 {
                            var (p, q, r) = (0, 0, 0)
                            for y in 0..<16 {
                                for x in 0..<16 {
                                    let (v, u) = (y + dy, x + dx)
                                    if v < 0 || v > 15 || u < 0 || u > 15 { continue }
                                    let value = Int(a.cells[y * 16 + x][own])
                                    let under = Int(
                                        b.cells[v * 16 + (isMirrored ? 15 - u : u)][other])
                                    p += value * under
                                    q += value * value
                                    r += under * under
                                }
                            }
                            let score = Double(p) / (Double(q) * Double(r) + 1).squareRoot()
                            best = max(best, score)
                        }
                    }
                }
            }
            #expect(abs(match(a, b).score - best) < 1e-6)
        }
    }
}

import Foundation
import Testing

@testable import Findings

/// A scene that a seed draws: 40 soft discs of any colour and size and fine stripes, as values at
/// every place of the plane, so that windows, zooms and mirror images are exact.
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
                let stripe = 12 * sin(40 * (u + tilt * v))
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

private func compare(_ a: [UInt8], _ b: [UInt8]) -> (match: Double, likeness: PictureLikeness) {
    let found = match(PictureSketch(rgb: a), PictureSketch(rgb: b))
    return (found.score, likeness(PictureDetail(rgb: a), PictureDetail(rgb: b), from: found))
}

private func mirrored(_ pixels: [UInt8]) -> [UInt8] {
    (0..<64 * 64).flatMap { pixel in
        let other = pixel / 64 * 64 + 63 - pixel % 64
        return pixels[3 * other..<3 * other + 3]
    }
}

@Suite("Pictures laid on one another")
struct PictureTests {
    @Test("a picture agrees with itself, with its mirror image and with itself in grey")
    func same() {
        for seed: UInt64 in 1...4 {
            let own = DrawnScene(seed: seed).pixels()
            let equal = compare(own, own)
            #expect(equal.match > 0.999 && equal.likeness.similarity > 0.97, "seed \(seed)")
            #expect(equal.likeness.transform == "")
            let turned = compare(own, mirrored(own)).likeness
            #expect(turned.similarity > 0.95 && turned.transform == "mirrored", "\(turned)")
            let grey = DrawnScene(seed: seed).pixels { color, _, _ in
                let value = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
                return [value, value, value]
            }
            let faded = compare(own, grey).likeness
            #expect(faded.similarity > 0.9 && faded.transform == "grey", "\(faded)")
        }
    }

    @Test("a window of a picture, from any corner and mirrored, is found as a crop")
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
                    found.likeness.similarity > 0.75 && found.likeness.transform == words,
                    "seed \(seed): \(found.likeness)")
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
            #expect(compare(own, noisy).likeness.similarity > 0.75, "seed \(seed)")
            let stamped = scene.pixels { color, row, column in
                let isStamp = (28..<36).contains(row) && column % 6 < 3
                return isStamp ? color.map { ($0 + 255) / 2 } : color
            }
            #expect(
                compare(own, stamped).likeness.similarity > 0.6,
                "seed \(seed): \(compare(own, stamped))")
        }
    }

    @Test("different pictures stay far below the limit, even with one outline in common")
    func different() {
        var worst = -1.0
        for seed: UInt64 in 1...12 {
            let (a, b) = (DrawnScene(seed: seed), DrawnScene(seed: seed + 100))
            worst = max(worst, compare(a.pixels(), b.pixels()).likeness.similarity)
            // A bright disc on white, as of two plates.
            func plate(_ scene: DrawnScene) -> [UInt8] {
                scene.pixels { color, row, column in
                    let square = (row - 32) * (row - 32) + (column - 32) * (column - 32)
                    return square > 700 ? [250, 250, 250] : color
                }
            }
            worst = max(worst, compare(plate(a), plate(b)).likeness.similarity)
        }
        #expect(worst < 0.5, "\(worst)")
    }

    @Test("the same drawing in other colours is another picture")
    func colors() {
        let scene = DrawnScene(seed: 9)
        let other = scene.pixels { color, _, _ in [40, color[0] * 0.6, color[1] * 0.9] }
        let first = scene.pixels { color, _, _ in [color[0], color[1] / 2, 40] }
        let found = compare(first, other).likeness
        #expect(found.similarity < 0.6, "\(found)")
    }

    @Test("empty pictures are not copies of one another")
    func empty() {
        let white = [UInt8](repeating: 255, count: 64 * 64 * 3)
        let grey = [UInt8](repeating: 90, count: 64 * 64 * 3)
        let found = compare(white, grey)
        #expect(found.match < 0.42 && found.likeness.similarity.isFinite)
        let drawn = DrawnScene(seed: 3).pixels()
        #expect(compare(white, drawn).likeness.similarity < 0.3)
    }

    @Test("the best shift and zoom of sketches are those that a plain search finds")
    func referee() {
        let scene = DrawnScene(seed: 5)
        let a = PictureSketch(rgb: scene.pixels())
        let b = PictureSketch(rgb: DrawnScene(seed: 6).pixels())
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

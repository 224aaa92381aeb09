internal import Console
internal import Dense
internal import Digest
internal import Foundation
internal import Neighbors
internal import PCA
internal import Store
internal import Tokens

/// Objects of patches by the nearest patches of images with masks (Balažević et al. 2023, arXiv
/// 2306.01667): no training, only the stored tokens.
///
/// Images with masks are cut into two halves by the hash of their paths. Each half gets its objects
/// from the other one, which is how they are judged; all other images get theirs from both.
struct SegmentationJob {
    /// The file of embeddings.
    let reader: EmbeddingReader
    /// Largest number of images with masks, and of those without; nil for all.
    let limit: Int?
    /// Threads, seed and output of the run.
    let run: RunOptions

    /// Neighbours that vote, and the temperature of the votes, as in the paper.
    static let neighbors = 30
    static let temperature = 0.02
    /// Patches with masks that are kept for the search.
    static let mostMemory = 20_000
    /// Images that are searched together.
    private static let blockImages = 16
    /// Images whose masks are read together, as many as a block of the file has.
    private static let maskRows = 512
    /// Resamples of the interval.
    private static let resamples = 1000
    static let background = "background"

    /// Images with their masks.
    private struct Masks {
        /// Names of all classes, the background first.
        let classes: [String]
        /// Class of each patch by row of the image, `[patches]`; -1 in a border.
        let truth: [Int: [Int32]]
        /// Rows of all images with masks, also of those that `limit` leaves out.
        let rows: Set<Int>
    }

    /// Patches of known class.
    private struct Memory {
        let rows: Matrix<Float>
        let classes: [Int]
    }

    /// Checks before any work that the input can be segmented.
    ///
    /// - Throws: `Failure` for vectors, without patch tokens or masks, and with `--measures none`.
    static func check(_ input: ReductionJob.Input, limit: Int?) throws {
        guard case .store(let reader, _) = input else {
            throw Failure(
                Exit.usage,
                "--segment: expected a file of extract, found the vectors of \(input.path).")
        }
        guard reader.layers.contains(where: { reader.holds($0, .patches) }) else {
            throw Failure(
                Exit.usage,
                "--segment: expected patch tokens, found none in \(reader.path); run extract with "
                    + "--tokens \(reader.model.imageTokenList),patches.")
        }
        guard reader.hasObjects else {
            throw Failure(
                Exit.usage,
                "--segment: expected images with masks, found none in \(reader.path); run extract "
                    + "with --masks FOLDER.")
        }
        if limit == 0 {
            throw Failure(
                Exit.usage, "--segment: expected --measures all or a number, found none.")
        }
    }

    /// Gives every image its objects.
    ///
    /// - Returns: nil, with a line of output, where no image has a mask with an object, or only one
    ///   image and no other is there.
    func segmentation() throws -> SegmentationResult? {
        // With --update nobody asked for objects: the map had some.
        guard let layer = reader.layers.last(where: { reader.holds($0, .patches) }),
            reader.hasObjects, limit != 0
        else { return skipped("no patch tokens, no masks, or --measures none") }
        let masks = try masks()
        let masked = masks.truth.keys.sorted()
        guard !masked.isEmpty else { return skipped("no image has a mask with an object") }
        let halves = try halves(masked)
        let memories = try halves.map { try memory(layer, $0, masks) }
        let whole = try memory(layer, masked, masks)
        let others = rest(without: masks.rows)
        var progress = Progress(
            total: masked.count + others.count, unit: "images segmented", quiet: run.quiet)
        defer { progress.end() }
        var found: [Int: [VotedClass]] = [:]
        var tasks = zip(halves, memories.reversed()).map { (rows: $0, memory: $1) }
        tasks.append((others, whole))
        for (rows, memory) in tasks where memory.rows.rows > 0 {
            for start in stride(from: 0, to: rows.count, by: Self.blockImages) {
                try stopIfInterrupted()
                let block = Array(rows[start..<min(rows.count, start + Self.blockImages)])
                let votes = votedClasses(
                    of: try unitTokens(layer, block), memory: memory.rows, classes: memory.classes,
                    count: min(Self.neighbors, memory.rows.rows), temperature: Self.temperature)
                let patches = reader.model.patches
                for (index, row) in block.enumerated() {
                    found[row] = Array(votes[index * patches..<(index + 1) * patches])
                }
                progress.update(done: found.count)
            }
        }
        if found.isEmpty { return skipped("one image has a mask, and there is no other image") }
        return try result(layer, masks, found, memory: whole.rows.rows)
    }

    /// Prints why there is no result.
    private func skipped(_ reason: String) -> SegmentationResult? {
        if !run.quiet { printMessage("skipped  objects by neighbours (--segment): \(reason)") }
        return nil
    }

    /// The classes of images with masks.
    private func masks() throws -> Masks {
        let grid = reader.model.grid
        var all: [Int] = []
        try forEachMask(Array(0..<reader.imageCount)) { row, objects in
            if objects.patches.contains(where: { $0 > 0 }) { all.append(row) }
        }
        var own: [Int: (patches: [UInt8], names: [String])] = [:]
        try forEachMask(evenlySpaced(limit, of: all.count).map { all[$0] }) { own[$0] = $1 }
        let names = Set(own.values.flatMap(\.names)).sorted()
        let numbers = Dictionary(
            uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0 + 1)) })
        var truth: [Int: [Int32]] = [:]
        for (row, objects) in own {
            let area = try reader.picture(row: row)
            truth[row] = objects.patches.indices.map { patch in
                let object = Int(objects.patches[patch])
                guard area.contains(patch, in: grid) else { return -1 }
                return objects.names.indices.contains(object - 1)
                    ? numbers[objects.names[object - 1]] ?? 0 : 0
            }
        }
        return Masks(classes: [Self.background] + names, truth: truth, rows: Set(all))
    }

    /// Reads the objects of some images, a block of the file at a time.
    private func forEachMask(
        _ rows: [Int], _ body: (Int, (patches: [UInt8], names: [String])) -> Void
    ) throws {
        var start = 0
        while start < rows.count {
            try stopIfInterrupted()
            var end = start + 1
            while end < rows.count, rows[end] - rows[start] < Self.maskRows { end += 1 }
            let part = Array(rows[start..<end])
            start = end
            guard let objects = try reader.objects(rows: part) else { return }
            for (row, own) in zip(part, objects) { body(row, own) }
        }
    }

    private func stopIfInterrupted() throws {
        if let code = Interruption.exitCode {
            throw Failure(code, "interrupted at the objects; nothing was written.")
        }
    }

    /// Two halves of the rows, alternately in the order of the hashes of their paths.
    private func halves(_ rows: [Int]) throws -> [[Int]] {
        let paths = try reader.paths()
        let order = rows.map { row -> (hash: UInt64, row: Int) in
            var hash = FNV1a()
            hash.add(paths[row])
            return (hash: hash.value, row: row)
        }.sorted { ($0.hash, $0.row) < ($1.hash, $1.row) }.map(\.row)
        return [0, 1].map { half in
            order.indices.filter { $0 % 2 == half }.map { order[$0] }.sorted()
        }
    }

    /// Images without masks, or `limit` of them, evenly spaced.
    private func rest(without masked: Set<Int>) -> [Int] {
        let rows = (0..<reader.imageCount).filter { !masked.contains($0) }
        return evenlySpaced(limit, of: rows.count).map { rows[$0] }
    }

    /// Patch tokens of images as unit rows, `[rows.count * patches, width]`.
    private func unitTokens(_ layer: LayerName, _ rows: [Int]) throws -> Matrix<Float> {
        var elements: [Float] = []
        for row in rows {
            elements += try reader.tokens(layer, .patches, rows: row..<row + 1).elements
        }
        var tokens = Matrix(
            rows: rows.count * reader.model.patches, columns: reader.model.width,
            elements: elements)
        RowNormalization.l2.apply(&tokens)
        return tokens
    }

    /// The patches of images with masks, evenly spaced if there are too many.
    private func memory(_ layer: LayerName, _ rows: [Int], _ masks: Masks) throws -> Memory {
        let known = rows.flatMap { row in
            masks.truth[row]!.indices.filter { masks.truth[row]![$0] >= 0 }.map { (row, $0) }
        }
        let chosen = evenlySpaced(Self.mostMemory, of: known.count).map { known[$0] }
        let count = chosen.count
        var elements: [Float] = []
        elements.reserveCapacity(count * reader.model.width)
        // The chosen patches are in the order of the rows.
        var next = 0
        while next < count {
            let (row, first) = (chosen[next].0, next)
            while next < count && chosen[next].0 == row { next += 1 }
            elements += try unitTokens(layer, [row]).rows(chosen[first..<next].map(\.1)).elements
        }
        return Memory(
            rows: Matrix(rows: count, columns: reader.model.width, elements: elements),
            classes: chosen.map { Int(masks.truth[$0.0]![$0.1]) })
    }

    // MARK: - Judgement

    /// The result of all images, with the measures of those that have masks.
    private func result(
        _ layer: LayerName, _ masks: Masks, _ found: [Int: [VotedClass]], memory: Int
    ) throws -> SegmentationResult {
        let rows = found.keys.sorted()
        let grid = reader.model.grid
        var result = SegmentationResult(
            layer: layer.text, classes: masks.classes, rows: rows.map { Int32($0) }, objects: [],
            confidence: [], truth: [], masked: masks.truth.count, memory: memory,
            neighbors: min(Self.neighbors, memory), temperature: Self.temperature)
        var counts: [ClassCounts] = []
        for row in rows {
            let area = try reader.picture(row: row)
            let votes = found[row]!
            let objects = votes.indices.map {
                area.contains($0, in: grid) ? Int32(votes[$0].index) : -1
            }
            result.objects += objects
            result.confidence += votes.indices.map {
                objects[$0] >= 0 ? Float(votes[$0].share) : 0
            }
            let truth = masks.truth[row] ?? [Int32](repeating: -1, count: grid.count)
            result.truth += truth
            if masks.truth[row] != nil {
                counts.append(ClassCounts(truth, objects, classes: masks.classes.count))
            }
        }
        guard !counts.isEmpty else { return result }
        let sum = ClassCounts(counts, classes: masks.classes.count)
        result.meanIoU = sum.meanIoU
        result.accuracy = sum.accuracy
        result.table = masks.classes.indices.map { index in
            SegmentationRow(
                name: masks.classes[index], images: counts.count { $0.truth[index] > 0 },
                patches: sum.truth[index], found: sum.found[index], iou: sum.iou(index))
        }
        var generator = CounterGenerator(seed: run.seed)
        let resampled = (0..<Self.resamples).map { _ in
            ClassCounts(
                counts.indices.map { _ in counts[generator.below(counts.count)] },
                classes: masks.classes.count
            ).meanIoU
        }.sorted()
        result.low = resampled[Int(0.025 * Double(Self.resamples - 1))]
        result.high = resampled[Int((0.975 * Double(Self.resamples - 1)).rounded(.up))]
        return result
    }
}

/// Patches by class: of the mask, found, and both.
private struct ClassCounts {
    var truth: [Int]
    var found: [Int]
    var both: [Int]

    /// Counts of one image; patches with -1 are left out.
    init(_ truth: [Int32], _ found: [Int32], classes: Int) {
        self.init([], classes: classes)
        for (a, b) in zip(truth, found) where a >= 0 && b >= 0 {
            self.truth[Int(a)] += 1
            self.found[Int(b)] += 1
            if a == b { both[Int(a)] += 1 }
        }
    }

    /// Sums over images.
    init(_ images: [ClassCounts], classes: Int) {
        truth = [Int](repeating: 0, count: classes)
        (found, both) = (truth, truth)
        for image in images {
            for index in 0..<classes {
                truth[index] += image.truth[index]
                found[index] += image.found[index]
                both[index] += image.both[index]
            }
        }
    }

    /// Intersection over union of a class; NaN where it neither is nor was found.
    func iou(_ index: Int) -> Double {
        let union = truth[index] + found[index] - both[index]
        return union > 0 ? Double(both[index]) / Double(union) : .nan
    }

    /// Mean over the classes that the masks have.
    var meanIoU: Double {
        let known = truth.indices.filter { truth[$0] > 0 }
        return known.map(iou).reduce(0, +) / Double(known.count)
    }

    var accuracy: Double {
        Double(both.reduce(0, +)) / Double(truth.reduce(0, +))
    }
}

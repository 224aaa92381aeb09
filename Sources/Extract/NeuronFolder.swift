internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import HDF5
internal import Neurons
internal import Store

/// The partial sums of units of an unfinished run.
///
/// The partial of a segment gets its name before the segment does. When a process has finished 64
/// of them, or 512 MiB, it folds them into one, which gets its name before they are removed; eight
/// folds become one. So every committed segment is in some partial at any time, and one that is in
/// several counts once. A partial also says which images it has summed of each segment, so that one
/// that a killed run left is never taken for that of other images.
final class NeuronFolder {
    /// Partials on their own that a process leaves behind at most; tests set the variable.
    static let mostSingles =
        ProcessInfo.processInfo.environment["VITRINE_FOLD_AFTER"].flatMap { Int($0) }
        .map { max(2, $0) } ?? 64
    /// Folds that a process leaves behind at most.
    static let mostFolds = 8
    /// Bytes of partials on their own that a process leaves behind at most.
    static let mostBytes = 512 << 20

    private let folder: SegmentFolder
    /// SHA-256 of the header of the plan, which every partial has.
    private let planHash: String
    /// What is summed.
    let settings: PlanHeader.Neurons
    /// Number of blocks of the model.
    private let depth: Int
    /// Whether this process computes a segment.
    private let isMine: (Int) -> Bool
    /// The partials by their file names; no two have a segment in common.
    private var partials: [String: NeuronPartial] = [:]
    /// The images that some partial has summed of each segment (`ImageCheck`).
    private(set) var covered: [Int: Int64] = [:]

    /// Reads what is there.
    init(
        _ folder: SegmentFolder, planHash: String, _ settings: PlanHeader.Neurons, depth: Int,
        isMine: @escaping (Int) -> Bool
    ) throws {
        self.folder = folder
        self.planHash = planHash
        self.settings = settings
        self.depth = depth
        self.isMine = isMine
        try refresh(whole: false)
    }

    /// Reads the list of partials again. Removed are those of this process that are damaged, or of
    /// which a larger one has a segment; the segments that no other has are then to be computed.
    ///
    /// - Parameter whole: whether all sums are read, too.
    func refresh(whole: Bool) throws {
        var damaged: [String] = []
        var found: [String: NeuronPartial] = [:]
        // Another shard may fold its partials meanwhile, whose new name is then found.
        var names = try folder.neuronNames()
        var isComplete = false
        while !isComplete {
            for name in names where found[name] == nil {
                do {
                    found[name] = try read(name, whole: whole)
                } catch let error as StoreError {
                    if case .missing = error { continue }
                    damaged.append(name)
                } catch is HDF5Error {
                    damaged.append(name)
                }
            }
            let again = try folder.neuronNames()
            isComplete = again.allSatisfy { found[$0] != nil || damaged.contains($0) }
            names = again
        }
        for name in damaged where isMine(Self.first(in: name)) { try folder.removeNeurons(name) }
        partials = [:]
        covered = [:]
        let order = found.filter { names.contains($0.key) }.sorted {
            $0.value.segments.count != $1.value.segments.count
                ? $0.value.segments.count > $1.value.segments.count : $0.key < $1.key
        }
        for (name, partial) in order {
            if partial.segments.contains(where: { covered[$0] != nil }) {
                if isMine(partial.segments[0]) { try folder.removeNeurons(name) }
            } else {
                take(partial, name)
            }
        }
    }

    /// Takes a partial into the list.
    private func take(_ partial: NeuronPartial, _ name: String) {
        partials[name] = partial
        for (segment, check) in zip(partial.segments, partial.checks) { covered[segment] = check }
    }

    /// Removes the partial that has a segment, with all its segments.
    func drop(segment: Int) throws {
        for (name, partial) in partials where partial.segments.contains(segment) {
            try folder.removeNeurons(name)
            partials[name] = nil
            for segment in partial.segments { covered[segment] = nil }
        }
    }

    /// The first segment of a partial, by its name.
    private static func first(in name: String) -> Int {
        Int(name.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
    }

    /// Reads one partial.
    private func read(_ name: String, whole: Bool) throws -> NeuronPartial {
        let reader = try NeuronPartialReader(path(name))
        guard reader.partial.plan == planHash, !reader.partial.segments.isEmpty else {
            throw StoreError.notOurs(file: path(name), found: "sums of another run")
        }
        if whole {
            for block in 0..<depth { _ = try self.block(block, of: reader) }
        }
        return reader.partial
    }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    /// Writes the partial of a segment, unless there is one of the same images.
    func commit(_ totals: NeuronTotals, segment: Int, _ check: ImageCheck) throws {
        if let known = covered[segment] {
            if known == check.value { return }
            // A killed run left that of a segment whose images were others.
            try drop(segment: segment)
        }
        let labels = totals.labelImages.sorted { $0.key < $1.key }
        let partial = NeuronPartial(
            plan: planHash, segments: [segment], checks: [check.value], images: totals.images,
            patches: totals.patches, labels: labels.map(\.key),
            labelImages: labels.map { Int64($0.value) },
            sample: totals.blocks[0].sample.keys.sorted().map(Int64.init))
        try write(partial) { totals.blocks[$0] }
    }

    /// Folds the partials of this process when there are many: single ones, and then folds.
    func foldIfNeeded() throws {
        let mine = partials.filter { $0.value.segments.allSatisfy(isMine) }
        let singles = mine.filter { $0.value.segments.count == 1 }.keys.sorted()
        let bytes = singles.reduce(0) { $0 + (regularFileSize(path($1)) ?? 0) }
        if singles.count >= Self.mostSingles || singles.count > 1 && bytes >= Self.mostBytes {
            try fold(singles)
        }
        let folds = partials.filter {
            $0.value.segments.count > 1 && $0.value.segments.allSatisfy(isMine)
        }.keys.sorted()
        if folds.count >= Self.mostFolds { try fold(folds) }
    }

    /// Writes one partial for several and removes these. One that turns out to be damaged is
    /// removed, and its segments are computed again before the file is joined.
    private func fold(_ names: [String]) throws {
        let parts = names.compactMap { partials[$0] }
        let sum = Self.sum(parts, plan: planHash)
        do {
            try write(sum) { try self.sum($0, of: names) }
        } catch let error where isOfPartial(error) {
            return try refresh(whole: true)
        }
        for name in names {
            try folder.removeNeurons(name)
            partials[name] = nil
        }
    }

    /// Whether an error was raised by reading a partial.
    private func isOfPartial(_ error: any Error) -> Bool {
        let file = (error as? HDF5Error)?.file ?? (error as? StoreError)?.damagedFile
        return file.map { partials[($0 as NSString).lastPathComponent] != nil } ?? false
    }

    /// The partial that some partials make together, without its blocks.
    private static func sum(_ parts: [NeuronPartial], plan: String) -> NeuronPartial {
        var labels: [Int32: Int64] = [:]
        for part in parts {
            labels.merge(zip(part.labels, part.labelImages), uniquingKeysWith: +)
        }
        let segments = parts.flatMap { zip($0.segments, $0.checks) }.sorted { $0.0 < $1.0 }
        return NeuronPartial(
            plan: plan, segments: segments.map(\.0), checks: segments.map(\.1),
            images: parts.reduce(0) { $0 + $1.images },
            patches: parts.reduce(0) { $0 + $1.patches }, labels: labels.keys.sorted(),
            labelImages: labels.sorted { $0.key < $1.key }.map(\.value),
            sample: parts.flatMap(\.sample).sorted())
    }

    /// The totals of a block over some partials.
    private func sum(_ block: Int, of names: [String]) throws -> UnitTotals {
        var totals = UnitTotals(units: settings.units, kept: settings.kept)
        for name in names {
            totals.merge(try self.block(block, of: NeuronPartialReader(path(name))))
        }
        return totals
    }

    /// A block of a partial.
    private func block(_ index: Int, of reader: NeuronPartialReader) throws -> UnitTotals {
        UnitTotals(
            try reader.block(index, units: settings.units, kept: settings.kept), reader.partial)
    }

    /// Writes a partial and takes it into the list.
    private func write(
        _ partial: NeuronPartial, block: (Int) throws -> UnitTotals
    ) throws {
        let target = folder.neuronPath(partial.segments)
        let writer = try NeuronPartialWriter(partial, in: target)
        do {
            for index in 0..<depth {
                try writer.append(NeuronPartial.Block(try block(index), partial), index: index)
            }
            try writer.commit()
        } catch {
            writer.abandon(afterFailedWrite: error is HDF5Error || error is StoreError)
            throw error
        }
        take(partial, (target.path as NSString).lastPathComponent)
    }

    /// Writes the statistics of all segments into the finished file.
    ///
    /// - Parameters:
    ///   - segments: number of segments, all of which must be there.
    ///   - patches: number of patches of the grid.
    ///   - rejected: places of the rows of the plan that the file does not have, ascending.
    /// - Throws: an error of the partials where they are not those of the rows of the file.
    func write(
        to writer: EmbeddingWriter, segments: Int, patches: Int, withoutPlaces rejected: [Int]
    ) throws {
        try refresh(whole: false)
        let names = partials.keys.sorted()
        let sum = Self.sum(names.compactMap { partials[$0] }, plan: planHash)
        guard sum.segments == Array(0..<segments), sum.images == writer.rowCount else {
            throw StoreError.malformed(
                file: path("neurons-"), what: "the sums of units",
                expected: "\(segments) segments of \(writer.rowCount) images",
                found: "\(sum.segments.count) of \(sum.images)")
        }
        let rows = RowNumbers(rejected: rejected)
        let table = NeuronTable(
            kept: settings.kept, images: sum.images, patches: sum.patches, labels: sum.labels,
            labelImages: sum.labelImages, sampleRows: sum.sample.map { Int64(rows[Int($0)]) })
        try writer.write(table, depth: depth) { index in
            NeuronTable.Block(
                try self.sum(index, of: names), sum, rows: rows, patches: patches)
        }
    }
}

/// The row of each place of a plan.
struct RowNumbers {
    /// Places without a row, ascending.
    let rejected: [Int]

    /// The row of a place that has one.
    subscript(place: Int) -> Int {
        var (low, high) = (0, rejected.count)
        while low < high {
            let middle = (low + high) / 2
            if rejected[middle] < place { low = middle + 1 } else { high = middle }
        }
        return place - low
    }
}

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
/// of them, or 512 MiB, it folds them into one, which gets its name before they are removed. So
/// every committed segment is in some partial at any time; one that is in a fold and on its own
/// counts once.
final class NeuronFolder {
    /// Partials on their own that a process leaves behind at most; tests set the variable.
    static let mostSingles =
        ProcessInfo.processInfo.environment["VITRINE_FOLD_AFTER"].flatMap { Int($0) } ?? 64
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
    /// The partials by their file names.
    private var partials: [String: NeuronPartial] = [:]
    /// The segments that some partial has summed.
    private(set) var covered: Set<Int> = []

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

    /// Reads the list of partials again, removes those of this process that are damaged or that a
    /// fold has, and returns the files that were damaged.
    ///
    /// - Parameter whole: whether all sums are read, too.
    @discardableResult
    func refresh(whole: Bool) throws -> [String] {
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
        found = found.filter { names.contains($0.key) }
        for name in damaged where isMine(Self.first(in: name)) { try folder.removeNeurons(name) }
        let folded = Set(found.values.filter { $0.segments.count > 1 }.flatMap(\.segments))
        for (name, partial) in found where partial.segments.count == 1 {
            guard folded.contains(partial.segments[0]) else { continue }
            if isMine(partial.segments[0]) { try folder.removeNeurons(name) }
            found[name] = nil
        }
        partials = found
        covered = Set(found.values.flatMap(\.segments))
        return damaged
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

    /// Writes the partial of a segment, unless it is there already.
    func commit(_ totals: NeuronTotals, segment: Int) throws {
        guard !covered.contains(segment) else { return }
        let partial = NeuronPartial(
            plan: planHash, segments: [segment], images: totals.images, patches: totals.patches,
            labels: totals.labelImages.keys.sorted(),
            labelImages: totals.labelImages.sorted { $0.key < $1.key }.map { Int64($0.value) },
            sample: totals.blocks[0].sample.keys.sorted().map(Int64.init))
        try write(partial, isFold: false) { totals.blocks[$0] }
    }

    /// Folds the partials of this process when there are many.
    func foldIfNeeded() throws {
        let singles = partials.filter {
            $0.value.segments.count == 1 && isMine($0.value.segments[0])
        }
        guard singles.count > 1 else { return }
        let bytes = singles.keys.reduce(0) { $0 + (regularFileSize(path($1)) ?? 0) }
        guard singles.count >= Self.mostSingles || bytes >= Self.mostBytes else { return }
        let names = singles.keys.sorted()
        let parts = names.compactMap { partials[$0] }
        try write(Self.sum(parts, plan: planHash), isFold: true) { try self.sum($0, of: names) }
        for name in names {
            try folder.removeNeurons(name)
            partials[name] = nil
        }
    }

    /// The partial that some partials make together, without its blocks.
    private static func sum(_ parts: [NeuronPartial], plan: String) -> NeuronPartial {
        var labels: [Int32: Int64] = [:]
        for part in parts {
            labels.merge(zip(part.labels, part.labelImages), uniquingKeysWith: +)
        }
        return NeuronPartial(
            plan: plan, segments: parts.flatMap(\.segments).sorted(),
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
        _ partial: NeuronPartial, isFold: Bool, block: (Int) throws -> UnitTotals
    ) throws {
        let target = folder.neuronPath(first: partial.segments[0], isFold: isFold)
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
        partials[(target.path as NSString).lastPathComponent] = partial
        covered.formUnion(partial.segments)
    }

    /// Writes the statistics of all segments into the finished file.
    ///
    /// - Parameter rejected: places of the rows of the plan that the file does not have, ascending.
    func write(to writer: EmbeddingWriter, patches: Int, withoutPlaces rejected: [Int]) throws {
        try refresh(whole: false)
        let names = partials.keys.sorted()
        let sum = Self.sum(names.compactMap { partials[$0] }, plan: planHash)
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

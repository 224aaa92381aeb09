internal import Console
internal import Foundation
internal import HDF5
internal import Store

/// What became of a plan's images, as its segments tell.
struct Outcomes {
    private(set) var embedded = 0
    private(set) var rejected = 0
    private(set) var counts = SegmentCounts()
    private(set) var causes: [String: Int] = [:]
    /// Rows of the plan; what is behind them is a variant of one.
    private let rowCount: Int
    private var rejectedPaths: Set<Int> = []
    private(set) var firstReject: String?
    /// Of the texts in all segments.
    private(set) var textWidths = TextWidths()
    /// Of the machines that made the segments, each once.
    private(set) var instructionSets: [String] = []

    init(rowCount: Int) { self.rowCount = rowCount }

    mutating func add(_ segment: SegmentReader) throws {
        embedded += segment.rowCount
        counts += segment.counts
        if !instructionSets.contains(segment.description.instructionSet) {
            instructionSets.append(segment.description.instructionSet)
        }
        for reject in try segment.rejects() { add(reject) }
        try textWidths.add(segment)
    }

    /// Counts a reject, but not the variants of a row that was rejected itself.
    mutating func add(_ reject: Reject) {
        let path = reject.path.hashValue
        if reject.place >= rowCount && rejectedPaths.contains(path) { return }
        rejectedPaths.insert(path)
        rejected += 1
        causes[reject.cause, default: 0] += 1
        if firstReject == nil {
            firstReject = onOneLine("\(displayPath(reject.path)): \(reject.detail)")
        }
    }

    /// "3 truncated, 1 empty".
    var causesText: String {
        causes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}

/// Joins the segments of a plan into the finished file.
struct Joining {
    let plan: Plan
    let planHash: String
    let folder: SegmentFolder
    let layout: EmbeddingLayout
    let output: String
    var run: RunDescription
    let options: OutputOptions

    func reader(_ index: Int) throws -> SegmentReader {
        let description = SegmentDescription(
            plan: planHash, index: index, items: plan.positions(ofSegment: index),
            instructionSet: "")
        return try SegmentReader(folder.segmentPath(index).path, expecting: description)
    }

    /// What the segments hold, before they are joined.
    func outcomes() throws -> Outcomes {
        var outcomes = Outcomes(rowCount: plan.rowCount)
        for index in 0..<plan.segmentCount { try outcomes.add(try reader(index)) }
        return outcomes
    }

    /// Writes the file from the segments, in order, and lets them go; of what they hold only a
    /// block is in memory at a time.
    mutating func join(_ outcomes: Outcomes) throws {
        let sets = outcomes.instructionSets
        if sets.count > 1 || sets.first.map({ $0 != plan.header.instructionSet }) == true {
            guard options.mixedISA else {
                throw Failure(
                    Exit.nothing,
                    "\(folder.path): expected segments computed with one instruction set, found "
                        + "\(sets.joined(separator: " and ")), whose last digits differ; pass "
                        + "--mixed-isa to join them anyway, or remove one kind and run again."
                )
            }
            run.instructionSet = sets.joined(separator: " and ")
        }
        var progress = Progress(total: plan.segmentCount, unit: "segments", quiet: options.quiet)
        defer { progress.end() }
        do {
            let retried = try plan.header.retry.map { retry in
                (
                    file: try EmbeddingReader(output),
                    segments: try (0..<plan.segmentCount).map(reader), items: Set(retry.items)
                )
            }
            let widths =
                try retried.map { try TextWidths($0.file, retriedIn: $0.segments) }
                ?? outcomes.textWidths
            let writer = try EmbeddingWriter(
                path: output, layout: layout, run: run,
                replacing: options.overwrite || options.retryRejects, textWidths: widths,
                linking: options.link)
            do {
                if let retried {
                    try writer.append(
                        retried.file, retriedIn: retried.segments, items: retried.items,
                        betweenBlocks: checkInterruption)
                } else {
                    for index in 0..<plan.segmentCount {
                        try writer.append(try reader(index), betweenBlocks: checkInterruption)
                        progress.update(done: index + 1)
                    }
                }
                try writer.finish()
            } catch let error where isOfSegment(error) {
                writer.abandon()
                throw error
            } catch {
                writer.abandon(afterFailedWrite: error is HDF5Error || error is StoreError)
                throw error
            }
        } catch let error where error is HDF5Error || error is StoreError {
            if isOfSegment(error) { throw error }
            throw failedWrite(error)
        }
    }

    /// Whether an error lies in a segment that was read.
    func isOfSegment(_ error: any Error) -> Bool {
        let file = (error as? HDF5Error)?.file ?? (error as? StoreError)?.damagedFile
        return file.map { $0.hasPrefix(folder.path + "/segment-") } ?? false
    }

    /// Which of some segments are damaged, and how.
    ///
    /// - Parameter whole: whether all of them is read again; else only what is read to open them.
    func damagedSegments(
        of indices: [Int], whole: Bool
    ) throws -> [(index: Int, reason: String)] {
        try indices.compactMap { index in
            try checkInterruption()
            do {
                let segment = try reader(index)
                let damage = whole ? try segment.damage() : []
                return damage.first.map { (index, $0) }
            } catch let error as HDF5Error {
                return (index, error.description)
            } catch let error as StoreError where error.damagedFile != nil {
                return (index, error.description)
            }
        }
    }

    private func checkInterruption() throws {
        guard let code = Interruption.exitCode else { return }
        throw Failure(
            code,
            "interrupted while joining the segments; all are kept in \(folder.path); repeat the "
                + "same command to resume.")
    }

    private func failedWrite(_ error: any Error) -> Failure {
        let needed = byteCount(layout.bytesPerImage * plan.rowCount)
        let free = Machine.freeDisk(near: output).map(byteCount) ?? "an unknown number of bytes"
        return Failure(
            Exit.inputOutput,
            "\(error); the joined file needs about \(needed), and \(free) of disk are free. All "
                + "segments are kept in \(folder.path); repeat the same command to resume.")
    }
}

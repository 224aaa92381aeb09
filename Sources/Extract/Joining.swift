internal import Console
internal import Foundation
internal import HDF5
internal import Store

/// Joins the segments of a plan into the finished file, in three steps: `outcomes` counts rows and
/// rejects and finds the longest texts, `join` copies the rows block by block, and the caller
/// removes the segments.
///
/// Each block is checked against the CRC-32C of its segment as it is read. `EmbeddingWriter` reads
/// the finished file back before it gets its name.
struct Joining {
    /// The plan, whose segments must all exist.
    let plan: Plan
    /// SHA-256 of the header of the plan, which every segment must have.
    let planHash: String
    /// The folder of the segments.
    let folder: SegmentFolder
    /// The data sets of the file.
    let layout: EmbeddingLayout
    /// Path of the file to write.
    let output: String
    /// What the file records of the run.
    var run: RunDescription
    /// The sums of units; nil without `--neurons`.
    let neurons: NeuronFolder?
    /// `--overwrite`, `--link`, `--mixed` and `--retry-rejects` change how segments are joined.
    let options: OutputOptions

    /// Opens segment `index`, computed with any instruction set.
    func reader(_ index: Int) throws -> SegmentReader {
        let description = SegmentDescription(
            plan: planHash, index: index, items: plan.positions(ofSegment: index),
            instructionSet: "")
        return try SegmentReader(folder.segmentPath(index).path, expecting: description)
    }

    /// Counts the rows and rejects of all segments.
    func outcomes() throws -> Outcomes {
        var outcomes = Outcomes(rowCount: plan.rowCount)
        for index in 0..<plan.segmentCount { try outcomes.add(try reader(index)) }
        return outcomes
    }

    /// Writes the file from the segments, in order; a block of rows at a time is in memory.
    ///
    /// - Throws: the error of a damaged segment (`isOfSegment`) as it is, any other as a `Failure`.
    mutating func join(_ outcomes: Outcomes) throws {
        try checkInstructionSets(outcomes.instructionSets)
        do {
            try write(outcomes)
        } catch let error where error is HDF5Error || error is StoreError {
            if isOfSegment(error) { throw error }
            throw failedWrite(error)
        }
    }

    /// Refuses segments of several instruction sets (or devices, batches and versions of PyTorch)
    /// without `--mixed`, which records them.
    private mutating func checkInstructionSets(_ found: [String]) throws {
        var sets = plan.header.update?.instructionSet.components(separatedBy: " and ") ?? []
        for set in found where !sets.contains(set) { sets.append(set) }
        guard sets.count > 1 || sets.first.map({ $0 != plan.header.instructionSet }) == true else {
            return
        }
        guard options.isMixed else {
            throw Failure(
                Exit.nothing,
                "\(folder.path): expected segments computed in one way, found "
                    + "\(sets.joined(separator: " and ")), whose last digits differ; pass "
                    + "--mixed to join them anyway, or remove one kind and run again.")
        }
        run.instructionSet = sets.joined(separator: " and ")
    }

    /// Writes the file; a retry also copies the rows of the finished file.
    private func write(_ outcomes: Outcomes) throws {
        var progress = Progress(total: plan.segmentCount, unit: "segments", quiet: options.quiet)
        defer { progress.end() }
        let retried = try plan.header.retry.map { retry in
            (
                file: try EmbeddingReader(output),
                segments: try (0..<plan.segmentCount).map(reader), items: Set(retry.items)
            )
        }
        let widths =
            try retried.map { try TextWidths($0.file, retriedIn: $0.segments) }
            ?? outcomes.textWidths
        let updated = try updatedRows()
        let exact = try updated?.textWidths(outcomes.textWidths, columns: layout.columns)
        let writer = try EmbeddingWriter(
            path: output, layout: layout, run: run,
            replacing: options.overwrite || options.retryRejects || updated != nil,
            textWidths: exact ?? widths, linking: options.link)
        do {
            if let updated {
                try writer.append(updated, betweenBlocks: checkInterruption)
            } else if let retried {
                try writer.append(
                    retried.file, retriedIn: retried.segments, items: retried.items,
                    betweenBlocks: checkInterruption)
            } else {
                for index in 0..<plan.segmentCount {
                    try writer.append(try reader(index), betweenBlocks: checkInterruption)
                    progress.update(done: index + 1)
                }
            }
            try neurons?.write(
                to: writer, segments: plan.segmentCount, patches: layout.model.patches,
                withoutPlaces: outcomes.rejectedPlaces.sorted())
            try writer.finish { if updated != nil { try plan.updatedFile(output, folder) } }
        } catch let error where isOfSegment(error) {
            writer.abandon()
            throw error
        } catch {
            writer.abandon(afterFailedWrite: error is HDF5Error || error is StoreError)
            throw error
        }
    }

    /// The rows that an update keeps, and those of the segments; nil for other runs.
    private func updatedRows() throws -> UpdatedRows? {
        guard let kept = plan.kept else { return nil }
        let plan = self.plan
        let file = try plan.updatedFile(output, folder)
        guard kept.allSatisfy({ $0 < file.imageCount }) else {
            throw Failure(
                Exit.inputOutput,
                "\(folder.planPath): expected rows of \(output), found others; the file is "
                    + "damaged, so remove the folder to start over.")
        }
        return UpdatedRows(
            file: file, kept: kept, segmentCount: plan.segmentCount, segment: reader
        ) { places in
            try plan.keptImages(places)
        }
    }

    /// Whether an error was raised by reading a segment, not by writing the file.
    func isOfSegment(_ error: any Error) -> Bool {
        let file = (error as? HDF5Error)?.file ?? (error as? StoreError)?.damagedFile
        return file.map {
            $0.hasPrefix(folder.path + "/segment-") || $0.hasPrefix(folder.path + "/neurons-")
        } ?? false
    }

    /// The damaged ones among the segments `indices`, each with the first reason.
    ///
    /// - Parameter whole: whether every byte is checked; otherwise only what opening them reads.
    func damagedSegments(
        of indices: [Int], whole: Bool
    ) throws -> [(index: Int, reason: String)] {
        try neurons?.refresh(whole: whole)
        var damaged: [Int: String] = [:]
        for index in indices {
            try checkInterruption()
            do {
                let segment = try reader(index)
                damaged[index] = whole ? try segment.damage().first : nil
                // The sums of other images, or of a run that was killed, are made again.
                if let known = neurons?.covered[index], try known != segment.imageCheck().value {
                    try neurons?.drop(segment: index)
                }
            } catch let error as HDF5Error {
                damaged[index] = error.description
            } catch let error as StoreError where error.damagedFile != nil {
                damaged[index] = error.description
            }
        }
        if let neurons {
            for index in indices where neurons.covered[index] == nil && damaged[index] == nil {
                damaged[index] = "its statistics of units are missing or damaged"
            }
        }
        return damaged.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// - Throws: `Failure` after SIGINT or SIGTERM. The segments are kept.
    private func checkInterruption() throws {
        guard let code = Interruption.exitCode else { return }
        throw Failure(
            code,
            "interrupted while joining the segments; all are kept in \(folder.path); repeat the "
                + "same command to resume.")
    }

    /// The failure for a disk error, with the needed and the free bytes.
    private func failedWrite(_ error: any Error) -> Failure {
        let needed = byteCount(layout.bytesPerImage * plan.rowCount)
        let free = Machine.freeDisk(near: output).map(byteCount) ?? "an unknown number of bytes"
        return Failure(
            Exit.inputOutput,
            "\(error); the joined file needs about \(needed), and \(free) of disk are free. All "
                + "segments are kept in \(folder.path); repeat the same command to resume.")
    }
}

internal import ArgumentParser
internal import Console
internal import FileSystem
internal import Foundation
internal import Store

/// How far a run is, and what it could not read.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract status",
        abstract: "Print the progress of a run, its missing segments and its rejected images.")

    @Argument(help: "The output file of extract, finished or not.")
    var output: String

    @Option(help: "Rejected images to list; 0 for all.")
    var rejects = 20

    func validate() throws {
        try checkNumber("--rejects", rejects, in: 0...Int.max)
    }

    func run() throws {
        try checkReadable(output)
        let folder = SegmentFolder(output: output)
        let outputExists = isThere(output)
        guard outputExists || folder.hasPlan else {
            throw Failure(
                Exit.nothing,
                "\(output): expected a file written by extract or the folder \(folder.path) of an "
                    + "unfinished run, found neither; give the output name of extract.")
        }
        do {
            let isLinked = outputExists ? try tellFile() : false
            if folder.hasPlan && isLinked {
                printResult("\(folder.path): contains the rows of the file; keep both together")
            } else if folder.hasPlan {
                try tellRun(folder)
            }
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// The result is whether the file is a view over segments.
    private func tellFile() throws -> Bool {
        let file = try EmbeddingReader(output)
        let rejected = try file.rejects()
        printResult(
            "\(output): complete, \(counted(file.imageCount, "image")), "
                + "\(rejected.count) rejected"
                + causes(rejected))
        if let header = try? PlanHeader(json: Array(try file.settings().utf8), file: output) {
            tellNotes(header)
        }
        let kept = Set(try file.explained().map(\.row)).sorted()
        if !kept.isEmpty {
            let paths = try file.paths()
            let shown = kept.prefix(4).map { onOneLine(displayPath(paths[$0])) }
            let more = kept.count > 4 ? " and \(kept.count - 4) more" : ""
            printResult(
                "in full  \(counted(kept.count, "image")): \(shown.joined(separator: ", "))\(more)")
        }
        tellRejects(rejected)
        printResult("next     reduce \(shellText(output))")
        return file.isLinked
    }

    private func tellRun(_ folder: SegmentFolder) throws {
        let (header, hash, list) = try PlanFile.read(folder.planPath)
        let plan = try Plan(header, list, masks: nil)
        let count = plan.segmentCount
        let present = try folder.present(of: count)
        printResult(
            "\(folder.path): run of \(header.createdUTC), \(counted(plan.itemCount, "image")) in "
                + "\(counted(count, "segment")) of at most \(header.segmentItems)")
        var embedded = 0
        var rejected: [Reject] = []
        var paths: Set<[UInt8]> = []
        var damaged: [Int] = []
        for index in present {
            let description = SegmentDescription(
                plan: hash, index: index, items: plan.positions(ofSegment: index),
                instructionSet: "")
            do {
                let segment = try SegmentReader(
                    folder.segmentPath(index).path, expecting: description)
                embedded += segment.rowCount
                // A variant of a rejected row is none of its own.
                for reject in try segment.rejects() {
                    let isNew = paths.insert(reject.path).inserted
                    if isNew || reject.place < plan.rowCount { rejected.append(reject) }
                }
            } catch {
                damaged.append(index)
                printResult("damaged  \(error)")
            }
        }
        printResult(
            "done     \(counted(present.count - damaged.count, "segment")): "
                + "\(counted(embedded, "image")) embedded, "
                + "\(rejected.count) rejected" + causes(rejected))
        tellNotes(header)
        let missing = Set(0..<count).subtracting(present).sorted()
        printResult("missing  " + (missing.isEmpty ? "no segments" : "segments \(ranges(missing))"))
        printResult("running  \(folder.holder ?? "no process at the moment")")
        if !damaged.isEmpty {
            printResult("next     repeat the same command to compute the damaged segments again")
        } else if missing.isEmpty {
            printResult("next     run the same command without --shard to join the segments")
        }
        tellRejects(rejected)
    }

    /// " (3 truncated, 1 empty)"; nothing where nothing was rejected.
    private func causes(_ rejects: [Reject]) -> String {
        var outcomes = Outcomes(rowCount: .max)
        for reject in rejects { outcomes.add(reject) }
        return rejects.isEmpty ? "" : " (\(outcomes.causesText))"
    }

    private func tellNotes(_ header: PlanHeader) {
        if let counts = header.labelCounts { printResult("labels   \(counts.text)") }
        for note in header.notes { printResult("note     \(note)") }
    }

    private func tellRejects(_ all: [Reject]) {
        let shown = rejects == 0 ? all.count : min(rejects, all.count)
        for reject in all.prefix(shown) {
            printResult(
                "rejected \(onOneLine(displayPath(reject.path))): \(reject.cause): "
                    + onOneLine(reject.detail))
        }
        if shown < all.count { printResult("and \(all.count - shown) more; --rejects 0 lists all") }
    }

    /// "0-3, 7, 9-11".
    private func ranges(_ numbers: [Int]) -> String {
        var parts: [String] = []
        var start = 0
        while start < numbers.count {
            var end = start
            while end + 1 < numbers.count && numbers[end + 1] == numbers[end] + 1 { end += 1 }
            parts.append(
                start == end ? "\(numbers[start])" : "\(numbers[start])-\(numbers[end])")
            start = end + 1
        }
        return parts.joined(separator: ", ")
    }
}

/// Whether a finished file is as it was written.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract verify",
        abstract: "Reread a file and compare it with the checksums that it contains.")

    @Argument(help: "A file written by extract, or a map written by reduce.")
    var output: String

    @Flag(help: "Print errors only.")
    var quiet = false

    func run() throws {
        try checkReadable(output)
        let damage: [String]
        let file: EmbeddingReader
        do {
            if try ReductionReader.isMap(output) { return try verifyMap() }
            file = try EmbeddingReader(output)
            damage = try file.damage {
                if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
            }
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error.description)
        }
        for line in damage { printResult(line) }
        guard damage.isEmpty else {
            throw Failure(
                Exit.inputOutput,
                "\(output): \(counted(damage.count, "check")) failed; restore the file from a "
                    + "copy, or run extract again."
            )
        }
        if !quiet {
            printResult("\(output): \(counted(file.imageCount, "image")), all checks passed")
        }
    }

    private func verifyMap() throws {
        let map: Reduction
        do {
            map = try ReductionReader.read(output) {
                if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
            }
        } catch let error as StoreError {
            throw Failure(Exit.inputOutput, error.description)
        }
        if quiet { return }
        printResult(
            "\(output): a map of \(counted(map.paths.count, "row")), "
                + (map.isVerified ? "its checksum is correct" : Reduction.unverifiedNote))
    }
}

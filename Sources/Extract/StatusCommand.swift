internal import ArgumentParser
internal import Console
internal import Curation
internal import FileSystem
internal import Foundation
internal import Store

/// `extract status`: the progress of a run, and the images that it rejected. It changes nothing, so
/// that it can be used while the run works.
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
            let isLinked = outputExists ? try printFile() : false
            if folder.hasPlan && isLinked {
                printResult("\(folder.path): contains the rows of the file; keep both together")
            } else if folder.hasPlan {
                try printRun(folder)
            }
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// Prints the counts of a finished file and returns whether it is a view of segments.
    private func printFile() throws -> Bool {
        let file = try EmbeddingReader(output)
        let rejected = try file.rejects()
        printResult(
            "\(output): complete, \(counted(file.imageCount, "image")), "
                + "\(rejected.count) rejected"
                + causes(rejected))
        if let header = try? PlanHeader(json: Array(try file.settings().utf8), file: output) {
            printNotes(header)
        }
        let kept = Set(try file.explained().map(\.row)).sorted()
        if !kept.isEmpty {
            let paths = try file.paths()
            let shown = kept.prefix(4).map { onOneLine(displayPath(paths[$0])) }
            let more = kept.count > 4 ? " and \(kept.count - 4) more" : ""
            printResult(
                "in full  \(counted(kept.count, "image")): \(shown.joined(separator: ", "))\(more)")
        }
        printRejects(rejected)
        printResult("next     reduce \(shellText(output))")
        return file.isLinked
    }

    /// Prints the progress of an unfinished run.
    private func printRun(_ folder: SegmentFolder) throws {
        let stored = try PlanFile.read(folder.planPath)
        let header = stored.header
        let plan = try Plan(header, stored.list, masks: nil, kept: stored.kept)
        let count = plan.segmentCount
        let present = try folder.present(of: count)
        printResult(
            "\(folder.path): run of \(header.createdUTC), \(counted(plan.itemCount, "image")) in "
                + "\(counted(count, "segment")) of at most \(header.segmentItems)")
        if let update = header.update { printResult("update   \(update.counts.text)") }
        var embedded = 0
        var rejected: [Reject] = []
        var paths: Set<[UInt8]> = []
        var damaged: [Int] = []
        for index in present {
            let description = SegmentDescription(
                plan: stored.hash, index: index, items: plan.positions(ofSegment: index),
                instructionSet: "")
            do {
                let segment = try SegmentReader(
                    folder.segmentPath(index).path, expecting: description)
                embedded += segment.rowCount
                // A rejected row and its variants count once.
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
        printNotes(header)
        let missing = Set(0..<count).subtracting(present).sorted()
        printResult("missing  " + (missing.isEmpty ? "no segments" : "segments \(ranges(missing))"))
        printResult("running  \(folder.holder ?? "no process at the moment")")
        if !damaged.isEmpty {
            printResult("next     repeat the same command to compute the damaged segments again")
        } else if missing.isEmpty {
            printResult("next     run the same command without --shard to join the segments")
        }
        printRejects(rejected)
    }

    /// " (3 truncated, 1 empty)"; nothing where nothing was rejected.
    private func causes(_ rejects: [Reject]) -> String {
        var outcomes = Outcomes(rowCount: .max)
        for reject in rejects { outcomes.add(reject) }
        return rejects.isEmpty ? "" : " (\(outcomes.causesText))"
    }

    /// Prints the counts of the label table and the notes of the listing.
    private func printNotes(_ header: PlanHeader) {
        if let counts = header.labelCounts { printResult("labels   \(counts.text)") }
        for line in header.curation ?? [] { printResult("lists    \(line)") }
        for note in header.notes { printResult("note     \(note)") }
    }

    /// Prints up to `--rejects` rejected images with their reasons.
    private func printRejects(_ all: [Reject]) {
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

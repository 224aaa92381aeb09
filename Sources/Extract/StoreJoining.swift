internal import Console
internal import FileSystem
internal import Foundation
internal import Store

/// Unites finished files of one model: the rows of each, in the order of the files.
///
/// Paths start from the folder that all images are below, so that the joined file is like that of a
/// run on it; labels with one name are one label.
struct StoreJoining {
    let inputs: [String]
    let output: String
    let overwrite: Bool
    let quiet: Bool

    /// A file with the plan of its run.
    private struct Source {
        let file: EmbeddingReader
        let header: PlanHeader
        /// The folder that its paths are relative to, absolute.
        let root: String
    }

    /// Writes the file.
    ///
    /// - Throws: `Failure` with one sentence; an existing output is then as it was.
    func run() throws {
        try OutputRule(inputs: inputs, overwrite: overwrite).check(file: output)
        let lock = try OutputLock(output: output)
        defer { lock.release() }
        let sources = try inputs.map(source)
        try checkReading(sources)
        let labels = try labelNames(sources)
        let columns = columnNames(sources)
        let all = sources.reduce(0) { $0 + $1.header.rowCount }
        var layout = try EmbeddingLayout(
            joining: sources.map(\.file), labelNames: labels, columns: columns)
        layout.plannedImages = all
        let root = Self.common(sources.map(\.root))
        try checkRoom(sources)
        let run = try description(sources, root: root, labels: labels, columns: columns)
        let writer = try EmbeddingWriter(
            path: output, layout: layout, run: run, replacing: overwrite)
        var rows = 0
        do {
            var first = 0
            for source in sources {
                let names = try source.file.labelNames()
                try writer.append(
                    JoinedPart(
                        file: source.file, prefix: Self.prefix(of: source.root, below: root),
                        labels: names.map { Int32(labels.firstIndex(of: $0) ?? -1) },
                        firstPlace: first, plannedRows: source.header.rowCount, allRows: all)
                ) {
                    if let code = Interruption.exitCode {
                        throw Failure(code, "interrupted; nothing was written.")
                    }
                }
                first += source.header.rowCount
            }
            rows = writer.rowCount
            try writer.finish()
        } catch {
            writer.abandon(afterFailedWrite: !(error is Failure))
            throw error
        }
        try report(sources, rows: rows, labels: labels.count)
    }

    /// Opens a file.
    private func source(_ path: String) throws -> Source {
        try checkReadable(path)
        let file = try EmbeddingReader(path)
        let settings = try file.settings()
        guard !settings.isEmpty, file.version >= 2 else {
            throw Failure(
                Exit.nothing,
                "\(path): expected a file with the settings of its run, found one of an early "
                    + "version; run extract again.")
        }
        let header = try PlanHeader(json: Array(settings.utf8), file: path)
        guard header.mosaic == 1 else {
            throw Failure(
                Exit.nothing,
                "\(path): expected single images, found mosaics, which cannot be joined.")
        }
        return Source(
            file: file, header: header, root: header.rootPath ?? absolutePath(header.root))
    }

    /// Refuses files whose images were read in different ways.
    ///
    /// - Throws: `JoinError` with the option.
    private func checkReading(_ sources: [Source]) throws {
        let first = sources[0].header.settings
        for source in sources.dropFirst() {
            var its = first
            its.images = first.images.read(like: source.header.settings.images)
            if let (option, mine, other) = first.difference(from: its) {
                throw JoinError(
                    file: source.file.path, what: option, expected: mine, found: other)
            }
        }
    }

    /// The labels of all files, in byte order.
    private func labelNames(_ sources: [Source]) throws -> [String] {
        let names = Set(try sources.flatMap { try $0.file.labelNames() })
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The further columns of all files, in the order in which they are met.
    private func columnNames(_ sources: [Source]) -> [String] {
        var names: [String] = []
        for name in sources.flatMap(\.header.columns) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// The folder that all of some folders are below, or are.
    static func common(_ roots: [String]) -> String {
        var parts = roots[0].split(separator: "/")
        for root in roots.dropFirst() {
            let other = root.split(separator: "/")
            parts = Array(zip(parts, other).prefix { $0 == $1 }.map(\.0))
        }
        return "/" + parts.joined(separator: "/")
    }

    /// What paths below `root` have to begin with.
    static func prefix(of folder: String, below root: String) -> [UInt8] {
        let depth = root.split(separator: "/").count
        let rest = folder.split(separator: "/").dropFirst(depth)
        return rest.flatMap { pathBytes(String($0)) + [UInt8(ascii: "/")] }
    }

    /// Refuses a disk without room for the file.
    private func checkRoom(_ sources: [Source]) throws {
        let needed = try sources.flatMap { try $0.file.files() }.reduce(0) {
            $0 + (regularFileSize($1) ?? 0)
        }
        if let free = Machine.freeDisk(near: output), free < needed {
            throw Failure(
                Exit.inputOutput,
                "\(output): expected \(byteCount(needed)) of free disk, found \(byteCount(free)); "
                    + "free some space.")
        }
    }

    /// What the file records: the settings of the first, for the images of all.
    private func description(
        _ sources: [Source], root: String, labels: [String], columns: [String]
    ) throws -> RunDescription {
        var header = sources[0].header
        header.root = root
        header.rootPath = root
        header.settings.images.source = root
        header.settings.images.limit = nil
        header.imageCount = sources.reduce(0) { $0 + $1.header.rowCount }
        header.rowCount = header.imageCount
        header.listedRejects = sources.reduce(0) { $0 + ($1.header.listedRejects ?? 0) }
        header.labelNames = labels
        header.columns = columns
        header.hasSplits = sources.contains { $0.header.hasSplits }
        // Those that the runs chose; `extract explain` may have added others.
        (header.explained, header.variants) = ([], [])
        var first = 0
        for source in sources {
            header.explained += source.header.explained.map { $0 + first }
            first += source.header.rowCount
        }
        (header.labelCounts, header.curation) = (nil, nil)
        let notes = sources.flatMap(\.header.notes)
        header.leftOut = notes.isEmpty ? nil : notes.joined(separator: "\n")
        if Set(sources.map(\.header.masksPath)).count > 1 { header.masksPath = nil }
        var sets: [String] = []
        for set in try sources.flatMap({
            try $0.file.instructionSet().components(separatedBy: " and ")
        }) where !sets.contains(set) {
            sets.append(set)
        }
        var run = RunDescription(
            toolVersion: toolVersion, commandLine: CommandLine.arguments,
            uuid: UUID().uuidString.lowercased(), createdUTC: Machine.utcNow, threads: 1,
            seed: header.settings.output.seed,
            instructionSet: sets.joined(separator: " and "), inputVariant: header.variant)
        run.listed = try sources.map { try $0.file.listed() }.min()
        run.settings = String(decoding: try header.json(), as: UTF8.self)
        return run
    }

    /// Prints what was joined, and the images that are there several times.
    private func report(_ sources: [Source], rows: Int, labels: Int) throws {
        if quiet { return }
        if sources.contains(where: \.file.hasNeurons) {
            printMessage(
                "note     the statistics of units (--neurons) are left out, since each covers the "
                    + "images of one file")
        }
        var seen: Set<[UInt8]> = []
        for source in sources {
            let digests = try source.file.digests()
            for row in 0..<source.file.imageCount {
                seen.insert(Array(digests[32 * row..<32 * (row + 1)]))
            }
        }
        if seen.count < rows {
            printMessage(
                "note     \(counted(rows - seen.count, "row")) "
                    + "\(rows - seen.count == 1 ? "has" : "have") the bytes of an earlier one; "
                    + "reduce lists them as exact duplicates")
        }
        printMessage(
            "\(output): \(counted(rows, "image")) of \(counted(sources.count, "file")), "
                + counted(labels, "label"))
        printMessage("next     reduce \(shellText(output))")
    }
}

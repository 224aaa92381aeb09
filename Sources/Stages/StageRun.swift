public import Console
internal import Digest
internal import FileSystem
internal import Store

/// One run of `reduce stage`: the plan, the folder and the rows, with the joined results of the
/// stages before.
public final class StageRun {
    let plan: StagePlan
    /// The hash of the plan.
    let hash: String
    let folder: StageFolder
    let rows: StageRows
    /// Joined results that were opened.
    private var opened: [StageName: PartReader] = [:]

    /// Opens the plan of a folder and checks that the rows are those it was made for.
    ///
    /// - Throws: `Failure` with code 65 for a store that has changed or another one.
    public init(folder: StageFolder, rows: StageRows) throws {
        self.folder = folder
        self.rows = rows
        plan = try StagePlan.read(folder.plan)
        hash = try plan.hash
        let input = try rows.input()
        guard input == plan.input else {
            throw Failure(
                Exit.data,
                "\(folder.plan): expected \(Self.describe(plan.input)), found "
                    + "\(Self.describe(input)); run reduce plan on this store with another --work.")
        }
    }

    private static func describe(_ input: StagePlan.Input) -> String {
        "\(counted(input.rows, "row")) of \(input.columns) numbers (layer \(input.layer), "
            + "\(input.token), contents \(input.contents.prefix(12)))"
    }

    /// The result of a stage before.
    func joined(_ stage: StageName) throws -> PartReader {
        if let reader = opened[stage] { return reader }
        let path = folder.joined(stage)
        guard isThere(path) else {
            throw Failure(
                Exit.tryAgain,
                "\(path): expected the joined result of stage \(stage.rawValue), found none; run "
                    + "reduce stage \(stage.rawValue) --join first.")
        }
        let reader = try PartReader(path)
        try check(reader, stage, piece: -1)
        opened[stage] = reader
        return reader
    }

    /// The partial results of a joined stage, which stay beside it. A file that was changed after
    /// the join is refused.
    func part(_ stage: StageName, _ piece: Int) throws -> PartReader {
        guard isThere(folder.part(stage, piece)) else {
            throw Failure(
                Exit.data,
                "\(folder.part(stage, piece)): expected the piece that was joined, found none; "
                    + "remove \(folder.joined(stage)) and run the stage again.")
        }
        let reader = try openedPart(stage, piece)
        let digests = try joined(stage).read("digests", UInt8(0), 32 * piece..<32 * (piece + 1))
        guard hexadecimal(digests) == reader.digest else {
            throw Failure(
                Exit.data,
                "\(reader.path): expected the file that was joined, found another; remove "
                    + "\(folder.joined(stage)) and join again.")
        }
        return reader
    }

    /// A partial result, checked to be one of this plan.
    private func openedPart(_ stage: StageName, _ piece: Int) throws -> PartReader {
        let reader = try PartReader(folder.part(stage, piece))
        try check(reader, stage, piece: piece)
        return reader
    }

    /// Checks that a file is the result of a piece under this plan, computed from the joined
    /// results that are there.
    private func check(_ reader: PartReader, _ stage: StageName, piece: Int) throws {
        let header = reader.header
        func refuse(_ expected: String, _ found: String) -> Failure {
            Failure(
                Exit.data,
                "\(reader.path): expected \(expected), found \(found); remove it and run the stage "
                    + "again.")
        }
        guard header.plan == hash else {
            throw refuse("a result of the plan \(hash.prefix(12))", "one of another plan")
        }
        guard header.stage == stage, header.piece == piece else {
            throw refuse(
                "\(Self.text(stage, piece))", "\(Self.text(header.stage, header.piece))")
        }
        let inputs = try self.inputs(of: stage)
        guard header.inputs == inputs else {
            let changed = stage.inputs.first { header.inputs[$0.rawValue] != inputs[$0.rawValue] }
            throw refuse(
                "a result from \(folder.joined(changed ?? stage))",
                "one from an earlier state of it")
        }
        try checkShapes(reader, stage, piece: piece)
    }

    private static func text(_ stage: StageName, _ piece: Int) -> String {
        piece < 0 ? "the joined \(stage.rawValue)" : "piece \(piece) of stage \(stage.rawValue)"
    }

    /// The digests of the joined results that a stage reads.
    private func inputs(of stage: StageName) throws -> [String: String] {
        var digests: [String: String] = [:]
        for input in stage.inputs { digests[input.rawValue] = try joined(input).digest }
        return digests
    }

    /// Number of pieces of a stage; 0 for one that is computed as a whole.
    public func pieces(of stage: StageName) throws -> Int {
        switch stage.pieces {
        case .rows: plan.pieces
        case .cells: try CellGroups(try joined(.assign)).count
        case nil: 0
        }
    }

    /// Places in the sample of its rows with the smallest hashes, ascending.
    func samplePlaces(_ count: Int) throws -> [Int] {
        let hashes = try joined(.sample).read("hashes", UInt64(0))
        return hashes.indices.sorted { (hashes[$0], $0) < (hashes[$1], $1) }.prefix(count).sorted()
    }

    // MARK: - Work

    /// Computes the pieces of a task that are missing; none of a stage that is joined.
    ///
    /// - Returns: How many were computed, and how many were there.
    public func compute(
        _ stage: StageName, shard: Shard, quiet: Bool
    ) throws -> (computed: Int, found: Int) {
        let mine = shard.parts(of: try pieces(of: stage))
        if isThere(folder.joined(stage)) {
            _ = try joined(stage)
            return (0, mine.count)
        }
        let inputs = try self.inputs(of: stage)
        try folder.make(stage)
        let work = try StageWork.of(stage, run: self, quiet: quiet)
        var progress = Progress(total: mine.count, unit: "pieces", quiet: quiet)
        defer { progress.end() }
        var found = 0
        for (place, piece) in mine.enumerated() {
            if isThere(folder.part(stage, piece)) {
                _ = try openedPart(stage, piece)
                found += 1
            } else {
                let writer = try PartWriter(folder.part(stage, piece))
                try work.compute(piece, writer)
                try writer.commit(plan: hash, stage: stage, piece: piece, inputs: inputs)
            }
            progress.update(done: place + 1)
        }
        return (mine.count - found, found)
    }

    /// Checks that all pieces are there, whole and of this plan, and writes the joined result.
    ///
    /// - Returns: What is said about it.
    public func join(_ stage: StageName, quiet: Bool) throws -> [String] {
        let path = folder.joined(stage)
        if isThere(path) {
            let reader = try PartReader(path)
            try check(reader, stage, piece: -1)
            return ["kept     \(path), which is there already"]
        }
        let inputs = try self.inputs(of: stage)
        let pieces = try pieces(of: stage)
        let missing = (0..<pieces).filter { !isThere(folder.part(stage, $0)) }
        if let first = missing.first {
            throw Failure(
                Exit.tryAgain,
                "\(folder.part(stage, first)): expected all \(counted(pieces, "piece")) of stage "
                    + "\(stage.rawValue), found \(pieces - missing.count); run its tasks again, "
                    + "which compute only what is missing.")
        }
        let work = try StageWork.of(stage, run: self, quiet: quiet)
        let writer = try PartWriter(path)
        var digests: [UInt8] = []
        var progress = Progress(total: pieces, unit: "pieces", quiet: quiet)
        for piece in 0..<pieces {
            let part = try openedPart(stage, piece)
            try part.verify()
            digests += bytes(hexadecimal: part.digest)
            try work.add(piece, part)
            progress.update(done: piece + 1)
            if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
        }
        progress.end()
        if pieces > 0 { try writer.add("digests", digests, shape: [pieces, 32]) }
        let lines = try work.finish(writer)
        folder.removeLeftovers(stage)
        try writer.commit(plan: hash, stage: stage, piece: -1, inputs: inputs)
        return lines + ["wrote    \(path)"]
    }
}

/// What a stage computes. One value serves the pieces of a task, or one join.
protocol StageComputation {
    /// Computes a piece and writes its sections.
    func compute(_ piece: Int, _ writer: PartWriter) throws
    /// Takes a piece into the join; pieces come in order.
    func add(_ piece: Int, _ part: PartReader) throws
    /// Writes the sections of the joined result, and returns what is said about it.
    func finish(_ writer: PartWriter) throws -> [String]
}

enum StageWork {
    /// The computation of a stage.
    static func of(_ stage: StageName, run: StageRun, quiet: Bool) throws -> any StageComputation {
        switch stage {
        case .moments: MomentsStage(run)
        case .sample: SampleStage(run)
        case .centroids: CentroidsStage(run)
        case .assign: try AssignStage(run)
        case .lists: try ListsStage(run)
        case .graph: try GraphStage(run)
        case .layout: LayoutStage(run, quiet: quiet)
        case .map: try MapStage(run)
        }
    }
}

/// The bytes of a hexadecimal text that `hexadecimal` wrote.
private func bytes(hexadecimal text: String) -> [UInt8] {
    let digits = text.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

internal import Console
internal import Dense

/// Stage `lists`: the rows of each cell together, with their vectors. A task reads from every piece
/// of `assign` the rows of its cells, which lie side by side there.
final class ListsStage: StageComputation {
    private let run: StageRun
    private let groups: CellGroups
    private let counts: [Int64]
    private var rows = 0

    init(_ run: StageRun) throws {
        self.run = run
        let assign = try run.joined(.assign)
        groups = try CellGroups(assign)
        counts = try assign.read("counts", Int64(0))
    }

    /// The rows of some cells in one piece of `assign`.
    private struct Slice {
        /// First of the rows of each cell within the slice, and their number, `[cells + 1]`.
        var starts: [Int]
        var rows: [UInt32]
        var probes: [UInt32]
        var vectors: VectorBlock
    }

    func compute(_ piece: Int, _ writer: PartWriter) throws {
        let cells = groups.cells(ofGroup: piece)
        var slices: [Slice] = []
        for number in 0..<run.plan.pieces {
            if let slice = try slice(of: try run.part(.assign, number), cells) {
                slices.append(slice)
            }
            if let code = Interruption.exitCode {
                throw Failure(code, "interrupted; finished pieces stay.")
            }
        }
        var offsets = [Int64(0)]
        for cell in cells { offsets.append(offsets[offsets.count - 1] + counts[cell]) }
        let found = slices.reduce(0) { $0 + $1.rows.count }
        guard Int64(found) == offsets[offsets.count - 1] else {
            throw PartReader.damaged(
                run.folder.joined(.assign),
                "\(offsets[offsets.count - 1]) rows of a group, not the "
                    + "\(found) of the pieces")
        }
        try writer.add("offsets", offsets)
        let parts = cells.indices.flatMap { cell in
            slices.indices.map { slice in
                let starts = slices[slice].starts
                let place = cell - cells.lowerBound
                return (slice, starts[place]..<starts[place + 1])
            }
        }
        try writer.add("rows", parts.flatMap { slices[$0.0].rows[$0.1] })
        let count = Int(offsets[offsets.count - 1])
        let probes = try run.part(.assign, 0).section("probes").shape[1]
        try writer.begin("probes", of: UInt32.self, shape: [count, probes])
        for (slice, range) in parts {
            try writer.append(
                Array(slices[slice].probes[range.lowerBound * probes..<range.upperBound * probes]))
        }
        writer.end()
        try writer.beginVectors(run.plan.input, rows: count)
        for (slice, range) in parts where !range.isEmpty {
            try writer.append(slices[slice].vectors, rows: Array(range))
        }
        writer.end()
    }

    /// The rows of some cells in a piece of `assign`; nil without any.
    private func slice(of part: PartReader, _ cells: Range<Int>) throws -> Slice? {
        let present = try part.read("cells", UInt32(0))
        let counts = try part.read("counts", UInt32(0))
        var first = 0
        var starts = [0]
        var inGroup: [Int: Int] = [:]
        for (cell, count) in zip(present, counts) {
            if Int(cell) < cells.lowerBound { first += Int(count) }
            if cells.contains(Int(cell)) { inGroup[Int(cell)] = Int(count) }
        }
        for cell in cells { starts.append(starts[starts.count - 1] + (inGroup[cell] ?? 0)) }
        let count = starts[starts.count - 1]
        if count == 0 { return nil }
        let range = first..<first + count
        return Slice(
            starts: starts, rows: try part.read("rows", UInt32(0), range),
            probes: try part.read("probes", UInt32(0), rows: range),
            vectors: try part.vectors(run.plan.input, rows: range))
    }

    func add(_ piece: Int, _ part: PartReader) throws {
        rows += try part.section("rows").count
    }

    func finish(_ writer: PartWriter) throws -> [String] {
        guard rows == run.plan.input.rows else {
            throw Failure(
                Exit.data,
                "\(run.folder.path): expected \(counted(run.plan.input.rows, "row")) in the lists, "
                    + "found \(rows); remove the folder and begin again.")
        }
        try writer.add("rows", [Int64(rows)])
        return ["lists    \(counted(rows, "row")) in \(counted(groups.count, "group")) of cells"]
    }
}

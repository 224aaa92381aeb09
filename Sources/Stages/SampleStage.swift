internal import Console
internal import Dense

/// Stage `sample`: the rows with the smallest hash of their number, whatever the pieces.
///
/// A piece keeps the rows below a bound that the sample lies under with near certainty, with their
/// vectors, so that the join need not read the store.
final class SampleStage: StageComputation {
    private let run: StageRun
    /// Hash, row, piece and place in the piece of each candidate.
    private var candidates: [Candidate] = []

    private struct Candidate {
        let hash: UInt64
        let row: UInt32
        let piece: Int
        let place: Int
    }

    init(_ run: StageRun) { self.run = run }

    /// The hash below which rows are kept: six standard deviations above that of the sample.
    private var bound: UInt64 {
        let (rows, sample) = (
            run.plan.input.rows, min(run.plan.input.rows, run.plan.settings.sample)
        )
        let share = Double(sample) / Double(rows)
        let spread = (share * (1 - share) / Double(rows)).squareRoot()
        let kept = share + 6 * spread + 8 / Double(rows)
        return kept >= 1 ? .max : UInt64(kept * 0x1p64)
    }

    func compute(_ piece: Int, _ writer: PartWriter) throws {
        let range = run.plan.rows(ofPiece: piece)
        let hashes = run.rows.hashes(range, seed: run.plan.settings.seed)
        let bound = bound
        let kept = range.filter { hashes[$0 - range.lowerBound] <= bound }
        try writer.add("hashes", kept.map { hashes[$0 - range.lowerBound] })
        try writer.add("rows", kept.map { UInt32($0) })
        try writer.beginVectors(run.plan.input, rows: kept.count)
        var next = 0
        try run.rows.forEachBlock(range) { rows, block in
            let first = next
            while next < kept.count && kept[next] < rows.upperBound { next += 1 }
            try writer.append(block, rows: kept[first..<next].map { $0 - rows.lowerBound })
        }
        writer.end()
    }

    func add(_ piece: Int, _ part: PartReader) throws {
        let hashes = try part.read("hashes", UInt64(0))
        let rows = try part.read("rows", UInt32(0))
        for (place, (hash, row)) in zip(hashes, rows).enumerated() {
            candidates.append(Candidate(hash: hash, row: row, piece: piece, place: place))
        }
    }

    func finish(_ writer: PartWriter) throws -> [String] {
        candidates.sort { ($0.hash, $0.row) < ($1.hash, $1.row) }
        let chosen = candidates.prefix(run.plan.settings.sample)
        let wanted = min(run.plan.settings.sample, run.plan.input.rows)
        guard chosen.count == wanted else {
            throw Failure(
                Exit.data,
                "\(run.folder.joined(.sample)): expected \(counted(wanted, "row")), found "
                    + "\(chosen.count) in the pieces; remove them and run the stage again.")
        }
        // In the order of the store, each piece is read once.
        let ordered = chosen.sorted { $0.row < $1.row }
        try writer.add("rows", ordered.map(\.row))
        try writer.add("hashes", ordered.map(\.hash))
        try writer.beginVectors(run.plan.input, rows: ordered.count)
        var start = 0
        while start < ordered.count {
            let piece = ordered[start].piece
            let end = ordered[start...].firstIndex { $0.piece != piece } ?? ordered.count
            let part = try PartReader(run.folder.part(.sample, piece))
            let block = try part.vectors(run.plan.input, rows: nil)
            try writer.append(block, rows: ordered[start..<end].map(\.place))
            start = end
        }
        writer.end()
        return ["sample   \(counted(ordered.count, "row"))"]
    }
}

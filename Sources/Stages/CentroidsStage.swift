internal import Clustering
internal import Console
internal import Dense

/// Stage `centroids`: k-means of the sample's rows of length 1.
///
/// Above 1,024 cells k-means has two levels: about the square root of that many clusters of a part
/// of the sample, then each cluster's rows are cut in proportion to their number. Cells that would
/// have more than `StagePlan.largestCell` rows are split further.
final class CentroidsStage: StageComputation {
    private let run: StageRun

    /// The most cells that are made at once.
    static let flatCells = 1024
    /// Rows of the sample per cell at the upper level.
    static let rowsPerCell = 100
    private static let iterations = 25

    init(_ run: StageRun) { self.run = run }

    func compute(_ piece: Int, _ writer: PartWriter) throws {}
    func add(_ piece: Int, _ part: PartReader) throws {}

    func finish(_ writer: PartWriter) throws -> [String] {
        let sample = try run.joined(.sample)
        let vectors = try sample.vectors(run.plan.input, rows: nil)
        let cells = min(run.plan.settings.cells, vectors.rows)
        let top =
            cells <= Self.flatCells ? cells : Int(Double(cells).squareRoot().rounded())
        let count = min(vectors.rows, max(10_000, Self.rowsPerCell * top))
        let part = try run.samplePlaces(count)
        var centroids = kMeans(
            rows(part, of: vectors), clusters: top, seed: run.plan.settings.seed,
            restarts: 1, maximumIterations: Self.iterations
        ).centroids
        let upper = centroids.rows
        let share = Double(cells) / Double(vectors.rows)
        let members = try members(of: centroids, vectors)
        let scale = Double(run.plan.input.rows) / Double(vectors.rows)
        var whole = 0
        var elements: [Float] = []
        for (cell, members) in members.enumerated() {
            let wanted =
                top < cells ? max(1, Int((Double(members.count) * share).rounded())) : 1
            whole += wanted
            elements += try cut(
                members, into: wanted, centroid: Array(centroids.row(cell)), vectors, scale)
        }
        centroids = Matrix(
            rows: elements.count / centroids.columns, columns: centroids.columns,
            elements: elements)
        try writer.add(
            "centroids", centroids.elements, shape: [centroids.rows, centroids.columns])
        let levels = top < cells ? " in two levels (\(upper) above)" : ""
        let added = centroids.rows - whole
        return [
            "cells    \(centroids.rows) by k-means of \(counted(vectors.rows, "row"))\(levels)"
                + (added > 0 ? ", \(added) of them by splitting large ones" : "")
        ]
    }

    /// Rows of length 1 of the sample, `[indices.count, columns]`.
    private func rows(_ indices: [Int], of vectors: VectorBlock) -> Matrix<Float> {
        vectors.rows(indices).unitRows
    }

    /// The rows of the sample in each cell, ascending.
    private func members(
        of centroids: Matrix<Float>, _ vectors: VectorBlock
    ) throws -> [[Int]] {
        let assigner = CellAssigner(centroids)
        var members = [[Int]](repeating: [], count: centroids.rows)
        for start in stride(from: 0, to: vectors.rows, by: StageRows.blockRows) {
            let range = Array(start..<min(vectors.rows, start + StageRows.blockRows))
            let cells = assigner.cells(of: rows(range, of: vectors), count: 1).cells
            for (row, cell) in zip(range, cells) { members[Int(cell)].append(row) }
            if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
        }
        return members
    }

    /// The centroids of `wanted` parts of a cell, and of more where a part would have too many rows
    /// of the store; `scale` is their number per row of the sample.
    private func cut(
        _ members: [Int], into wanted: Int, centroid: [Float], _ vectors: VectorBlock,
        _ scale: Double
    ) throws -> [Float] {
        let estimate = Int(Double(members.count) * scale)
        let isLarge = wanted == 1 && estimate > StagePlan.largestCell
        let count = isLarge ? 2 * estimate / StagePlan.largestCell : wanted
        if count <= 1 || members.count <= 1 { return centroid }
        if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
        let parts = kMeans(
            rows(members, of: vectors), clusters: min(count, members.count),
            seed: run.plan.settings.seed &+ UInt64(members[0]), restarts: 1,
            maximumIterations: Self.iterations)
        // Rows that are all equal cannot be cut.
        if parts.centroids.rows == 1 { return centroid }
        return try (0..<parts.centroids.rows).flatMap { part in
            let own = zip(members, parts.assignments).filter { $0.1 == Int32(part) }.map(\.0)
            return try cut(
                own, into: 1, centroid: Array(parts.centroids.row(part)), vectors, scale)
        }
    }
}

extension VectorBlock {
    /// Some rows, as a block of their own.
    func rows(_ indices: [Int]) -> VectorBlock {
        func chosen<Number>(_ all: [Number]) -> [Number] {
            var chosen: [Number] = []
            chosen.reserveCapacity(indices.count * columns)
            for row in indices { chosen += all[row * columns..<(row + 1) * columns] }
            return chosen
        }
        let chosenValues: Values =
            switch values {
            case .half(let all): .half(chosen(all))
            case .single(let all): .single(chosen(all))
            }
        return VectorBlock(rows: indices.count, columns: columns, values: chosenValues)
    }
}

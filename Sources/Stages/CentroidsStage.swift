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
        let hashes = try sample.read("hashes", UInt64(0))
        let cells = min(run.plan.settings.cells, vectors.rows)
        let top =
            cells <= Self.flatCells ? cells : Int(Double(cells).squareRoot().rounded())
        // Rows of the smallest hashes are a sample of the sample.
        let count = min(vectors.rows, max(10_000, Self.rowsPerCell * top))
        let part = hashes.indices.sorted { (hashes[$0], $0) < (hashes[$1], $1) }.prefix(count)
        var centroids = kMeans(
            rows(part.sorted(), of: vectors), clusters: top, seed: run.plan.settings.seed,
            restarts: 1, maximumIterations: Self.iterations
        ).centroids
        let upper = centroids.rows
        if top < cells {
            let wanted = Double(cells) / Double(vectors.rows)
            centroids = try split(vectors, by: centroids) {
                max(1, Int((Double($0) * wanted).rounded()))
            }
        }
        let scale = Double(run.plan.input.rows) / Double(vectors.rows)
        let whole = centroids.rows
        centroids = try split(vectors, by: centroids) { members in
            let estimate = Int(Double(members) * scale)
            return estimate <= StagePlan.largestCell
                ? 1 : min(members, (2 * estimate - 1) / StagePlan.largestCell + 1)
        }
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

    /// Assigns all rows of the sample to centroids, and replaces each centroid by as many as
    /// `parts` gives for its number of rows. The order of the centroids stays.
    private func split(
        _ vectors: VectorBlock, by centroids: Matrix<Float>, parts: (Int) -> Int
    ) throws -> Matrix<Float> {
        let assigner = CellAssigner(centroids)
        var members = [[Int]](repeating: [], count: centroids.rows)
        for start in stride(from: 0, to: vectors.rows, by: StageRows.blockRows) {
            let range = Array(start..<min(vectors.rows, start + StageRows.blockRows))
            let cells = assigner.cells(of: rows(range, of: vectors), count: 1).cells
            for (row, cell) in zip(range, cells) { members[Int(cell)].append(row) }
            if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
        }
        var elements: [Float] = []
        for (cell, members) in members.enumerated() {
            let count = parts(members.count)
            if count <= 1 || members.count <= 1 {
                elements += centroids.row(cell)
                continue
            }
            elements +=
                kMeans(
                    rows(members, of: vectors), clusters: count,
                    seed: run.plan.settings.seed &+ UInt64(cell), restarts: 1,
                    maximumIterations: Self.iterations
                ).centroids.elements
            if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
        }
        return Matrix(
            rows: elements.count / centroids.columns, columns: centroids.columns,
            elements: elements)
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

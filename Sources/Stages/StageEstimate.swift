internal import Console
internal import Foundation
internal import TSNE

/// What the stages of a plan cost, before they run: files, memory of a task, time of a processor.
public struct StageEstimate {
    let plan: StagePlan
    let tasks: Int

    public init(plan: StagePlan, tasks: Int) { (self.plan, self.tasks) = (plan, tasks) }

    /// The cost of a stage.
    struct Cost {
        var stage: StageName
        /// Number of pieces; 0 for one process.
        var pieces: Int
        /// Bytes that all tasks write.
        var bytes: Int
        /// Bytes of memory of a task, and of the join, with one thread.
        var memory: Int
        /// Seconds of one processor over all tasks.
        var seconds: Double
    }

    /// Products of a second and a processor, in single and double precision: measured on two cores
    /// with AVX2 (Benchmarks/README.md).
    private static let singleRate = 45e9
    private static let doubleRate = 30e9
    /// Bytes that a processor reads, checks and writes in a second.
    private static let byteRate = 4e8
    /// Memory of the program itself.
    private static let base = 80 << 20

    /// The costs of all stages.
    var costs: [Cost] { StageName.allCases.map(cost) }

    private func cost(_ stage: StageName) -> Cost {
        let (rows, columns) = (plan.input.rows, plan.input.columns)
        let settings = plan.settings
        let rowBytes = columns * (plan.input.isHalf ? 2 : 4)
        let unitBytes = 4 * columns
        let block = StageRows.blockRows * (unitBytes + 3 * rowBytes)
        let all = Double(rows * rowBytes) / Self.byteRate
        let products = 2 * Double(rows) * Double(columns)
        let sample = settings.sample
        let piece = min(rows, settings.pieceRows)
        let group = min(rows, settings.groupRows)
        let groups = max(1, rows / settings.groupRows)
        let cell = max(1, rows / settings.cells)
        // Rows that are equal cannot be cut into more cells, and may be many more.
        let largestCell = min(rows, max(StagePlan.largestCell, 3 * cell))
        switch stage {
        case .moments:
            return Cost(
                stage: stage, pieces: plan.pieces, bytes: plan.pieces * columns * columns * 8,
                memory: Self.base + block + 12 * columns * columns * 8,
                seconds: all + products * Double(columns) / 2 / Self.doubleRate)
        case .sample:
            return Cost(
                stage: stage, pieces: plan.pieces, bytes: 2 * sample * (rowBytes + 12),
                memory: Self.base + block + 40 * sample + piece * (rowBytes + 12), seconds: all)
        case .centroids:
            let isFlat = settings.cells <= CentroidsStage.flatCells
            let cells = Double(settings.cells)
            let top = isFlat ? cells : cells.squareRoot()
            let part = min(sample, max(10_000, CentroidsStage.rowsPerCell * Int(top)))
            // 25 iterations of a part, the upper cells of all rows, 25 iterations within these.
            let compared = 25 * Double(part) * top + (isFlat ? 1 : 26) * Double(sample) * top
            return Cost(
                stage: stage, pieces: 0, bytes: settings.cells * unitBytes,
                memory: Self.base + sample * (rowBytes + 24) + 3 * part * unitBytes,
                seconds: 2 * compared * Double(columns) / Self.singleRate)
        case .assign:
            return Cost(
                stage: stage, pieces: plan.pieces,
                bytes: rows * (rowBytes + 8 + 4 * settings.probes),
                memory: Self.base + block + piece * (rowBytes + 24)
                    + 3 * settings.cells * unitBytes / 2
                    + 12 * settings.probes * piece
                    + settings.checkRows * (2 * unitBytes + 40 * settings.neighbors) + 64 << 20,
                seconds: all + products * Double(settings.cells + settings.checkRows)
                    / Self.singleRate)
        case .lists:
            return Cost(
                stage: stage, pieces: groups,
                bytes: rows * (rowBytes + 8 + 4 * settings.probes),
                memory: Self.base
                    + 2 * (group + largestCell) * (rowBytes + 16 + 4 * settings.probes),
                seconds: 3 * all)
        case .graph:
            // A group reads each cell that a hundred or so of its rows search in, 13 ns a number.
            let read =
                Double(groups) * min(Double(settings.cells), Double(group * settings.probes) / 100)
            return Cost(
                stage: stage, pieces: groups, bytes: rows * (4 + 8 * settings.neighbors),
                memory: Self.base + 3 * largestCell * (rowBytes + unitBytes)
                    + group * (2 * unitBytes + 20 * settings.probes + 40 * settings.neighbors),
                seconds: products * Double(cell) * Double(settings.probes) / Self.singleRate
                    + read * Double(cell) * Double(columns) * 1.3e-8)
        case .layout:
            let neighbors = neighborCount(perplexity: settings.perplexity)
            let estimate = TSNE.estimate(
                points: settings.mapRows, neighbors: neighbors, options: TSNEOptions(), threads: 1)
            let scores = settings.mapRows * settings.components
            return Cost(
                stage: stage, pieces: 0, bytes: 4 * scores + 12 * settings.mapRows,
                memory: Self.base + sample * (rowBytes + 24) + settings.mapRows * rowBytes
                    + 16 * scores + 8 * settings.mapRows * neighbors + estimate.bytes,
                seconds: estimate.seconds(TSNEOptions())
                    + Double(settings.mapRows) * Double(scores) * 2 / Self.singleRate)
        case .map:
            let scores = settings.mapRows * settings.components
            return Cost(
                stage: stage, pieces: plan.pieces, bytes: 24 * rows,
                memory: Self.base + block + 16 * scores + 200 * settings.mapRows
                    + piece * (8 * settings.components + 300),
                seconds: all + Double(rows) * Double(scores) * 2 / Self.singleRate
                    + Double(rows) * 5e-5)
        }
    }

    /// Bytes of all results together.
    public var diskBytes: Int { costs.reduce(0) { $0 + $1.bytes } }

    /// Checks that every stage fits the memory that a task may use.
    ///
    /// - Throws: `Failure` that names the largest stage and the option that makes it smaller.
    public func check(fitting memory: Int) throws {
        guard let worst = costs.max(by: { $0.memory < $1.memory }), worst.memory > memory else {
            return
        }
        let option =
            switch worst.stage {
            case .sample, .centroids: "a smaller --sample"
            case .lists, .graph: "fewer --group-rows"
            case .layout: "fewer --map-rows"
            case .assign, .map: "fewer --piece-rows or --probes"
            case .moments: "vectors of fewer numbers"
            }
        throw Failure(
            Exit.usage,
            "--memory: stage \(worst.stage.rawValue) needs \(byteCount(worst.memory)), more than "
                + "\(byteCount(memory)); use \(option), or a higher --memory.")
    }

    /// The lines that are printed.
    public func lines(store: String) -> [String] {
        let input = plan.input
        var lines = [
            "read     \(store): layer \(input.layer), \(input.token), "
                + "\(counted(input.rows, "row")) of \(input.columns) numbers",
            "plan     \(counted(plan.pieces, "piece")) of \(plan.settings.pieceRows) rows, "
                + "\(plan.settings.cells) cells, sample of \(plan.settings.sample) rows, "
                + "\(plan.settings.neighbors) neighbours in the "
                + "\(min(plan.settings.probes, plan.settings.cells)) nearest "
                + "cells",
            "         stage       tasks     files    memory  time of a processor",
        ]
        for cost in costs {
            let count = cost.pieces == 0 ? 1 : min(cost.pieces, tasks)
            lines.append(
                "         "
                    + Self.padded(cost.stage.rawValue, 12, left: true)
                    + Self.padded("\(count)", 5) + Self.padded(byteCount(cost.bytes), 10)
                    + Self.padded(byteCount(cost.memory), 10)
                    + "  \(duration(cost.seconds))")
        }
        lines.append("         each further thread of a task takes up to 32 MiB more")
        let seconds = costs.reduce(0) { $0 + $1.seconds }
        lines.append(
            "         all stages write \(byteCount(diskBytes)) and take \(duration(seconds)) of "
                + "one processor")
        return lines
    }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + spaces : spaces + text
    }
}

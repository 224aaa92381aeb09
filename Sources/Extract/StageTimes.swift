internal import Console

/// Seconds by stage of the work, summed over threads; `--verbose` prints them.
struct StageTimes: Sendable {
    /// The stages of a micro-batch in a worker, and of its rows in the writer.
    enum Stage: String, CaseIterable {
        /// The stages in the order of the table; `text` describes each.
        case read, decode, prepare, forward, pack, wait, write, commit, merge

        /// The stage in words, for the table.
        var text: String {
            switch self {
            case .read: "file reads"
            case .decode: "image decoding, SHA-256"
            case .prepare: "resizing, masks, preview"
            case .forward: "forward pass"
            case .pack: "conversion of tokens to the stored precision"
            case .wait: "waiting for the writer"
            case .write: "writing of rows to segments"
            case .commit: "sync and check of segments"
            case .merge: "joining of segments"
            }
        }

        /// Whether the stage belongs to the worker threads, not to the writer.
        var isWorkers: Bool {
            switch self {
            case .read, .decode, .prepare, .forward, .pack, .wait: true
            case .write, .commit, .merge: false
            }
        }
    }

    /// Seconds of each stage, `[stages]`.
    private var seconds = [Double](repeating: 0, count: Stage.allCases.count)

    /// Seconds of a stage.
    subscript(stage: Stage) -> Double {
        get { seconds[Self.place(stage)] }
        set { seconds[Self.place(stage)] = newValue }
    }

    /// Index of a stage in `seconds`.
    private static func place(_ stage: Stage) -> Int {
        Stage.allCases.firstIndex(of: stage) ?? 0
    }

    /// Adds the seconds of another thread or part.
    static func += (sum: inout StageTimes, other: StageTimes) {
        for index in sum.seconds.indices { sum.seconds[index] += other.seconds[index] }
    }

    /// Runs `body` and adds its time to a stage.
    mutating func measure<Value>(_ stage: Stage, _ body: () throws -> Value) rethrows -> Value {
        let start = ContinuousClock.now
        defer { self[stage] += (ContinuousClock.now - start) / .seconds(1) }
        return try body()
    }

    /// A table with one line per stage: seconds, and milliseconds per image.
    ///
    /// - Parameters:
    ///   - images: images and variants that this process embedded.
    ///   - joined: those of the whole run, some of which earlier processes may have embedded.
    ///   - threads: worker threads, over which the times of the worker stages are summed.
    func table(images: Int, joined: Int, threads: Int) -> [String] {
        let workers = counted(threads, "worker thread")
        var lines = ["stage      seconds     ms/image  (worker stages: sum over \(workers))"]
        for stage in Stage.allCases where self[stage] >= 0.0005 {
            let count = stage == .merge ? joined : images
            let text = columns(
                stage.rawValue, self[stage], 1000 * self[stage] / Double(max(1, count)))
            lines.append("\(text)  \(stage.isWorkers ? "worker" : "writer"): \(stage.text)")
        }
        return lines
    }

    /// Name, seconds and milliseconds in columns of fixed width.
    private func columns(_ name: String, _ seconds: Double, _ milliseconds: Double) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        return name + String(repeating: " ", count: 9 - name.count)
            + padded(rounded(seconds), 9) + padded(rounded(milliseconds), 13)
    }
}

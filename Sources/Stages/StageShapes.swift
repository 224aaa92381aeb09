internal import Console

/// What the sections of each result must be, checked before any of them is used: a file with right
/// checksums may still be one that no task wrote.
extension StageRun {
    /// Checks the shapes of a partial result, or of a joined one (`piece` -1).
    ///
    /// - Throws: `Failure` with code 65.
    func checkShapes(_ reader: PartReader, _ stage: StageName, piece: Int) throws {
        let settings = plan.settings
        let columns = plan.input.columns
        let rows = piece < 0 ? plan.input.rows : pieceLength(stage, piece)
        let sample = min(settings.sample, plan.input.rows)
        switch (stage, piece < 0) {
        case (.moments, let isJoined):
            try reader.require("count", [1])
            try reader.require("mean", [columns])
            try reader.require("scatter", [columns, columns])
            if isJoined {
                let components = try reader.length("variances")
                try reader.require("components", [components, columns])
                try reader.require("ratios", [components])
            }
        case (.sample, let isJoined):
            let length = isJoined ? sample : try reader.length("rows")
            for name in ["rows", "hashes"] { try reader.require(name, [length]) }
            try reader.require("vectors", [length, columns])
        case (.centroids, _):
            let cells = try reader.section("centroids").shape.first ?? 0
            try reader.require("centroids", [max(1, cells), columns])
        case (.assign, false):
            let probes = try reader.section("probes").shape.last ?? 0
            try reader.require("counts", [try reader.length("cells")])
            for name in ["rows", "distances"] { try reader.require(name, [rows]) }
            try reader.require("probes", [rows, max(1, probes)])
            try reader.require("vectors", [rows, columns])
            try checkLists(reader, "check", min(settings.checkRows, sample))
        case (.assign, true):
            let checks = min(settings.checkRows, sample)
            try reader.require("check_ids", [checks])
            try checkLists(reader, "check", checks)
            try checkGroups(reader, cells: try reader.length("counts"))
        case (.lists, false):
            let length = try reader.length("rows")
            let probes = try reader.section("probes").shape.last ?? 0
            try reader.require("offsets", [pieceCells(piece).count + 1])
            try reader.require("probes", [length, max(1, probes)])
            try reader.require("vectors", [length, columns])
        case (.graph, false):
            try checkLists(reader, "neighbor", try reader.length("rows"))
        case (.layout, _):
            let length = max(2, try reader.length("rows"))
            let components = try reader.section("scores").shape.last ?? 0
            try reader.require("rows", [length])
            try reader.require("scores", [length, max(1, components)])
            try reader.require("positions", [length, 2])
        case (.map, _):
            try reader.require("positions", [rows, 2])
            try reader.require("novelty", [rows])
        case (.lists, true), (.graph, true): break
        }
        if piece < 0, stage.pieces != nil {
            try reader.require("digests", [try pieces(of: stage), 32])
        }
    }

    /// Rows of a piece of consecutive rows; 0 for one of cells.
    private func pieceLength(_ stage: StageName, _ piece: Int) -> Int {
        stage.pieces == .rows ? plan.rows(ofPiece: piece).count : 0
    }

    private func pieceCells(_ piece: Int) throws -> Range<Int> {
        try CellGroups(try joined(.assign)).cells(ofGroup: piece)
    }

    private func checkLists(_ reader: PartReader, _ name: String, _ rows: Int) throws {
        for part in ["rows", "distances"] {
            try reader.require("\(name)_\(part)", [rows, plan.settings.neighbors])
        }
    }

    /// Checks that the groups are all cells, in order.
    private func checkGroups(_ reader: PartReader, cells: Int) throws {
        let starts = try reader.read("groups", Int64(0))
        guard starts.count > 1, starts.first == 0, starts.last == Int64(cells),
            zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw PartReader.damaged(reader.path, "groups that are not those of all cells") }
    }
}

extension PartReader {
    /// Checks the shape of a section.
    func require(_ name: String, _ shape: [Int]) throws {
        let found = try section(name).shape
        guard found == shape else {
            throw Self.damaged(path, "\"\(name)\" of shape \(found) instead of \(shape)")
        }
    }

    /// The length of a section of one dimension.
    func length(_ name: String) throws -> Int {
        let shape = try section(name).shape
        guard shape.count == 1 else {
            throw Self.damaged(path, "\"\(name)\" of shape \(shape)")
        }
        return shape[0]
    }
}

import Dense
import Foundation
import Neighbors
import ProgramRunner
import Store
import Testing
import Tokens

@testable import Stages

/// Rows that are not a mixture of groups: images, copies, many cells.
@Suite("The rows of a reduction in stages") struct StageDataTests {
    /// Compares the lists of all groups with an exact search among all rows.
    private func expectExact(_ work: String, _ units: Matrix<Float>, count: Int) throws {
        let folder = StageFolder(work)
        let exact = exactNeighbors(of: units, count: count)
        var seen = 0
        for group in 0..<(try CellGroups(PartReader(folder.joined(.assign)))).count {
            let part = try PartReader(folder.part(.graph, group))
            let found = try part.read("neighbor_rows", UInt32(0))
            for (place, row) in try part.read("rows", UInt32(0)).enumerated() {
                #expect(
                    exact.entries(ofRow: Int(row)).map { UInt32(exact.columns[$0]) }
                        == Array(found[place * count..<(place + 1) * count]), "row \(row)")
                seen += 1
            }
        }
        #expect(seen == units.rows)
    }

    @Test("Images of a store and of linked segments, at any layer and token")
    func images() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog"], count: 20, to: folder)
        for (name, options) in [("whole.h5", [String]()), ("linked.h5", ["--link"])] {
            let store = folder.file(name)
            let made = try runProgram(
                "extract", [images, store, "--segment", "8", "--quiet"] + options)
            #expect(made.code == 0, "\(made.errors)")
            let work = folder.file(name + " work")
            let plan = try runProgram(
                "reduce",
                [
                    "plan", store, "--work", work, "--layer", "5", "--token", "mean", "--cells",
                    "3", "--probes", "3", "--neighbor-count", "7", "--quiet",
                ])
            #expect(plan.code == 0, "\(plan.errors)")
            let run = try runShell(#"make -C "$1" TASKS=2 2>&1"#, [work])
            #expect(run.code == 0, "\(run.output)")
            let block = try EmbeddingReader(store).tokens(.block(5), .mean, images: Array(0..<40))
            try expectExact(work, block.unitRows, count: 7)
        }
        // Another kind of input than the plan's.
        let vectors = folder.file("vectors.npy")
        writeVectors(vectors, rows: 40, columns: 192)
        let other = try runProgram(
            "reduce",
            ["stage", "map", vectors, "--work", folder.file("whole.h5 work"), "--join"])
        #expect(other.code == 65 && other.errors.contains("a file of extract"), "\(other.errors)")
    }

    @Test("Copies list one another by row, and the sample has its share of them")
    func copies() throws {
        let folder = try TemporaryFolder()
        let (rows, columns) = (2500, 16)
        var generator = CounterGenerator(seed: 3)
        let copy = (0..<columns).map { _ in Float(generator.normal()) }
        var numbers: [Float] = []
        for row in 0..<rows {
            numbers += row % 5 < 3 ? copy : (0..<columns).map { _ in Float(generator.normal()) }
        }
        let vectors = folder.file("vectors.npy")
        writeVectors(vectors, numbers, columns: columns, half: false)
        let work = folder.file("work")
        let plan = try runProgram(
            "reduce",
            [
                "plan", vectors, "--work", work, "--piece-rows", "1024", "--group-rows", "500",
                "--cells", "10", "--probes", "10", "--neighbor-count", "12", "--sample", "1000",
                "--map-rows", "500", "--quiet",
            ])
        #expect(plan.code == 0, "\(plan.errors)")
        let run = try runShell(#"make -C "$1" TASKS=1 2>&1"#, [work])
        #expect(run.code == 0, "\(run.output)")
        let units = VectorBlock(Matrix(rows: rows, columns: columns, elements: numbers)).unitRows
        try expectExact(work, units, count: 12)
        let sample = try PartReader(StageFolder(work).joined(.sample)).read("rows", UInt32(0))
        #expect(sample.count == 1000)
        #expect((530...670).contains(sample.count { $0 % 5 < 3 }))
    }

    @Test("Cells in two levels, and large cells cut, have all rows and probes of their own")
    func manyCells() throws {
        let folder = try TemporaryFolder()
        let vectors = folder.file("vectors.npy")
        writeVectors(vectors, rows: 22_000, columns: 6)
        for (name, cells) in [("many", 1100), ("one", 1)] {
            let work = folder.file(name)
            let options = [
                "plan", vectors, "--work", work, "--cells", "\(cells)", "--sample", "6000",
                "--probes", "8", "--check-rows", "100", "--quiet",
            ]
            #expect(try runProgram("reduce", options).code == 0)
            for stage in ["sample", "centroids", "assign"] {
                for part in [["--shard", "0/1"], ["--join"]]
                where stage != "centroids" || part == ["--join"] {
                    let done = try runProgram(
                        "reduce", ["stage", stage, vectors, "--work", work, "--quiet"] + part)
                    #expect(done.code == 0, "\(done.errors)")
                }
            }
            let counts = try PartReader(StageFolder(work).joined(.assign)).read("counts", Int64(0))
            #expect(counts.reduce(0, +) == 22_000)
            if cells == 1 {
                #expect((2...4).contains(counts.count) && counts.allSatisfy { $0 < 20_000 })
            } else {
                #expect((1000...1200).contains(counts.count) && counts.count { $0 > 0 } > 1000)
            }
            // A row's first probe is its own cell.
            let part = try PartReader(StageFolder(work).part(.assign, 0))
            let probes = try part.read("probes", UInt32(0))
            let each = probes.count / (try part.length("rows"))
            let own = zip(try part.read("cells", UInt32(0)), try part.read("counts", UInt32(0)))
                .flatMap { [UInt32](repeating: $0, count: Int($1)) }
            #expect(own == stride(from: 0, to: probes.count, by: each).map { probes[$0] })
        }
    }

    @Test("Results with right checksums and wrong contents are refused, and nothing traps")
    func liars() throws {
        let staged = try StagedVectors()
        try staged.plan("work")
        try staged.run(StageName.allCases.map(\.rawValue), "work", tasks: 1)
        let folder = StageFolder(staged.work("work"))
        let hash = try StagePlan.read(folder.plan).hash
        /// Writes a result again with some sections changed; the stage must refuse it.
        func lie(
            _ stage: StageName, piece: Int, in reading: String, _ part: [String],
            _ change: (PartReader, PartWriter) throws -> Void
        ) throws {
            let path = piece < 0 ? folder.joined(stage) : folder.part(stage, piece)
            let right = try Data(contentsOf: URL(fileURLWithPath: path))
            let reader = try PartReader(path)
            let writer = try PartWriter(path)
            try change(reader, writer)
            try writer.commit(
                plan: hash, stage: stage, piece: piece, inputs: reader.header.inputs)
            let said = try staged.stage(reading, "work", part, code: 65)
            #expect(said.contains(path), "\(said)")
            try right.write(to: URL(fileURLWithPath: path))
        }
        let manager = FileManager.default
        try manager.removeItem(atPath: folder.joined(.moments))
        try lie(.moments, piece: 0, in: "moments", ["--join"]) { _, writer in
            try writer.add("count", [Int64]())
        }
        try lie(.moments, piece: 1, in: "moments", ["--join"]) { _, writer in
            try writer.add("count", [Int64(3)])
            try writer.add("mean", [1.0])
            try writer.add("scatter", [1.0], shape: [1, 1])
        }
        try staged.stage("moments", "work", ["--join"])
        try manager.removeItem(atPath: folder.joined(.graph))
        try lie(.assign, piece: -1, in: "graph", ["--shard", "0/1"]) { reader, writer in
            try writer.add("counts", reader.read("counts", Int64(0)))
            try writer.add("groups", [Int64(0), 9, 5, 20])
            try writer.add("check_ids", reader.read("check_ids", UInt32(0)))
            for name in ["check_rows"] {
                try writer.add(name, reader.read(name, UInt32(0)), shape: [200, 10])
            }
            try writer.add(
                "check_distances", reader.read("check_distances", Float(0)), shape: [200, 10])
        }
        try lie(.centroids, piece: -1, in: "assign", ["--shard", "0/1"]) { _, writer in
            try writer.add("centroids", [Float](), shape: [0, 24])
        }
        try lie(.layout, piece: -1, in: "map", ["--shard", "0/1"]) { _, writer in
            try writer.add("rows", [UInt32]())
            try writer.add("scores", [Float](), shape: [0, 8])
            try writer.add("positions", [Float](), shape: [0, 2])
        }
        // A plan that a person has edited.
        let plan = try String(contentsOfFile: folder.plan, encoding: .utf8)
        for edited in ["9223372036854774784", "0", "1000", "-1024"] {
            try plan.replacingOccurrences(
                of: "\"pieceRows\" : 1024", with: "\"pieceRows\" : \(edited)"
            )
            .write(toFile: folder.plan, atomically: true, encoding: .utf8)
            try staged.stage("moments", "work", ["--shard", "0/1"], code: 65)
        }
    }
}

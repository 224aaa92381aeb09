import Dense
import FileSystem
import Foundation
import Neighbors
import ProgramRunner
import Testing

@testable import Stages

@Suite("reduce plan and reduce stage") struct StageTests {
    private static let oddName = "work # {} $x 'with' spaces"
    private static let stages = StageName.allCases.map(\.rawValue)

    @Test("Bytes depend neither on the number of tasks nor on threads")
    func sameBytes() throws {
        let staged = try StagedVectors()
        try staged.plan("one")
        try staged.plan("many", ["--tasks", "7", "--memory", "1G"])
        try staged.run(Self.stages, "one", tasks: 1)
        try staged.run(Self.stages, "many", tasks: 7, threads: 1)
        let (one, many) = (try staged.results("one"), try staged.results("many"))
        #expect(one.count > 15 && one.keys == many.keys)
        for (name, bytes) in one { #expect(many[name] == bytes, "\(name)") }
        // What is there is neither computed nor joined again, nor what a joined stage had.
        let manager = FileManager.default
        try manager.removeItem(atPath: staged.work("one") + "/graph/00001.part")
        #expect(
            try staged.stage("graph", "one", ["--shard", "0/1"]).contains("0 pieces computed"))
        #expect(try staged.stage("graph", "one", ["--join"]).contains("kept"))
        try manager.removeItem(atPath: staged.work("one") + "/graph.joined")
        #expect(
            try staged.stage("graph", "one", ["--shard", "0/1"]).contains("1 piece computed"))
        try staged.stage("graph", "one", ["--join"])
        #expect(try staged.results("one") == one)
    }

    @Test("With all cells the graph is exact, and the moments are those of all rows")
    func exact() throws {
        let staged = try StagedVectors(half: false)
        try staged.plan("all", ["--probes", "20"])
        try staged.run(Self.stages, "all", tasks: 2)
        let folder = StageFolder(staged.work("all"))
        let vectors = try rows(staged)
        let units = VectorBlock(vectors).unitRows
        let exact = exactNeighbors(of: units, count: 10)
        let groups = try CellGroups(PartReader(folder.joined(.assign)))
        var seen = 0
        for group in 0..<groups.count {
            let part = try PartReader(folder.part(.graph, group))
            let found = try part.read("neighbor_rows", UInt32(0))
            let distances = try part.read("neighbor_distances", Float(0))
            for (place, row) in try part.read("rows", UInt32(0)).enumerated() {
                let entries = exact.entries(ofRow: Int(row))
                #expect(
                    entries.map { UInt32(exact.columns[$0]) }
                        == Array(found[place * 10..<(place + 1) * 10]))
                #expect(
                    entries.map { exact.values[$0] }
                        == Array(distances[place * 10..<(place + 1) * 10]))
                seen += 1
            }
        }
        #expect(seen == StagedVectors.rows)
        #expect(try PartReader(folder.joined(.graph)).read("recall", 0.0)[0] == 1)
        let moments = try PartReader(folder.joined(.moments))
        let mean = try moments.read("mean", 0.0)
        for column in 0..<StagedVectors.columns {
            let direct =
                (0..<vectors.rows).reduce(0.0) { $0 + Double(vectors[$1, column]) }
                / Double(vectors.rows)
            #expect(abs(mean[column] - direct) < 1e-12)
        }
    }

    @Test("Rows of the sample keep their places on the map, and the others are placed among them")
    func map() throws {
        let staged = try StagedVectors()
        try staged.plan("work")
        try staged.run(["moments", "sample", "centroids", "assign"], "work", tasks: 2)
        try staged.run(["layout", "map"], "work", tasks: 2)
        let folder = StageFolder(staged.work("work"))
        let layout = try PartReader(folder.joined(.layout))
        let map = try PartReader(folder.joined(.map))
        let (rows, places) = (
            try layout.read("rows", UInt32(0)), try layout.read("positions", Float(0))
        )
        #expect(rows.count == 400)
        let all = try map.read("positions", Float(0))
        #expect(all.count == 2 * StagedVectors.rows && all.allSatisfy(\.isFinite))
        for (place, row) in rows.enumerated() {
            #expect(all[2 * Int(row)] == places[2 * place])
            #expect(all[2 * Int(row) + 1] == places[2 * place + 1])
        }
        let novelty = try map.read("novelty", Float(0))
        #expect(novelty.allSatisfy { (0...1).contains($0) })
        // Rows of one distribution: about one per cent is beyond 0.99, and half beyond the median.
        #expect((10...150).contains(novelty.count { $0 > 0.99 }))
        #expect((1200...1900).contains(novelty.count { $0 > 0.5 }))
        // Twelve groups keep more neighbours than chance, which is 10 of 3,000.
        #expect(try map.read("recall", 0.0)[0] > 0.03)
    }

    private func rows(_ staged: StagedVectors) throws -> Matrix<Float> {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: staged.vectors)).dropFirst(128)
        let numbers = singles(littleEndian: Array(bytes)[...])
        return Matrix(
            rows: StagedVectors.rows, columns: StagedVectors.columns, elements: numbers)
    }

    @Test("The sample is the rows of the smallest hashes, whatever the pieces")
    func sample() throws {
        let staged = try StagedVectors()
        try staged.plan("small")
        try staged.plan("large", ["--piece-rows", "3072"])
        try staged.run(["sample"], "small", tasks: 2)
        try staged.run(["sample"], "large", tasks: 1)
        let small = try PartReader(StageFolder(staged.work("small")).joined(.sample))
        let large = try PartReader(StageFolder(staged.work("large")).joined(.sample))
        let generator = CounterGenerator(seed: 0)
        let wanted = (0..<StagedVectors.rows).sorted {
            generator.bits(at: UInt64($0)) < generator.bits(at: UInt64($1))
        }.prefix(1000).sorted()
        for reader in [small, large] {
            #expect(try reader.read("rows", UInt32(0)).map { Int($0) } == wanted)
        }
        #expect(
            try small.read("vectors", HalfBits(0)) == large.read("vectors", HalfBits(0)))
    }

    @Test("A stage needs the stages before it, all pieces, and the rows of its plan")
    func order() throws {
        let staged = try StagedVectors()
        #expect(
            try staged.stage("moments", "none", ["--join"], code: 65).contains("reduce plan"))
        try staged.plan("work")
        let early = try staged.stage("assign", "work", ["--shard", "0/1"], code: 75)
        #expect(early.contains("run reduce stage sample --join first"), "\(early)")
        try staged.stage("sample", "work", ["--shard", "0/2"])
        let missing = try staged.stage("sample", "work", ["--join"], code: 75)
        #expect(missing.contains("00001.part") && missing.contains("found 2"), "\(missing)")
        #expect(!FileManager.default.fileExists(atPath: staged.work("work") + "/sample.joined"))
        try staged.stage("sample", "work", ["--shard", "2/2"], code: 64)
        try staged.stage("sample", "work", [], code: 64)
        try staged.stage("sample", "work", ["--join", "--shard", "0/2"], code: 64)
        try staged.stage("centroids", "work", ["--shard", "0/1"], code: 64)
        // A folder has one plan.
        let other = try staged.plan("work", ["--seed", "5"], code: 65)
        #expect(other.errors.contains("--work"), "\(other.errors)")
        #expect(try staged.plan("work").errors.contains("same plan"))
        writeVectors(staged.vectors, rows: 3000, columns: 24, seed: 2)
        let changed = try staged.stage("sample", "work", ["--shard", "1/2"], code: 65)
        #expect(changed.contains("contents"), "\(changed)")
    }

    @Test("Foreign, truncated and altered results are refused in a sentence, and none is joined")
    func refusals() throws {
        let staged = try StagedVectors()
        try staged.plan("work")
        try staged.plan("other", ["--seed", "5"])
        try staged.run(["sample"], "work", tasks: 1)
        try staged.run(["sample"], "other", tasks: 1)
        let (part, joined) = (
            staged.work("work") + "/sample/00001.part", staged.work("work") + "/sample.joined"
        )
        try FileManager.default.removeItem(atPath: joined)
        let whole = try Data(contentsOf: URL(fileURLWithPath: part))
        func refuse(_ bytes: Data, _ text: String) throws {
            try bytes.write(to: URL(fileURLWithPath: part))
            let said = try staged.stage("sample", "work", ["--join"], code: 65)
            #expect(said.contains(part) && said.contains(text), "\(said)")
            #expect(!FileManager.default.fileExists(atPath: joined))
        }
        let other = URL(fileURLWithPath: staged.work("other") + "/sample/00001.part")
        try refuse(try Data(contentsOf: other), "another plan")
        let piece = URL(fileURLWithPath: staged.work("work") + "/sample/00000.part")
        try refuse(try Data(contentsOf: piece), "piece 0")
        try refuse(Data("text".utf8), "another file")
        for length in stride(from: 8, to: whole.count, by: 577) {
            try refuse(whole.prefix(length), "damaged")
        }
        try whole.write(to: URL(fileURLWithPath: part))
        try staged.stage("sample", "work", ["--join"])
        let right = try Data(contentsOf: URL(fileURLWithPath: joined))
        var refused = 0
        let places = Array(stride(from: 8, to: whole.count, by: 331))
        for place in places {
            try FileManager.default.removeItem(atPath: joined)
            var altered = whole
            altered[place] ^= 4
            try altered.write(to: URL(fileURLWithPath: part))
            let result = try runProgram(
                "reduce",
                ["stage", "sample", staged.vectors, "--work", staged.work("work"), "--join"])
            if result.code == 0 {
                // Bytes between sections are not part of the result.
                #expect(try Data(contentsOf: URL(fileURLWithPath: joined)) == right)
                continue
            }
            refused += 1
            #expect(result.code == 65 && result.errors.contains(part), "\(result.errors)")
            try right.write(to: URL(fileURLWithPath: joined))
        }
        #expect(refused > places.count * 9 / 10, "\(refused) of \(places.count)")
        try whole.write(to: URL(fileURLWithPath: part))
        // A joined result of an earlier state: later stages are those of that one.
        try staged.run(["centroids", "assign"], "work", tasks: 1)
        try Data(contentsOf: URL(fileURLWithPath: staged.work("other") + "/sample.joined"))
            .write(to: URL(fileURLWithPath: joined))
        let foreign = try staged.stage("lists", "work", ["--shard", "0/1"], code: 65)
        #expect(foreign.contains("another plan"), "\(foreign)")
    }

    @Test("A full disk and a kill leave no result that is not whole, and the same command goes on")
    func faults() throws {
        let staged = try StagedVectors()
        try staged.plan("work")
        let arguments = ["stage", "sample", staged.vectors, "--work", staged.work("work")]
        let full = try runProgram("reduce", arguments + ["--shard", "0/1"], fileLimit: 4096)
        #expect(full.code == 74, "\(full.code) \(full.errors)")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: staged.work("work") + "/sample")
        #expect(names.isEmpty, "\(names)")
        for delay in [1, 20, 60] {
            _ = try runProgram(
                "reduce", arguments + ["--shard", "0/1"], signal: (9, afterMilliseconds: delay))
        }
        try staged.run(["sample"], "work", tasks: 1)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: staged.work("work") + "/sample")
        #expect(left.sorted() == ["00000.part", "00001.part", "00002.part"])
    }

    @Test("Too few rows, a row of NaN and rows that are all equal are refused in a sentence")
    func inputs() throws {
        let staged = try StagedVectors()
        writeVectors(staged.vectors, rows: 9, columns: 24)
        #expect(try staged.plan("few", code: 65).errors.contains("at least 10 rows"))
        var numbers = [Float](repeating: 1, count: 2000 * 24)
        writeVectors(staged.vectors, numbers, columns: 24, half: false)
        try staged.plan("equal")
        try staged.run(
            ["moments", "sample", "centroids", "assign", "lists", "graph"], "equal", tasks: 1)
        let equal = try staged.stage("layout", "equal", ["--join"], code: 65)
        #expect(equal.contains("ten different rows"), "\(equal)")
        numbers[1520 * 24 + 3] = .nan
        writeVectors(staged.vectors, numbers, columns: 24, half: false)
        try staged.plan("nan")
        let nan = try staged.stage("moments", "nan", ["--shard", "0/1"], code: 65)
        #expect(nan.contains("row 1520"), "\(nan)")
    }

    @Test("The Makefile runs all stages, and nothing again")
    func makefile() throws {
        let staged = try StagedVectors()
        try staged.plan(Self.oddName, ["--tasks", "3"])
        let script = #"make -C "$1" JOBS=2 2>&1"#
        let first = try runShell(script, [staged.work(Self.oddName)])
        #expect(first.code == 0 && first.output.contains("recall"), "\(first.output)")
        let touched = staged.work(Self.oddName) + "/moments.joined"
        let second = try runShell(
            "touch \"$2\"; " + script, [staged.work(Self.oddName), touched])
        #expect(second.code == 0 && second.output.contains("Nothing to be done"))
    }
}

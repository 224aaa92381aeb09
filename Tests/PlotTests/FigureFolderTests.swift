import Foundation
import ProgramRunner
import Testing

@testable import Plot

/// What `plot` may write over, and how it ends when it is told to.
@Suite("plot's folder") struct FigureFolderTests {
    private let folder: TemporaryFolder
    private let manager = FileManager.default
    private var figures: String { folder.file("figures") }

    init() throws { folder = try TemporaryFolder() }

    /// A map of three groups of vectors.
    private func map(_ name: String, rows: Int = 24) throws -> String {
        let path = folder.file(name)
        try manager.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let vectors = folder.file("\(UUID().uuidString).npy")
        var values: [[Float]] = []
        for row in 0..<rows {
            let noise = (0..<6).map { (row * 7919 + $0 * 104_729) % 1000 }
            values.append(
                noise.enumerated().map { column, number in
                    Float(number) / 2000 + (row % 3 == column % 3 ? Float(5) : 0)
                })
        }
        try writeNumpy(values, to: vectors)
        let result = try runProgram("reduce", [vectors, "-o", path, "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
        return path
    }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test("Files that plot wrote are replaced unasked, others only with --overwrite, maps never")
    func foreign() throws {
        let map = try map("tsne.h5")
        for format in ["png", "svg", "pdf"] {
            for _ in 0..<2 {
                let again = try runProgram("plot", [map, "-o", figures, "--format", format])
                #expect(again.code == 0, "\(again.errors)")
            }
            for name in ["scatter.\(format)", "index.html", "map.html"] {
                let path = figures + "/" + name
                let own = try bytes(path)
                try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
                let other = name == "index.html" ? "scatter.\(format)" : "index.html"
                let untouched = try manager.attributesOfItem(atPath: figures + "/" + other)
                let arguments = [map, "-o", figures, "--format", format, "--quiet"]
                let refused = try runProgram("plot", arguments)
                #expect(refused.code == 2)
                #expect(
                    refused.errors.contains("\(path): expected a free name, found a file that"),
                    "\(refused.errors)")
                #expect(try bytes(path) == Data("mine".utf8))
                let after = try manager.attributesOfItem(atPath: figures + "/" + other)
                #expect(
                    untouched[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int,
                    "checked before anything is drawn")
                #expect(try runProgram("plot", arguments + ["--overwrite"]).code == 0)
                #expect(try bytes(path) == own)
            }
        }
        // An image that plot would not write is nobody's business.
        try Data("mine".utf8).write(to: URL(fileURLWithPath: figures + "/holiday.png"))
        #expect(try runProgram("plot", [map, "-o", figures]).code == 0)
        let before = try bytes(map)
        try manager.createDirectory(atPath: folder.file("f"), withIntermediateDirectories: true)
        try manager.linkItem(atPath: map, toPath: folder.file("f/index.html"))
        let refused = try runProgram("plot", [map, "-o", folder.file("f"), "--overwrite"])
        #expect(refused.code == 2)
        #expect(refused.errors.contains("found an input of this command"), "\(refused.errors)")
        try manager.linkItem(atPath: map, toPath: folder.file("f/map.html"))
        let page = try runProgram(
            "plot", [map, "-o", folder.file("f"), "--overwrite", "--figure", "page"])
        #expect(page.code == 2 && page.errors.contains("found an input"), "\(page.errors)")
        #expect(try bytes(map) == before)
        #expect(try runProgram("plot", [map, "-o", map]).code == 2)
    }

    @Test("Maps of one name keep their figures apart")
    func repeatedNames() throws {
        let (a, b) = (try map("A/tsne.h5"), try map("B/tsne.h5", rows: 30))
        let result = try runProgram("plot", [a, b, "-o", figures])
        #expect(result.code == 0, "\(result.errors)")
        let written = result.output.split(separator: "\n")
        #expect(Set(written).count == written.count)
        for name in ["A-tsne-scatter.png", "B-tsne-scatter.png"] {
            #expect(manager.fileExists(atPath: figures + "/" + name))
        }
        let page = try String(contentsOfFile: figures + "/index.html", encoding: .utf8)
        #expect(page.contains("A-tsne-scatter.png") && page.contains("B-tsne-scatter.png"))
    }

    @Test("Names repeat only as far up as the folders do, and numbers come last")
    func names() {
        #expect(distinctNames(of: ["/x/a.h5", "/x/b.h5"]) == ["a", "b"])
        #expect(distinctNames(of: ["/x/a.h5", "/y/a.h5", "/y/c.h5"]) == ["x-a", "y-a", "c"])
        #expect(
            distinctNames(of: ["/x/1/a.h5", "/y/1/a.h5", "/y/2/a.h5"])
                == ["x-1-a", "y-1-a", "2-a"])
        #expect(distinctNames(of: ["/a.h5", "/a.h5"]) == ["a", "a-2"])
        #expect(distinctNames(of: ["/x/a.h5", "/y/a.h5", "/z/x-a.h5"]).count == 3)
        let hard = distinctNames(of: ["/x/a.h5", "/y/a.h5", "/z/x-a.h5", "/x/a.png"])
        #expect(Set(hard).count == 4, "\(hard)")
    }

    @Test("A signal ends plot within a second, and no page is written", arguments: [2, 15])
    func interrupted(signal: Int32) throws {
        let map = try map("tsne.h5")
        // Figures at 1,200 dpi take seconds each.
        let start = ContinuousClock.now
        let result = try runProgram(
            "plot", [map, "-o", figures, "--dpi", "1200"],
            signal: (number: signal, whenExists: figures + "/.lock"))
        #expect(result.code == 128 + signal, "\(result)")
        #expect(result.errors.contains("plot: interrupted."))
        #expect(ContinuousClock.now - start < .seconds(8))
        let left = try manager.contentsOfDirectory(atPath: figures)
        #expect(!left.contains("index.html"))
        #expect(left.allSatisfy { $0.hasSuffix(".png") }, "\(left)")
    }

    @Test("Two runs into one folder: the second is refused with 75")
    func locked() throws {
        let map = try map("tsne.h5")
        let result = try runShell(
            """
            "$BIN/plot" "$1" -o "$2" --dpi 1200 --quiet & first=$!
            for _ in {1..3000}; do [ -e "$2/.lock" ] && break; sleep 0.01; done
            "$BIN/plot" "$1" -o "$2" --quiet; echo $?
            kill -INT $first; wait $first
            """, [map, figures])
        #expect(result.output == "75\n", "\(result)")
        #expect(result.errors.contains("another run is writing it (process "))
    }

    @Test("Pairs that share an image are one group")
    func groups() {
        #expect(FindingsArtist.groups([]) == [])
        let groups = FindingsArtist.groups([(1, 2), (5, 6), (2, 3), (7, 8), (8, 6), (9, 10)])
        #expect(groups[0] == groups[2] && groups[1] == groups[3] && groups[3] == groups[4])
        #expect(Set(groups).count == 3)
    }

    @Test("A pair of each group is shown before a second of any")
    func orderOfPairs() {
        let (lines, groups) = FindingsArtist.leadingPairsFirst([4, 4, 4, 7, 4, 9, 7])
        #expect(lines == [0, 3, 5, 1, 2, 4, 6] && groups == 3)
    }

    @Test("An unknown figure has the figures that may be meant")
    func nearestFigures() {
        #expect(FigureKind.nearest(to: "scater") == ["scatter"])
        #expect(FigureKind.nearest(to: "Heads") == ["attention"])
        #expect(FigureKind.nearest(to: "views").first == "views")
        #expect(FigureKind.nearest(to: "norms") == ["token-norms"])
        #expect(FigureKind.nearest(to: "zzzzzz").isEmpty)
    }

    @Test("What could not be drawn has a line a reason, and the end names a figure that was drawn")
    func report() {
        var report = Report(hasSeveralMaps: false)
        report.add(.scatter, "t.h5", "no map.")
        report.add(.clusters, "t.h5", "no map.")
        #expect(!report.hasWrongUse)
        report.add(.views, "t.h5", "--patch: found 999.", isWrongUse: true)
        #expect(report.hasWrongUse)
        #expect(
            report.lines == [
                "t.h5: no scatter, clusters: no map.", "t.h5: no views: --patch: found 999.",
            ])
    }
}

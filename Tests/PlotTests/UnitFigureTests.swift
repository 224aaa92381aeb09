import Foundation
import ProgramRunner
import Store
import Testing

/// From `extract --neurons` through the table of `reduce` to the figures and the page.
@Suite("Units, from extract to plot") struct UnitFigureTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog", "balloon"], count: 9, to: folder)
        let result = try runProgram(
            "extract", [images, folder.file("out.h5"), "--neurons", "5", "--quiet"])
        #expect(result.code == 0, "\(result.errors)")
    }

    private func plot(_ more: [String]) throws -> Finished {
        try runProgram("plot", [folder.file("tsne.h5"), "-o", folder.file("figures")] + more)
    }

    @Test("The table has every unit, and figures and page show the best")
    func all() throws {
        let reduced = try runProgram(
            "reduce",
            [folder.file("out.h5"), "--layer", "final", "-o", folder.file("tsne.h5")])
        #expect(reduced.code == 0, "\(reduced.errors)")
        let map = try ReductionReader.read(folder.file("tsne.h5"))
        let rows = try #require(map.neurons)
        let model = map.model
        #expect(rows.count % model.depth == 0)
        #expect(rows.count(where: { $0.kind == .attention }) == model.depth * model.heads)
        #expect(rows.count(where: { $0.kind == .value }) == model.depth * model.heads)
        for row in rows {
            #expect(row.patches.count == 5)
            #expect((row.aurocLow...row.aurocHigh).contains(row.auroc))
            #expect(map.labelNames.contains(row.label))
        }
        let best = rows.bySelectivity[0]
        #expect(rows.allSatisfy { $0.aurocLow <= best.aurocLow })
        let csv = try String(
            contentsOfFile: folder.file("tsne.tables/neurons.csv"), encoding: .utf8)
        #expect(csv.split(whereSeparator: \.isNewline).count == rows.count + 1)

        let drawn = try plot(["--figure", "units,page"])
        #expect(drawn.code == 0, "\(drawn.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.file("figures"))
        #expect(files.contains("units.png") && files.contains("unit-patches.png"), "\(files)")
        let page = try String(contentsOfFile: folder.file("figures/map.html"), encoding: .utf8)
        #expect(page.contains("\"units\":[{"), "the page has no units")
        #expect(page.contains("\"name\":\"\(best.name)\""))

        let chosen = try plot(["--figure", "units", "--units", "3:7,2:attention1,0:value0"])
        #expect(chosen.code == 0, "\(chosen.errors)")
        let wrong = try plot(["--figure", "units", "--units", "99:7"])
        #expect(wrong.code == 64 && wrong.errors.contains("--units"), "\(wrong.errors)")
    }

    @Test("A part of a file, and --neurons none, have no table")
    func none() throws {
        let list = folder.file("list.txt")
        let paths = try EmbeddingReader(folder.file("out.h5")).paths()
        let lines = paths.prefix(20).map { String(decoding: $0, as: UTF8.self) }
        try lines.joined(separator: "\n").write(toFile: list, atomically: true, encoding: .utf8)
        let part = try runProgram(
            "reduce",
            [
                folder.file("out.h5"), "--layer", "final", "--only", list, "-o",
                folder.file("part.h5"),
            ])
        #expect(part.code == 0, "\(part.errors)")
        #expect(part.errors.contains("skipped  units"), "\(part.errors)")
        #expect(try ReductionReader.read(folder.file("part.h5")).neurons == nil)
        let off = try runProgram(
            "reduce",
            [
                folder.file("out.h5"), "--layer", "final", "--neurons", "none", "-o",
                folder.file("off.h5"), "--quiet",
            ])
        #expect(off.code == 0, "\(off.errors)")
        #expect(try ReductionReader.read(folder.file("off.h5")).neurons == nil)
        let drawn = try runProgram(
            "plot",
            [folder.file("off.h5"), "-o", folder.file("none"), "--figure", "units"])
        #expect(drawn.code == 2 && drawn.errors.contains("--neurons 16"), "\(drawn.errors)")
    }
}

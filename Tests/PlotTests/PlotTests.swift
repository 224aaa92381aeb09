import Foundation
import ProgramRunner
import Testing

@Suite("plot") struct PlotTests {
    @Test("Everything that the file holds is drawn, the same bytes twice, in three formats")
    func figures() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["cat", "dog", "together"], count: 5, to: folder)
        let store = folder.file("out.h5")
        let map = folder.file("tsne.h5")
        #expect(try runProgram("extract", [images, store, "--quiet"]).code == 0)
        #expect(try runProgram("reduce", ["--layer", "11", store, "-o", map, "--quiet"]).code == 0)
        for (format, magic) in [("png", "\u{89}PNG"), ("svg", "<?xml"), ("pdf", "%PDF")] {
            var files: [[String: Data]] = []
            for run in ["a", "b"] {
                let output = folder.file("\(format)-\(run)")
                let result = try runProgram("plot", [map, "-o", output, "--format", format])
                #expect(result.code == 0, "\(result.errors)")
                let names = try FileManager.default.contentsOfDirectory(atPath: output).sorted()
                #expect(names.count == result.output.split(separator: "\n").count)
                files.append(
                    try Dictionary(
                        uniqueKeysWithValues: names.map {
                            ($0, try Data(contentsOf: URL(fileURLWithPath: "\(output)/\($0)")))
                        }))
            }
            #expect(files[0] == files[1])
            let kinds = Set(
                files[0].keys.map { $0.split(separator: "-")[0].split(separator: ".")[0] })
            #expect(kinds == ["scatter", "scene", "filters", "views"])
            let start = Array(magic.unicodeScalars.map { UInt8($0.value) })
            for (name, data) in files[0] { #expect(data.starts(with: start), "\(name)") }
        }
    }

    @Test("What cannot be drawn is one sentence and the documented exit code")
    func failures() throws {
        let folder = try TemporaryFolder()
        let images = try copyImages(labels: ["together"], count: 1, to: folder)
        let store = folder.file("out.h5")
        let map = folder.file("tsne.h5")
        #expect(try runProgram("extract", [images, store, "--quiet"]).code == 0)
        #expect(try runProgram("reduce", ["--layer", "11", store, "-o", map, "--quiet"]).code == 0)
        let cases: [(arguments: [String], code: Int32, words: String)] = [
            ([store], 2, "expected a file written by Vitrine"),
            ([folder.file("nothing.h5")], 2, "there is no such file"),
            ([map, "--figure", "scatter"], 2, "no map of images"),
            ([map, "--figure", "pie"], 64, "expected a list of scatter"),
            ([map, "--figure", "views", "--patch", "196"], 2, "expected 0...195"),
            ([map, "--figure", "views", "--image", "zebra"], 2, "zebra"),
            ([map, "--format", "bmp"], 64, "bmp"),
            ([], 64, "maps"),
        ]
        for (arguments, code, words) in cases {
            let result = try runProgram("plot", arguments + ["-o", folder.file("figures")])
            #expect(result.code == code, "\(arguments): \(result.errors)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
        }
        // One image: no scatter, which is said, and the rest.
        let rest = try runProgram("plot", [map, "-o", folder.file("figures")])
        #expect(rest.code == 0)
        #expect(rest.errors.contains("no scatter"))
        #expect(rest.output.contains("scene-0"))
    }
}

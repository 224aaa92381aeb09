import Dense
import Foundation
import HDF5
import Testing
import Tokens

@testable import Store

@Suite("a damaged or false map") struct MapDamageTests {
    /// Lists whose length nothing else in the file fixes.
    private let freeLists = [
        "uns/vitrine/command_line", "uns/vitrine/class_names", "uns/vitrine/quality/measure",
        "uns/vitrine/explain/0/object_names", "uns/vitrine/scenes/0/object_names",
        "obs/label/categories", "uns/vitrine/previews/bytes", "uns/vitrine/previews/offsets",
        "uns/vitrine/layers", "uns/vitrine/model/filter_components",
        "uns/vitrine/thumbnails/bytes", "uns/vitrine/thumbnails/missing",
        "uns/vitrine/parent_command_line",
    ]

    @Test(
        "A map with a data set of another shape, type or range is refused in a sentence, or sound")
    func lies() throws {
        try withTemporaryFolder { folder in
            let honest = folder + "/tsne.h5"
            try ReductionWriter.write(fullReduction(), to: honest)
            let paths = try datasetPaths(try File.open(honest).root)
            #expect(paths.count > 100)
            let lied = folder + "/lied.h5"
            var tried = 0
            // Every twelfth pair of data set and lie, so that each of both is tried;
            // `Scripts/faults/damage.py lies` tries them all, through the programs.
            let pairs = paths.enumerated().flatMap { index, path in
                Lie.allCases.enumerated().filter { (index + $0.offset) % 12 == 0 }
                    .map { (path, $0.element) }
            }
            for (path, lie) in pairs {
                if try copy(honest, to: lied, with: lie, at: path) {
                    tried += 1
                    do {
                        checkSound(try ReductionReader.read(lied), "\(path): \(lie)")
                        let isShape = [.longer, .shorter, .deeper, .late, .huge].contains(lie)
                        #expect(
                            !isShape || isUnread(path) || freeLists.contains(path),
                            "\(path): \(lie) was read")
                    } catch let error as StoreError {
                        #expect(error.description.contains("lied.h5: "), "\(path): \(lie)")
                    } catch {
                        Issue.record("\(path): \(lie): \(error)")
                    }
                }
            }
            #expect(tried > 100, "\(tried) of \(pairs.count)")
        }
    }

    /// What no reader looks at: the names of features, the graph's columns and distances, the
    /// format where the attributes of the root have it.
    private func isUnread(_ path: String) -> Bool {
        path.hasPrefix("var/") || path == "uns/vitrine/tool" || path.hasSuffix("distances/indices")
            || path.hasSuffix("distances/data") || path == "uns/vitrine/format"
            || path == "uns/vitrine/format_version"
    }

    /// What the figures take for granted.
    private func checkSound(_ map: Reduction, _ what: String) {
        let n = map.paths.count
        var lengths = [map.labels.count, map.clusters?.assignments.count ?? n]
        lengths += [map.map?.recall?.count ?? n, map.clusters?.kMeans?.assignments.count ?? n]
        lengths += [map.layout?.rows ?? n, map.pca?.scores.rows ?? n]
        let otherLayouts = map.map?.otherLayouts ?? []
        lengths += otherLayouts.map(\.layout.rows) + map.rowColumns.map(\.values.count)
        #expect(lengths.allSatisfy { $0 == n }, "\(what): \(lengths) of \(n) rows")
        #expect(
            map.labels.allSatisfy { $0 >= -1 && Int($0) < map.labelNames.count }, "\(what)")
        for layout in [map.layout].compactMap({ $0 }) + otherLayouts.map(\.layout) {
            let isFinite = layout.elements.allSatisfy { $0.isFinite }
            #expect(isFinite, "\(what)")
        }
        let model = map.model
        if let thumbnails = map.thumbnails {
            #expect(
                (thumbnails.sheets.count - 1) * thumbnails.perSheet < thumbnails.count, "\(what)")
            #expect(thumbnails.missing.allSatisfy { (0..<thumbnails.count).contains($0) })
        }
        #expect(map.rows.digests.map { $0.count == 32 * n } ?? true, "\(what)")
        if let features = map.patchFeatures {
            let count = features.layers.count * model.patches * features.size
            #expect(features.images.values.allSatisfy { $0.count == count }, "\(what)")
        }
        for image in map.explained {
            #expect(image.pixels.count == model.pixelCount, "\(what)")
            #expect([0, model.patches].contains(image.objects.count), "\(what)")
            let isWhole =
                image.joint.count == model.depth * model.tokens * model.tokens
                && image.heads.count == model.depth * model.heads * model.patches
            #expect(image.joint.isEmpty || isWhole, "\(what)")
        }
    }

    @Test("Any changed byte of a map is refused by its checksum; without one a map is unverified")
    func flips() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/tsne.h5"
            try ReductionWriter.write(fullReduction(), to: path)
            #expect(try ReductionReader.read(path).isVerified)
            #expect(try ReductionReader.isMap(path))
            let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            let text = String(decoding: whole[..<512], as: UTF8.self)
            #expect(text.hasPrefix("vitrine-map, format version 2\n"))
            #expect(text.contains("SHA-256 of the \(whole.count - 512) bytes"))
            let step = whole.count / 80
            for place in [0, 8, 30, 100, 300, 511, 512, 519]
                + stride(from: 520, to: whole.count, by: step)
            {
                var flipped = whole
                flipped[place] ^= 0x10
                try Data(flipped).write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: StoreError.self, "byte \(place)") {
                    _ = try ReductionReader.read(path)
                }
                #expect(error?.description.contains("first 512 bytes does not match") == true)
            }
            try Data(whole.dropLast()).write(to: URL(fileURLWithPath: path))
            #expect(throws: StoreError.self) { _ = try ReductionReader.read(path) }
            // As AnnData leaves it, the file has no user block.
            try Data(whole[512...]).write(to: URL(fileURLWithPath: path))
            let bare = try ReductionReader.read(path)
            #expect(!bare.isVerified && bare.paths == fullReduction().paths)
        }
    }

    @Test("A map of format version 1 is read, unverified")
    func versionOne() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/version1/tsne.h5").path
        let map = try ReductionReader.read(path)
        #expect(!map.isVerified && map.layout?.rows == map.paths.count)
        #expect(map.model.patch > 0 && !map.explained.isEmpty)
        // What version 1 had of tables and parameters; what came later is not known.
        #expect(map.map?.parameters?.perplexity == 13.0 / 3 && map.isFinished)
        #expect(map.map?.parameters?.learningRate == .automatic && map.parameters.seed == 0)
        #expect(map.clusters?.parameters.method == .hdbscan)
        #expect(map.clusters?.assignments.allSatisfy { $0 == -1 } == true)
        #expect(map.findings?.duplicates.parameters.limitSource == "plateau")
        #expect(map.findings?.labels?.parameters.outvoted == 7)
        let labels = map.findings?.labels?.rows ?? []
        #expect(!labels.isEmpty && labels.allSatisfy { $0.confidence.isNaN && $0.votes == -1 })
        #expect(map.findings?.labels?.conflicts == nil && map.profile == nil)
    }

    @Test("Tables and parameters of a map come back as they were")
    func results() throws {
        try withTemporaryFolder { folder in
            let (path, full) = (folder + "/tsne.h5", fullReduction())
            try ReductionWriter.write(full, to: path)
            let read = try ReductionReader.read(path)
            // NaN is equal to nothing: texts of the values are compared.
            func same(_ a: Any?, _ b: Any?) -> Bool { "\(a as Any)" == "\(b as Any)" }
            #expect(same(read.findings, full.findings) && same(read.clusters, full.clusters))
            #expect(same(read.profile, full.profile) && same(read.map?.layers, full.map?.layers))
            #expect(same(read.map?.quality, full.map?.quality))
            #expect(read.map?.parameters == full.map?.parameters)
            #expect(same(read.rows, full.rows) && read.parameters == full.parameters)
            #expect(read.tables.map(\.name) == full.tables.map(\.name))
            #expect(read.thumbnails == full.thumbnails && read.origin == full.origin)
            #expect(read.patchFeatures == full.patchFeatures)
        }
    }

    @Test("A parameter or column that is missing, or of another kind, is named")
    func parameters() throws {
        try withTemporaryFolder { folder in
            let (honest, lied) = (folder + "/tsne.h5", folder + "/lied.h5")
            try ReductionWriter.write(fullReduction(), to: honest)
            for (name, lie, words) in [
                ("uns/vitrine/parameters/perplexity", Lie.texts, "perplexity"),
                ("uns/vitrine/parameters/cluster_method", .removed, "cluster_method"),
                ("uns/vitrine/tables/leaks/cosine", .texts, "leaks/cosine"),
                ("uns/vitrine/tables/leaks/first_path", .removed, "leaks/first_path"),
            ] {
                #expect(try copy(honest, to: lied, with: lie, at: name), "\(name)")
                let error = #expect(throws: StoreError.self, "\(name)") {
                    _ = try ReductionReader.read(lied)
                }
                #expect(error?.description.contains(words) == true, "\(error as Any)")
            }
        }
    }

    @Test("A name in the place of a file's format is explained")
    func strangers() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/x"
            let cases: [(bytes: [UInt8], words: String)] = [
                ([], "an empty file"), ([0xFF, 0xD8, 0xFF, 0xE0], "an image (JPEG)"),
                (Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }), "a NumPy array"),
                (Array("PK\u{3}\u{4}....".utf8), "a zip archive"),
                ([2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), "a safetensors checkpoint"),
                (Array("path,label\n".utf8), "a text"),
                ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "damaged or truncated"),
            ]
            for (bytes, words) in cases {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                for read in [
                    { _ = try ReductionReader.read(path) }, { _ = try EmbeddingReader(path) },
                ] as [() throws -> Void] {
                    let error = #expect(throws: StoreError.self) { try read() }
                    #expect(error?.description.contains(words) == true, "\(error as Any)")
                }
            }
            let map = folder + "/tsne.h5"
            try ReductionWriter.write(fullReduction(), to: map)
            let error = #expect(throws: StoreError.self) { _ = try EmbeddingReader(map) }
            #expect(error?.description.contains("found a map, which `reduce` wrote") == true)
            #expect(error?.description.contains("made from (out.h5)") == true)
        }
    }
}

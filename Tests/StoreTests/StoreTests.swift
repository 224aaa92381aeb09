import Dense
import Foundation
import HDF5
import Testing
import Tokens

@testable import Store

private let model = ModelDescription(
    family: "timm", name: "tiny", weightsFile: "tiny.npz", weightsSHA256: "00", width: 4,
    depth: 2, heads: 2, grid: PatchGrid(side: 2, patch: 8), registers: 0, eps: 1e-6,
    activation: "gelu",
    recipe: "squash", interpolation: "bilinear", cropRatio: 1, mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.25, 0.5], precision: "f32", parameterCount: 99, note: "")

private func layout(objects: Bool = true) -> EmbeddingLayout {
    EmbeddingLayout(
        model: model, layers: [.embedding, .block(0), .block(1), .final],
        tokens: [.classToken, .mean, .patches], precision: .f16, attention: true,
        objects: objects, predictions: false, classNames: [], labelNames: ["cat"],
        plannedImages: 3,
        patchKernel: Matrix(rows: 192, columns: 4, elements: (0..<768).map { Float($0) }),
        patchBias: [1, 2, 3, 4], position: Matrix(rows: 5, columns: 4, repeating: 0))
}

private let run = RunDescription(
    toolVersion: "0", commandLine: ["extract"], uuid: "u", createdUTC: "now", threads: 1, seed: 0,
    instructionSet: "test")

private func image(_ index: Int) -> EmbeddedImage {
    func halves(_ count: Int) -> TokenValues {
        .half((0..<count).map { Float16(Float(index * 100 + $0)).bitPattern })
    }
    return EmbeddedImage(
        path: Array("cat/\(index).jpg".utf8), label: 0, width: 10, height: 20, bytes: 30,
        modified: 40, sha256: [UInt8](repeating: UInt8(index), count: 32), preview: [1, 2],
        tokens: (0..<4).map { _ in [halves(4), halves(4), halves(16)] },
        rollout: [Float](repeating: Float(index) / 8, count: 8),
        distance: [Float](repeating: 1, count: 4), objects: [0, 1, 1, UInt8(index)],
        objectNames: ["cat", "d\"og"], predictions: [],
        explanation: index == 1
            ? ExplainedImage(
                path: Array("cat/1.jpg".utf8), row: 0,
                pixels: [UInt8](repeating: 7, count: 768),
                joint: [Float](repeating: 0.5, count: 50),
                heads: [Float](repeating: 0.25, count: 16), objects: [0, 1, 1, 2],
                objectNames: ["cat", "dog"], variant: "original") : nil)
}

private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("vitrine-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

@Suite struct StoreTests {
    @Test("Embeddings come back as they were appended, rejects too")
    func embeddings() throws {
        try withFolder { folder in
            let path = folder + "/out.h5"
            let writer = try EmbeddingWriter(path: path, layout: layout(), run: run)
            for index in 0..<3 { try writer.append(image(index)) }
            try writer.append(Reject(path: [0xFF, 0x0A], cause: "empty", detail: "It is empty."))
            #expect(!FileManager.default.fileExists(atPath: path))
            try writer.finish()
            #expect(!FileManager.default.fileExists(atPath: path + ".partial"))

            let reader = try EmbeddingReader(path)
            #expect(reader.model == model)
            #expect(reader.imageCount == 3)
            #expect(reader.layers == [.embedding, .block(0), .block(1), .final])
            let rows = try reader.tokens(.block(1), .classToken, rows: 1..<3)
            #expect(rows.elements == [100, 101, 102, 103, 200, 201, 202, 203])
            let patches = try reader.tokens(.final, .patches, rows: 2..<3)
            #expect(patches.rows == 4 && patches[3, 3] == 215)
            #expect(try reader.paths().last == Array("cat/2.jpg".utf8))
            #expect(
                try reader.rejects() == [
                    Reject(path: [0xFF, 0x0A], cause: "empty", detail: "It is empty.")
                ])
            #expect(try reader.rollout(row: 2)?.elements == [Float](repeating: 0.25, count: 8))
            let objects = try #require(try reader.objects(row: 2))
            #expect(objects.patches == [0, 1, 1, 2] && objects.names == ["cat", "d\"og"])
            let explained = try reader.explained()
            #expect(explained.count == 1 && explained[0].row == 1)
            #expect(explained[0].objectNames == ["cat", "dog"])
            #expect(try reader.patchKernel()[191, 3] == 767)
            #expect(throws: StoreError.self) { try reader.require(.block(2)) }
        }
    }

    @Test("Settings that are no run's are refused; a file without settings has none")
    func settings() throws {
        try withFolder { folder in
            for (text, isRead) in [
                ("", true), ("{\"root\": \"images\", \"mosaic\": 2}", true), ("{", false),
                ("{\"settings\": 3}", false), ("[]", false),
            ] {
                let path = folder + "/out.h5"
                var described = run
                described.settings = text
                let writer = try EmbeddingWriter(path: path, layout: layout(), run: described)
                try writer.append(image(0))
                try writer.finish()
                let reader = try EmbeddingReader(path)
                if isRead {
                    #expect(try reader.run().settings == nil)
                    #expect(try reader.run().mosaic == (text.isEmpty ? nil : 2))
                } else {
                    let error = #expect(throws: StoreError.self, "\(text)") {
                        _ = try reader.origin()
                    }
                    #expect(error?.description.contains("the settings of a run") == true)
                }
                try FileManager.default.removeItem(atPath: path)
            }
        }
    }

    @Test("The stored checks are those of the stored rows")
    func checks() throws {
        try withFolder { folder in
            let path = folder + "/out.h5"
            let writer = try EmbeddingWriter(path: path, layout: layout(), run: run)
            for index in 0..<3 { try writer.append(image(index)) }
            try writer.finish()
            let hash = try EmbeddingReader(path).contentHash()
            let other = folder + "/other.h5"
            let second = try EmbeddingWriter(path: other, layout: layout(), run: run)
            for index in [0, 1, 1] { try second.append(image(index)) }
            try second.finish()
            #expect(try EmbeddingReader(other).contentHash() != hash)
        }
    }

    @Test("A file that is given up leaves nothing behind; a folder that is not there is said")
    func abandoned() throws {
        try withFolder { folder in
            let writer = try EmbeddingWriter(
                path: folder + "/out.h5", layout: layout(), run: run)
            try writer.append(image(0))
            writer.abandon()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
            #expect(throws: StoreError.self) {
                _ = try EmbeddingWriter(path: folder + "/no/out.h5", layout: layout(), run: run)
            }
        }
    }

    @Test("A map file comes back")
    func reduction() throws {
        try withFolder { folder in
            var reduction = Reduction(
                origin: ReductionOrigin(file: "out.h5", uuid: "u", hash: "h"), toolVersion: "0",
                commandLine: ["reduce"], model: model, layer: "1", token: "class",
                rows: MapRows(paths: ["a", "b\\xff"], labels: [0, -1], labelNames: ["cat"]),
                parameters: RunParameters(seed: 3),
                modelArrays: ModelArrays(
                    patchKernel: Matrix(rows: 192, columns: 4, repeating: 1)))
            reduction.map = MapResult(
                pca: PCAResult(
                    scores: Matrix(rows: 2, columns: 1, elements: [1, 2]),
                    components: Matrix(rows: 1, columns: 4, elements: [1, 0, 0, 0]),
                    mean: [1, 2, 3, 4], variances: [2], ratios: [0.5]),
                layout: Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4]),
                parameters: sampleParameters,
                neighbors: SparseMatrix(
                    rowCount: 2, columnCount: 2, offsets: [0, 1, 2], columns: [1, 0],
                    values: [2, 2]),
                quality: [
                    QualityRow(
                        name: "recall", map: 0.5, interval: 0, mapAgainstScores: 0.6,
                        firstComponents: 0.1, random: 0)
                ], recall: [0.5, 1])
            reduction.clusters = ClusterResult(
                assignments: [1, 0], rows: [ClusterRow(cluster: 0, size: 1, medoid: 1)],
                parameters: ClusterParameters(method: .hdbscan, count: 2, noise: 0.25))
            reduction.scenes = [
                Scene(
                    path: "a", row: 0, pixels: [UInt8](repeating: 3, count: 768),
                    objects: [0, 1, 1, 0], objectNames: ["cat"],
                    layers: [
                        SceneLayer(
                            layer: "1", layout: Matrix(rows: 4, columns: 2, repeating: 2),
                            klDivergence: 0.5)
                    ], attention: [0.1, 0.2, 0.3, 0.4])
            ]
            reduction.previews = [0: [1, 2, 3], 1: [], 7_000: [4]]
            let path = folder + "/tsne.h5"
            try ReductionWriter.write(reduction, to: path)
            let read = try ReductionReader.read(path)
            #expect(read.layout == reduction.layout)
            #expect(read.labels == [0, -1] && read.paths == ["a", "b\\xff"])
            #expect(read.clusters?.assignments == [1, 0] && read.map?.recall == [0.5, 1])
            #expect(read.clusters?.parameters == reduction.clusters?.parameters)
            #expect(read.map?.quality == reduction.map?.quality && read.pca == reduction.pca)
            #expect(read.map?.parameters == sampleParameters && read.parameters.seed == 3)
            #expect(read.scenes == reduction.scenes)
            #expect(read.model == model)
            #expect(read.previews == reduction.previews)
        }
    }

    @Test("Of vectors of another origin a map file has a width and no more of a model")
    func vectors() throws {
        var vectors = model
        (vectors.depth, vectors.heads, vectors.grid) = (0, 0, .none)
        vectors.registers = 0
        var reduction = Reduction(
            origin: ReductionOrigin(file: "rows.npy", uuid: "", hash: "h"), toolVersion: "0",
            commandLine: [], model: vectors, layer: "vectors", token: "rows",
            rows: MapRows(paths: ["0"], labels: [-1], labelNames: []),
            modelArrays: ModelArrays(patchKernel: Matrix(rows: 0, columns: 4, elements: [])))
        try withFolder { folder in
            let path = folder + "/tsne.h5"
            try ReductionWriter.write(reduction, to: path)
            let read = try ReductionReader.read(path)
            #expect(read.model == vectors && read.previews.isEmpty)
            #expect(read.modelArrays.patchKernel.rows == 0)
            // Half a model is none.
            reduction.model.depth = 3
            try ReductionWriter.write(reduction, to: path)
            #expect(throws: StoreError.self) { try ReductionReader.read(path) }
        }
    }

    @Test("What a map file says beside the map comes back")
    func audits() throws {
        func numbers(_ rows: Int, _ columns: Int, from first: Double) -> Matrix<Double> {
            Matrix(
                rows: rows, columns: columns,
                elements: (0..<rows * columns).map { first + Double($0) })
        }
        var reduction = Reduction(
            origin: ReductionOrigin(file: "out.h5", uuid: "u", hash: "h"), toolVersion: "0",
            commandLine: [], model: model, layer: "1", token: "class",
            rows: MapRows(paths: ["a"], labels: [-1], labelNames: []),
            modelArrays: ModelArrays(
                patchKernel: Matrix(rows: 192, columns: 4, repeating: 1),
                position: numbers(5, 4, from: 1).asFloat(),
                filterComponents: numbers(2, 192, from: 2).asFloat(), classNames: ["cat", "dog"]))
        reduction.audits.headDistances = HeadDistances(
            mean: numbers(2, 2, from: 3), low: numbers(2, 2, from: 4), high: numbers(2, 2, from: 5),
            images: 7)
        reduction.audits.layerMeasures = LayerMeasureTable(
            names: ["purity", "silhouette", "x"], layers: ["0", "1"], rows: [4, 5],
            values: (0..<12).map(Double.init), mean: numbers(3, 2, from: 6),
            low: numbers(3, 2, from: 7), high: numbers(3, 2, from: 8), skipped: 9)
        reduction.audits.tokenNorms = TokenNorms(
            layers: ["0", "1"], edges: [1, 2, 3], counts: numbers(2, 2, from: 9), median: [1, 2],
            outlierFactor: 3, outlierShare: [0, 0.5], classNorm: [10, 11],
            extraNorms: numbers(2, 4, from: 10), images: 12,
            explained: [0: numbers(2, 4, from: 13).asFloat()])
        let components = PatchColors.Components(
            colors: [0: numbers(4, 3, from: 14).asFloat()], ratios: [0.5, 0.25, 0.125])
        reduction.audits.patchColors = [
            PatchColors(
                layer: "1", all: components, foreground: components,
                isForeground: [0: [true, false, false, true]], masked: 1, outliers: 3),
            PatchColors(
                layer: "final", all: components, isForeground: [0: [false, false, false, true]]),
        ]
        reduction.explained = [
            ExplainedImage(
                path: Array("a".utf8), row: 0, pixels: [UInt8](repeating: 1, count: 768),
                joint: (0..<50).map { Float($0) / 50 }, heads: (0..<16).map { Float($0) / 16 },
                objects: [0, 1, 1, 0], objectNames: ["cat"], variant: "random:0.2",
                predictedLabels: [1, 0], probabilities: [0.75, 0.25])
        ]
        try withFolder { folder in
            let path = folder + "/tsne.h5"
            try ReductionWriter.write(reduction, to: path)
            let read = try ReductionReader.read(path)
            #expect(read.modelArrays.position == reduction.modelArrays.position)
            #expect(read.modelArrays.filterComponents == reduction.modelArrays.filterComponents)
            #expect(read.modelArrays.classNames == reduction.modelArrays.classNames)
            #expect(read.audits.headDistances == reduction.audits.headDistances)
            #expect(read.audits.layerMeasures == reduction.audits.layerMeasures)
            #expect(read.audits.tokenNorms == reduction.audits.tokenNorms)
            #expect(read.audits.patchColors == reduction.audits.patchColors)
            #expect(read.explained == reduction.explained)
        }
    }

    @Test("What is not a file of ours says what it is")
    func strangers() throws {
        try withFolder { folder in
            let path = folder + "/x.h5"
            do {
                let file = try File.create(path)
                try file.root.attributes.set("format", .string("something"))
            }
            let error = #expect(throws: StoreError.self) { _ = try EmbeddingReader(path) }
            #expect(error?.description.contains("\"something\"") == true)
            let missing = #expect(throws: StoreError.self) {
                _ = try EmbeddingReader(folder + "/nothing.h5")
            }
            #expect(missing?.description.contains("there is no such file") == true)
        }
    }

    @Test("Paths that are not UTF-8 are shown with their odd bytes escaped")
    func displayedPaths() {
        #expect(displayPath(Array("ü/ä.jpg".utf8)) == "ü/ä.jpg")
        #expect(displayPath([0x61, 0xFF, 0x62]) == "a\\xffb")
        #expect(displayPath([0xE2, 0x82]) == "\\xe2\\x82")
        #expect(displayPath([]) == "")
    }
}

import Clustering
import Dense
import Foundation
import HDF5
import ProgramRunner
import Testing

@Suite("What reduce says beside the map") struct AuditTests {
    // Compared bit by bit with the program, which computes its products on one thread each.
    init() { useSingleThreadedBLAS() }

    private struct Files {
        let store: Group
        let own: Group
    }

    private func files(
        _ folder: TemporaryFolder, labels: [String], count: Int, reduce: [String] = [],
        everyName: String? = nil
    ) throws -> Files {
        let images = try copyImages(labels: labels, count: count, to: folder)
        if let everyName {
            let list = folder.file("masks/objects.json")
            let url = URL(fileURLWithPath: list)
            let names = try JSONDecoder().decode(
                [String: [String: String]].self, from: Data(contentsOf: url))
            let renamed = names.mapValues { $0.mapValues { _ in everyName } }
            try JSONEncoder().encode(renamed).write(to: url)
        }
        let store = folder.file("out.h5")
        let map = folder.file("tsne.h5")
        let extracted = try runProgram("extract", [images, store, "--quiet", "--dtype", "f32"])
        #expect(extracted.code == 0, "\(extracted.errors)")
        let reduced = try runProgram(
            "reduce", ["--layer", "11", store, "-o", map, "--quiet"] + reduce)
        #expect(reduced.code == 0, "\(reduced.errors)")
        return Files(
            store: try File.open(store).root,
            own: try File.open(map).root.group("uns").group("vitrine"))
    }

    /// The patch tokens of a row, `[196, width]`.
    private func patches(_ files: Files, _ layer: String, row: Int) throws -> Matrix<Float> {
        let dataset = try files.store.dataset("layers/\(layer)/patches")
        let width = dataset.shape[2]
        return Matrix(
            rows: 196, columns: width,
            elements: try dataset.read(at: Selection(rows: row..<row + 1, of: dataset.shape)))
    }

    @Test("The measures are those of each image's own objects, by their names")
    func measures() throws {
        let folder = try TemporaryFolder()
        // With one name for all objects the ratio of labels is 1 wherever there is a cluster.
        let files = try files(folder, labels: ["cat", "together"], count: 6, everyName: "thing")
        let table = try files.own.group("layer_measures")
        let rows: [Int32] = try table.dataset("rows").read()
        let names = try table.dataset("names").readStrings()
        let layers = try table.dataset("layers").readStrings()
        let values: [Double] = try table.dataset("values").read()
        let measured: [UInt8] = try files.store.dataset("objects/measured").read()
        let lists = try files.store.dataset("objects/names").readStrings()
        // A single cat has nothing to be told from.
        #expect(rows.allSatisfy { $0 >= 6 } && rows.count >= 2)
        #expect(names[1] == "purity" && names[4] == "unique-label ratio" && layers.count == 14)
        for (place, row) in rows.enumerated() {
            let objects = measured[Int(row) * 196..<(Int(row) + 1) * 196].map { Int($0) }
            let order = objects.indices.filter { objects[$0] > 0 }.sorted {
                (objects[$0], $0) < (objects[$1], $1)
            }
            let objectNames = try JSONDecoder().decode(
                [String].self, from: Data(lists[Int(row)].utf8))
            for (layer, name) in [(3, "02"), (13, "final")] {
                let expected = layerMeasures(
                    tokens: try patches(files, name, row: Int(row)).rows(order),
                    objects: order.map { objects[$0] - 1 }, names: objectNames)
                func stored(_ measure: Int) -> Double {
                    values[(measure * rows.count + place) * layers.count + layer]
                }
                #expect(stored(0) == expected.silhouette)
                #expect(stored(1) == expected.purity)
                #expect(stored(3) == expected.inObjectCosine)
                #expect(stored(4) == expected.uniqueLabelRatio)
            }
        }
    }

    @Test("Norms, distances and colours are those of the stored rows")
    func audits() throws {
        let folder = try TemporaryFolder()
        let files = try files(folder, labels: ["together"], count: 4)
        let norms = try files.own.group("token_norms")
        let layers = try norms.dataset("layers").readStrings()
        let medians: [Double] = try norms.dataset("median").read()
        let counts: [Double] = try norms.dataset("counts").read()
        #expect(layers.prefix(3) == ["embedding", "0", "1"] && counts.reduce(0, +) == 14 * 4 * 196)
        let lengths = try (0..<4).flatMap { row in
            let tokens = try patches(files, "05", row: row)
            return (0..<196).map { patch in
                tokens.row(patch).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            }
        }.sorted()
        let median = (lengths[391] + lengths[392]) / 2
        #expect(abs(medians[6] - median) < 1e-5 * median)

        let distances: [Float] = try files.store.dataset("attention/distance").read()
        let means: [Double] = try files.own.group("attention_distance").dataset("mean").read()
        let expected = (0..<4).reduce(0.0) { $0 + Double(distances[($1 * 12 + 7) * 4 + 2]) } / 4
        #expect(abs(means[7 * 4 + 2] - expected) < 1e-9 * expected)

        let colors = try files.own.group("pca_rgb").group("colors")
        let all = try colors.names().flatMap { name -> [Float] in
            try colors.dataset(name).read()
        }
        #expect(all.min() == 0 && all.max() == 1 && all.count == 3 * 196 * 4)
    }

    @Test("--measures takes some of the images, or none")
    func measuredImages() throws {
        let folder = try TemporaryFolder()
        let some = try files(folder, labels: ["together"], count: 5, reduce: ["--measures", "2"])
        let images: [Int64] = try some.own.group("token_norms").dataset("images").read()
        #expect(images == [2])
        let map = folder.file("none.h5")
        let result = try runProgram(
            "reduce",
            ["--layer", "0", folder.file("out.h5"), "-o", map, "--quiet", "--measures", "none"])
        #expect(result.code == 0)
        let own = try File.open(map).root.group("uns").group("vitrine")
        #expect(!own.contains("token_norms") && !own.contains("layer_measures"))
        let wrong = try runProgram(
            "reduce", ["--layer", "0", folder.file("out.h5"), "--measures", "some"])
        #expect(wrong.code == 64 && wrong.errors.contains("--measures"))
    }
}

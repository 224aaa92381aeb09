import Dense
import Foundation

@testable import HDF5
@testable import Store

/// An input is a list of edits of a sound map (see FileEdits.swift), which is sealed again behind
/// them. What is accepted has the shapes that `Reduction` states.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    var script = Script(Array(UnsafeBufferPointer(start: start, count: count)))
    let isOld = script.byte() & 1 == 1
    let file = isOld ? oldMap : map
    let edits = file.edit(&script) { _, _ in }
    if !isOld {
        do { try MapSeal.write(to: file.path) } catch { fatalError("\(error)") }
    }
    _ = try? ReductionReader.isMap(file.path)
    _ = ReductionReader.origin(of: file.path)
    do {
        let read = try ReductionReader.read(file.path)
        precondition(read.isVerified != isOld)
        check(read)
    } catch {
        precondition(error is StoreError && !edits.isEmpty, "\(error)")
        precondition("\(error)".contains(file.path), "\(error)")
    }
    return 0
}

private let oldMap = EditedFile(fileAt: "Tests/StoreTests/Fixtures/version1/tsne.h5")
private let map = EditedFile(made { try ReductionWriter.write(fullReduction(), to: $0) })

/// What the figures take for granted.
private func check(_ map: Reduction) {
    let n = map.paths.count
    let model = map.model
    func expect(_ isRight: Bool, line: UInt = #line) {
        precondition(isRight, "map.swift, line \(line)")
    }
    expect(map.labels.count == n)
    expect(map.labels.allSatisfy { $0 >= -1 && Int($0) < map.labelNames.count })
    expect(
        [map.clusters?.assignments.count, map.map?.recall?.count].allSatisfy { $0 ?? n == n })
    expect(map.rowColumns.allSatisfy { $0.values.count == n })
    for layout in [map.layout].compactMap({ $0 }) + (map.map?.otherLayouts ?? []).map(\.layout) {
        expect(layout.rows == n && layout.columns == 2 && areFinite(layout))
    }
    if let pca = map.pca {
        let k = pca.variances.count
        expect(pca.scores.rows == n && pca.scores.columns == k && areFinite(pca.scores))
        expect(pca.components.rows == k && pca.components.columns == model.width)
        expect(pca.mean.count == model.width && pca.ratios.count == k)
    }
    let arrays = map.modelArrays
    expect(arrays.patchKernel.rows == model.patch * model.patch * 3)
    expect(arrays.patchKernel.columns == model.width && areFinite(arrays.patchKernel))
    if let position = arrays.position {
        expect(position.rows == model.tokens && position.columns == model.width)
    }
    if let filters = arrays.filterComponents {
        expect(filters.rows > 0 && filters.columns == model.patch * model.patch * 3)
    }
    for table in map.tables {
        expect(table.columns.allSatisfy { $0.values.count == table.rowCount })
    }
    for scene in map.scenes {
        expect(scene.pixels.count == model.imageSize * model.imageSize * 3)
        expect(scene.size == model.imageSize && scene.objects.count == model.patches)
        expect(scene.layers.allSatisfy { $0.layout.rows == model.patches && areFinite($0.layout) })
        expect(scene.attention.count % model.patches == 0)
        expect(scene.attention.allSatisfy { $0.isFinite })
    }
    for image in map.explained {
        expect(image.pixels.count == model.imageSize * model.imageSize * 3)
        expect([0, model.patches].contains(image.objects.count))
        expect(image.predictedLabels.count == image.probabilities.count)
        expect(
            image.joint.isEmpty && image.heads.isEmpty
                || image.joint.count == model.depth * model.tokens * model.tokens
                    && image.heads.count == model.depth * model.heads * model.patches
        )
    }
    checkAudits(map, expect)
}

private func checkAudits(_ map: Reduction, _ expect: (Bool, UInt) -> Void) {
    let model = map.model
    if let measures = map.audits.layerMeasures {
        let (names, layers) = (measures.names.count, measures.layers.count)
        expect(measures.values.count == names * measures.rows.count * layers, #line)
        for means in [measures.mean, measures.low, measures.high] {
            expect(means.rows == names && means.columns == layers, #line)
        }
    }
    if let norms = map.audits.tokenNorms {
        let layers = norms.layers.count
        expect(norms.counts.rows == layers, #line)
        expect(norms.counts.columns == norms.edges.count - 1, #line)
        for list in [norms.median, norms.outlierShare, norms.classNorm] {
            expect(list.count == layers, #line)
        }
        for (place, explained) in norms.explained {
            expect(map.explained.indices.contains(place), #line)
            expect(explained.rows == layers && explained.columns == model.patches, #line)
        }
    }
    for layer in map.audits.patchColors {
        for (place, colors) in layer.all.colors.merging(layer.foreground?.colors ?? [:]) { $1 } {
            expect(map.explained.indices.contains(place), #line)
            expect(colors.rows == model.patches && colors.columns == 3, #line)
            expect(layer.isForeground[place]?.count ?? model.patches == model.patches, #line)
        }
    }
    if let distances = map.audits.headDistances {
        for table in [distances.mean, distances.low, distances.high] {
            expect(table.rows == model.depth && table.columns == model.heads, #line)
        }
    }
}

private func areFinite(_ matrix: Matrix<Float>) -> Bool {
    matrix.elements.allSatisfy { $0.isFinite }
}

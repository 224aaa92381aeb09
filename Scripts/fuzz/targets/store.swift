import CHDF5
import Dense
import Digest
import Foundation
import Tokens

@testable import HDF5
@testable import Store

/// An input is a list of edits of a sound file of embeddings (see FileEdits.swift), whose checksums
/// are put right behind them where the input wants it. Of a file of which only bytes were changed,
/// behind HDF5's back, nothing may be read as anything else than before.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    var script = Script(Array(UnsafeBufferPointer(start: start, count: count)))
    let isOld = script.byte() & 1 == 1
    let file = isOld ? oldStore : store
    let edits = file.edit(&script) { try repair($0, in: $1, file) }
    let isDamaged = !isOld && edits.allSatisfy { if case .bytes = $0 { true } else { false } }
    let honest = isDamaged ? answers : [:]
    do {
        try readAll(file.path) { name, answer in
            if isDamaged, let expected = honest[name] {
                precondition("\(answer())" == expected, "\(name) is \(answer())")
            }
        }
    } catch {
        precondition(error is StoreError || error is HDF5Error, "\(error)")
        precondition(!edits.isEmpty, "\(error)")
    }
    return 0
}

private let oldStore = EditedFile(fileAt: "Tests/StoreTests/Fixtures/version1/out.h5")
private let store = EditedFile(made { try writeStore($0) })

/// All that is read of the sound file.
private let answers: [String: String] = {
    var none = Script([])
    _ = store.edit(&none) { _, _ in }
    var found: [String: String] = [:]
    do { try readAll(store.path) { found[$0] = "\($1())" } } catch { fatalError("\(error)") }
    precondition(found.count > 60, "\(found.keys.sorted())")
    return found
}()

/// Everything that a program reads; each answer is handed over with a name.
private func readAll(_ path: String, _ take: (String, () -> Any) -> Void) throws {
    let reader = try EmbeddingReader(path)
    let n = reader.imageCount
    func attempt<Answer>(_ name: String, _ read: () throws -> Answer) {
        do {
            let answer = try read()
            take(name) { answer }
        } catch {
            precondition(error is StoreError || error is HDF5Error, "\(error)")
            precondition(!"\(error)".isEmpty)
        }
    }
    take("model") { reader.model }
    take("layers") { reader.layers }
    attempt("paths") { try reader.paths() }
    attempt("labels") { try reader.labels() }
    attempt("label names") { try reader.labelNames() }
    attempt("digests") { try reader.digests() }
    attempt("splits") { try reader.splits() }
    attempt("rejects") { try reader.rejects() }
    attempt("places") { try reader.places() }
    attempt("settings") { [try reader.settings(), try reader.imageChanges()] }
    attempt("origin") { try reader.origin() }
    attempt("command") { try reader.commandLine() + [try reader.instructionSet(), reader.uuid] }
    attempt("saturated") { try reader.saturated() }
    attempt("kernel") { try reader.patchKernel() }
    attempt("position") { try reader.position() }
    attempt("classes") { try reader.classNames() }
    attempt("predictions") { try reader.likeliestClasses() }
    attempt("hash") { try reader.contentHash() }
    attempt("files") { try reader.files().count }
    attempt("widths") { try reader.rows.textWidths.sorted { $0.key < $1.key }.map { "\($0)" } }
    attempt("explained") { try reader.explained(attention: true) }
    attempt("items") { try reader.explainedItems() }
    attempt("explained 0") { try reader.explained(at: 0) }
    attempt("damage") { _ = try reader.damage() }
    for layer in reader.layers {
        for kind in TokenKind.allCases where reader.holds(layer, kind) {
            readTokens(reader, layer, kind, attempt)
        }
    }
    for row in Set([0, 1, n - 1]).sorted() where (0..<n).contains(row) {
        attempt("rollout \(row)") { try reader.rollout(row: row) }
        attempt("objects \(row)") { try reader.objects(row: row) }
        attempt("measured \(row)") { try reader.measuredObjects(row: row) }
        attempt("preview \(row)") { try reader.previews(rows: row..<row + 1) }
    }
    attempt("previews") { try reader.previews(rows: 0..<n) }
    attempt("distances") { try reader.distances(rows: 0..<n) }
    // As a file is read that is merged with the rows of others.
    for set in layout.rowSets {
        attempt(set.path) {
            switch try reader.rows.read(set, rows: 0..<n) {
            case .numbers(let bytes): "\(bytes)"
            case .variable(let texts): "\(texts)"
            }
        }
    }
}

private func readTokens(
    _ reader: EmbeddingReader, _ layer: LayerName, _ kind: TokenKind,
    _ attempt: (String, () throws -> Any) -> Void
) {
    let n = reader.imageCount
    let what = "\(layer) \(kind)"
    attempt("\(what) by blocks") {
        var rows = 0
        try reader.forEachBlock(of: [TokenSet(layer, kind)], blockImages: 2) { images, blocks in
            precondition(blocks[0].columns == reader.model.width)
            precondition(blocks[0].rows == images.count * reader.model.count(kind))
            rows += blocks[0].rows
        }
        return rows
    }
    guard kind == .patches || layer == .final else { return }
    attempt("\(what) one by one") {
        try reader.tokens(
            layer, kind,
            images: Array(Set([0, n / 2, n - 1])).sorted().filter {
                (0..<n).contains($0)
            }
        ).values
    }
    if kind == .patches, n > 0 {
        attempt("\(what) by places") {
            let last = reader.model.patches - 1
            return try reader.patches(
                layer, at: [PatchPlace(image: 0, patch: last), .init(image: n - 1, patch: last)]
            ).values
        }
    }
}

// Checksums.

/// Data sets with rows of the sound file and their checksums.
private let table: [BlockChecks] = {
    do {
        let root = try File.open(store.path).root
        let table = try BlockTable(below: root, path: store.path)
        return try table.entries.map {
            BlockChecks(
                path: $0.path, rows: $0.rows, rowsPerBlock: $0.rowsPerBlock,
                checks: try table.checks(of: $0, below: root))
        }
    } catch { fatalError("\(error)") }
}()

/// Makes the checksums fit what an edit left behind.
private func repair(_ edited: Edited, in file: File, _ edits: EditedFile) throws {
    let root = file.root
    switch edited {
    case .dataset(let path):
        if table.contains(where: { $0.path == path }) {
            try root.group(Schema.Embeddings.segments).replaceTable(
                try table.map { $0.path == path ? try checks(of: $0, below: root) : $0 })
        } else {
            let dataset = try root.dataset(path)
            guard let bytes = smallBytes(of: dataset) else { return }
            var check = CRC32C()
            if dataset.type.isText {
                check = root.checksum(of: try dataset.readStrings())
            } else {
                check.update(bytes)
            }
            H5Adelete(dataset.handle.id, Dataset.checkName)
            try dataset.attributes.set(Dataset.checkName, .integer(Int64(check.value)))
        }
    case .attributes(let owner):
        guard let attributes = edits.opened(owner, root),
            case .strings(let names)? = try attributes.get("attribute_names")
        else { return }
        let checks = try names.map { Int64(try attributes.get($0)?.check ?? 0) }
        H5Adelete(attributes.owner.id, "attribute_crc32c")
        try attributes.set("attribute_crc32c", .integers(checks))
    case .bytes: break
    }
}

private func checks(of line: BlockChecks, below root: Group) throws -> BlockChecks {
    let dataset = try root.dataset(line.path)
    let rows = dataset.shape.first ?? 1
    var checks: [UInt32] = []
    if let bytes = smallBytes(of: dataset) {
        let size = rows > 0 ? bytes.count / rows : 0
        for first in stride(from: 0, to: rows, by: line.rowsPerBlock) {
            var check = CRC32C()
            check.update(bytes, first * size..<min(rows, first + line.rowsPerBlock) * size)
            checks.append(check.value)
        }
    } else {
        checks = .init(repeating: 0, count: min(rows, 4096))
    }
    return BlockChecks(
        path: line.path, rows: rows,
        rowsPerBlock: checks.isEmpty ? line.rowsPerBlock : (rows + checks.count - 1) / checks.count,
        checks: checks)
}

extension Group {
    fileprivate func replaceTable(_ table: [BlockChecks]) throws {
        for name in ["dataset", "rows", "rows_per_block", "first_block", "crc32c"] {
            H5Ldelete(handle.id, name, 0)
        }
        try BlockTable.write(table, below: self)
    }
}

// The sound file.

private let layout: EmbeddingLayout = {
    var layout = EmbeddingLayout(
        model: tinyModel, layers: [.block(1), .final],
        tokens: [.classToken, .mean, .patches, .extra], precision: .f16, attention: true,
        objects: true, predictions: true, classNames: ["cat", "dog"], labelNames: ["cat", "dög"],
        plannedImages: 5, patchKernel: Matrix(rows: 192, columns: 4, repeating: 0.5),
        patchBias: [1, 2, 3, 4], position: Matrix(rows: 6, columns: 4, repeating: 0.25))
    layout.model.registers = 1
    layout.hasSplits = true
    layout.columns = ["camera"]
    return layout
}()

private func writeStore(_ path: String) throws {
    var run = RunDescription(
        toolVersion: "0", commandLine: ["extract", "images"], uuid: "u", createdUTC: "now",
        threads: 1, seed: 0, instructionSet: "test")
    run.settings = "{\"root\":\"images\",\"variant\":\"original\"}"
    let writer = try EmbeddingWriter(path: path, layout: layout, run: run)
    for index in 0..<5 { try writer.append(image(index)) }
    try writer.append(Reject(path: [0xFF], cause: "empty", detail: "It is empty.", place: 5))
    try writer.finish()
}

private func image(_ index: Int) -> EmbeddedImage {
    let model = layout.model
    let tokens = layout.tokens.map { kind in
        TokenValues.half(
            (0..<model.count(kind) * model.width).map { Float16(index * 20 + $0).bitPattern })
    }
    let path = Array("cat/\(index).jpg".utf8)
    var image = EmbeddedImage(
        path: path, label: Int32(index % 3) - 1, width: 10, height: 20, bytes: 30, modified: 40,
        sha256: [UInt8](repeating: UInt8(index), count: 32), preview: [1, 2, UInt8(index)],
        tokens: layout.layers.map { _ in tokens }, rollout: (0..<8).map(Float.init),
        distance: [1, 2, 3, 4], objects: [0, 1, 1, UInt8(index % 3)],
        measuredObjects: [0, 1, 1, 0],
        objectNames: ["cat", "d\"og"], predictions: [(1, 0.75), (0, 0.25)], explanation: nil)
    image.place = index
    image.split = index < 3 ? "train" : "val"
    image.columns = ["camera \(index)"]
    if index == 1 {
        image.explanation = ExplainedImage(
            path: path, row: 1, pixels: (0..<768).map { UInt8($0 & 255) },
            joint: (0..<72).map(Float.init), heads: (0..<16).map(Float.init),
            objects: [0, 1, 1, 2], objectNames: ["cat", "dog"], variant: "original",
            predictedLabels: [1, 0], probabilities: [0.75, 0.25], place: 1, item: 1)
    }
    return image
}

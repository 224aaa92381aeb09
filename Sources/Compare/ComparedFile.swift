internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import PCA
internal import Store
internal import Tokens

/// A file that is compared: a store, or vectors of another program.
struct ComparedFile {
    /// Where the rows come from.
    enum Source {
        case store(EmbeddingReader, TokenKind)
        case vectors(VectorReader)
    }

    /// Path as given.
    let path: String
    /// Short name that no other compared file has.
    let name: String
    let source: Source
    /// Bytes of the path of each image; nil for vectors without names.
    let names: [[UInt8]]?
    /// SHA-256 of each image; nil for vectors.
    let digests: [[UInt8]]?
    /// Label of each row, -1 without one.
    let labels: [Int32]
    let labelNames: [String]

    /// Opens a file and reads what its rows are.
    ///
    /// - Parameters:
    ///   - token: the token of each image; nil for what stands for it in the model.
    ///   - labelColumn: of a `.h5ad` file.
    ///   - array: of a `.npz` or `.h5ad` file; nil for its only one.
    init(_ path: String, name: String, token: TokenKind?, labelColumn: String?, array: String?)
        throws
    {
        self.path = path
        self.name = name
        if VectorReader.isVectors(path) {
            let reader = try VectorReader(path, array: array)
            source = .vectors(reader)
            // AnnData numbers its rows where nobody named them.
            let found = try reader.names()
            let isNumbered = found == (0..<reader.rowCount).map(String.init)
            names = isNumbered ? nil : found?.map(pathBytes)
            digests = nil
            let labelled = try reader.labels(column: labelColumn)
            labels = labelled?.indices ?? [Int32](repeating: -1, count: reader.rowCount)
            labelNames = labelled?.names ?? []
            return
        }
        let reader = try EmbeddingReader(path)
        let own = reader.model.imageToken
        let hasOwn = reader.layers.contains { reader.holds($0, own) }
        let kind = token ?? (hasOwn ? own : .mean)
        guard reader.layers.contains(where: { reader.holds($0, kind) }) else {
            throw Failure(
                Exit.usage,
                "\(path): expected \(token == nil ? "class tokens or means" : kind.rawValue) of "
                    + "the patches, found a store without; run extract with --tokens class,mean.")
        }
        source = .store(reader, kind)
        names = try reader.paths()
        let bytes = try reader.digests()
        digests = (0..<reader.imageCount).map { Array(bytes[32 * $0..<32 * ($0 + 1)]) }
        labels = try reader.labels()
        labelNames = try reader.labelNames()
    }

    /// Number of rows.
    var count: Int { labels.count }

    /// The layers that have the token; `final` alone for vectors.
    var layers: [LayerName] {
        switch source {
        case .store(let reader, let kind): reader.layers.filter { reader.holds($0, kind) }
        case .vectors: [.final]
        }
    }

    /// The token of the rows as tables have it.
    var token: String {
        if case .store(_, let kind) = source { return kind.rawValue }
        return "rows"
    }

    /// The store; nil for vectors.
    var reader: EmbeddingReader? {
        if case .store(let reader, _) = source { return reader }
        return nil
    }

    /// The layer as tables have it.
    func text(of layer: LayerName) -> String { reader == nil ? "vectors" : layer.text }

    /// 0 for the embedding, (l + 1) / depth after block l, 1 for `final` and for vectors.
    func depth(of layer: LayerName) -> Double {
        switch layer {
        case .embedding: 0
        case .final: 1
        case .block(let block): Double(block + 1) / Double(max(1, reader?.model.depth ?? 1))
        }
    }

    /// Some rows of a layer, scaled to length 1, `[rows, width]`.
    func rows(_ layer: LayerName, _ chosen: [Int]) throws -> Matrix<Float> {
        var rows: Matrix<Float>
        switch source {
        case .store(let reader, let kind):
            rows = try reader.tokens(layer, kind, at: chosen)
        case .vectors(let reader):
            rows = try reader.block(rows: chosen).matrix
        }
        RowNormalization.l2.apply(&rows)
        guard rows.elements.allSatisfy(\.isFinite) else {
            throw Failure(
                Exit.nothing,
                "\(path): expected finite numbers in \(text(of: layer)), found NaN or infinity.")
        }
        return rows
    }

    /// Short names of files, each once: their stems, with the folder where stems are equal.
    static func names(of paths: [String]) -> [String] {
        let stems = paths.map {
            (($0 as NSString).lastPathComponent as NSString).deletingPathExtension
        }
        var names: [String] = []
        for (path, stem) in zip(paths, stems) {
            var name = stem
            if stems.count(where: { $0 == stem }) > 1 {
                let folder = (parentPath(of: path) as NSString).lastPathComponent
                if !folder.isEmpty && folder != "." { name = "\(folder)-\(stem)" }
            }
            var number = 2
            let first = name
            while names.contains(name) {
                name = "\(first)-\(number)"
                number += 1
            }
            // The name becomes that of a data set.
            names.append(name.replacingOccurrences(of: "/", with: "_"))
        }
        return names
    }
}

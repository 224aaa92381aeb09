internal import Dense
internal import HDF5
internal import Tokens

extension EmbeddingLayout {
    /// The layout of a file that has the rows of several others.
    ///
    /// - Parameters:
    ///   - files: files of one model, at least one.
    ///   - labelNames, columns: those of the joined file.
    /// - Throws: `JoinError` with what differs between the files.
    public init(
        joining files: [EmbeddingReader], labelNames: [String], columns: [String]
    ) throws {
        let first = files[0]
        var kinds: [TokenKind] = []
        for kind in TokenKind.ofLayers
        where first.layers.contains(where: { first.holds($0, kind) }) {
            kinds.append(kind)
        }
        for file in files {
            try Self.check(file, kinds, like: first)
        }
        let labels = "\(Schema.Embeddings.predictions)/label"
        let hasPredictions = first.root.contains(labels)
        self.init(
            model: first.model, layers: first.layers, tokens: kinds,
            precision: try first.precision(kinds), attention: first.hasRollout,
            objects: files.contains { $0.hasObjects }, predictions: hasPredictions,
            classNames: try first.classNames(), labelNames: labelNames,
            plannedImages: files.reduce(0) { $0 + $1.imageCount },
            patchKernel: try first.patchKernel(), patchBias: try first.patchBias(),
            position: try first.position())
        if hasPredictions { classCount = try first.root.dataset(labels).shape.last }
        self.columns = columns
        joint = first.holds(.final, .joint)
        head = try first.classificationHead()
        hasSplits = try files.contains { try $0.splits() != nil }
    }

    /// Checks that a file has what the first one has.
    private static func check(
        _ file: EmbeddingReader, _ kinds: [TokenKind], like first: EmbeddingReader
    ) throws {
        func require(_ what: String, _ mine: String, _ its: String) throws {
            if mine != its {
                throw JoinError(file: file.path, what: what, expected: mine, found: its)
            }
        }
        if let (name, mine, its) = first.model.difference(from: file.model) {
            throw JoinError(file: file.path, what: name, expected: mine, found: its)
        }
        func text(_ reader: EmbeddingReader) throws -> [(String, String)] {
            let held = reader.layers.map { layer in
                let held = TokenKind.ofLayers.filter { reader.holds(layer, $0) }
                return "\(layer.text) (\(held.map(\.rawValue).joined(separator: ", ")))"
            }
            let labels = "\(Schema.Embeddings.predictions)/label"
            let classes =
                reader.root.contains(labels)
                ? "\(try reader.root.dataset(labels).shape.last ?? 0) of "
                    + "\(try reader.classNames().count) named classes" : "none"
            return [
                ("its layers", held.joined(separator: ", ")),
                ("the precision of its tokens", try reader.precision(kinds).rawValue),
                ("attention", reader.hasRollout ? "rollout" : "none"),
                ("predictions", classes),
                ("/joint", reader.holds(.final, .joint) ? "there" : "none"),
                ("its variant", try reader.imageChanges()),
            ]
        }
        for (mine, its) in zip(try text(first), try text(file)) {
            try require(mine.0, mine.1, its.1)
        }
    }
}

/// What keeps files from being joined.
public struct JoinError: Error, CustomStringConvertible {
    /// The file that differs from the first.
    public let file: String
    /// What differs.
    public let what: String
    public let expected: String
    public let found: String

    public init(file: String, what: String, expected: String, found: String) {
        self.file = file
        self.what = what
        self.expected = expected
        self.found = found
    }

    /// One sentence.
    public var description: String {
        "\(file): expected \(what) as in the first file (\(expected)), found \(found); only files "
            + "of one model and one layout can be joined."
    }
}

extension EmbeddingReader {
    /// Precision of the tokens of the first layer.
    fileprivate func precision(_ kinds: [TokenKind]) throws -> TokenPrecision {
        guard let layer = layers.first, let kind = kinds.first(where: { holds(layer, $0) }) else {
            return .f16
        }
        return try tokenRows(layer, kind).dataset.type == .float16 ? .f16 : .f32
    }

    /// Bias of the patch embedding, `[width]`; empty where the file has none.
    fileprivate func patchBias() throws -> [Float] {
        let name = "\(Schema.Embeddings.model)/\(Schema.Embeddings.patchBias)"
        return root.contains(name) ? try root.read(name, shape: [model.width]) : []
    }
}

internal import Dense
public import Store
internal import Tokens

/// The inside of any image of a store, as a server gives it to the page: attention rollout, objects
/// and the patch tokens of every block, in the form of the images that are stored in full.
public struct StoredImage {
    /// The images of the map.
    private let reader: EmbeddingReader
    /// Number of the image.
    private let image: Int
    /// What the names of its chunks begin with.
    private let name: String

    /// An image of a store; nil if the number is none of an image.
    ///
    /// - Parameter set: What the names of the map's chunks begin with.
    public init?(_ reader: EmbeddingReader, image: Int, set: String = "0") {
        guard (0..<reader.imageCount).contains(image) else { return nil }
        self.reader = reader
        self.image = image
        name = "\(set)/inside/\(image)"
    }

    /// Whether a store has what the inside of an image needs.
    public static func isThere(in reader: EmbeddingReader) -> Bool {
        reader.model.patches > 0 && (reader.hasRollout || !blocks(of: reader).isEmpty)
    }

    /// Blocks whose patch tokens the store has.
    private static func blocks(of reader: EmbeddingReader) -> [Int] {
        reader.layers.compactMap { layer in
            guard case .block(let number) = layer, reader.holds(layer, .patches) else {
                return nil
            }
            return number
        }
    }

    /// The description, an EXPLAINED in JSON.
    ///
    /// - Parameter path: Path of the image.
    public func description(path: String) throws -> [UInt8] {
        let model = reader.model
        let blocks = Self.blocks(of: reader)
        let objects = try reader.objects(row: image)
        let area = try reader.picture(row: image)
        let rollout = try rolloutShares()
        var described = ExplainedDescription(
            row: image, path: path, grid: [area.rows.count, area.columns.count],
            origin: [area.rows.lowerBound, area.columns.lowerBound],
            picture: "0/preview/\(image)", objectNames: objects?.names ?? [], depth: model.depth,
            heads: model.heads, attentionSource: model.attentionSource, predictions: [])
        described.objects = objects == nil ? nil : "\(name)/objects"
        described.rollout = rollout == nil ? nil : "\(name)/rollout"
        described.rolloutMax = rollout?.largest ?? []
        if !blocks.isEmpty {
            described.tokens = ExplainedDescription.TokenDescription(
                chunk: "\(name)/tokens", layers: blocks.map { "\($0)" }, size: model.width)
        }
        return PageJSON.encode(described)
    }

    /// A chunk of the description: "objects", "rollout" or "tokens"; nil for any other name.
    public func chunk(_ part: String) throws -> [UInt8]? {
        switch part {
        case "objects":
            try reader.objects(row: image).map { objects in
                try reader.picture(row: image).pick(objects.patches, in: reader.model.grid)
            }
        case "rollout": try rolloutShares()?.codes
        case "tokens": try tokens()
        default: nil
        }
    }

    /// Rollout from the image to the patches, `[depth, patches]`; nil if it is not stored.
    private func rolloutShares() throws -> Shares? {
        guard let rollout = try reader.rollout(row: image) else { return nil }
        var shares = Shares()
        let area = try reader.picture(row: image)
        for block in 0..<rollout.rows {
            shares.add(area.pick(Array(rollout.row(block)), in: reader.model.grid))
        }
        return shares
    }

    /// The patch tokens of every block in 8 bits, `[blocks, patches, width]`, each divided by its
    /// own largest number: their cosines stay what they are but for rounding.
    private func tokens() throws -> [UInt8] {
        var codes: [UInt8] = []
        let patches = try reader.picture(row: image).indices(in: reader.model.grid)
        for block in Self.blocks(of: reader) {
            let tokens = try reader.tokens(.block(block), .patches, rows: image..<image + 1)
            for patch in patches {
                let row = tokens.row(patch)
                let most = row.reduce(Float(0)) { max($0, abs($1)) }
                codes += row.map { value in
                    UInt8(bitPattern: most > 0 ? Int8((value / most * 127).rounded()) : 0)
                }
            }
        }
        return codes
    }
}

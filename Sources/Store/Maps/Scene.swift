public import Dense

/// The t-SNE of one image's tokens at several layers.
public struct Scene: Sendable, Equatable {
    public var path: String
    public var row: Int
    /// Pixels a side.
    public var size: Int
    /// `[size, size, 3]`
    public var pixels: [UInt8]
    /// `[patches]`: 0 for background, else an object's number.
    public var objects: [UInt8]
    /// Names of objects 1, 2, ...
    public var objectNames: [String]
    public var layers: [SceneLayer]
    /// `[depth * patches]`: attention rollout, class token to patches; may be empty.
    public var attention: [Float]

    public init(
        path: String, row: Int, size: Int, pixels: [UInt8], objects: [UInt8],
        objectNames: [String], layers: [SceneLayer], attention: [Float]
    ) {
        self.path = path
        self.row = row
        self.size = size
        self.pixels = pixels
        self.objects = objects
        self.objectNames = objectNames
        self.layers = layers
        self.attention = attention
    }
}

extension Scene {
    /// The blocks of the paper's figure: the first, the middle, the last.
    public static func plainBlocks(depth: Int) -> [Int] {
        Set([0, depth / 2, depth - 1]).sorted()
    }

    /// The blocks of the variant that shows attention: the first, those after a third and two
    /// thirds, the last.
    public static func attentionBlocks(depth: Int) -> [Int] {
        Set([0, depth / 3, depth * 2 / 3, depth - 1]).sorted()
    }

    /// The rollout's class row after a block, `[patches]`; nil when it was left out.
    public func attention(block: Int) -> [Float]? {
        let patches = objects.count
        guard attention.count >= (block + 1) * patches else { return nil }
        return Array(attention[block * patches..<(block + 1) * patches])
    }

    /// The places at a block; nil when it was not fitted.
    public func layer(block: Int) -> SceneLayer? { layers.first { $0.layer == String(block) } }
}

/// One layer of a scene.
public struct SceneLayer: Sendable, Equatable {
    public var layer: String
    /// `[patches, 2]`: the class token was fitted and is left out.
    public var layout: Matrix<Float>
    public var klDivergence: Double

    public init(layer: String, layout: Matrix<Float>, klDivergence: Double) {
        self.layer = layer
        self.layout = layout
        self.klDivergence = klDivergence
    }
}

public import Dense
public import Tokens

/// t-SNE of the tokens of one image at several layers. Only images stored in full have one.
public struct Scene: Sendable, Equatable {
    /// Path of the image.
    public var path: String
    /// Row index of the image in the parent file.
    public var row: Int
    /// Pixels of the image as the model saw it, `[height, width, 3]`.
    public var pixels: [UInt8]
    /// The patches that show the picture; nil for all. Others have no place in the layouts.
    public var picture: PictureArea?
    /// Object of each patch, `[patches]`: 0 for background, k for `objectNames[k - 1]`.
    public var objects: [UInt8]
    /// Names of the objects 1, 2, ...
    public var objectNames: [String]
    /// The layouts, in the order of the blocks.
    public var layers: [SceneLayer]
    /// Attention rollout from the image to the patches after each block, `[depth * patches]`,
    /// 0...1; empty if the parent file has no attention.
    public var attention: [Float]

    public init(
        path: String, row: Int, pixels: [UInt8], picture: PictureArea? = nil, objects: [UInt8],
        objectNames: [String], layers: [SceneLayer], attention: [Float]
    ) {
        self.path = path
        self.row = row
        self.pixels = pixels
        self.picture = picture
        self.objects = objects
        self.objectNames = objectNames
        self.layers = layers
        self.attention = attention
    }
}

extension Scene {
    /// Blocks shown in the first figure of a scene: the first, the middle and the last, as in
    /// Nguyen et al. 2022 (arXiv 2210.07646). For 12 blocks 0, 6 and 11.
    public static func plainBlocks(depth: Int) -> [Int] {
        Set([0, depth / 2, depth - 1]).sorted()
    }

    /// Blocks shown in the figure with attention: the first, those after a third and two thirds,
    /// and the last. For 12 blocks 0, 4, 8 and 11.
    public static func attentionBlocks(depth: Int) -> [Int] {
        Set([0, depth / 3, depth * 2 / 3, depth - 1]).sorted()
    }

    /// Attention rollout from the image to the patches after a block, `[patches]`; nil if the
    /// scene has no attention.
    public func attention(block: Int) -> [Float]? {
        let patches = objects.count
        guard attention.count >= (block + 1) * patches else { return nil }
        return Array(attention[block * patches..<(block + 1) * patches])
    }

    /// The layout at a block; nil if it was not computed.
    public func layer(block: Int) -> SceneLayer? { layers.first { $0.layer == String(block) } }
}

/// The layout of the patches of one image at one layer.
public struct SceneLayer: Sendable, Equatable {
    /// The block, as in `LayerName.text`.
    public var layer: String
    /// Positions of the patches, `[patches, 2]`. The class token and the registers take part in the
    /// t-SNE and are left out here; patches of a border take no part and stand at 0, 0.
    public var layout: Matrix<Float>
    /// Kullback-Leibler divergence of the layout, 0 or more.
    public var klDivergence: Double

    public init(layer: String, layout: Matrix<Float>, klDivergence: Double) {
        self.layer = layer
        self.layout = layout
        self.klDivergence = klDivergence
    }
}

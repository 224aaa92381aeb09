public import Tokens

/// An image stored in full: pixels and attention, or a variant of it, such as one with patches
/// blacked out.
public struct ExplainedImage: Sendable, Equatable {
    /// Raw bytes of the path, relative to the root of the images.
    public var path: [UInt8]
    /// Row index of the image in the file.
    public var row: Int
    /// Pixels as the model saw them, `[height, width, 3]`.
    public var pixels: [UInt8]
    /// Attention rollout after each block, `[depth, tokens, tokens]`, 0...1; empty if it was not
    /// read or not stored.
    public var joint: [Float]
    /// Attention of the class token to the patches, `[depth, heads, patches]`, 0...1; empty like
    /// `joint`.
    public var heads: [Float]
    /// The patches that show the picture; nil for all.
    public var picture: PictureArea?
    /// Object of each patch, `[patches]`, 0 for background; empty without a mask.
    public var objects: [UInt8]
    /// Names of the objects 1, 2, ...
    public var objectNames: [String]
    /// "original" for the image itself, otherwise the variant: "random:0.2", "shuffle:4".
    public var variant: String
    /// Up to five classes, the likeliest first; empty without a classification head.
    public var predictedLabels: [Int32]
    /// Softmax probabilities of those classes, 0...1.
    public var probabilities: [Float]
    /// Index of its row in the plan of the run.
    public var place: Int
    /// Values of chosen units at the patches, `[patches]` each, by the units' names ("7:112").
    public var units: [String: [Float]] = [:]
    /// Index among the items of the plan, in which variants follow all rows.
    public var item: Int
    /// Whether it is the row itself, not a variant.
    var isRow: Bool { place == item }

    public init(
        path: [UInt8], row: Int, pixels: [UInt8], joint: [Float], heads: [Float],
        picture: PictureArea? = nil, objects: [UInt8], objectNames: [String], variant: String,
        predictedLabels: [Int32] = [], probabilities: [Float] = [], place: Int = 0, item: Int = 0
    ) {
        self.path = path
        self.row = row
        self.pixels = pixels
        self.joint = joint
        self.heads = heads
        self.picture = picture
        self.objects = objects
        self.objectNames = objectNames
        self.variant = variant
        self.predictedLabels = predictedLabels
        self.probabilities = probabilities
        self.place = place
        self.item = item
    }
}

/// Selection of rows among images stored in full.
extension [ExplainedImage] {
    /// Indices of the images that are rows of the file; variants are left out. In a file of
    /// `extract --shuffle` or `--occlude` these rows are not originals.
    public var rowPlaces: [Int] {
        indices.filter { place in !self[..<place].contains { $0.path == self[place].path } }
    }
}

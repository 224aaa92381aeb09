/// One of the few images that are kept in full.
public struct ExplainedImage: Sendable, Equatable {
    /// Raw bytes of the path below the root.
    public var path: [UInt8]
    /// The image's row in the file.
    public var row: Int
    /// `[size, size, 3]` as the model saw it.
    public var pixels: [UInt8]
    /// `[depth, tokens, tokens]`: attention rollout after each block.
    public var joint: [Float]
    /// `[depth, heads, patches]`: the class token's attention to the patches.
    public var heads: [Float]
    /// `[patches]`, or empty without a mask.
    public var objects: [UInt8]
    public var objectNames: [String]
    /// "original" for the image itself.
    public var variant: String
    /// The likeliest classes, at most five, the likeliest first; may be empty.
    public var predictedLabels: [Int32]
    /// Of those, 0...1.
    public var probabilities: [Float]
    /// The place of its row in the plan of the run.
    public var place: Int
    /// Its own place among the plan's items, where variants stand behind all rows.
    public var item: Int
    /// Whether it is the row itself, not a variant beside it.
    var isRow: Bool { place == item }

    public init(
        path: [UInt8], row: Int, pixels: [UInt8], joint: [Float], heads: [Float],
        objects: [UInt8], objectNames: [String], variant: String,
        predictedLabels: [Int32] = [], probabilities: [Float] = [], place: Int = 0, item: Int = 0
    ) {
        self.path = path
        self.row = row
        self.pixels = pixels
        self.joint = joint
        self.heads = heads
        self.objects = objects
        self.objectNames = objectNames
        self.variant = variant
        self.predictedLabels = predictedLabels
        self.probabilities = probabilities
        self.place = place
        self.item = item
    }
}

extension [ExplainedImage] {
    /// The places of the images that are rows of the file, each before its variants. With
    /// `extract --shuffle` or `--occlude` such a row is itself no original.
    public var rowPlaces: [Int] {
        indices.filter { place in !self[..<place].contains { $0.path == self[place].path } }
    }
}

public import Tokens

/// One row of a file of embeddings: an image with its tokens, attention, objects and predictions.
public struct EmbeddedImage: Sendable {
    /// Raw bytes of the path, relative to the root of the images.
    public internal(set) var path: [UInt8]
    /// Index in the plan of the run; rejected images count too.
    public internal(set) var place: Int
    /// Split, such as "train", or "".
    public internal(set) var split: String
    /// Values of the columns that the layout names.
    public internal(set) var columns: [String]
    /// Index into the label names; -1 without a label.
    public internal(set) var label: Int32
    /// Width of the image file in pixels, before preprocessing.
    public internal(set) var width: Int
    /// Height of the image file in pixels, before preprocessing.
    public internal(set) var height: Int
    /// Size of the image file in bytes.
    public internal(set) var bytes: Int
    /// Modification time of the image file, in nanoseconds since 1970.
    public internal(set) var modified: Int64
    /// SHA-256 of the image file, 32 bytes.
    public internal(set) var sha256: [UInt8]
    /// JPEG of the image as the model saw it.
    public internal(set) var preview: [UInt8]
    /// Tokens, `[layers][kinds]`, in the order of the layout.
    public internal(set) var tokens: [[TokenValues]]
    /// Attention rollout from the image to the patches, `[depth * patches]`; empty without
    /// attention.
    public internal(set) var rollout: [Float]
    /// Mean attention distance of each head in pixels, `[depth * heads]`; empty without attention.
    public internal(set) var distance: [Float]
    /// The patches that show the picture; nil for all.
    public internal(set) var picture: PictureArea?
    /// Object of each patch, `[patches]`: 0 for background; nil without a mask.
    public internal(set) var objects: [UInt8]?
    /// The same by the rule of the layer measures, which drops small objects; nil without a mask.
    public internal(set) var measuredObjects: [UInt8]?
    /// SHA-256 of the mask and of what names its objects, 32 bytes; nil without a mask.
    public internal(set) var maskSHA256: [UInt8]?
    /// Names of the objects 1, 2, ...
    public internal(set) var objectNames: [String]
    /// Up to five classes with their softmax probabilities, the likeliest first.
    public internal(set) var predictions: [(label: Int32, probability: Float)]
    /// The embedding in the space of words; nil for a model without one.
    public internal(set) var joint: TokenValues?
    /// The image in full; nil for most images.
    public internal(set) var explanation: ExplainedImage?

    public init(
        path: [UInt8], place: Int = 0, split: String = "", columns: [String] = [], label: Int32,
        width: Int, height: Int, bytes: Int, modified: Int64,
        sha256: [UInt8], preview: [UInt8], tokens: [[TokenValues]], rollout: [Float],
        distance: [Float], picture: PictureArea? = nil, objects: [UInt8]?,
        measuredObjects: [UInt8]? = nil, maskSHA256: [UInt8]? = nil,
        objectNames: [String], predictions: [(label: Int32, probability: Float)],
        joint: TokenValues? = nil, explanation: ExplainedImage?
    ) {
        self.path = path
        self.place = place
        self.split = split
        self.columns = columns
        self.label = label
        self.width = width
        self.height = height
        self.bytes = bytes
        self.modified = modified
        self.sha256 = sha256
        self.preview = preview
        self.tokens = tokens
        self.rollout = rollout
        self.distance = distance
        self.picture = picture
        self.objects = objects
        self.measuredObjects = measuredObjects
        self.maskSHA256 = maskSHA256
        self.objectNames = objectNames
        self.predictions = predictions
        self.joint = joint
        self.explanation = explanation
    }
}

/// One row of a file of embeddings: an image and all that the model said of it.
public struct EmbeddedImage: Sendable {
    /// Raw bytes of the path below the root.
    public internal(set) var path: [UInt8]
    /// Its place in the plan of the run, rejected images counted.
    public internal(set) var place: Int
    /// "train", "val", "test" or "".
    public internal(set) var split: String
    /// The values of the layout's columns.
    public internal(set) var columns: [String]
    /// Index into the label names; -1 without a label.
    public internal(set) var label: Int32
    /// Pixels of the file, before preprocessing.
    public internal(set) var width: Int
    public internal(set) var height: Int
    /// Size of the file.
    public internal(set) var bytes: Int
    /// Modification time in nanoseconds since 1970.
    public internal(set) var modified: Int64
    /// 32 bytes, of the file.
    public internal(set) var sha256: [UInt8]
    /// JPEG of the image as the model saw it.
    public internal(set) var preview: [UInt8]
    /// In the order of the file's layers, for each the kinds in the file's order.
    public internal(set) var tokens: [[TokenValues]]
    /// `[depth * patches]`, or empty.
    public internal(set) var rollout: [Float]
    /// `[depth * heads]` in pixels, or empty.
    public internal(set) var distance: [Float]
    /// `[patches]`: 0 for background, else the object's number; nil without a mask.
    public internal(set) var objects: [UInt8]?
    /// `[patches]`: as `objects` by the rule of the layer measures, which drops small objects.
    public internal(set) var measuredObjects: [UInt8]?
    /// Names of objects 1, 2, ...
    public internal(set) var objectNames: [String]
    /// Up to five (class, probability), the likeliest first.
    public internal(set) var predictions: [(label: Int32, probability: Float)]
    public internal(set) var explanation: ExplainedImage?

    public init(
        path: [UInt8], place: Int = 0, split: String = "", columns: [String] = [], label: Int32,
        width: Int, height: Int, bytes: Int, modified: Int64,
        sha256: [UInt8], preview: [UInt8], tokens: [[TokenValues]], rollout: [Float],
        distance: [Float], objects: [UInt8]?, measuredObjects: [UInt8]? = nil,
        objectNames: [String], predictions: [(label: Int32, probability: Float)],
        explanation: ExplainedImage?
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
        self.objects = objects
        self.measuredObjects = measuredObjects
        self.objectNames = objectNames
        self.predictions = predictions
        self.explanation = explanation
    }
}

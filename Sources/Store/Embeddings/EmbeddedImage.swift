public import Dense

/// Token numbers as they go into a file.
public enum TokenValues: Sendable, Equatable {
    case half([HalfBits])
    case single([Float])

    /// Numbers in it.
    public var count: Int {
        switch self {
        case .half(let values): values.count
        case .single(let values): values.count
        }
    }
}

/// The precision of the tokens in a file.
public enum TokenPrecision: String, Sendable, CaseIterable {
    case f16, f32
}

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

/// A file that was not embedded, and why.
public struct Reject: Sendable, Equatable {
    /// Raw bytes of the path below the root.
    public var path: [UInt8]
    /// One word, such as "truncated".
    public var cause: String
    /// One sentence.
    public var detail: String
    /// Its place among the plan's items; -1 in older files.
    public var place: Int

    public init(path: [UInt8], cause: String, detail: String, place: Int = 0) {
        self.path = path
        self.cause = cause
        self.detail = detail
        self.place = place
    }
}

/// Raw bytes of a path as text: UTF-8 where it is that, every other byte as `\xNN`.
public func displayPath(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
        // The longest valid piece, then one escaped byte.
        if let valid = String(validating: rest, as: UTF8.self) {
            return text + valid
        }
        var end = rest.startIndex
        var iterator = rest.makeIterator()
        var decoder = UTF8()
        scan: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                text.unicodeScalars.append(scalar)
                end += UTF8.width(scalar)
            case .emptyInput, .error: break scan
            }
        }
        let byte = rest[end]
        text += "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        rest = rest[(end + 1)...]
    }
    return text
}

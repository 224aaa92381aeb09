/// Two rows that are copies of each other.
public struct DuplicateRow: TableRow {
    /// What the pair was found by.
    public enum Kind: String, Sendable {
        /// Equal bytes of the files, or equal numbers of the vectors.
        case exact
        /// The pixels of the previews agree.
        case near
        /// The vectors are alike; nothing shows that they stand for one image.
        case nearInVectors = "near in the vectors"
    }

    /// Rows of the map, `first` below `second`.
    public var first: Int
    public var second: Int
    public var firstPath: String
    public var secondPath: String
    public var kind: Kind
    /// Of the rows, -1...1.
    public var cosine: Double
    /// Distance of the pair over that to the nearest row outside their group, 0 or more; NaN where
    /// the neighbour lists show none.
    public var relativeDistance: Double
    /// The same for pairs that are linked by common rows, from 0; -1 in files without it.
    public var group: Int
    /// Similarity of the previews' pixels, 0...1; NaN where they were not compared.
    public var pixelSimilarity: Double
    /// How the second image is turned or mirrored against the first.
    public var transform: String
    public var firstLabel: String
    public var secondLabel: String

    public init(
        first: Int = -1, second: Int = -1, firstPath: String = "", secondPath: String = "",
        kind: Kind = .near, cosine: Double = .nan, relativeDistance: Double = .nan,
        group: Int = -1, pixelSimilarity: Double = .nan, transform: String = "",
        firstLabel: String = "", secondLabel: String = ""
    ) {
        self.first = first
        self.second = second
        self.firstPath = firstPath
        self.secondPath = secondPath
        self.kind = kind
        self.cosine = cosine
        self.relativeDistance = relativeDistance
        self.group = group
        self.pixelSimilarity = pixelSimilarity
        self.transform = transform
        self.firstLabel = firstLabel
        self.secondLabel = secondLabel
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("first", \.first), .integers("second", \.second),
            .texts("first_path", \.firstPath), .texts("second_path", \.secondPath),
            .texts("kind", \.kindText), .reals("cosine", \.cosine),
            .reals("relative_distance", \.relativeDistance),
            .integers("group", \.group).when(.mayBeMissing),
            .reals("pixel_similarity", \.pixelSimilarity).when(.mayBeMissing),
            .texts("transform", \.transform).when(.mayBeMissing),
            .texts("first_label", \.firstLabel).when(.mayBeMissing),
            .texts("second_label", \.secondLabel).when(.mayBeMissing),
        ]
    }

    private var kindText: String {
        get { kind.rawValue }
        set { kind = Kind(rawValue: newValue) ?? .near }
    }
}

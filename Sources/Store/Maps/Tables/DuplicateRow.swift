/// A pair of rows that are copies of each other (table `duplicates`).
///
/// The exact copies come first, then the near copies by falling similarity.
public struct DuplicateRow: TableRow {
    /// The evidence by which a pair was found; the raw value is the text in the file.
    public enum Kind: String, Sendable, CaseIterable {
        /// The image files have equal bytes, or the vectors have equal numbers.
        case exact
        /// The pixels of the previews agree after alignment (mirrored, cropped or grey copies
        /// included).
        case near
        /// The two vectors are much closer to each other than to any other row. Without images this
        /// is no proof that they show the same thing.
        case nearInVectors = "near in the vectors"
    }

    /// Row index of the first copy on the map; below `second`.
    public var first: Int
    /// Row index of the second copy.
    public var second: Int
    /// Path or name of the first copy.
    public var firstPath: String
    /// Path or name of the second copy.
    public var secondPath: String
    /// The evidence for the pair.
    public var kind: Kind
    /// Cosine similarity of the two rows, -1...1.
    public var cosine: Double
    /// Distance of the pair divided by the distance to the nearest row outside its group, 0 or
    /// more. NaN if the neighbour lists hold no row outside the group.
    public var relativeDistance: Double
    /// Number of the group of copies, from 0: pairs that share a row are in one group. -1 in files
    /// of versions without this column.
    public var group: Int
    /// Similarity of the previews, 0...1 (1: equal pixels). NaN if the previews were not compared.
    public var pixelSimilarity: Double
    /// How the second image differs from the first, such as "mirrored" or "cropped"; "" if it does
    /// not.
    public var transform: String
    /// Label of the first copy; "" without a label.
    public var firstLabel: String
    /// Label of the second copy; "" without a label.
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
            .choices("kind", \.kind), .reals("cosine", \.cosine),
            .reals("relative_distance", \.relativeDistance),
            .integers("group", \.group).when(.mayBeMissing),
            .reals("pixel_similarity", \.pixelSimilarity).when(.mayBeMissing),
            .texts("transform", \.transform).when(.mayBeMissing),
            .texts("first_label", \.firstLabel).when(.mayBeMissing),
            .texts("second_label", \.secondLabel).when(.mayBeMissing),
        ]
    }
}

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

/// Copies that have different labels.
public struct LabelConflictRow: TableRow {
    /// Rows of the map.
    public var first: Int
    public var second: Int
    public var firstPath: String
    public var firstLabel: String
    public var secondPath: String
    public var secondLabel: String
    public var kind: DuplicateRow.Kind
    /// Of the rows, -1...1.
    public var cosine: Double

    public init(
        first: Int = -1, second: Int = -1, firstPath: String = "", firstLabel: String = "",
        secondPath: String = "", secondLabel: String = "", kind: DuplicateRow.Kind = .near,
        cosine: Double = .nan
    ) {
        self.first = first
        self.second = second
        self.firstPath = firstPath
        self.firstLabel = firstLabel
        self.secondPath = secondPath
        self.secondLabel = secondLabel
        self.kind = kind
        self.cosine = cosine
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("first", \.first), .integers("second", \.second),
            .texts("first_path", \.firstPath), .texts("first_label", \.firstLabel),
            .texts("second_path", \.secondPath), .texts("second_label", \.secondLabel),
            .texts("kind", \.kindText), .reals("cosine", \.cosine),
        ]
    }

    private var kindText: String {
        get { kind.rawValue }
        set { kind = DuplicateRow.Kind(rawValue: newValue) ?? .near }
    }
}

/// A label, and the one that the neighbours of its row suggest. The most doubtful come first.
public struct LabelRow: TableRow {
    /// Row of the map.
    public var row: Int
    public var path: String
    public var label: String
    /// Support of the given label among the neighbours, 0...1.
    public var probability: Double
    public var suggestedLabel: String
    /// Support of the suggested label, 0...1.
    public var suggestedProbability: Double
    /// Largest support of another label less that of the given one, -1...1; NaN in files without
    /// it.
    public var margin: Double
    /// How sure the suggestion is, -1...1; NaN in files without it.
    public var confidence: Double
    /// Neighbours that voted, and those of them with the suggested label.
    public var votes: Int
    public var suggestedVotes: Int

    public init(
        row: Int = -1, path: String = "", label: String = "", probability: Double = .nan,
        suggestedLabel: String = "", suggestedProbability: Double = .nan, margin: Double = .nan,
        confidence: Double = .nan, votes: Int = -1, suggestedVotes: Int = -1
    ) {
        self.row = row
        self.path = path
        self.label = label
        self.probability = probability
        self.suggestedLabel = suggestedLabel
        self.suggestedProbability = suggestedProbability
        self.margin = margin
        self.confidence = confidence
        self.votes = votes
        self.suggestedVotes = suggestedVotes
    }

    /// Whether the neighbours suggest another label.
    public var isContradicted: Bool { label != suggestedLabel }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("row", \.row), .texts("path", \.path), .texts("label", \.label),
            .reals("probability", \.probability), .texts("suggested_label", \.suggestedLabel),
            .reals("suggested_probability", \.suggestedProbability),
            .reals("margin", \.margin).when(.mayBeMissing),
            .reals("confidence", \.confidence).when(.mayBeMissing),
            .integers("votes", \.votes).when(.mayBeMissing),
            .integers("suggested_votes", \.suggestedVotes).when(.mayBeMissing),
        ]
    }
}

/// A row by its distance from the others. The farthest come first.
public struct OutlierRow: TableRow {
    /// Row of the map.
    public var row: Int
    public var path: String
    /// To the 10th neighbour.
    public var distance: Double
    /// Share of the rows at this distance or less, 0...100.
    public var percentile: Double

    public init(
        row: Int = -1, path: String = "", distance: Double = .nan, percentile: Double = .nan
    ) {
        self.row = row
        self.path = path
        self.distance = distance
        self.percentile = percentile
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .integers("row", \.row), .texts("path", \.path), .reals("distance", \.distance),
            .reals("percentile", \.percentile),
        ]
    }
}

/// Copies on both sides of a split of the data set.
public struct LeakRow: TableRow {
    public var firstPath: String
    public var firstSplit: String
    public var secondPath: String
    public var secondSplit: String
    /// Of the rows, -1...1.
    public var cosine: Double

    public init(
        firstPath: String = "", firstSplit: String = "", secondPath: String = "",
        secondSplit: String = "", cosine: Double = .nan
    ) {
        self.firstPath = firstPath
        self.firstSplit = firstSplit
        self.secondPath = secondPath
        self.secondSplit = secondSplit
        self.cosine = cosine
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("first_path", \.firstPath), .texts("first_split", \.firstSplit),
            .texts("second_path", \.secondPath), .texts("second_split", \.secondSplit),
            .reals("cosine", \.cosine),
        ]
    }
}

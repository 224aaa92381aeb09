/// The names of a word list that are nearest to an image (columns of `obs`). The file has them with
/// `reduce --names`.
public struct NameRow: TableRow {
    /// The nearest name.
    public var name: String
    /// Cosine of its embedding and the image's, -1...1. Cosines compare within one list only.
    public var cosine: Double
    /// The next four with their cosines, the nearest first: "tabby 0.262; kitten 0.251".
    public var others: String

    public init(name: String = "", cosine: Double = .nan, others: String = "") {
        self.name = name
        self.cosine = cosine
        self.others = others
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("name", \.name), .reals("name_cosine", \.cosine),
            .texts("other_names", \.others),
        ]
    }
}

/// A file that was compared (table `models`).
public struct ComparedModelRow: TableRow {
    /// Short name of the file, which the other tables use.
    public var name = ""
    /// Path of the file as it was given.
    public var file = ""
    /// Name of the model; of vectors the name of the array.
    public var model = ""
    /// Rows of the file.
    public var images = -1
    /// The layer that was chosen by the labels, or the last.
    public var layer = ""
    /// The token of each image: "class", "mean" or "rows".
    public var token = ""
    /// Numbers per row of the chosen layer.
    public var width = -1
    /// Share of labels that 20 neighbours predict in the chosen layer, on the images that it was
    /// not chosen on, 0...1; NaN without labels.
    public var accuracy = Double.nan
    /// Half of its 95 % interval.
    public var accuracyMargin = Double.nan
    /// Labelled images of that part.
    public var judged = -1
    /// Parameters of the model; -1 for vectors.
    public var parameters = -1
    /// Estimated 10^9 operations per image; NaN for vectors and models that are no plain ViTs.
    public var gigaflops = Double.nan
    /// Bytes of the file.
    public var bytes = -1

    public init() {}

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("name", \.name), .texts("file", \.file), .texts("model", \.model),
            .integers("images", \.images), .texts("layer", \.layer), .texts("token", \.token),
            .integers("width", \.width), .reals("accuracy", \.accuracy),
            .reals("accuracy_margin", \.accuracyMargin), .integers("judged", \.judged),
            .integers("parameters", \.parameters), .reals("gigaflops", \.gigaflops),
            .integers("bytes", \.bytes),
        ]
    }
}

/// A layer of a compared file (table `model_layers`).
public struct ComparedLayerRow: TableRow {
    /// Name of the file.
    public var name = ""
    /// The layer.
    public var layer = ""
    /// 0 for the embedding, (l + 1) / depth after block l, 1 for `final`.
    public var depth = Double.nan
    /// Share of labels that 20 neighbours predict, over all images, 0...1; NaN without labels.
    public var accuracy = Double.nan

    public init(
        name: String = "", layer: String = "", depth: Double = .nan, accuracy: Double = .nan
    ) {
        self.name = name
        self.layer = layer
        self.depth = depth
        self.accuracy = accuracy
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("name", \.name), .texts("layer", \.layer), .reals("depth", \.depth),
            .reals("accuracy", \.accuracy),
        ]
    }
}

/// Two layers of two files (table `layer_pairs`).
public struct LayerPairRow: TableRow {
    /// Name of the first file, and its layer.
    public var first = ""
    public var firstLayer = ""
    /// Name of the second file, and its layer.
    public var second = ""
    public var secondLayer = ""
    /// Linear CKA, 0...1; NaN where all rows of a layer are equal.
    public var cka = Double.nan
    /// Mean share of an image's 10 nearest neighbours that both layers have, 0...1.
    public var overlap = Double.nan

    public init() {}

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("first", \.first), .texts("first_layer", \.firstLayer),
            .texts("second", \.second), .texts("second_layer", \.secondLayer),
            .reals("cka", \.cka), .reals("overlap", \.overlap),
        ]
    }
}

/// Two files by their chosen layers (table `model_pairs`).
public struct ModelPairRow: TableRow {
    /// Names of the files.
    public var first = ""
    public var second = ""
    /// Labelled images on which neither layer was chosen.
    public var judged = -1
    /// Accuracy of the first less that of the second, -1...1; NaN without labels.
    public var gain = Double.nan
    /// Half of its 95 % interval, over pairs of votes.
    public var gainMargin = Double.nan
    /// Images whose label only the first predicts, and only the second.
    public var onlyFirst = -1
    public var onlySecond = -1
    /// McNemar's exact test (two-sided) of these two numbers; NaN without labels.
    public var probability = Double.nan
    /// Linear CKA of the chosen layers.
    public var cka = Double.nan
    /// Mean share of the 10 nearest neighbours that both have.
    public var overlap = Double.nan
    /// The share that unrelated files would have in common: 10 / (images - 1).
    public var chance = Double.nan
    /// Agreement of k-means clusters of the chosen layers: adjusted Rand index and normalised
    /// mutual information.
    public var ari = Double.nan
    public var nmi = Double.nan
    /// Number of clusters of each.
    public var clusters = -1

    public init() {}

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("first", \.first), .texts("second", \.second), .integers("judged", \.judged),
            .reals("gain", \.gain), .reals("gain_margin", \.gainMargin),
            .integers("only_first", \.onlyFirst), .integers("only_second", \.onlySecond),
            .reals("p", \.probability), .reals("cka", \.cka), .reals("overlap", \.overlap),
            .reals("overlap_by_chance", \.chance), .reals("ari", \.ari), .reals("nmi", \.nmi),
            .integers("clusters", \.clusters),
        ]
    }
}

/// An image whose neighbours differ between two files (table `changes`).
public struct ChangeRow: TableRow {
    /// Names of the files.
    public var first = ""
    public var second = ""
    /// Row of the image on the map.
    public var row = -1
    /// Its path.
    public var path = ""
    /// Its label; "" without one.
    public var label = ""
    /// Share of its 10 nearest neighbours that both files have, 0...1.
    public var overlap = Double.nan
    /// Its nearest neighbours by the first file and by the second, rows of the map, nearest first.
    public var firstNeighbors: [Int] = []
    public var secondNeighbors: [Int] = []

    public init() {}

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("first", \.first), .texts("second", \.second), .integers("row", \.row),
            .texts("path", \.path), .texts("label", \.label), .reals("overlap", \.overlap),
            .texts("first_neighbors", \.firstText), .texts("second_neighbors", \.secondText),
        ]
    }

    private var firstText: String {
        get { Self.text(firstNeighbors) }
        set { firstNeighbors = Self.rows(newValue) }
    }

    private var secondText: String {
        get { Self.text(secondNeighbors) }
        set { secondNeighbors = Self.rows(newValue) }
    }

    private static func text(_ rows: [Int]) -> String {
        rows.map(String.init).joined(separator: " ")
    }

    private static func rows(_ text: String) -> [Int] {
        text.split(separator: " ").compactMap { Int($0) }
    }
}

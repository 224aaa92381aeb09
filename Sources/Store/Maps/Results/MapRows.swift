/// The rows of a map: their names, labels and, for patches, their positions in the images. Every
/// array is in the order of the rows.
public struct MapRows: Sendable, Equatable {
    /// Name of each row, `[n]`: the path of an image, "path:row,column" for a patch, the name of a
    /// vector. Bytes that are not UTF-8 are written as `\xNN`. Empty in an outline of a map
    /// (`ReductionReader.Extent`).
    public var paths: [String]
    /// Number of rows, n.
    public let count: Int
    /// Index into `labelNames` for each row, `[n]`; -1 without a label.
    public var labels: [Int32]
    /// Names of the labels; the labels are indices into this list.
    public var labelNames: [String]
    /// Which patch each row is, `[n]`; nil for a map of images or vectors.
    public var patches: [PatchRow]?
    /// Top-1 prediction for each row, `[n]`; nil if the model has no classification head.
    public var predictions: [PredictionRow]?
    /// The nearest names of a word list, `[n]`; nil without `reduce --names`.
    public var names: [NameRow]?
    /// Split of each row, such as "train", `[n]`, "" without one; nil if the data set has no
    /// splits.
    public var splits: [String]?
    /// SHA-256 of the image file of each row, `[n, 32]`; nil for patches and vectors, and in files
    /// of versions without it.
    public var digests: [UInt8]?
    /// How much compared files agree on the neighbours of each row, `[n]`, 0...1; nil for a map of
    /// one file.
    public var agreement: [Double]?

    /// Rows; their number is that of the paths, unless these are left out.
    public init(
        paths: [String], labels: [Int32], labelNames: [String], patches: [PatchRow]? = nil,
        predictions: [PredictionRow]? = nil, names: [NameRow]? = nil, splits: [String]? = nil,
        digests: [UInt8]? = nil, count: Int? = nil
    ) {
        self.paths = paths
        self.count = count ?? paths.count
        self.labels = labels
        self.labelNames = labelNames
        self.patches = patches
        self.predictions = predictions
        self.names = names
        self.splits = splits
        self.digests = digests
    }

    /// Name of the label of a row; "" without a label.
    public func label(ofRow row: Int) -> String {
        let label = Int(labels[row])
        return labelNames.indices.contains(label) ? labelNames[label] : ""
    }
}

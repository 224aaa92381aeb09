/// The rows of a map: their names and labels, and where patches are cut from.
public struct MapRows: Sendable, Equatable {
    /// Text of each row's path, `[n]`.
    public var paths: [String]
    /// `[n]`, -1 without a label.
    public var labels: [Int32]
    public var labelNames: [String]
    /// `[n]`; nil where rows are images or vectors.
    public var patches: [PatchRow]?
    /// `[n]`: the likeliest class of the checkpoint's head; nil without a head.
    public var predictions: [PredictionRow]?

    public init(
        paths: [String], labels: [Int32], labelNames: [String], patches: [PatchRow]? = nil,
        predictions: [PredictionRow]? = nil
    ) {
        self.paths = paths
        self.labels = labels
        self.labelNames = labelNames
        self.patches = patches
        self.predictions = predictions
    }

    /// The name of a row's label; "" without one.
    public func label(ofRow row: Int) -> String {
        let label = Int(labels[row])
        return labelNames.indices.contains(label) ? labelNames[label] : ""
    }
}

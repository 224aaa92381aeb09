/// What `compare` found of several files over the same images: tables of a map whose other layouts
/// are those of the other files.
public struct ModelComparison: Sendable, Equatable {
    /// The compared files.
    public var models: [ComparedModelRow]
    /// Their layers, file by file.
    public var layers: [ComparedLayerRow]
    /// Layers of two files, for each two files.
    public var layerPairs: [LayerPairRow]
    /// Each two files by their chosen layers.
    public var pairs: [ModelPairRow]
    /// Images by how much their neighbours differ between the first file and another, the ones that
    /// differ most first.
    public var changes: [ChangeRow]

    public init(
        models: [ComparedModelRow], layers: [ComparedLayerRow], layerPairs: [LayerPairRow],
        pairs: [ModelPairRow], changes: [ChangeRow]
    ) {
        self.models = models
        self.layers = layers
        self.layerPairs = layerPairs
        self.pairs = pairs
        self.changes = changes
    }

    /// The first changes of each two files.
    func firstChanges(_ count: Int) -> [ChangeRow] {
        var counts: [[String]: Int] = [:]
        return changes.filter { change in
            counts[[change.first, change.second], default: 0] += 1
            return counts[[change.first, change.second], default: 0] <= count
        }
    }
}

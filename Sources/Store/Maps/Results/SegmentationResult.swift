/// Objects of patches by their nearest patches in images with masks.
public struct SegmentationResult: Sendable, Equatable {
    /// The layer of the patch tokens, as in `LayerName.text`.
    public var layer: String
    /// Names of the classes; the first is the background.
    public var classes: [String]
    /// Rows of the images, ascending, `[m]`.
    public var rows: [Int32]
    /// Class of each patch, `[m * patches]`; -1 for patches of a border.
    public var objects: [Int32]
    /// Share of the votes that the class has, 0...1, `[m * patches]`.
    public var confidence: [Float]
    /// Class by the mask, `[m * patches]`; -1 in images without a mask and in borders.
    public var truth: [Int32]
    /// Number of images with masks.
    public var masked: Int
    /// Largest number of patches with masks among which the nearest were searched.
    public var memory: Int
    /// Neighbours that vote.
    public var neighbors: Int
    /// Temperature of the votes.
    public var temperature: Double
    /// Mean intersection over union of the classes that the masks have, each image with a mask
    /// judged by the other half of them; NaN with fewer than two.
    public var meanIoU: Double
    /// Lower end of the bootstrap 95 % interval over the images.
    public var low: Double
    /// Upper end of that interval.
    public var high: Double
    /// Share of the patches whose class is right.
    public var accuracy: Double
    /// The classes one by one.
    public var table: [SegmentationRow]

    /// Images of a kind that a figure shows.
    private static let shownOfKind = 6

    /// Indices into `rows` of the images that a figure shows: images with masks first, evenly
    /// spaced, then others.
    public var shown: [Int] {
        let patches = rows.isEmpty ? 0 : objects.count / rows.count
        func some(_ indices: [Int]) -> [Int] {
            let count = min(Self.shownOfKind, indices.count)
            return (0..<count).map { indices[$0 * indices.count / count] }
        }
        let isMasked = rows.indices.map { index in
            truth[index * patches..<(index + 1) * patches].contains { $0 >= 0 }
        }
        return some(rows.indices.filter { isMasked[$0] })
            + some(rows.indices.filter { !isMasked[$0] })
    }

    public init(
        layer: String, classes: [String], rows: [Int32], objects: [Int32], confidence: [Float],
        truth: [Int32], masked: Int, memory: Int, neighbors: Int, temperature: Double,
        meanIoU: Double = .nan, low: Double = .nan, high: Double = .nan, accuracy: Double = .nan,
        table: [SegmentationRow] = []
    ) {
        self.layer = layer
        self.classes = classes
        self.rows = rows
        self.objects = objects
        self.confidence = confidence
        self.truth = truth
        self.masked = masked
        self.memory = memory
        self.neighbors = neighbors
        self.temperature = temperature
        self.meanIoU = meanIoU
        self.low = low
        self.high = high
        self.accuracy = accuracy
        self.table = table
    }
}

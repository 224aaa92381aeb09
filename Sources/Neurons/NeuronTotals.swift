/// What the units of all blocks did over some images.
public struct NeuronTotals: Sendable, Equatable {
    /// Number of images.
    public var images = 0
    /// Number of patches of these images, without borders.
    public var patches = 0
    /// Number of images of each label whose means are kept.
    public var labelImages: [Int32: Int] = [:]
    /// The units of each block, `[depth]`.
    public var blocks: [UnitTotals]

    /// The totals of no image.
    ///
    /// - Parameter kept: how many patches each unit keeps.
    public init(depth: Int, units: Int, kept: Int) {
        blocks = [UnitTotals](repeating: UnitTotals(units: units, kept: kept), count: depth)
    }

    /// Adds the totals of other images; the order of additions does not matter.
    public mutating func merge(_ other: NeuronTotals) {
        images += other.images
        patches += other.patches
        labelImages.merge(other.labelImages, uniquingKeysWith: +)
        for block in blocks.indices { blocks[block].merge(other.blocks[block]) }
    }
}

internal import Dense
internal import Tokens
public import ViT

/// Watches the units of each block on the way through a model; one thread owns it.
///
/// The units of a block are, in this order:
///
/// - the hidden units of its MLP: what the second linear layer reads, after the activation, and
///   where a model has them after the gate and the inner norm. A unit is active above 0.
/// - for each head the attention of the token that stands for the image to a patch (0...1). It is
///   active above 1 / tokens, the share of each token in even attention.
/// - for each head the length of its value vector of a patch. It is active above 0.
///
/// Only patches that show the image count: no class token, no registers, no border.
public final class NeuronObserver {
    private let configuration: Configuration
    private let kept: Int
    private var shares: UnitShares
    /// The attention to the patches of one image, `[patches, heads]`.
    private var attention: AlignedBuffer
    /// The lengths of its values, `[patches, heads]`.
    private var lengths: AlignedBuffer
    private let allPatches: [Int32]
    /// The segment of the images that were watched last; -1 for none.
    private var segment = -1
    /// The largest values that this observer has seen in the segment, `[depth]`. What is not above
    /// the least of a unit cannot be among the largest of the segment.
    private var seen: [UnitPeaks] = []
    /// The least of them, `[depth][units]`.
    private var floors: [[Float]] = []

    /// An image of a micro-batch.
    public struct Image: Sendable {
        /// Its place in the plan.
        public let place: Int
        /// The label whose mean it counts for; nil for none.
        public let label: Int32?
        /// Whether its largest values are kept.
        public let isInSample: Bool

        public init(place: Int, label: Int32?, isInSample: Bool) {
            self.place = place
            self.label = label
            self.isInSample = isInSample
        }
    }

    /// Number of units of a block: hidden units, and two per head.
    public static func units(_ c: Configuration) -> Int { c.hidden + 2 * c.heads }

    /// Allocates the buffers.
    ///
    /// - Parameter kept: how many patches each unit keeps, at least 1.
    public init(_ configuration: Configuration, kept: Int) {
        let c = configuration
        self.configuration = c
        self.kept = kept
        shares = UnitShares(units: Self.units(c))
        attention = AlignedBuffer(count: c.patches * c.heads, precision: .f32)
        lengths = AlignedBuffer(count: c.patches * c.heads, precision: .f32)
        allPatches = (0..<Int32(c.patches)).map(\.self)
    }

    /// Begins a micro-batch.
    ///
    /// - Parameter segment: the segment of its images. An observer gets the batches of a segment in
    ///   ascending order of the places.
    /// - Returns: the totals of no image.
    public func begin(segment: Int) -> NeuronTotals {
        if segment != self.segment {
            self.segment = segment
            let units = Self.units(configuration)
            seen = [UnitPeaks](
                repeating: UnitPeaks(units: units, kept: kept), count: configuration.depth)
            floors = seen.map(\.least)
        }
        return none()
    }

    /// Ends a micro-batch: what it has kept need not be kept again.
    public func end(_ totals: NeuronTotals) {
        for block in seen.indices {
            seen[block].merge(totals.blocks[block].peaks)
            floors[block] = seen[block].least
        }
    }

    /// The totals of no image.
    private func none() -> NeuronTotals {
        NeuronTotals(
            depth: configuration.depth, units: Self.units(configuration), kept: kept)
    }

    /// Adds what the units of a block did with the image in a slot. The pass must keep attention.
    ///
    /// The images of one `totals` come in ascending order of their places. With block 0 the image
    /// is counted.
    public func observe(
        block: Int, _ pass: borrowing ForwardPass, slot: Int, _ image: Image,
        into totals: inout NeuronTotals
    ) {
        let c = configuration
        let patches =
            pass.pictures[slot].map { $0.indices(in: c.grid).map(Int32.init) }
            ?? allPatches
        if block == 0 {
            totals.images += 1
            totals.patches += patches.count
            if let label = image.label { totals.labelImages[label, default: 0] += 1 }
        }
        let code = Int64(image.place) * Int64(c.patches)
        pass.addHiddenUnits(
            slot: slot, rows: patches, firstCode: code, floors: floors[block], to: &shares,
            &totals.blocks[block].peaks)
        pass.copyAttention(slot: slot, into: &attention)
        pass.measureValues(slot: slot, into: &lengths)
        let heads = c.heads
        addUnits(
            attention, at: 0, stride: heads, rows: patches, threshold: 1 / Float(c.tokens),
            firstCode: code, units: c.hidden..<c.hidden + heads,
            floors: floors[block], to: &shares,
            &totals.blocks[block].peaks)
        addUnits(
            lengths, at: 0, stride: heads, rows: patches, threshold: 0, firstCode: code,
            units: c.hidden + heads..<c.hidden + 2 * heads,
            floors: floors[block], to: &shares,
            &totals.blocks[block].peaks)
        totals.blocks[block].add(
            shares, patches: patches.count, label: image.label,
            sampledAt: image.isInSample ? image.place : nil)
    }
}

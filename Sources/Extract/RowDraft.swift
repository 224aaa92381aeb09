internal import Images
internal import Store
internal import ViT

/// An image on its way through the model: what its file gave, and what the layers have added.
struct RowDraft {
    private let item: Plan.Item
    private let prepared: PreparedImage
    /// JPEG of the image as the model sees it.
    private let preview: [UInt8]
    /// `[patches]`: 0 for background, else the object's number; nil without a mask.
    private let objects: [UInt8]?
    /// `[patches]`: as `objects` by the rule of the layer measures; nil where it measures nothing.
    private let measuredObjects: [UInt8]?

    /// In the order of the layout's layers, for each its kinds of tokens.
    var tokens: [[TokenValues]] = []
    /// The likeliest classes, the likeliest first.
    var predictions: [(label: Int32, probability: Float)] = []
    /// `[blocks * patches]`: the class token's row of the rollout.
    private var rollout: [Float] = []
    /// `[blocks * heads]` in pixels.
    private var distance: [Float] = []
    /// `[blocks * tokens * tokens]` and `[blocks * heads * patches]`, of explained images alone.
    private var joint: [Float] = []
    private var heads: [Float] = []

    init(_ item: Plan.Item, _ prepared: PreparedImage, grid: Int, patch: Int) {
        self.item = item
        self.prepared = prepared
        preview = encodeJPEG(prepared.picture, quality: 85)
        objects = prepared.objects.map { patchObjects($0.mask, grid: grid, patch: patch) }
        let measured = prepared.objects.map {
            Images.measuredObjects($0.mask, grid: grid, patch: patch)
        }
        measuredObjects = measured.flatMap { $0.isMeasurable ? $0.patches : nil }
    }

    /// Adds the attention of the block that `pass` has just computed.
    mutating func appendAttention(of pass: borrowing ForwardPass, slot: Int) {
        let c = pass.configuration
        // The class token's row of the slot.
        rollout += pass.joint[pass.patchColumns(row: slot * c.tokens)]
        distance += pass.distance[slot * c.heads..<(slot + 1) * c.heads]
        guard item.isExplained else { return }
        let square = c.tokens * c.tokens
        joint += pass.joint[slot * square..<(slot + 1) * square]
        for head in 0..<c.heads {
            heads += pass.classAttention[pass.patchColumns(row: slot * c.heads + head)]
        }
    }

    /// The row, once the model is done.
    var row: EmbeddedImage {
        let source = item.images.count == 1 ? item.images[0] : nil
        return EmbeddedImage(
            path: item.path, place: item.place, split: source?.split ?? "",
            columns: source?.columns ?? [], label: item.label, width: prepared.width,
            height: prepared.height, bytes: prepared.bytes, modified: prepared.modified,
            sha256: prepared.sha256, preview: preview, tokens: tokens, rollout: rollout,
            distance: distance, objects: objects, measuredObjects: measuredObjects,
            objectNames: objectNames, predictions: predictions, explanation: explanation)
    }

    /// The image in full; nil where it was not asked for.
    var explanation: ExplainedImage? {
        guard item.isExplained else { return nil }
        return ExplainedImage(
            path: item.path, row: 0, pixels: prepared.picture.pixels, joint: joint, heads: heads,
            objects: objects ?? [], objectNames: objectNames, variant: item.variant.description,
            predictedLabels: predictions.map(\.label),
            probabilities: predictions.map(\.probability), place: item.place, item: item.index)
    }

    private var objectNames: [String] { prepared.objects?.names ?? [] }
}

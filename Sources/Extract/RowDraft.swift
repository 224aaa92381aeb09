internal import Images
internal import Neurons
internal import Store
internal import Tokens
internal import ViT

/// A row that is being computed: its image, and the tokens and attention of the layers so far.
///
/// `Worker` appends to it after each layer; `row` and `explanation` are valid after the last one.
struct RowDraft {
    /// The item of the plan.
    private let item: Plan.Item
    /// Its input and the facts of its file.
    private let prepared: PreparedImage
    /// JPEG of the model's input without a border, quality 85.
    private let preview: [UInt8]
    /// `[patches]`: 0 for background, otherwise the number of the object; nil without a mask.
    private let objects: [UInt8]?
    /// `[patches]`: objects by the rule of the layer measures; nil where nothing can be measured.
    private let measuredObjects: [UInt8]?

    /// `[layers][kinds]` in the order of the layout.
    var tokens: [[TokenValues]] = []
    /// The classes of highest probability, in descending order.
    var predictions: [(label: Int32, probability: Float)] = []
    /// The embedding in the space of words; nil for a model without one.
    var jointEmbedding: TokenValues?
    /// `[blocks * patches]`: row of the attention rollout for the token that stands for the image.
    private var rollout: [Float] = []
    /// `[blocks * heads]`: mean attention distance in pixels.
    private var distance: [Float] = []
    /// `[blocks * tokens * tokens]`: attention rollout of all tokens, for explained images only.
    private var joint: [Float] = []
    /// `[blocks * heads * patches]`: attention of that token, for explained images only.
    private var heads: [Float] = []

    /// Values of chosen units at the patches, for explained images only.
    private var units: [String: [Float]] = [:]

    /// Encodes the preview and counts the objects of each patch.
    ///
    /// - Parameter grid: the patches of the input.
    init(_ item: Plan.Item, _ prepared: PreparedImage, _ grid: PatchGrid) {
        self.item = item
        self.prepared = prepared
        let shown = prepared.picture.map { prepared.image.part($0, patch: grid.patch) }
        preview = encodeJPEG(shown ?? prepared.image, quality: 85)
        objects = prepared.objects.map { patchObjects($0.mask, grid) }
        let measured = prepared.objects.map {
            Images.measuredObjects($0.mask, grid)
        }
        measuredObjects = measured.flatMap { $0.isMeasurable ? $0.patches : nil }
    }

    /// Appends the attention of the block that `pass` has just computed.
    mutating func appendAttention(of pass: borrowing ForwardPass, slot: Int) {
        let c = pass.configuration
        rollout += pass.imageRollout(slot: slot)
        distance += pass.distance[slot * c.heads..<(slot + 1) * c.heads]
        guard item.isExplained else { return }
        let square = c.tokens * c.tokens
        joint += pass.joint[slot * square..<(slot + 1) * square]
        for head in 0..<c.heads {
            heads += pass.imageAttention[pass.patchColumns(row: slot * c.heads + head)]
        }
    }

    /// Keeps what some units of the block that `pass` has just computed are at the patches.
    mutating func append(
        _ watched: [NamedUnit], block: Int, of pass: borrowing ForwardPass, slot: Int
    ) {
        guard item.isExplained else { return }
        for unit in watched where unit.block == block {
            units[unit.name] = unit.values(pass, slot: slot)
        }
    }

    /// Sets the attention of all blocks, as another engine computed it; the arrays are those of
    /// `rollout`, `distance`, `joint` and `heads`.
    mutating func setAttention(
        rollout: [Float], distance: [Float], joint: [Float], heads: [Float]
    ) {
        (self.rollout, self.distance) = (rollout, distance)
        (self.joint, self.heads) = (joint, heads)
    }

    /// The row after the last layer.
    var row: EmbeddedImage {
        let source = item.images.count == 1 ? item.images[0] : nil
        return EmbeddedImage(
            path: item.path, place: item.place, split: source?.split ?? "",
            columns: source?.columns ?? [], label: item.label, width: prepared.width,
            height: prepared.height, bytes: prepared.bytes, modified: prepared.modified,
            sha256: prepared.sha256, preview: preview, tokens: tokens, rollout: rollout,
            distance: distance, picture: prepared.picture, objects: objects,
            measuredObjects: measuredObjects, maskSHA256: prepared.maskSHA256,
            objectNames: objectNames, predictions: predictions, joint: jointEmbedding,
            explanation: explanation)
    }

    /// The image in full; nil unless the plan keeps it in full.
    var explanation: ExplainedImage? {
        guard item.isExplained else { return nil }
        var image = ExplainedImage(
            path: item.path, row: 0, pixels: prepared.image.pixels, joint: joint, heads: heads,
            picture: prepared.picture, objects: objects ?? [], objectNames: objectNames,
            variant: item.variant.description,
            predictedLabels: predictions.map(\.label),
            probabilities: predictions.map(\.probability), place: item.place, item: item.index)
        image.units = units
        return image
    }

    /// Names of the objects 1, 2, ...; empty without a mask.
    private var objectNames: [String] { prepared.objects?.names ?? [] }
}

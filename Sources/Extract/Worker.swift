internal import Console
internal import Dense
internal import Digest
internal import Foundation
internal import Images
internal import ModelLoading
internal import Neurons
internal import Store
internal import Tokens
internal import ViT

/// Computes the rows of micro-batches; one thread owns it, with the buffers of a forward pass.
///
/// An image goes `embed` -> `read` (`Preparation.prepare`, then normalised into its slot) ->
/// `forward` (all layers; the callback appends tokens to its `RowDraft`) -> `RowDraft.row`.
struct Worker: ~Copyable, BatchWorker {
    /// Reads and decodes the images.
    private let preparation: Preparation
    /// Transformer and recipe.
    private let model: LoadedModel
    /// Layers and kinds of tokens to keep.
    private let layout: EmbeddingLayout
    /// The memory of the forward pass, reused for every micro-batch.
    private var pass: ForwardPass
    /// `[height, width, 3]`: the normalised pixels of one image.
    private var normalized: [Float]
    /// What is kept of the units; nil without `--neurons`.
    private let neurons: ObservedRows?
    /// Watches the units; nil without `--neurons`.
    private let observer: NeuronObserver?
    /// Units whose values at the patches are kept of images in full.
    private let units: [NamedUnit]

    /// Allocates the buffers: about `Announcement.memory` per thread.
    init(
        preparation: Preparation, model: LoadedModel, layout: EmbeddingLayout,
        neurons: ObservedRows? = nil, units: [NamedUnit] = []
    ) {
        self.preparation = preparation
        self.model = model
        self.layout = layout
        let configuration = model.transformer.configuration
        self.neurons = neurons
        self.units = units
        observer = neurons.map { NeuronObserver(configuration, kept: $0.kept) }
        pass = ForwardPass(
            configuration, keepsAttention: layout.attention || neurons != nil,
            precision: model.transformer.precision)
        normalized = [Float](repeating: 0, count: layout.model.pixelCount)
    }

    /// Reads and embeds the images of a micro-batch.
    ///
    /// The slot of an image follows from its number in the plan, and the slot of a rejected one is
    /// zero, so that the bytes of a row depend on no other image.
    ///
    /// - Throws: `Failure` when a layer has NaN or infinity. Rejected images are outcomes.
    mutating func embed(_ items: [Plan.Item], segment: Int) throws -> BatchResult {
        var result = BatchResult(segment: segment)
        var drafts = [RowDraft?](repeating: nil, count: pass.slots)
        var rejects = [Reject?](repeating: nil, count: pass.slots)
        for slot in 0..<pass.slots where !items.contains(where: { $0.slot == slot }) {
            clear(slot: slot)
        }
        for item in items {
            do {
                drafts[item.slot] = try read(item, &result)
            } catch let rejected as RejectedImage {
                clear(slot: item.slot)
                rejects[item.slot] = Reject(rejected, of: item)
            }
        }
        if drafts.contains(where: { $0 != nil }) { try forward(items, &drafts, &result) }
        for item in items { result.add(drafts[item.slot], rejects[item.slot], of: item) }
        return result
    }

    /// Sets the pixels of a slot to zero.
    private mutating func clear(slot: Int) {
        let length = normalized.count
        for i in slot * length..<(slot + 1) * length { pass.pixels[i] = 0 }
        pass.pictures[slot] = nil
    }

    /// Prepares an item and copies its pixels to its slot.
    private mutating func read(
        _ item: Plan.Item, _ result: inout BatchResult
    ) throws -> RowDraft {
        let prepared = try preparation.prepare(item, &result.times)
        return result.times.measure(.prepare) {
            result.counts.ignoredRotations += item.isRow ? prepared.ignoredRotations : 0
            result.counts.objectsLeftOut += item.isRow ? prepared.objects?.leftOutCount ?? 0 : 0
            return draft(item, prepared)
        }
    }

    /// Normalises the pixels into the slot of the item.
    private mutating func draft(_ item: Plan.Item, _ prepared: PreparedImage) -> RowDraft {
        let square = prepared.image
        let recipe = model.recipe
        var span = normalized.mutableSpan
        recipe.normalize(square, into: &span)
        let start = item.slot * normalized.count
        pass.pixels.replaceSubrange(start..<start + normalized.count, with: normalized)
        pass.pictures[item.slot] = prepared.picture
        return RowDraft(item, prepared, layout.model.grid)
    }

    /// Runs the model and adds the tokens, attention and predictions to the drafts.
    private mutating func forward(
        _ items: [Plan.Item], _ drafts: inout [RowDraft?], _ result: inout BatchResult
    ) throws {
        let layout = self.layout
        let start = ContinuousClock.now
        var packing = 0.0
        var saturated = 0
        let observer = self.observer
        let units = self.units
        var totals =
            observer?.begin(segment: result.segment) ?? NeuronTotals(depth: 0, units: 0, kept: 1)
        let observed = observedImages(items)
        let outputs = try model.transformer.forward(&pass) { layer, pass in
            let begin = ContinuousClock.now
            defer { packing += (ContinuousClock.now - begin) / .seconds(1) }
            let name = layer
            for slot in drafts.indices where drafts[slot] != nil {
                try Self.checkFinite(pass, slot, name, items)
                if layout.layers.contains(name) {
                    let values = layout.tokens.map { kind in
                        storedTokens(
                            pass, slot: slot, kind, layout.precision, saturated: &saturated)
                    }
                    drafts[slot]?.tokens.append(values)
                }
                guard case .block(let block) = layer else { continue }
                if layout.attention { drafts[slot]?.appendAttention(of: pass, slot: slot) }
                drafts[slot]?.append(units, block: block, of: pass, slot: slot)
                if let observer, let image = observed[slot] {
                    observer.observe(block: block, pass, slot: slot, image, into: &totals)
                }
            }
        }
        for slot in drafts.indices where layout.joint && drafts[slot] != nil {
            guard outputs.isFinite(slot: slot) else {
                throw Failure(
                    Exit.nothing,
                    "\(items.first { $0.slot == slot }?.displayPath ?? ""): expected finite "
                        + "numbers, found NaN or infinity in the embedding in the space of words; "
                        + "the checkpoint is damaged.")
            }
            drafts[slot]?.jointEmbedding = storedJoint(
                outputs, slot: slot, width: layout.model.jointWidth, layout.precision,
                saturated: &saturated)
        }
        if let observer {
            observer.end(totals)
            result.neurons = totals
        }
        result.counts.saturated += saturated
        result.times[.pack] += packing
        result.times[.forward] += (ContinuousClock.now - start) / .seconds(1) - packing
        let classes = pass.configuration.classes ?? 0
        for slot in drafts.indices where classes > 0 {
            drafts[slot]?.predictions = Self.likeliest(
                outputs.logits[slot * classes..<(slot + 1) * classes], count: 5)
        }
    }

    /// The rows among some items whose units are watched, by slot.
    private func observedImages(_ items: [Plan.Item]) -> [NeuronObserver.Image?] {
        var images = [NeuronObserver.Image?](repeating: nil, count: ForwardPass.slots)
        guard let neurons else { return images }
        for item in items where item.isRow { images[item.slot] = neurons.image(item) }
        return images
    }

    /// - Throws: `Failure` with the image and the layer when a slot has NaN or infinity.
    private static func checkFinite(
        _ pass: borrowing ForwardPass, _ slot: Int, _ layer: LayerName, _ items: [Plan.Item]
    ) throws {
        if !pass.isFinite(slot: slot) {
            let path = items.first { $0.slot == slot }?.displayPath ?? ""
            throw Failure(
                Exit.nothing,
                "\(path): expected finite numbers, found NaN or infinity in layer "
                    + "\(layer.text); the checkpoint is damaged or --mean and --std are wrong.")
        }
    }

    /// The classes of highest softmax probability, in descending order, ties by index.
    ///
    /// - Parameters:
    ///   - logits: logits of one image, `[classes]`.
    ///   - count: largest number of classes to return.
    static func likeliest(
        _ logits: ArraySlice<Float>, count: Int
    ) -> [(label: Int32, probability: Float)] {
        let maximum = Double(logits.max() ?? 0)
        let powers = logits.map { exp(Double($0) - maximum) }
        let sum = powers.reduce(0, +)
        let order = powers.indices.sorted {
            powers[$0] != powers[$1] ? powers[$0] > powers[$1] : $0 < $1
        }
        return order.prefix(count).map { (Int32($0), Float(powers[$0] / sum)) }
    }
}

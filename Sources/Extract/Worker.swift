internal import Console
internal import Dense
internal import Digest
internal import Foundation
internal import Images
internal import ModelLoading
internal import Store
internal import ViT

/// What became of one image of the plan.
enum Outcome: Sendable {
    case embedded(EmbeddedImage)
    /// A variant of a row that is kept in full.
    case variant(ExplainedImage)
    case rejected(Reject)
}

/// What a worker made of one micro-batch.
struct BatchResult: Sendable {
    let segment: Int
    var outcomes: [Outcome] = []
    var counts = SegmentCounts()
    var times = StageTimes()
}

/// Turns micro-batches of the plan into rows; one thread owns it.
struct Worker: ~Copyable {
    private let preparation: Preparation
    private let model: LoadedModel
    private let layout: EmbeddingLayout
    private var pass: ForwardPass
    /// One picture's `[size, size, 3]`.
    private var normalized: [Float]

    init(preparation: Preparation, model: LoadedModel, layout: EmbeddingLayout) {
        self.preparation = preparation
        self.model = model
        self.layout = layout
        pass = ForwardPass(
            model.transformer.configuration, keepsAttention: layout.attention,
            precision: model.transformer.precision)
        let size = model.recipe.size
        normalized = [Float](repeating: 0, count: size * size * 3)
    }

    /// Reads the images of a micro-batch and sends them through the model.
    ///
    /// An image's slot is given by its number in the plan, and a rejected image's slot stays zero:
    /// a row's bytes depend on no other image.
    mutating func embed(_ items: [Plan.Item], segment: Int) throws -> BatchResult {
        var result = BatchResult(segment: segment)
        var rows = [EmbeddedImage?](repeating: nil, count: pass.slots)
        var rejects = [Reject?](repeating: nil, count: pass.slots)
        for slot in 0..<pass.slots where !items.contains(where: { $0.slot == slot }) {
            clear(slot: slot)
        }
        for item in items {
            do {
                rows[item.slot] = try read(item, &result)
            } catch let rejected as RejectedImage {
                clear(slot: item.slot)
                rejects[item.slot] = Reject(
                    path: item.path, cause: rejected.cause.rawValue, detail: rejected.detail,
                    place: item.index)
            }
        }
        if rows.contains(where: { $0 != nil }) { try forward(items, &rows, &result) }
        for item in items {
            switch (rows[item.slot], item.isRow) {
            case (let row?, true): result.outcomes.append(.embedded(row))
            case (let row?, false):
                if let image = row.explanation { result.outcomes.append(.variant(image)) }
            case (nil, _):
                if let reject = rejects[item.slot] { result.outcomes.append(.rejected(reject)) }
            }
        }
        return result
    }

    private mutating func clear(slot: Int) {
        let length = normalized.count
        for i in slot * length..<(slot + 1) * length { pass.pixels[i] = 0 }
    }

    /// File to slot, and the part of the row that is known before the model.
    private mutating func read(
        _ item: Plan.Item, _ result: inout BatchResult
    ) throws -> EmbeddedImage {
        let prepared = try preparation.prepare(item, &result.times)
        return result.times.measure(.prepare) {
            result.counts.ignoredRotations += item.isRow ? prepared.ignoredRotations : 0
            result.counts.objectsLeftOut += item.isRow ? prepared.objects?.leftOutCount ?? 0 : 0
            return row(item, prepared)
        }
    }

    /// Pixels into their slot, and the part of the row that is known before the model.
    private mutating func row(_ item: Plan.Item, _ prepared: PreparedImage) -> EmbeddedImage {
        let square = prepared.picture
        let recipe = model.recipe
        var span = normalized.mutableSpan
        recipe.normalize(square, into: &span)
        let start = item.slot * normalized.count
        pass.pixels.replaceSubrange(start..<start + normalized.count, with: normalized)
        let (grid, patch) = (layout.model.grid, layout.model.patch)
        let names = prepared.objects?.names ?? []
        let objects = prepared.objects.map { patchObjects($0.mask, grid: grid, patch: patch) }
        let measured = prepared.objects.map {
            measuredObjects($0.mask, grid: grid, patch: patch)
        }
        var row = EmbeddedImage(
            path: item.path, label: item.label, width: prepared.width, height: prepared.height,
            bytes: prepared.bytes, modified: prepared.modified, sha256: prepared.sha256,
            preview: encodeJPEG(square, quality: 85), tokens: [], rollout: [], distance: [],
            objects: objects,
            measuredObjects: measured.flatMap { $0.isMeasurable ? $0.patches : nil },
            objectNames: names, predictions: [], explanation: nil)
        row.place = item.place
        if item.images.count == 1 {
            row.split = item.images[0].split
            row.columns = item.images[0].columns
        }
        if item.isExplained {
            row.explanation = ExplainedImage(
                path: item.path, row: 0, pixels: square.pixels, joint: [], heads: [],
                objects: objects ?? [], objectNames: names, variant: item.variant.description,
                place: item.place, item: item.index)
        }
        return row
    }

    private mutating func forward(
        _ items: [Plan.Item], _ rows: inout [EmbeddedImage?], _ result: inout BatchResult
    ) throws {
        let layout = self.layout
        let start = ContinuousClock.now
        var packing = 0.0
        var saturated = 0
        let logits = try model.transformer.forward(&pass) { layer, pass in
            let begin = ContinuousClock.now
            defer { packing += (ContinuousClock.now - begin) / .seconds(1) }
            let name = LayerName(layer)
            for slot in rows.indices where rows[slot] != nil {
                try Self.checkFinite(pass, slot, name, items)
                if layout.layers.contains(name) {
                    let values = layout.tokens.map { kind in
                        storedTokens(
                            pass, slot: slot, kind, layout.precision, saturated: &saturated)
                    }
                    rows[slot]?.tokens.append(values)
                }
                if case .block = layer, layout.attention {
                    Self.appendAttention(pass, slot, &rows[slot]!)
                }
            }
        }
        result.counts.saturated += saturated
        result.times[.pack] += packing
        result.times[.forward] += (ContinuousClock.now - start) / .seconds(1) - packing
        let classes = pass.configuration.classes ?? 0
        for slot in rows.indices where rows[slot] != nil && classes > 0 {
            let likeliest = Self.likeliest(
                logits[slot * classes..<(slot + 1) * classes], count: 5)
            rows[slot]?.predictions = likeliest
            rows[slot]?.explanation?.predictedLabels = likeliest.map(\.label)
            rows[slot]?.explanation?.probabilities = likeliest.map(\.probability)
        }
    }

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

    private static func appendAttention(
        _ pass: borrowing ForwardPass, _ slot: Int, _ row: inout EmbeddedImage
    ) {
        let c = pass.configuration
        let square = c.tokens * c.tokens
        // The class token's row of the slot.
        row.rollout.append(contentsOf: pass.joint[pass.patchColumns(row: slot * c.tokens)])
        row.distance.append(contentsOf: pass.distance[slot * c.heads..<(slot + 1) * c.heads])
        if row.explanation != nil {
            row.explanation?.joint.append(
                contentsOf: pass.joint[slot * square..<(slot + 1) * square])
            for head in 0..<c.heads {
                let columns = pass.patchColumns(row: slot * c.heads + head)
                row.explanation?.heads.append(contentsOf: pass.classAttention[columns])
            }
        }
    }

    /// The classes of highest probability, ties to the lower index.
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

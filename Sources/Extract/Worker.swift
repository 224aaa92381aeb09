internal import Console
internal import Dense
internal import Digest
internal import Foundation
internal import Images
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
    var outcomes: [Outcome] = []
    /// Token values beyond half precision's range, set to ±65504.
    var saturated = 0
    /// Images that ask to be turned and were not.
    var ignoredRotations = 0
    /// Objects beyond the 255 that a mask holds.
    var objectsLeftOut = 0
    var decodeSeconds = 0.0
    var forwardSeconds = 0.0
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

    /// Reads the images of `items`, at most `ForwardPass.slots`, and sends them through the model.
    ///
    /// An image's slot is its place in the plan, and a rejected image's slot stays zero: a row's
    /// bytes depend on no other image.
    mutating func embed(_ items: ArraySlice<Plan.Item>) throws -> BatchResult {
        var result = BatchResult()
        let start = ContinuousClock.now
        var rows: [EmbeddedImage?] = []
        var rejects: [Reject?] = []
        for (slot, item) in items.enumerated() {
            do {
                let row = try read(item, slot: slot, &result)
                rows.append(row)
                rejects.append(nil)
            } catch let rejected as RejectedImage {
                clear(slot: slot)
                rows.append(nil)
                rejects.append(
                    Reject(
                        path: item.path, cause: rejected.cause.rawValue,
                        detail: rejected.detail))
            }
        }
        for slot in items.count..<pass.slots { clear(slot: slot) }
        result.decodeSeconds = (ContinuousClock.now - start) / .seconds(1)
        let middle = ContinuousClock.now
        if rows.contains(where: { $0 != nil }) { try forward(items, &rows, &result) }
        result.forwardSeconds = (ContinuousClock.now - middle) / .seconds(1)
        for (item, (row, reject)) in zip(items, zip(rows, rejects)) {
            switch (row, item.isRow) {
            case (let row?, true): result.outcomes.append(.embedded(row))
            case (let row?, false):
                if let image = row.explanation { result.outcomes.append(.variant(image)) }
            case (nil, _): if let reject { result.outcomes.append(.rejected(reject)) }
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
        _ item: Plan.Item, slot: Int, _ result: inout BatchResult
    ) throws -> EmbeddedImage {
        let prepared = try preparation.prepare(item)
        result.ignoredRotations += item.isRow ? prepared.ignoredRotations : 0
        result.objectsLeftOut += item.isRow ? prepared.objects?.leftOutCount ?? 0 : 0
        let square = prepared.picture
        let recipe = model.recipe
        var span = normalized.mutableSpan
        recipe.normalize(square, into: &span)
        let start = slot * normalized.count
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
        if item.isExplained {
            row.explanation = ExplainedImage(
                path: item.path, row: 0, pixels: square.pixels, joint: [], heads: [],
                objects: objects ?? [], objectNames: names, variant: item.variant.description)
        }
        return row
    }

    private mutating func forward(
        _ items: ArraySlice<Plan.Item>, _ rows: inout [EmbeddedImage?],
        _ result: inout BatchResult
    ) throws {
        let layout = self.layout
        let paths = items.map(\.displayPath)
        let logits = try model.transformer.forward(&pass) { layer, pass in
            let name: LayerName =
                switch layer {
                case .embedding: .embedding
                case .block(let index): .block(index)
                case .final: .final
                }
            for slot in rows.indices where rows[slot] != nil {
                try Self.checkFinite(pass, slot, name, paths)
                if layout.layers.contains(name) {
                    let values = layout.tokens.map { kind in
                        Self.tokens(pass, slot, kind, layout.precision, &result.saturated)
                    }
                    rows[slot]?.tokens.append(values)
                }
                if case .block = layer, layout.attention {
                    Self.appendAttention(pass, slot, &rows[slot]!)
                }
            }
        }
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
        _ pass: borrowing ForwardPass, _ slot: Int, _ layer: LayerName, _ paths: [String]
    ) throws {
        if !pass.isFinite(slot: slot) {
            throw Failure(
                Exit.nothing,
                "\(paths[slot]): expected finite numbers, found NaN or infinity in layer "
                    + "\(layer.text); the checkpoint is damaged or --mean and --std are wrong.")
        }
    }

    /// One slot's tokens of a kind, as they are stored.
    private static func tokens(
        _ pass: borrowing ForwardPass, _ slot: Int, _ kind: TokenKind,
        _ precision: TokenPrecision, _ saturated: inout Int
    ) -> TokenValues {
        let c = pass.configuration
        func rows(_ place: Place) -> [Float] {
            Array(pass.tokens[place.offset..<place.offset + place.rows * place.columns])
        }
        let values: [Float]
        switch kind {
        case .classToken: values = rows(pass.classPlace(slot: slot))
        case .extra: values = rows(pass.extraPlace(slot: slot))
        case .patches: values = rows(pass.patchPlace(slot: slot))
        case .mean:
            var mean = [Float](repeating: 0, count: c.width)
            meanOfRows(pass.tokens, pass.patchPlace(slot: slot), into: &mean)
            values = mean
        }
        if precision == .f32 { return .single(values) }
        let halves = toHalf(values)
        saturated += halves.saturated
        return .half(halves.bits)
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

internal import Console
internal import Dense
internal import Foundation
internal import Images
internal import Store
internal import Tokens

/// A run of a `TorchEngine`: shared memory with a place for everything that a batch stores.
///
/// All workers share it. At most `SharedSlots.count` batches are on their way at a time.
final class TorchSession: Sendable {
    let engine: TorchEngine
    let layout: EmbeddingLayout
    private let slots: SharedSlots
    /// The arrays of a slot by name.
    private let arrays: [String: EngineTensor]
    /// Images of a batch that can be kept in full.
    private let explained: Int

    /// Makes the memory and has the engine map it.
    ///
    /// - Parameter explained: the most images and variants of one batch that are kept in full.
    /// - Throws: `Failure` without memory, or where the engine ended.
    init(_ engine: TorchEngine, _ layout: EmbeddingLayout, explained: Int) throws {
        self.engine = engine
        self.layout = layout
        self.explained = explained
        let table = Self.arrays(engine, layout, explained: explained)
        arrays = Dictionary(uniqueKeysWithValues: table.list.map { ($0.name, $0) })
        slots = try SharedSlots(stride: table.bytes)
        var request = EngineRequest("map")
        request.path = slots.path
        request.bytes = slots.byteCount
        request.stride = slots.stride
        request.tensors = table.list
        try engine.process.send(request)
        _ = try engine.process.answer("mapped", within: engine.options.timeout)
    }

    /// Bytes of the memory of such a session.
    static func byteCount(
        _ engine: TorchEngine, _ layout: EmbeddingLayout, explained: Int
    ) -> Int {
        SharedSlots.count * arrays(engine, layout, explained: explained).bytes
    }

    /// The arrays of a slot, one after another, and its bytes.
    private static func arrays(
        _ engine: TorchEngine, _ layout: EmbeddingLayout, explained: Int
    ) -> (list: [EngineTensor], bytes: Int) {
        let (model, batch) = (layout.model, engine.batch)
        var (list, end): ([EngineTensor], Int) = ([], 0)
        func add(_ name: String, _ shape: [Int], _ type: String) {
            let size = ["u8": 1, "f16": 2][type] ?? 4
            list.append(EngineTensor(name: name, offset: end, shape: shape, type: type))
            // Whole pages, so that no two arrays share a cache line.
            end += (shape.reduce(size, *) + 4095) / 4096 * 4096
        }
        add(
            "pixels", [batch] + model.pixelShape,
            engine.recipe.kind == .squashFloat || engine.isPreparedByLibrary ? "f32" : "u8")
        let type = layout.precision.rawValue
        for layer in layout.layers {
            for kind in layout.tokens {
                add(name(engine, layer, kind), [batch] + model.shape(kind, layer), type)
            }
        }
        if layout.joint { add("joint", [batch, model.jointWidth], type) }
        if layout.predictions {
            add("label", [batch, layout.predictionCount], "i32")
            add("probability", [batch, layout.predictionCount], "f32")
        }
        guard layout.attention else { return (list, end) }
        add("rollout", [batch, model.depth, model.patches], "f32")
        add("distance", [batch, model.depth, model.heads], "f32")
        for block in 0..<model.depth where explained > 0 {
            add("explained/joint/\(block)", [explained, model.tokens, model.tokens], "f32")
            add("explained/heads/\(block)", [explained, model.heads, model.patches], "f32")
        }
        return (list, end)
    }

    private static func name(
        _ engine: TorchEngine, _ layer: LayerName, _ kind: TokenKind
    ) -> String {
        "tokens/\(engine.index(of: layer))/\(kind.rawValue)"
    }

    /// Computes a batch.
    ///
    /// - Parameters:
    ///   - images: the inputs by their places in the batch; nil for empty places.
    ///   - drafts: get tokens, attention and predictions.
    ///   - result: gets the counts, and the times of waiting and packing.
    /// - Throws: `Failure` for numbers that are not finite, and where the engine ended.
    func compute(
        _ images: [PreparedImage?], _ items: [Plan.Item?], _ drafts: inout [RowDraft?],
        _ result: inout BatchResult
    ) throws {
        let count = (images.lastIndex { $0 != nil } ?? -1) + 1
        guard count > 0 else { return }
        let slot = slots.take()
        defer { slots.give(slot) }
        for place in 0..<engine.batch {
            write(place < images.count ? images[place] : nil, slot, place)
        }
        var request = EngineRequest("batch")
        request.slot = slot
        request.count = count
        let full =
            layout.attention
            ? drafts.indices.filter { drafts[$0] != nil && items[$0]?.isExplained == true } : []
        precondition(full.count <= explained, "\(full.count) images in full for \(explained)")
        request.explained = full
        request.absent = (0..<count).filter { images[$0] == nil }
        if images.contains(where: { $0?.picture != nil }) {
            request.pictures = images.prefix(count).map { $0?.picture.map(Self.area) }
        }
        let answer = try result.times.measure(.forward) {
            try engine.process.send(request)
            return try engine.process.answer("batch \(slot)", within: engine.options.timeout)
        }
        if let bad = answer.bad {
            let item = items.indices.contains(bad.index) ? items[bad.index] : nil
            throw Failure(
                Exit.nothing,
                "\(item?.displayPath ?? "an image"): expected finite numbers, found NaN or "
                    + "infinity in \(engine.layerText(bad.layer)); the checkpoint is damaged, or "
                    + "the precision is too low for it.")
        }
        result.counts.saturated += answer.saturated ?? 0
        if answer.isHalved == true {
            result.counts.smallerBatches += drafts.indices.count {
                drafts[$0] != nil && items[$0]?.isRow == true
            }
        }
        result.times.measure(.pack) {
            for place in drafts.indices where drafts[place] != nil {
                read(into: &drafts[place], slot, place, full.firstIndex(of: place))
            }
        }
    }

    /// The patches of a picture as the engine gets them.
    private static func area(_ picture: PictureArea) -> [Int] {
        [
            picture.rows.lowerBound, picture.rows.upperBound, picture.columns.lowerBound,
            picture.columns.upperBound,
        ]
    }

    /// Writes the pixels of a place, or zeros.
    private func write(_ image: PreparedImage?, _ slot: Int, _ place: Int) {
        guard let array = arrays["pixels"] else { return }
        let count = layout.model.pixelCount
        let size = array.type == "u8" ? 1 : 4
        let offset = array.offset + place * count * size
        guard let image else { return slots.clear(slot: slot, at: offset, count: count * size) }
        if size == 1 { return slots.write(image.image.pixels, slot: slot, at: offset) }
        var values = [Float](repeating: 0, count: count)
        var span = values.mutableSpan
        engine.recipe.normalize(image.image, into: &span)
        slots.write(values, slot: slot, at: offset)
    }

    /// Reads what was computed of the image at a place.
    private func read(into draft: inout RowDraft?, _ slot: Int, _ place: Int, _ full: Int?) {
        func numbers<Value: BitwiseCopyable>(
            _ name: String, _ type: Value.Type, at place: Int
        ) -> [Value] {
            guard let array = arrays[name] else { return [] }
            let count = array.shape.dropFirst().reduce(1, *)
            return slots.read(
                type, slot: slot,
                at: array.offset + place * count * MemoryLayout<Value>.stride, count: count)
        }
        func values(_ name: String) -> TokenValues {
            layout.precision == .f32
                ? .single(numbers(name, Float.self, at: place))
                : .half(numbers(name, UInt16.self, at: place))
        }
        for layer in layout.layers {
            draft?.tokens.append(layout.tokens.map { values(Self.name(engine, layer, $0)) })
        }
        if layout.joint { draft?.jointEmbedding = values("joint") }
        if layout.predictions {
            let labels = numbers("label", Int32.self, at: place)
            let shares = numbers("probability", Float.self, at: place)
            draft?.predictions = zip(labels, shares).map { ($0, $1) }
        }
        guard layout.attention else { return }
        let blocks = 0..<layout.model.depth
        draft?.setAttention(
            rollout: numbers("rollout", Float.self, at: place),
            distance: numbers("distance", Float.self, at: place),
            joint: full.map { full in
                blocks.flatMap { numbers("explained/joint/\($0)", Float.self, at: full) }
            } ?? [],
            heads: full.map { full in
                blocks.flatMap { numbers("explained/heads/\($0)", Float.self, at: full) }
            } ?? [])
    }

    /// The library's own preparation of a decoded image.
    ///
    /// - Parameter ticket: a number that no other image has at the same time.
    func prepared(_ image: RGBImage, ticket: Int) throws -> RGBImage {
        let (height, width) = (engine.recipe.inputHeight, engine.recipe.inputWidth)
        guard let file = UnnamedFile(in: NSTemporaryDirectory()) else {
            throw Failure(
                Exit.inputOutput,
                "--prepare python: expected room in \(NSTemporaryDirectory()) for a decoded image, "
                    + "found none; set TMPDIR.")
        }
        try file.write(image.pixels)
        var request = EngineRequest("prepare")
        (request.path, request.ticket) = (file.path, ticket)
        (request.height, request.width) = (image.height, image.width)
        try engine.process.send(request)
        _ = try engine.process.answer("prepared \(ticket)", within: engine.options.timeout)
        let bytes = try file.read()
        guard bytes.count == height * width * 12 else {
            throw Failure(
                Exit.nothing,
                "--prepare python: expected \(counted(height * width * 3, "number")), found "
                    + "\(counted(bytes.count, "byte")).")
        }
        let recipe = engine.recipe
        let values = singles(littleEndian: bytes[...]).enumerated().map { place, value in
            (value * recipe.std[place % 3] + recipe.mean[place % 3]) * 255
        }
        return RGBImage(width: width, height: height, exact: values)
    }
}

// The lines that `extract` and the engine exchange: one JSON object each, of the version
// `EngineRequest.protocolVersion`; Documentation/Engine.md describes them.

/// A line to the engine.
struct EngineRequest: Encodable {
    /// Changed with every change of the messages: package and program must have the same.
    static let protocolVersion = 1

    /// "open", "describe", "map", "prepare" or "batch".
    var ask: String
    /// With "open".
    var `protocol`: Int?
    var weights: String?
    var device: String?
    var precision: String?
    var batch: Int?
    var compile: Bool?
    var blocks: String?
    /// "own" or "python": who prepares the images.
    var prepare: String?
    /// Height and width of the input: with "open" those of `--image-size`, with "describe" the
    /// final ones.
    var size: [Int]?
    /// With "describe": per channel, for pixel values in 0...1.
    var mean: [Float]?
    var std: [Float]?
    /// With "map" and "prepare": where the bytes are.
    var path: String?
    /// With "map": bytes of all slots, and of one.
    var bytes: Int?
    var stride: Int?
    /// With "map": the arrays of a slot.
    var tensors: [EngineTensor]?
    /// With "prepare": height and width of the decoded image, and a number for the answer.
    var height: Int?
    var width: Int?
    var ticket: Int?
    /// With "batch": the slot, how many of its images count, which are kept in full, and the
    /// patches of the pictures (first and end row, first and end column).
    var slot: Int?
    var count: Int?
    var explained: [Int]?
    /// With "batch": places below `count` without an image.
    var absent: [Int]?
    var pictures: [[Int]?]?

    init(_ ask: String) { self.ask = ask }
}

/// An array of each slot.
struct EngineTensor: Encodable {
    /// "pixels", "tokens/3/class" (layer 3 of embedding, blocks, final), "rollout", ...
    let name: String
    /// Bytes from the start of the slot.
    let offset: Int
    /// `[images, ...]`.
    let shape: [Int]
    /// "u8", "f16", "f32" or "i32".
    let type: String
}

/// A line from the engine.
struct EngineAnswer: Decodable, Sendable {
    /// "note", "opened", "model", "mapped", "prepared", "batch" or "error".
    var say: String
    /// With "note" and "error".
    var text: String?
    var code: Int32?
    /// With "opened".
    var device: String?
    var libraries: [String]?
    var precision: String?
    var batch: Int?
    var name: String?
    var digest: String?
    var file: String?
    /// Height and width of the input, where they are not in the settings of the preparation.
    var size: [Int]?
    /// With "opened": "timm", "transformers" or "open_clip", and the settings as JSON.
    var preparation: String?
    var settings: String?
    /// With "model".
    var family: String?
    /// Numbers of each layer's vectors: embedding, blocks, final.
    var widths: [Int]?
    var heads: Int?
    /// Pixels along a patch; 0 for a model that is no plain ViT.
    var patch: Int?
    /// Tokens before the patches, and whether the first is a class token.
    var prefix: Int?
    var hasClass: Bool?
    var eps: Double?
    var activation: String?
    var parameters: Int?
    var classes: Int?
    var classNames: [String]?
    var jointWidth: Int?
    /// Little-endian single precision as base64: `[patch, patch, 3, width]`, `[width]` and
    /// `[tokens, width]`; "" where the model has none.
    var kernel: String?
    var bias: String?
    var position: String?
    var notes: [String]?
    /// With "prepared" and "batch".
    var ticket: Int?
    var slot: Int?
    var saturated: Int?
    /// The first image with a layer that has NaN or infinity, by its place in the batch.
    var bad: BadImage?
    /// Whether memory sufficed for a part of the batch at a time only.
    var isHalved: Bool?

    struct BadImage: Decodable, Sendable {
        var index: Int
        /// Index of the layer, or "joint".
        var layer: String
    }

    /// What a waiting thread asks for: "opened", "batch 2", ...
    var key: String {
        switch say {
        case "batch": "batch \(slot ?? -1)"
        case "prepared": "prepared \(ticket ?? -1)"
        default: say
        }
    }
}

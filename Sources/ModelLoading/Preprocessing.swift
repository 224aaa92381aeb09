internal import Images

/// Mean and standard deviation of OpenAI's CLIP, for pixel values in 0...1, `[3]` each.
enum CLIPColors {
    static let mean: [Float] = [0.481_454_66, 0.457_827_5, 0.408_210_73]
    static let std: [Float] = [0.268_629_54, 0.261_302_58, 0.275_777_11]
}

/// The preprocessing that a file of settings states, before options change parts of it.
struct Preprocessing: Equatable {
    /// How an image gets the size of the input; nil for that of the family.
    var kind: Recipe.Kind?
    /// The share of the resized side that is kept; nil for that of the family.
    var cropRatio: Double?
    /// The kernel of the resize; nil for that of the family.
    var interpolation: Interpolation?
    /// Side of the input in pixels; nil for that of the position table.
    var imageSize: Int?
    /// Mean of each channel for pixel values in 0...1, `[3]`; nil for that of the family.
    var mean: [Float]?
    /// Standard deviation of each channel, `[3]`; nil for that of the family.
    var std: [Float]?
}

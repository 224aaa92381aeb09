/// What the classification head reads in one layer (table `logit_lens`; nostalgebraist 2020,
/// "interpreting GPT: the logit lens"; for ViTs Vilas et al. 2023, arXiv 2310.18969).
///
/// The class of an image is the one that the model predicts. A number that cannot be computed is
/// NaN: those of patches without patch tokens, and those of objects without masks.
public struct LensRow: TableRow {
    /// The layer, as in `LayerName.text`.
    public var layer: String
    /// Number of images whose token was read.
    public var images: Int
    /// Share of the images whose token has the image's class as the likeliest one, 0...1.
    public var agreement: Double
    /// Mean probability of the image's class, 0...1.
    public var probability: Double
    /// Share of the images whose class is the likeliest from this layer on, but not before, 0...1.
    public var appears: Double
    /// Number of images whose patches were read.
    public var patchImages: Int
    /// Share of the patches with the image's class as the likeliest one, 0...1.
    public var patches: Double
    /// The same among the patches of objects.
    public var objectPatches: Double
    /// The same among the patches of the background.
    public var backgroundPatches: Double

    public init(
        layer: String = "", images: Int = 0, agreement: Double = .nan, probability: Double = .nan,
        appears: Double = .nan, patchImages: Int = 0, patches: Double = .nan,
        objectPatches: Double = .nan, backgroundPatches: Double = .nan
    ) {
        self.layer = layer
        self.images = images
        self.agreement = agreement
        self.probability = probability
        self.appears = appears
        self.patchImages = patchImages
        self.patches = patches
        self.objectPatches = objectPatches
        self.backgroundPatches = backgroundPatches
    }

    public static var unknown: Self { Self() }
    public static var columns: [TableColumn<Self>] {
        [
            .texts("layer", \.layer), .integers("images", \.images),
            .reals("agreement", \.agreement), .reals("probability", \.probability),
            .reals("appears", \.appears), .integers("patch_images", \.patchImages),
            .reals("patches", \.patches), .reals("object_patches", \.objectPatches),
            .reals("background_patches", \.backgroundPatches),
        ]
    }
}

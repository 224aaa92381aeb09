internal import Console
internal import Foundation
internal import Images
internal import Weights

/// An image processor of Transformers, as `preprocessor_config.json` describes it.
///
/// What a file leaves out has the defaults of its class; a key that would change the pixels and is
/// not supported is refused.
struct HuggingFaceProcessor {
    /// The preprocessing in our terms.
    let preprocessing: Preprocessing

    /// Reads a processor.
    ///
    /// - Parameter family: that of the checkpoint, whose class is meant where the file names none.
    /// - Throws: `Failure` for preprocessing that is not supported.
    init(_ file: ConfigurationFile, _ family: VisionTransformerWeights.Family) throws {
        let defaults = try Defaults(file, family)
        for key in Self.refused
        where file.isSet(key) && !(key == "crop_pct" && defaults.cropShare != nil) {
            throw file.unsupported(key, expected: "false or no value")
        }
        if (file["do_resize"] as? Bool) == false {
            throw file.unsupported("do_resize", expected: "true")
        }
        let (side, isShort) = try Self.side(file, defaults)
        var size = side
        if let share = file.number("crop_pct") ?? defaults.cropShare, isShort {
            preprocessing = try Self.shared(file, side: side, share: share, defaults)
            return
        }
        if file["do_center_crop"] as? Bool ?? (defaults.cropSize != nil) {
            size = try Self.square(file, "crop_size") ?? defaults.cropSize ?? 224
            guard size <= side else {
                throw file.unsupported("crop_size", expected: "at most the size, \(side),")
            }
        } else if isShort {
            throw Failure(
                Exit.nothing,
                "\(file.path): expected do_center_crop true with a size by the short side, found "
                    + "false, so that images would not be square; use another model, or move this "
                    + "file and state settings as options.")
        }
        var found = Preprocessing()
        // Both backends round places down; without a crop there is no place to round.
        found.kind = isShort ? .cropFloor : size == side ? .squash : .squashFloor
        if defaults.isFloat {
            guard found.kind == .squash else {
                throw file.unsupported("do_center_crop", expected: "false")
            }
            found.kind = .squashFloat
        }
        found.cropRatio = Recipe.cropRatio(size: size, of: side)
        found.imageSize = size
        try Self.readValues(file, defaults, into: &found)
        preprocessing = found
    }

    /// ConvNeXt's: below 384 pixels the central `side` of the short side at `side / share`, from
    /// there on both sides resized.
    private static func shared(
        _ file: ConfigurationFile, side: Int, share: Double, _ defaults: Defaults
    ) throws -> Preprocessing {
        guard share >= 0.01, share <= 1 else {
            throw file.unsupported("crop_pct", expected: "a number of 0.01 to 1")
        }
        var found = Preprocessing()
        found.kind = side < 384 ? .cropFloor : .squash
        found.cropRatio =
            side < 384 ? Recipe.cropRatio(size: side, of: Int(Double(side) / share)) : 1
        found.imageSize = side
        try readValues(file, defaults, into: &found)
        return found
    }

    /// Kernel, mean and standard deviation.
    private static func readValues(
        _ file: ConfigurationFile, _ defaults: Defaults, into found: inout Preprocessing
    ) throws {
        found.interpolation = defaults.interpolation
        if let value = file["resample"], !(value is NSNull) {
            guard let number = value as? Int, let kernel = Interpolation(pillowNumber: number)
            else {
                throw file.unsupported("resample", expected: "a number of 0 to 5")
            }
            found.interpolation = kernel
        }
        (found.mean, found.std) = try normalization(file, defaults)
    }

    /// Keys that change the pixels and are not supported, unless they are false.
    private static let refused = [
        "do_pad", "do_flip_channel_order", "do_thumbnail", "do_align_long_axis", "do_grayscale",
        "do_rotate", "crop_pct", "size_divisor", "pad_size", "rescale_offset", "include_top",
        "ensure_multiple_of", "keep_aspect_ratio", "max_num_patches",
    ]

    /// The side in pixels that an image is resized to, and whether it is that of the short side.
    private static func side(
        _ file: ConfigurationFile, _ defaults: Defaults
    ) throws -> (side: Int, isShort: Bool) {
        if let side = file.part("size").integer("shortest_edge"),
            file.part("size").json.count == 1, side > 0
        {
            return (side, true)
        }
        if let side = try square(file, "size") {
            return (side, file.integer("size") == nil ? false : defaults.isShort)
        }
        return (defaults.side, defaults.isShort)
    }

    /// A size given as `n` or as equal `height` and `width`; nil without the key.
    private static func square(_ file: ConfigurationFile, _ key: String) throws -> Int? {
        guard let value = file[key], !(value is NSNull) else { return nil }
        let part = file.part(key)
        let side = file.integer(key) ?? part.integer("height")
        guard let side, side > 0, side <= 4096,
            part.json.isEmpty || (part.json.count == 2 && part.integer("width") == side)
        else {
            throw file.unsupported(
                key, expected: "a number of pixels, equal height and width, or shortest_edge")
        }
        return side
    }

    /// Mean and standard deviation for pixel values in 0...1, where the file's are for values in
    /// 0...255 times a factor.
    private static func normalization(
        _ file: ConfigurationFile, _ defaults: Defaults
    ) throws -> (mean: [Float], std: [Float]) {
        var (mean, std) = (defaults.mean, defaults.std)
        if file["do_normalize"] as? Bool ?? true {
            mean = try file.colors("image_mean") ?? mean
            std = try file.colors("image_std") ?? std
        } else {
            (mean, std) = ([0, 0, 0], [1, 1, 1])
        }
        var largest = 1.0
        if (file["do_rescale"] as? Bool) == false {
            largest = 255
        } else if let factor = file.number("rescale_factor"), abs(factor * 255 - 1) > 1e-9 {
            largest = factor * 255
        }
        guard largest.isFinite, largest > 0, std.allSatisfy({ $0 > 0 }) else {
            throw file.unsupported("image_std", expected: "numbers above 0")
        }
        return (mean.map { Float($0 / largest) }, std.map { Float($0 / largest) })
    }

    /// The defaults of a class.
    private struct Defaults {
        /// Side in pixels that an image is resized to.
        var side = 224
        /// Whether it is that of the short side.
        var isShort = false
        /// Side of the centre crop; nil where there is none.
        var cropSize: Int?
        /// The side of the crop over the short side, in classes that have it in place of sizes.
        var cropShare: Double?
        var interpolation = Interpolation.bilinear
        /// Whether images are resized in floating point.
        var isFloat = false
        var mean = [0.5, 0.5, 0.5]
        var std = [0.5, 0.5, 0.5]

        /// The defaults of the class that a file names, with old endings as well as new ones; of
        /// the family's where it names none.
        ///
        /// - Throws: `Failure` for another class, which may do anything.
        init(_ file: ConfigurationFile, _ family: VisionTransformerWeights.Family) throws {
            let key = ["image_processor_type", "feature_extractor_type"].first { file.isSet($0) }
            guard let key else {
                switch family {
                case .huggingFaceDeiT: self = .deit
                case .huggingFaceDINOv2, .huggingFaceCLIP: self = .clip
                case .huggingFaceSigLIP, .huggingFaceBEiT: self = .siglip
                case .huggingFaceDINOv3: self = .dinov3
                default: self.init()
                }
                return
            }
            let type = file[key] as? String ?? ""
            let classes: [(name: String, Self)] = [
                ("ViT", Self()), ("DeiT", .deit), ("Beit", .siglip), ("CLIP", .clip),
                ("ChineseCLIP", .clip), ("Bit", .clip), ("Siglip", .siglip),
                ("DINOv3ViT", .dinov3), ("ConvNext", .convNeXt),
            ]
            let endings = [
                "ImageProcessor", "ImageProcessorFast", "ImageProcessorPil", "FeatureExtractor",
            ]
            let named = classes.first { name, _ in endings.contains { type == name + $0 } }
            guard let named else {
                throw file.unsupported(
                    key, expected: "the processor of " + classes.map(\.name).joined(separator: ", ")
                )
            }
            self = named.1
        }

        init() {}

        /// DeiT: both sides to 256, the central 224.
        private static var deit: Self {
            var row = Self()
            (row.side, row.cropSize, row.interpolation) = (256, 224, .bicubic)
            return row
        }
        /// SigLIP and BEiT: both sides to 224, bicubic.
        private static var siglip: Self {
            var row = Self()
            row.interpolation = .bicubic
            return row
        }
        /// ConvNeXt (and ResNet): the central 384 of short side 384, see `shared`.
        private static var convNeXt: Self {
            var row = Self()
            (row.side, row.isShort, row.cropShare) = (384, true, 224.0 / 256)
            row.interpolation = .bicubic
            return row
        }
        /// DINOv3: both sides to 224, bilinear, in floating point.
        private static var dinov3: Self {
            var row = Self()
            row.isFloat = true
            (row.mean, row.std) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
            return row
        }
        /// CLIP and Bit (of DINOv2): short side 224, the central 224.
        private static var clip: Self {
            var row = Self()
            (row.isShort, row.cropSize, row.interpolation) = (true, 224, .bicubic)
            (row.mean, row.std) = (
                CLIPColors.mean.map { Double($0) }, CLIPColors.std.map { Double($0) }
            )
            return row
        }
    }
}

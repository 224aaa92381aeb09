internal import Images

// The preprocessing in the settings of timm and OpenCLIP; that of Transformers is in
// `HuggingFaceProcessor`.

extension Preprocessing {
    /// timm's: a `pretrained_cfg`, or the data config of a model; nil where it states none.
    ///
    /// - Throws: `Failure` for what is not supported.
    init?(timm images: ConfigurationFile) throws {
        let keys = ["crop_pct", "crop_mode", "interpolation", "mean", "std", "input_size"]
        guard keys.contains(where: { images[$0] != nil }) else { return nil }
        self.init()
        switch images["crop_mode"] as? String {
        case nil, "center": kind = .crop
        case "squash": kind = .squash
        case "border": kind = .pad
        default: throw images.unsupported("crop_mode", expected: "center, squash or border")
        }
        // timm's default, whatever the mode.
        cropRatio = try Self.ratio(images, "crop_pct") ?? 0.875
        interpolation = try Self.interpolation(images)
        mean = try images.colors("mean")?.map { Float($0) }
        std = try images.colors("std")?.map { Float($0) }
        if let size = images["input_size"] as? [Int] {
            guard size.count == 3, size[1] == size[2] else {
                throw images.unsupported("input_size", expected: "[3, S, S]")
            }
            imageSize = size[2]
        }
    }

    /// OpenCLIP's `preprocess_cfg`.
    ///
    /// - Throws: `Failure` for what is not supported.
    init(openCLIP images: ConfigurationFile) throws {
        // OpenCLIP's defaults.
        self.init(
            kind: .crop, cropRatio: 1, interpolation: .bicubic,
            mean: CLIPColors.mean, std: CLIPColors.std)
        switch images["resize_mode"] as? String {
        case nil, "shortest": break
        case "squash": kind = .squash
        default: throw images.unsupported("resize_mode", expected: "shortest or squash")
        }
        interpolation = try Self.interpolation(images) ?? interpolation
        mean = try images.colors("mean")?.map { Float($0) } ?? mean
        std = try images.colors("std")?.map { Float($0) } ?? std
    }

    private static func ratio(_ file: ConfigurationFile, _ key: String) throws -> Double? {
        guard let ratio = file.number(key) else { return nil }
        guard ratio >= 0.01, ratio <= 1 else {
            throw file.unsupported(key, expected: "a number of 0.01 to 1")
        }
        return ratio
    }

    private static func interpolation(_ file: ConfigurationFile) throws -> Interpolation? {
        guard let name = file["interpolation"] as? String else { return nil }
        guard let kernel = Interpolation(rawValue: name) else {
            throw file.unsupported(
                "interpolation",
                expected: Interpolation.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return kernel
    }
}

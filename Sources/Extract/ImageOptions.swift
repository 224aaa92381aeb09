internal import ArgumentParser
internal import Console
internal import Images

/// The options that choose the images and how they are read, labelled and modified.
struct ImageOptions: ParsableArguments {
    /// The value as given; `labelTable` opens a table. The labels do not affect the tokens.
    @Option(
        help: ArgumentHelp(
            "Where labels come from: folder (the name of the parent folder, or the label in the "
                + "list or archive), none, or a CSV or TSV file with columns path, label, split "
                + "and any others. A review (columns path, sha256, decision, label, note) "
                + "changes single labels and leaves dropped images out. Repeat the option for "
                + "several files; later ones override earlier ones. Default: folder.",
            valueName: "folder|none|FILE.csv"))
    var labels: [String] = []

    @Option(
        help: ArgumentHelp(
            "The field with the label in an archive's .json members.",
            valueName: "NAME"))
    var labelField = "label"

    @Flag(help: "Follow symbolic links to folders, visiting each folder once.")
    var followLinks = false

    /// Default (nil): the folder `masks` beside the images, or the masks of archives; `Masks`
    /// resolves it.
    @Option(
        help: ArgumentHelp(
            "Object masks: a folder parallel to IMAGES, a JSON file of patch ranges, or archives "
                + "(each sample's .seg.png or .mask.png). Default: the folder masks beside IMAGES, "
                + "or else masks in archives.", valueName: "DIR|FILE.json|archives|none"))
    var masks: String?

    /// Range: 0...255, or `none`; `voidIndex` parses it.
    @Option(
        help: ArgumentHelp(
            "The mask index of pixels that belong to no object.", valueName: "N|none"))
    var void: String = "255"

    /// Names separated by commas; nil chooses up to four images. A name that no image has is an
    /// error.
    @Option(
        help: ArgumentHelp(
            "Images to keep in full (pixels, attention of all tokens), by path or name; `extract "
                + "explain` adds more later. Default: up to four, with several objects if there "
                + "are masks, otherwise evenly spaced.",
            valueName: "NAME,..."))
    var explain: String?

    /// The value as given, which `explainedVariants` parses.
    @Option(
        help: ArgumentHelp(
            "Variants of the images kept in full to embed as well: original, random:R, salient:R, "
                + "background:R, object:NAME:R, patches:LIST, shuffle:G.",
            valueName: "LIST"))
    var variants: String?

    /// The value as given, which `rowVariant` parses. It excludes `--shuffle`.
    @Option(
        help: ArgumentHelp(
            "Black out patches in every image: the share R of all patches (random), of the "
                + "objects' (salient), of the background's, of one object's, or a list of patches.",
            valueName: "random:R|salient:R|background:R|object:NAME:R|patches:LIST"))
    var occlude: String?

    /// Blocks on each side, 2 or more, at most the pixels of the input.
    @Option(help: "Shuffle the blocks of a G x G grid in every image.")
    var shuffle: Int?

    /// Images on each side, 2...16. Mosaics have no labels; images left over at the end are not
    /// embedded.
    @Option(help: "Join G x G images, and their masks, into one image.")
    var mosaic: Int?

    /// Orientations are ignored by default, as in timm and torchvision.
    @Flag(help: "Apply the EXIF orientation.")
    var exif = false

    /// Range: 1 or more; the header decides, before memory is taken.
    @Option(help: "Reject images with more pixels than this.")
    var maxPixels = 178_000_000

    /// Truncated files are rejected by default.
    @Flag(help: "Embed truncated JPEGs, with the missing part in grey.")
    var acceptTruncated = false

    func validate() throws {
        for (place, value) in labels.enumerated() {
            let isWord = ["folder", "none"].contains(value)
            guard isWord || isTable(value) else {
                throw ValidationError(
                    "--labels: expected folder, none or a .csv or .tsv file, found \"\(value)\".")
            }
            guard !isWord || place == 0 else {
                throw ValidationError(
                    "--labels: expected \(value) before all files, found it after "
                        + "\(labels[place - 1]).")
            }
        }
        try checkNumber("--max-pixels", maxPixels, in: 1...Int(Int32.max))
        _ = try voidIndex()
        _ = try rowVariant()
        _ = try explainedVariants()
        try checkNumber("--mosaic", mosaic, in: 2...16)
    }

    /// Whether a value of `--labels` is a table by its extension.
    private func isTable(_ path: String) -> Bool {
        [".csv", ".tsv"].contains { path.lowercased().hasSuffix($0) }
    }

    /// The tables and reviews of `--labels`, in their order.
    var labelPaths: [String] { labels.filter(isTable) }

    /// The values of `--labels` as one text: "folder" without the option.
    var labelsText: String { labels.isEmpty ? "folder" : labels.joined(separator: ", ") }

    /// Links and label field, for the listing of the source.
    var listing: ListingOptions {
        var options = ListingOptions()
        options.followsLinks = followLinks
        options.labelField = labelField
        return options
    }

    /// The image as the plan lists it: with the label of its folder, list or archive, or without
    /// one for `--labels none`; labels of files are added later.
    func described(_ image: ListedImage) -> ListedImage {
        if labels.first != "none" { return image }
        return image.described(label: "", split: image.split, columns: image.columns)
    }

    /// The variant of all rows, by `--occlude` or `--shuffle`; `original` without either.
    ///
    /// - Throws: `ValidationError` for both options, or for a value that is not a variant.
    func rowVariant() throws -> InputVariant {
        switch (occlude, shuffle) {
        case (nil, nil): return .original
        case (_?, _?):
            throw ValidationError("--occlude and --shuffle: expected one of them, found both.")
        case (nil, let grid?): return try Self.variant("shuffle:\(grid)", "--shuffle")
        case (let text?, nil):
            let variant = try Self.variant(text, "--occlude")
            if case .shuffled = variant {
                throw ValidationError(
                    "--occlude: expected random:R, salient:R, background:R, object:NAME:R or "
                        + "patches:LIST, found \"\(text)\"; use --shuffle to shuffle blocks.")
            }
            return variant
        }
    }

    /// The further variants of the images kept in full, by `--variants`; empty without it.
    ///
    /// - Throws: `ValidationError` for a list that is not one of variants.
    func explainedVariants() throws -> [InputVariant] {
        guard let variants else { return [] }
        do {
            return try InputVariant.list(variants)
        } catch {
            throw ValidationError("--variants: \(error)")
        }
    }

    /// Parses a variant; the error begins with the name of the option.
    private static func variant(_ text: String, _ option: String) throws -> InputVariant {
        do {
            return try InputVariant(text)
        } catch {
            throw ValidationError("\(option): \(error)")
        }
    }

    /// The mask index of pixels that belong to no object, 255 by default.
    func voidIndex() throws -> VoidIndex {
        if void == "none" { return .none }
        guard let index = UInt8(void) else {
            throw ValidationError("--void: expected 0...255 or none, found \"\(void)\".")
        }
        return .index(index)
    }

    /// Pixel limit, truncated files and EXIF orientation, for the decoder.
    var decoding: DecodeOptions {
        var options = DecodeOptions()
        options.maximumPixels = maxPixels
        options.acceptTruncated = acceptTruncated
        options.applyOrientation = exif
        return options
    }
}

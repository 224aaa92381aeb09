internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Images
internal import Store

/// The object masks of a run: a folder of PNGs, a JSON file of patch ranges, or members of
/// archives, with the names of the objects.
///
/// A mask belongs to the image with the same path but for the extension. `drawn` has it in its own
/// size, `squared` as the recipe crops it to the input of the model. An image without a mask is
/// embedded without objects; an image whose mask cannot be used is rejected.
struct Masks: Sendable {
    /// Where the masks are.
    enum Source: Sendable {
        /// A folder of PNGs parallel to the images.
        case folder(String)
        /// A JSON file with ranges of patches for each object.
        case ranges(String)
        /// Members of archives, beside the images.
        case archives(ArchiveMasks)
    }

    /// The value of `--masks` for masks in the archives.
    static let inArchives = "archives"

    /// Where the names of the objects come from.
    private enum Names: Sendable {
        /// Names by index.
        case listed(ObjectNames)
        /// COCO's panoptic JSON at a path.
        case panoptic(PanopticSegments, String)
        /// A folder of Pascal VOC's XML annotations.
        case annotations(String)
    }

    /// Where the masks are.
    let source: Source
    /// The path that was given or found by default; `inArchives` for archives.
    let path: String
    /// The mask index of pixels that belong to no object.
    let void: VoidIndex
    /// Where the names of the objects come from; nil for their numbers.
    private let names: Names?
    /// The JSON file that names the objects; nil for other names, or none.
    private let namesFile: String?

    /// The masks of `--masks`, or of the folder `masks` beside the images.
    ///
    /// - Parameters:
    ///   - option: the value of `--masks`; nil for the default.
    ///   - root: the source of the images.
    /// - Returns: nil for "none", and when the default folder does not exist.
    /// - Throws: `Failure` for a path that does not exist or names that cannot be read.
    init?(option: String?, images root: String, void: VoidIndex) throws {
        self.void = void
        var path: String
        switch option {
        case "none": return nil
        case Self.inArchives:
            let folder = FileKind(root) == .folder ? root : folderPath(of: root)
            source = .archives(ArchiveMasks(root: folder))
            self.path = Self.inArchives
            (names, namesFile) = (nil, nil)
            return
        case let option?: path = option
        case nil:
            path = Self.path(besides: root)
            guard Self.isFolder(path) else { return nil }
        }
        while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
        guard isThere(path) else {
            throw Failure(
                Exit.nothing,
                "--masks \(path): expected a folder of PNG masks or a JSON file, found nothing; "
                    + "give another path or --masks none.")
        }
        self.path = path
        if Self.isFolder(path) {
            source = .folder(path)
            (names, namesFile) = try Self.findNames(ofFolder: path) ?? (nil, nil)
        } else if let segments = try Self.readPanoptic(path) {
            let folder = (path as NSString).deletingPathExtension
            guard Self.isFolder(folder) else {
                throw Failure(
                    Exit.nothing,
                    "--masks \(path): expected the panoptic masks in the folder \(folder), found "
                        + "none; give the folder of the PNGs, and put the JSON into it.")
            }
            source = .folder(folder)
            (names, namesFile) = (.panoptic(segments, path), path)
        } else {
            source = .ranges(path)
            (names, namesFile) = (.listed(try Self.readNames(path)), path)
        }
    }

    /// The masks in archives.
    ///
    /// - Parameter root: the folder that the images' paths are relative to.
    init(inArchivesBelow root: String, _ void: VoidIndex) {
        self.void = void
        source = .archives(ArchiveMasks(root: root))
        path = Self.inArchives
        (names, namesFile) = (nil, nil)
    }

    /// Whether a path is a folder.
    private static func isFolder(_ path: String) -> Bool { FileKind(path) == .folder }

    /// The default folder of masks: `masks` beside the folder of the images.
    static func path(besides images: String) -> String {
        let name = images.split(separator: "/").last
        // The parent of "." and of "a/.." is known to the system only.
        if name == nil || name == "." || name == ".." { return images + "/../masks" }
        let folder = parentPath(of: images)
        return folder.isEmpty || folder == "/" ? folder + "masks" : folder + "/masks"
    }

    /// The names for a folder of masks: `objects.json` in it or beside it, else a panoptic JSON
    /// beside it with its name or in it, else the folder `Annotations` beside it.
    private static func findNames(
        ofFolder path: String
    ) throws -> (names: Names?, file: String?)? {
        let name = (absolutePath(path) as NSString).lastPathComponent
        // The parent of "masks" is ".", of "." it is to be looked up by the system.
        let parent = !path.hasSuffix(name) ? path + "/.." : folderPath(of: path)
        let listed = [path + "/objects.json", parent + "/objects.json"]
        if let file = listed.first(where: isThere) {
            return (.listed(try readNames(file)), file)
        }
        let within = (namesInFolder(path) ?? [])
            .filter { $0.lowercased().hasSuffix(".json") }.map { path + "/" + $0 }
        for file in [path + ".json"] + within where isThere(file) {
            if let segments = try readPanoptic(file) { return (.panoptic(segments, file), file) }
        }
        let annotations = parent + "/Annotations"
        // The indices of SegmentationClass are classes, not the annotation's objects.
        let numbersObjects = name != "SegmentationClass"
        return numbersObjects && isFolder(annotations) ? (.annotations(annotations), nil) : nil
    }

    /// Reads `objects.json` or a file of patch ranges.
    private static func readNames(_ path: String) throws -> ObjectNames {
        try checkReadable(path)
        guard let bytes = wholeFile(path) else {
            throw Failure(Exit.nothing, "\(path): the object names could not be read.")
        }
        do {
            return try ObjectNames(json: bytes)
        } catch {
            throw Failure(Exit.nothing, "\(path): \(error)")
        }
    }

    /// Reads a panoptic JSON file in the format of COCO; nil for other JSON.
    private static func readPanoptic(_ path: String) throws -> PanopticSegments? {
        try checkReadable(path)
        do {
            return try PanopticSegments(contentsOf: path)
        } catch {
            throw Failure(Exit.nothing, "\(error)")
        }
    }

    /// The mask of an image in its own size, or for patch ranges in the size of the model's input.
    ///
    /// - Parameter decoded: the decoded image, whose proportions the mask must have; nil to skip
    ///   the check.
    /// - Returns: nil when the image has no mask.
    /// - Throws: `RejectedImage` for a mask that cannot be used.
    func drawn(
        for image: ListedImage, decoded: RGBImage? = nil, recipe: Recipe, patch: Int
    ) throws(RejectedImage) -> NamedMask? {
        switch source {
        case .folder(let folder):
            guard let path = findMask(below: folder, for: image) else { return nil }
            do {
                let bytes = try readFile(root: folder, path: path)
                let mask = try decodeNamedMask(bytes, void: void, naming: naming(of: image))
                if let decoded { try mask.checkProportions(of: decoded) }
                return mask
            } catch {
                throw RejectedImage(.mask, "Mask \(folder)/\(displayPath(path)): \(error.detail)")
            }
        case .archives(let archives):
            do {
                guard let bytes = try archives.mask(of: image) else { return nil }
                let mask = try decodeNamedMask(bytes, void: void)
                if let decoded { try mask.checkProportions(of: decoded) }
                return mask
            } catch {
                throw RejectedImage(.mask, "The mask of its sample: \(error.detail)")
            }
        case .ranges(let file):
            guard case .listed(let names) = names, let ranges = names.patches(forImage: key(image))
            else { return nil }
            do {
                return try NamedMask(painting: ranges, recipe.grid(patch: patch))
            } catch {
                throw RejectedImage(.mask, "\(file), \(image.displayPath): \(error.detail)")
            }
        }
    }

    /// The mask on the model's input, `[height, width]`; nil when the image has none.
    func squared(
        for image: ListedImage, decoded: RGBImage? = nil, recipe: Recipe, patch: Int
    ) throws(RejectedImage) -> NamedMask? {
        guard var objects = try drawn(for: image, decoded: decoded, recipe: recipe, patch: patch)
        else { return nil }
        if case .ranges = source { return objects }
        objects.mask = recipe.apply(to: objects.mask)
        return objects
    }

    /// How the objects in the mask of an image get their names.
    private func naming(of image: ListedImage) throws(RejectedImage) -> MaskNaming {
        switch names {
        case nil: return .numbers
        case .listed(let names): return .indices(names.names(forImage: key(image)) ?? [:])
        case .panoptic(let segments, let file):
            guard let segments = segments.segments(forImage: key(image)) else {
                throw RejectedImage(
                    .mask,
                    "\(file) has no annotation of \(key(image)); expected one whose file_name "
                        + "is the image's, with the extension png.")
            }
            return .segments(segments)
        case .annotations(let folder):
            guard let path = annotationPath(of: image) else { return .numbers }
            do {
                let below = path.utf8.dropFirst(folder.utf8.count + 1)
                let bytes = try readFile(root: folder, path: Array(below))
                return .ordered(try annotatedObjectNames(xml: bytes))
            } catch {
                throw RejectedImage(.mask, "\(path): \(error.detail)")
            }
        }
    }

    /// The XML that names the objects of an image; nil for names of another source, or none.
    private func annotationPath(of image: ListedImage) -> String? {
        guard case .annotations(let folder) = names else { return nil }
        let name = (key(image) as NSString).lastPathComponent + ".xml"
        return [key(image) + ".xml", name].map { folder + "/" + $0 }.first(where: isThere)
    }

    /// The path without its extension, the key of names and ranges.
    private func key(_ image: ListedImage) -> String {
        image.stemPath
    }

    /// Number of objects of an image; 0 also when its mask cannot be used.
    func objectCount(for image: ListedImage) throws -> Int {
        switch (source, names) {
        case (.folder(let folder), _):
            guard let path = findMask(below: folder, for: image),
                let bytes = try? readFile(root: folder, path: path),
                let naming = try? naming(of: image),
                let objects = try? decodeNamedMask(bytes, void: void, naming: naming)
            else { return 0 }
            return Set(objects.mask.objects).subtracting([0]).count
        case (.archives(let archives), _):
            guard let bytes = try? archives.mask(of: image),
                let objects = try? decodeNamedMask(bytes, void: void)
            else { return 0 }
            return Set(objects.mask.objects).subtracting([0]).count
        case (.ranges, .listed(let names)): return names.patches(forImage: key(image))?.count ?? 0
        case (.ranges, _): return 0
        }
    }

    /// SHA-256 of an image's mask and of what names its objects; nil when the image has no mask.
    ///
    /// - Throws: `RejectedImage` for a mask that cannot be read.
    func digest(of image: ListedImage) throws(RejectedImage) -> [UInt8]? {
        let hash = SHA256()
        switch source {
        case .folder(let folder):
            guard let path = findMask(below: folder, for: image) else { return nil }
            hash.update(try readFile(root: folder, path: path))
            hash.update(Array(Self.text(of: try naming(of: image)).utf8))
        case .archives(let archives):
            guard let bytes = try archives.mask(of: image) else { return nil }
            hash.update(bytes)
        case .ranges:
            guard case .listed(let names) = names, let ranges = names.patches(forImage: key(image))
            else { return nil }
            hash.update(Array("\(ranges)".utf8))
        }
        return hash.finish()
    }

    /// Names in one text, the same for the same names.
    private static func text(of naming: MaskNaming) -> String {
        guard case .indices(let names) = naming else { return "\(naming)" }
        return names.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            .joined(separator: "\n")
    }

    /// The later of the times of change, of content or place, of an image's mask and of the file
    /// that names its objects, nanoseconds since 1970; nil when the image has no mask, 0 for one in
    /// an archive.
    func changeTime(of image: ListedImage) throws -> Int64? {
        func time(_ path: String) -> Int64 { FileSystem.changeTime(path) ?? .max }
        let annotation = annotationPath(of: image)
        let named = [namesFile, annotation].compactMap { $0 }.map(time).max() ?? 0
        switch source {
        case .folder(let folder):
            return findMask(below: folder, for: image).map {
                max(named, time(folder + "/" + pathText($0)))
            }
        case .archives(let archives): return try archives.mask(of: image) == nil ? nil : 0
        case .ranges(let file):
            guard case .listed(let names) = names else { return nil }
            return names.patches(forImage: key(image)) == nil ? nil : time(file)
        }
    }

    /// The value that a plan records: an absolute path, or `inArchives`.
    var recordedPath: String {
        if case .archives = source { return path }
        return absolutePath(path)
    }

    /// The source in words, for messages and settings.
    var text: String {
        switch (source, names) {
        case (.folder(let path), .panoptic(_, let file)): "\(path), named by \(file)"
        case (.folder(let path), .annotations(let folder)): "\(path), named by \(folder)"
        case (.folder(let path), _), (.ranges(let path), _): path
        case (.archives, _): "the archives"
        }
    }
}

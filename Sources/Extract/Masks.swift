internal import Console
internal import Foundation
internal import Images
internal import Store

/// Where the objects of images come from.
struct Masks: Sendable {
    enum Source: Sendable {
        /// A folder of PNGs parallel to the images.
        case folder(String)
        /// JSON of patch ranges.
        case ranges(String)
    }

    let source: Source
    let void: VoidIndex
    private let names: ObjectNames?

    /// The masks that an option or the folder beside the images names; nil for none.
    init?(option: String?, images root: String, void: VoidIndex) throws {
        self.void = void
        let manager = FileManager.default
        let path: String
        switch option {
        case "none": return nil
        case let option?: path = option
        case nil:
            path =
                URL(fileURLWithPath: root).deletingLastPathComponent()
                .appendingPathComponent("masks").relativePath
            guard Self.isFolder(path) else { return nil }
        }
        guard manager.fileExists(atPath: path) else {
            throw Failure(
                Exit.nothing,
                "--masks \(path): expected a folder of PNG masks or a JSON file, found nothing; "
                    + "give another path or --masks none.")
        }
        if Self.isFolder(path) {
            source = .folder(path)
            let beside = URL(fileURLWithPath: path).deletingLastPathComponent()
                .appendingPathComponent("objects.json").path
            let file = [path + "/objects.json", beside].first(where: manager.fileExists(atPath:))
            names = try file.map(Self.readNames)
        } else {
            source = .ranges(path)
            names = try Self.readNames(path)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue
    }

    private static func readNames(_ path: String) throws -> ObjectNames {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(Exit.nothing, "\(path): the object names could not be read.")
        }
        return try ObjectNames(json: [UInt8](data))
    }

    /// The path without its extension, by which names are looked up.
    private func key(_ image: ListedImage) -> String {
        image.stemPath
    }

    /// The mask as drawn; nil when the image has none.
    func mask(for image: ListedImage) throws -> ObjectMask? {
        guard case .folder(let folder) = source, let path = findMask(below: folder, for: image)
        else { return nil }
        do {
            return try decodeMask(try readFile(root: folder, path: path), void: void)
        } catch {
            throw Failure(
                Exit.nothing, "mask \(folder)/\(displayPath(path)): \(error.detail)")
        }
    }

    /// How many objects an image has.
    func objectCount(for image: ListedImage) throws -> Int {
        switch source {
        case .folder: Set(try mask(for: image)?.objects ?? []).subtracting([0]).count
        case .ranges: names?.patches(forImage: key(image))?.count ?? 0
        }
    }

    /// The objects on the patch grid, `[grid * grid]`, and the names of objects 1, 2, ...
    func objects(
        for image: ListedImage, recipe: Recipe, patch: Int
    ) throws -> (patches: [UInt8], names: [String])? {
        let grid = recipe.size / patch
        switch source {
        case .folder:
            guard let mask = try mask(for: image) else { return nil }
            let squared = recipe.apply(to: mask)
            let found = names?.names(forImage: key(image)) ?? [:]
            let count = Int(mask.objects.max() ?? 0)
            let list = count == 0 ? [] : (1...count).map { found[$0] ?? "object \($0)" }
            return (patchObjects(squared, grid: grid, patch: patch), list)
        case .ranges:
            guard let ranges = names?.patches(forImage: key(image)) else { return nil }
            var patches = [UInt8](repeating: 0, count: grid * grid)
            for (index, object) in ranges.prefix(255).enumerated() {
                for patch in object.1 where patch < patches.count {
                    patches[patch] = UInt8(index + 1)
                }
            }
            return (patches, ranges.prefix(255).map { $0.0 })
        }
    }

    /// How a person would name the source.
    var text: String {
        switch source {
        case .folder(let path), .ranges(let path): path
        }
    }
}

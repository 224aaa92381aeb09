/// The pictures below a folder, in a fixed order, and what else stood there.
public struct ImageListing: Sendable {
    /// The folder that all paths are below.
    public let root: String
    /// Ordered by the raw bytes of their paths.
    public let images: [ListedImage]
    /// Files and folders with a picture's name, or none of their own, that were left out:
    /// ordered by path.
    public let skipped: [SkippedFile]
    /// Files and folders whose names begin with a dot.
    public let hiddenCount: Int
    /// How many files there are of each extension that is not read ("" for none), ordered by it.
    public let otherExtensions: [(extension: String, count: Int)]

    /// One sentence on what was left out; nil when nothing was.
    public var leftOut: String? {
        let pictures = otherExtensions.filter { unreadExtensions.contains($0.extension) }
        let others = otherExtensions.filter { !unreadExtensions.contains($0.extension) }
            .reduce(0) { $0 + $1.count }
        var parts = pictures.map { "\($0.count) .\($0.extension) (not read: convert to PNG)" }
        if others > 0 { parts.append("\(others) of other kinds") }
        if hiddenCount > 0 { parts.append("\(hiddenCount) hidden") }
        if !skipped.isEmpty { parts.append("\(skipped.count) that are no readable files") }
        return parts.isEmpty ? nil : "Left out: \(parts.joined(separator: ", "))."
    }
}

/// Something below the root that is neither listed nor only counted.
public struct SkippedFile: Sendable, Equatable {
    /// The raw bytes of its path below the root.
    public let path: [UInt8]
    /// One phrase: "a pipe, socket or device", "a symbolic link to a folder", ...
    public let reason: String

    public var displayPath: String { displayText(path) }
}

/// The folder to list cannot be.
public struct ListingError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
}

/// Lists the picture files below `root`, or `root` itself when it is a file.
///
/// All folders below are entered but hidden ones and symbolic links; a symbolic link to a file
/// counts as the file. A file is listed by its extension (jpg, jpeg, jpe, jfif, png, webp in any
/// case); whether it is a picture shows when it is read. The order does not depend on the system.
public func listImages(below root: String) throws(ListingError) -> ImageListing {
    switch FileState.of(Array(root.utf8), followingLinks: true) {
    case .failure(let error):
        throw ListingError(
            description: "The images \"\(root)\" cannot be read; the system says: \(error.text).")
    case .success(let state):
        switch state.kind {
        case .folder:
            var walk = Walk(root: root)
            try walk.run()
            return walk.listing
        case .regular: return listing(ofFile: root, state)
        default:
            throw ListingError(
                description: "The images \"\(root)\" are neither a folder nor a file, but a pipe, "
                    + "socket or device.")
        }
    }
}

private func listing(ofFile path: String, _ state: FileState) -> ImageListing {
    let bytes = Array(path.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let root = slash.map { $0 == 0 ? "/" : String(decoding: bytes[..<$0], as: UTF8.self) } ?? "."
    let image = ListedImage(
        path: Array(bytes[(slash.map { $0 + 1 } ?? 0)...]), size: state.size,
        modified: state.modified)
    return ImageListing(
        root: root, images: [image], skipped: [], hiddenCount: 0, otherExtensions: [])
}

/// One pass over a tree of folders.
private struct Walk {
    let root: String
    private var images: [ListedImage] = []
    private var skipped: [SkippedFile] = []
    private var hiddenCount = 0
    private var otherCounts: [String: Int] = [:]
    private var folders: [[UInt8]] = [[]]

    init(root: String) { self.root = root }

    var listing: ImageListing {
        ImageListing(
            root: root,
            images: images.sorted { $0.path.lexicographicallyPrecedes($1.path) },
            skipped: skipped.sorted { $0.path.lexicographicallyPrecedes($1.path) },
            hiddenCount: hiddenCount,
            otherExtensions: otherCounts.sorted { $0.key < $1.key }
                .map { (extension: $0.key, count: $0.value) })
    }

    mutating func run() throws(ListingError) {
        while let folder = folders.popLast() {
            switch folderEntries(folder.isEmpty ? Array(root.utf8) : fullPath(root, folder)) {
            case .success(let names):
                for name in names {
                    visit(folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name, name)
                }
            case .failure(let error) where folder.isEmpty:
                throw ListingError(
                    description: "The folder \"\(root)\" cannot be listed; the system says: "
                        + "\(error.text).")
            case .failure(let error): skip(folder, "a folder that cannot be listed: \(error.text)")
            }
        }
    }

    private mutating func visit(_ path: [UInt8], _ name: [UInt8]) {
        if name.first == UInt8(ascii: ".") {
            hiddenCount += 1
            return
        }
        let full = fullPath(root, path)
        switch FileState.of(full, followingLinks: false) {
        case .failure(let error): skip(path, error.text)
        case .success(let state):
            switch state.kind {
            case .folder: folders.append(path)
            case .regular: add(path, state)
            case .other: skip(path, "a pipe, socket or device")
            case .symbolicLink:
                switch FileState.of(full, followingLinks: true) {
                case .success(let target) where target.isRegular: add(path, target)
                case .success(let target) where target.kind == .folder:
                    skip(path, "a symbolic link to a folder")
                case .success: skip(path, "a symbolic link to a pipe, socket or device")
                case .failure(let error): skip(path, "a symbolic link to nothing: \(error.text)")
                }
            }
        }
    }

    private mutating func add(_ path: [UInt8], _ state: FileState) {
        let kind = fileExtension(of: path)
        if readExtensions.contains(kind) {
            images.append(ListedImage(path: path, size: state.size, modified: state.modified))
        } else {
            otherCounts[displayText(kind.utf8), default: 0] += 1
        }
    }

    private mutating func skip(_ path: [UInt8], _ reason: String) {
        skipped.append(SkippedFile(path: path, reason: reason))
    }
}

/// The mask of an image in a parallel folder: the same path below `masks` with the extension png,
/// or else the same file name directly in `masks`. The result is the path below `masks`, for
/// `readFile`.
public func findMask(below masks: String, for image: ListedImage) -> [UInt8]? {
    let sameFolder = Array(image.path[..<stemEnd(of: image.path)]) + Array(".png".utf8)
    let slash = sameFolder.lastIndex(of: UInt8(ascii: "/"))
    let candidates = [sameFolder] + (slash.map { [Array(sameFolder[($0 + 1)...])] } ?? [])
    return candidates.first { candidate in
        switch FileState.of(fullPath(masks, candidate), followingLinks: true) {
        case .success: true
        case .failure: false
        }
    }
}

/// What a source of pictures held beside the pictures.
public struct ImageListing: Sendable {
    /// The folder that all paths are below.
    public internal(set) var root: String
    /// Pictures handed out.
    public internal(set) var count = 0
    /// Names of the further columns that the pictures bring, in the order of `ListedImage.columns`.
    public var columns: [String] = []
    /// Whether any picture is of a split.
    public var hasSplits = false
    /// Files and folders with a picture's name, or none of their own, that were left out:
    /// the first thousand, ordered by path.
    public internal(set) var skipped: [SkippedFile] = []
    /// All that were so left out.
    public internal(set) var skippedCount = 0
    /// Files and folders whose names begin with a dot.
    public internal(set) var hiddenCount = 0
    /// How many files there are of each extension that is not read ("" for none).
    var otherCounts: [String: Int] = [:]

    init(root: String) { self.root = root }

    /// `otherCounts`, ordered by the extension.
    public var otherExtensions: [(extension: String, count: Int)] {
        otherCounts.sorted { $0.key < $1.key }.map { (extension: $0.key, count: $0.value) }
    }

    /// One sentence on what was left out; nil when nothing was.
    public var leftOut: String? {
        let pictures = otherExtensions.filter { unreadExtensions.contains($0.extension) }
        let others = otherExtensions.filter { !unreadExtensions.contains($0.extension) }
            .reduce(0) { $0 + $1.count }
        var parts = pictures.map { "\($0.count) .\($0.extension) (not read: convert to PNG)" }
        if others > 0 { parts.append("\(others) of other kinds") }
        if hiddenCount > 0 { parts.append("\(hiddenCount) hidden") }
        if skippedCount > 0 { parts.append("\(skippedCount) that are no readable files") }
        return parts.isEmpty ? nil : "Left out: \(parts.joined(separator: ", "))."
    }

    mutating func skip(_ path: [UInt8], _ reason: String) {
        skippedCount += 1
        if skipped.count < 1000 { skipped.append(SkippedFile(path: path, reason: reason)) }
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

/// The source to list cannot be.
public struct ListingError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
}

/// Hands the picture files below the folder `root` to `body`, in the order of their paths' bytes.
///
/// All folders below are entered but hidden ones and symbolic links; a symbolic link to a file
/// counts as the file. A file is listed by its extension (in any case); whether it is a picture
/// shows when it is read. Tar archives are entered like folders, in the order of their members.
/// Memory grows with the largest folder, not with their number.
func listImages(
    belowFolder root: String, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    var walk = Walk(root: root, listing: listing)
    defer { listing = walk.listing }
    try walk.visit([], body)
}

/// One pass over a tree of folders.
private struct Walk {
    let root: String
    var listing: ImageListing

    mutating func visit(_ folder: [UInt8], _ body: (ListedImage) throws -> Void) throws {
        let entries: FolderEntries
        switch FolderEntries.read(fullPath(root, folder)) {
        case .success(let read): entries = read
        case .failure(let error):
            if folder.isEmpty {
                throw ListingError(
                    description: "The folder \"\(root)\" cannot be listed; the system says: "
                        + "\(error.text).")
            }
            listing.skip(folder, "a folder that cannot be listed: \(error.text)")
            return
        }
        listing.hiddenCount += entries.hiddenCount
        for entry in entries.sorted() {
            let name = entries.name(entry)
            let path = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
            switch entry.kind {
            case .folder: try visit(path, body)
            case .regular: try add(path, entry, body)
            case .skipped: listing.skip(path, entries.reasons[Int(entry.size)])
            }
        }
    }

    private mutating func add(
        _ path: [UInt8], _ entry: FolderEntries.Entry, _ body: (ListedImage) throws -> Void
    ) throws {
        let kind = fileExtension(of: path)
        if readExtensions.contains(kind) {
            let image = ListedImage(
                path: path, size: Int(entry.size), modified: entry.modified,
                split: topFolderSplit(of: path))
            listing.hasSplits = listing.hasSplits || !image.split.isEmpty
            listing.count += 1
            try body(image)
        } else if archiveExtensions.contains(kind) {
            try listMembers(
                ofArchive: path, root: root, modified: entry.modified, into: &listing, body)
        } else {
            listing.otherCounts[displayText(kind.utf8), default: 0] += 1
        }
    }
}

/// The split that a path's first folder names; "" for none.
func topFolderSplit(of path: [UInt8]) -> String {
    guard let slash = path.firstIndex(of: UInt8(ascii: "/")) else { return "" }
    let name = String(decoding: path[..<slash], as: UTF8.self)
    return ["train", "val", "test"].contains(name) ? name : ""
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

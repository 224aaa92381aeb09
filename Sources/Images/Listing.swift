internal import Text

/// What a source of pictures held beside the pictures.
public struct ImageListing: Sendable {
    /// The folder that all paths are below.
    public internal(set) var root: String
    /// Pictures handed out, with those that have a row but cannot be read.
    public internal(set) var count = 0
    /// Names of the further columns that the pictures bring, in the order of `ListedImage.columns`.
    public var columns: [String] = []
    /// Whether any picture is of a split.
    public var hasSplits = false
    /// How many were handed out with a fault, by its cause.
    public internal(set) var faults: [RejectedImage.Cause: Int] = [:]
    /// The first of them.
    public internal(set) var firstFault: ListedImage?
    /// Files and folders whose names begin with a dot.
    public internal(set) var hiddenCount = 0
    /// Masks of samples in archives, which are no pictures of their own.
    public var maskCount = 0
    /// Paths that were listed before.
    public internal(set) var repeated = Tally()
    /// Samples of archives whose `.json` or `.cls` gave no label.
    public internal(set) var unlabelled = Tally()
    /// How many files there are of each extension that is not read ("" for none).
    var otherCounts: [String: Int] = [:]

    /// How many there are of something, and the first, as text.
    public struct Tally: Sendable, Equatable {
        public internal(set) var count = 0
        public internal(set) var first = ""

        mutating func add(_ path: [UInt8]) {
            if count == 0 { first = displayText(path) }
            count += 1
        }
    }

    init(root: String) { self.root = root }

    /// `otherCounts`, the most frequent first, then by the extension.
    public var otherExtensions: [(extension: String, count: Int)] {
        otherCounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (extension: $0.key, count: $0.value) }
    }

    mutating func note(_ image: ListedImage) {
        if let fault = image.fault {
            faults[fault.cause, default: 0] += 1
            if firstFault == nil { firstFault = image }
        }
        if image.takesRow { count += 1 }
    }
}

/// How a source is listed.
public struct ListingOptions: Sendable {
    /// Whether symbolic links to folders are entered, each folder once.
    public var followsLinks = false
    /// The field of a sample's `.json` in an archive that holds its label.
    public var labelField = "label"

    public init() {}
}

/// The source to list cannot be.
public struct ListingError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
}

/// Hands the picture files below the folder `root` to `body`, in the order of their paths' bytes,
/// and between them, with a fault, what might be or hold pictures and cannot be read.
///
/// All folders below are entered but hidden ones and, unless they are to be followed, symbolic
/// links; a symbolic link to a file counts as the file. A file is listed by its extension (in any
/// case); whether it is a picture shows when it is read. Tar archives are entered like folders, in
/// the order of their members. Memory grows with the largest folder, not with their number.
func listImages(
    belowFolder root: String, options: ListingOptions, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    var walk = Walk(root: root, options: options, listing: listing)
    defer { listing = walk.listing }
    try walk.visit([], body)
}

/// One pass over a tree of folders.
private struct Walk {
    let root: String
    let options: ListingOptions
    var listing: ImageListing
    /// The folders entered, where links are followed, with the path of each.
    private var entered: [FolderIdentity: [UInt8]] = [:]

    init(root: String, options: ListingOptions, listing: ImageListing) {
        self.root = root
        self.options = options
        self.listing = listing
    }

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
            return try reject(
                folder,
                RejectedImage(
                    .unreadable, "The folder cannot be listed; the system says: \(error.text)."),
                body)
        }
        if options.followsLinks {
            if let earlier = entered[entries.identity] {
                let name = earlier.isEmpty ? "the root" : displayText(earlier)
                return try reject(
                    folder,
                    RejectedImage(
                        .folderLink,
                        "It leads to a folder that was entered before, as \(name); each is "
                            + "entered once."), body)
            }
            entered[entries.identity] = folder
        }
        listing.hiddenCount += entries.hiddenCount
        for entry in entries.sorted(followingLinks: options.followsLinks) {
            let name = entries.name(entry)
            let path = folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name
            switch entry.kind {
            case .folder: try visit(path, body)
            case .folderLink where options.followsLinks: try visit(path, body)
            case .regular: try add(path, entry, body)
            default: try reject(path, entries.fault(of: entry, at: fullPath(root, path)), body)
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
            listing.note(image)
            try body(image)
        } else if archiveExtensions.contains(kind) {
            try listMembers(
                ofArchive: path, root: root, modified: entry.modified, options: options,
                into: &listing, body)
        } else {
            listing.otherCounts[displayText(kind.utf8), default: 0] += 1
        }
    }

    private mutating func reject(
        _ path: [UInt8], _ fault: RejectedImage, _ body: (ListedImage) throws -> Void
    ) throws {
        let image = ListedImage(
            path: path, size: 0, modified: 0, split: topFolderSplit(of: path), fault: fault)
        listing.note(image)
        try body(image)
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

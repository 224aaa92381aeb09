internal import Text

/// What the listing of a source found, beside the images that it handed out.
public struct ImageListing: Sendable {
    /// The folder that all paths are relative to; "" for standard input before its first path.
    public internal(set) var root: String
    /// Images handed out, including those that have a row but cannot be read.
    public internal(set) var count = 0
    /// Names of the further columns of a table, in the order of `ListedImage.columns`; empty for
    /// other sources.
    public var columns: [String] = []
    /// Whether any image belongs to a split, or the table has a column of splits.
    public var hasSplits = false
    /// How many entries were handed out with a fault, by its cause.
    public internal(set) var faults: [RejectedImage.Cause: Int] = [:]
    /// The first entry with a fault; nil when there is none.
    public internal(set) var firstFault: ListedImage?
    /// Files and folders whose names begin with a dot; they are not listed.
    public internal(set) var hiddenCount = 0
    /// Masks of samples in archives, which are not images of their own.
    public var maskCount = 0
    /// Paths that occurred earlier in the same source. They are handed out each time.
    public internal(set) var repeated = Tally()
    /// Samples of archives whose `.json` or `.cls` gave no label.
    public internal(set) var unlabelled = Tally()
    /// How many files there are of each extension that is not read ("" for none).
    var otherCounts: [String: Int] = [:]

    /// A count, and the first of what was counted, as text.
    public struct Tally: Sendable, Equatable {
        /// How many there are.
        public internal(set) var count = 0
        /// The path of the first, as `displayText` writes it; "" when there is none.
        public internal(set) var first = ""

        /// Counts a path.
        mutating func add(_ path: [UInt8]) {
            if count == 0 { first = displayText(path) }
            count += 1
        }
    }

    init(root: String) { self.root = root }

    /// Extensions of files that are not read, with their counts; the most frequent first, equal
    /// counts by name. "" stands for files without an extension.
    public var otherExtensions: [(extension: String, count: Int)] {
        otherCounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (extension: $0.key, count: $0.value) }
    }

    /// Counts an image that is handed out, and its fault.
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
    /// Whether symbolic links to folders are entered, each folder once. Default: false.
    public var followsLinks = false
    /// The field of a sample's `.json` member in an archive that contains its label. Default:
    /// "label".
    public var labelField = "label"

    /// The defaults.
    public init() {}
}

/// A source that cannot be listed at all, or not further.
public struct ListingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Sentences with the source, what was expected, what was found and what to do.
    public let description: String
}

/// Hands the image files below the folder `root` to `body`, in the byte order of their paths.
/// Between them, with a fault, comes what might be or contain images and cannot be read.
///
/// All folders are entered except hidden ones and, unless they are followed, symbolic links. A
/// symbolic link to a file counts as the file. A file is listed by its extension in any letter
/// case; whether it is an image shows when it is read. Tar archives are entered like folders, in
/// the order of their members. Memory holds the entries of the current folder and of those above
/// it, not those of all folders.
///
/// - Throws: `ListingError` where `root` itself cannot be listed, and whatever `body` throws.
func listImages(
    belowFolder root: String, options: ListingOptions, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    var walk = Walk(root: root, options: options, listing: listing)
    defer { listing = walk.listing }
    try walk.visit([], body)
}

/// One pass over a tree of folders, depth first.
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

    /// Lists a folder, given by its path below the root ("" for the root), and the folders in it.
    mutating func visit(_ folder: [UInt8], _ body: (ListedImage) throws -> Void) throws {
        let entries: FolderEntries
        switch FolderEntries.read(fullPath(root, folder)) {
        case .success(let read): entries = read
        case .failure(let error):
            if folder.isEmpty {
                throw ListingError(
                    description: "The folder \"\(root)\" cannot be listed; the system reports: "
                        + "\(error.text).")
            }
            return try reject(
                folder,
                RejectedImage(
                    .unreadable, "The folder cannot be listed; the system reports: \(error.text)."),
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

    /// Hands out a regular file by its extension: an image, the members of an archive, or a count
    /// of what is left out.
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

    /// Hands out, with a fault, what cannot be read.
    private mutating func reject(
        _ path: [UInt8], _ fault: RejectedImage, _ body: (ListedImage) throws -> Void
    ) throws {
        let image = ListedImage(
            path: path, size: 0, modified: 0, split: topFolderSplit(of: path), fault: fault)
        listing.note(image)
        try body(image)
    }
}

/// The split named by a path's topmost folder: "train", "val" or "test"; "" for any other.
func topFolderSplit(of path: [UInt8]) -> String {
    guard let slash = path.firstIndex(of: UInt8(ascii: "/")) else { return "" }
    let name = String(decoding: path[..<slash], as: UTF8.self)
    return ["train", "val", "test"].contains(name) ? name : ""
}

/// The mask of an image in a parallel folder of masks; nil where there is none.
///
/// It is the same path below `masks` with the extension `png`, or else the same file name directly
/// in `masks`. The result is relative to `masks`, for `readFile`.
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

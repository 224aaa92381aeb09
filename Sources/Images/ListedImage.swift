internal import Text

/// A file that is to become a picture, as it was when it was listed, or what stood in its place.
public struct ListedImage: Sendable, Equatable {
    /// The raw bytes of its path below the listing's root, parts joined by "/". An absolute path is
    /// itself; a member of an archive stands behind the archive's path.
    public let path: [UInt8]
    /// Bytes of the file, or of the archive's member.
    public let size: Int
    /// Time of the file's (or archive's) last change, nanoseconds since 1970.
    public let modified: Int64
    /// Where it stands in an archive; nil for a file of its own.
    public let member: ArchivePlace?
    /// What it was said to show: the list's or archive's label, else the name of the folder that
    /// the file stands in; nil at the root, or where "" was given.
    public let label: String?
    /// "train", "val", "test", what a list says, or "".
    public let split: String
    /// Values of the listing's columns.
    public let columns: [String]
    /// Why there is no picture to read, where that shows without opening anything: a link to
    /// nothing, a folder that cannot be listed, an archive that was cut short, ...
    public let fault: RejectedImage?

    /// Whether a row is kept for it. What only might hold pictures, such as a folder that cannot
    /// be listed, has none.
    public var takesRow: Bool {
        fault == nil || readExtensions.contains(fileExtension(of: path))
    }

    public init(
        path: [UInt8], size: Int, modified: Int64, member: ArchivePlace? = nil,
        label: String? = nil, split: String = "", columns: [String] = [],
        fault: RejectedImage? = nil
    ) {
        self.path = path
        self.size = size
        self.modified = modified
        self.member = member
        let name = label ?? parentFolder(of: path)
        self.label = name == "" ? nil : name
        self.split = split
        self.columns = columns
        self.fault = fault
    }

    /// The same picture, described otherwise; a label "" is none.
    public func described(label: String, split: String, columns: [String]) -> ListedImage {
        ListedImage(
            path: path, size: size, modified: modified, member: member, label: label,
            split: split, columns: columns, fault: fault)
    }

    /// The path as text: bytes that are not UTF-8, control characters and the backslash as `\xNN`.
    public var displayPath: String { displayText(path) }

    /// The raw bytes of the path of its file, or of the archive that holds it.
    public func filePath(below root: String) -> [UInt8] {
        fullPath(root, member.map { Array(path[..<$0.pathLength]) } ?? path)
    }

    /// `displayPath` without the picture's extension: "cat/cat-01" of "cat/cat-01.jpg".
    public var stemPath: String { displayText(path[..<stemEnd(of: path)]) }
}

/// The bytes of a picture within an archive, which is not compressed.
public struct ArchivePlace: Sendable, Equatable {
    /// How much of the picture's path is the archive's.
    public let pathLength: Int
    /// Where its bytes begin in the archive.
    public let offset: Int

    public init(pathLength: Int, offset: Int) {
        self.pathLength = pathLength
        self.offset = offset
    }
}

/// The name of the folder that a path ends in; nil at the root.
private func parentFolder(of path: [UInt8]) -> String? {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let folder = path[..<slash]
    let start = folder.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let name = folder[start...]
    return name.isEmpty ? nil : displayText(name)
}

/// Extensions of files that are tried. `.mpo`, of phones and stereo cameras, begins as JPEG.
let readExtensions: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "jif", "jfi", "pjpeg", "pjp", "mpo", "png", "apng", "webp",
    "bmp", "dib", "gif", "tif", "tiff",
]

/// Extensions of pictures that are known but not read, cameras' raw files among them.
let unreadExtensions: Set<String> = [
    "avif", "heic", "heif", "hif", "j2k", "j2c", "jp2", "jpx", "jpf", "jxl", "jxr", "wdp", "hdp",
    "ico", "cur", "icns", "pbm", "pgm", "pnm", "ppm", "pam", "pfm", "psd", "psb", "svg", "svgz",
    "tga", "pcx", "dds", "exr", "hdr", "xbm", "xpm", "sgi", "eps", "qoi", "dcm", "fits", "fit",
    "raw", "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf", "raf", "orf", "rw2",
    "pef", "srw", "x3f", "3fr", "iiq",
]

/// Archives whose members are read without unpacking.
let archiveExtensions: Set<String> = ["tar"]

/// Archives that are known but not read.
let unreadArchives: Set<String> = [
    "tgz", "tbz", "tbz2", "txz", "tzst", "gz", "bz2", "xz", "zst", "lz4", "zip", "rar", "7z",
]

/// Whether files with this extension, in lower case, are pictures or archives of them.
public func isSourceExtension(_ name: String) -> Bool {
    readExtensions.contains(name) || unreadExtensions.contains(name)
        || archiveExtensions.contains(name)
}

/// The last part's extension in lower case, without the dot; empty when there is none.
func fileExtension(of path: some BidirectionalCollection<UInt8>) -> String {
    guard let dot = path.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    let tail = path[path.index(after: dot)...]
    if tail.contains(UInt8(ascii: "/")) || dot == path.startIndex { return "" }
    return String(decoding: tail, as: UTF8.self).lowercased()
}

/// A path without a picture's extension.
public func stem(of path: [UInt8]) -> [UInt8] { Array(path[..<stemEnd(of: path)]) }

/// Where the extension of a picture file begins; the end when it has none of ours.
func stemEnd(of path: [UInt8]) -> Int {
    let name = fileExtension(of: path)
    return readExtensions.contains(name) ? path.count - name.utf8.count - 1 : path.count
}

internal import Text

/// An image file as it was when it was listed, or what was found in its place.
public struct ListedImage: Sendable, Equatable {
    /// The raw bytes of its path below the listing's root, parts joined by "/".
    ///
    /// An absolute path is itself. A member of an archive has the archive's path, "/" and its name
    /// there.
    public let path: [UInt8]
    /// The length of the file, or of the archive's member, in bytes; 0 where it is not known.
    public let size: Int
    /// Time of the file's (or archive's) last change, nanoseconds since 1970.
    public let modified: Int64
    /// Where it stands in an archive; nil for a file of its own.
    public let member: ArchivePlace?
    /// The label: the list's or the archive's, otherwise the name of the folder that contains the
    /// file.
    ///
    /// Nil for a file directly in the root, or where "" was given.
    public let label: String?
    /// "train", "val" or "test" by the topmost folder, or what a list gives; "" for none.
    public let split: String
    /// Values of the listing's further columns, in the order of `ImageListing.columns`; empty for
    /// none.
    public let columns: [String]
    /// Why there is no image to read, where that shows without opening anything; nil for an image.
    ///
    /// Examples: a link to nothing, a folder that cannot be listed, an archive that was cut short.
    public let fault: RejectedImage?

    /// Whether results keep a row for it. What only might contain images, such as a folder that
    /// cannot be listed, has none.
    public var takesRow: Bool {
        fault == nil || readExtensions.contains(fileExtension(of: path))
    }

    /// Describes an image.
    ///
    /// - Parameter label: nil for the name of the folder in `path`, "" for no label.
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

    /// The same image with another label, split and columns; a label "" is none.
    public func described(label: String, split: String, columns: [String]) -> ListedImage {
        ListedImage(
            path: path, size: size, modified: modified, member: member, label: label,
            split: split, columns: columns, fault: fault)
    }

    /// The path as text: bytes that are not UTF-8, control characters and the backslash as `\xNN`.
    public var displayPath: String { displayText(path) }

    /// The raw bytes of the full path of its file, or of the archive that contains it.
    public func filePath(below root: String) -> [UInt8] {
        fullPath(root, member.map { Array(path[..<$0.pathLength]) } ?? path)
    }

    /// `displayPath` without the image's extension: "cat/cat-01" for "cat/cat-01.jpg".
    public var stemPath: String { displayText(path[..<stemEnd(of: path)]) }
}

/// Where an image stands in an uncompressed archive.
public struct ArchivePlace: Sendable, Equatable {
    /// How many bytes of the image's path are the archive's own path.
    public let pathLength: Int
    /// The byte of the archive at which the image's bytes begin.
    public let offset: Int

    /// Both values in bytes, 0 or more.
    public init(pathLength: Int, offset: Int) {
        self.pathLength = pathLength
        self.offset = offset
    }
}

/// The name of the last folder in a path, as text; nil for a path without a folder.
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

/// Extensions of image formats that are known but not read, raw files of cameras among them. They
/// are named to the user.
let unreadExtensions: Set<String> = [
    "avif", "heic", "heif", "hif", "j2k", "j2c", "jp2", "jpx", "jpf", "jxl", "jxr", "wdp", "hdp",
    "ico", "cur", "icns", "pbm", "pgm", "pnm", "ppm", "pam", "pfm", "psd", "psb", "svg", "svgz",
    "tga", "pcx", "dds", "exr", "hdr", "xbm", "xpm", "sgi", "eps", "qoi", "dcm", "fits", "fit",
    "raw", "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf", "raf", "orf", "rw2",
    "pef", "srw", "x3f", "3fr", "iiq",
]

/// Archives whose members are read without unpacking.
let archiveExtensions: Set<String> = ["tar"]

/// Extensions of archives that are known but not read: compressed ones and zip.
let unreadArchives: Set<String> = [
    "tgz", "tbz", "tbz2", "txz", "tzst", "gz", "bz2", "xz", "zst", "lz4", "zip", "rar", "7z",
]

/// Whether an extension, in lower case and without its dot, belongs to an image format (read or
/// not) or an archive that is read.
public func isSourceExtension(_ name: String) -> Bool {
    readExtensions.contains(name) || unreadExtensions.contains(name)
        || archiveExtensions.contains(name)
}

/// The extension of a path's last part in lower case, without the dot; "" when there is none.
func fileExtension(of path: some BidirectionalCollection<UInt8>) -> String {
    guard let dot = path.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    let tail = path[path.index(after: dot)...]
    if tail.contains(UInt8(ascii: "/")) || dot == path.startIndex { return "" }
    return String(decoding: tail, as: UTF8.self).lowercased()
}

/// A path without its extension, if that is one of the image formats read; otherwise the path
/// itself.
public func stem(of path: [UInt8]) -> [UInt8] { Array(path[..<stemEnd(of: path)]) }

/// The byte at which the extension of an image file begins, its dot included; the path's length
/// when it has none of `readExtensions`.
func stemEnd(of path: [UInt8]) -> Int {
    let name = fileExtension(of: path)
    return readExtensions.contains(name) ? path.count - name.utf8.count - 1 : path.count
}

internal import FileSystem
internal import Glibc

/// Hands the images of a source to `body`, in the source's order, and returns what else it
/// contained.
///
/// A source is one of:
///
/// - a folder: all images below it, in the byte order of their paths;
/// - one image;
/// - a tar archive, in the order of its members;
/// - a list of paths: `.txt`, `.lst` or `.list` with one per line, `.csv` or `.tsv` with a column
///   of paths (`ImageTable`);
/// - `-`: paths on standard input.
///
/// A list's paths are relative to the folder of the list or, when its first path is not there, to
/// the current folder; those of standard input to the current folder. Lines may end in NUL instead
/// (`find -print0`).
///
/// What might be or contain images and cannot be read is handed out too, in its place and with a
/// fault. Examples are dangling links, links to folders, pipes, folders that cannot be listed and
/// archives that were cut short.
///
/// - Parameters:
///   - limit: the number of images to hand out at most; what comes after is not looked at. Default:
///     all.
///   - options: whether links are followed, and where labels are found.
/// - Throws: `ListingError` where the source itself cannot be listed, and whatever `body` throws.
public func listImages(
    in source: String, limit: Int = .max, options: ListingOptions = .init(),
    _ body: (ListedImage) throws -> Void
) throws -> ImageListing {
    var listing = ImageListing(root: "")
    var given = 0
    do {
        try list(source, options, into: &listing) { image in
            if image.takesRow {
                if given >= limit { throw EnoughImages() }
                given += 1
            }
            try body(image)
        }
    } catch is EnoughImages {}
    listing.count = given
    return listing
}

/// Thrown to end a listing that has reached its limit.
private struct EnoughImages: Error {}

/// Lists a source without a limit: standard input, a folder or a file by its kind.
private func list(
    _ source: String, _ options: ListingOptions, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    if source == "-" {
        return try listLines(PathLines(descriptor: STDIN_FILENO), into: &listing, body)
    }
    let state: FileState
    switch FileState.of(pathBytes(source), followingLinks: true) {
    case .failure(let error):
        throw ListingError(
            description: "The images \"\(source)\" cannot be read; the system reports: "
                + "\(error.text).")
    case .success(let found): state = found
    }
    switch state.kind {
    case .folder:
        listing.root = source
        try listImages(belowFolder: source, options: options, into: &listing, body)
    case .regular: try listFile(source, state, options, into: &listing, body)
    default:
        throw ListingError(
            description: "The images \"\(source)\" are neither a folder nor a file, but a pipe, "
                + "socket or device.")
    }
}

/// Lists a source that is a regular file, by its extension: a list, a table, an archive or one
/// image.
///
/// An archive that gives no image but a fault is an error, since there is nothing else in the
/// source.
private func listFile(
    _ path: String, _ state: FileState, _ options: ListingOptions,
    into listing: inout ImageListing, _ body: (ListedImage) throws -> Void
) throws {
    let bytes = pathBytes(path)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == 0 ? "/" : pathText(bytes[..<$0]) } ?? "."
    let name = Array(bytes[(slash.map { $0 + 1 } ?? 0)...])
    listing.root = folder
    let kind = fileExtension(of: name)
    switch kind {
    case "txt", "lst", "list":
        let file = openFile(path, O_RDONLY)
        guard file >= 0 else {
            throw ListingError(description: "\(path): \(SystemError(errno).text).")
        }
        defer { close(file) }
        try listLines(PathLines(descriptor: file), into: &listing, body)
    case "csv", "tsv": try listTable(path, into: &listing, body)
    case _ where archiveExtensions.contains(kind):
        try listMembers(
            ofArchive: name, root: folder, modified: state.modified, options: options,
            into: &listing, body)
        if listing.count == 0, let first = listing.firstFault, let fault = first.fault {
            let name = first.path == name ? path : first.displayPath
            throw ListingError(description: "\(name): \(fault.detail)")
        }
    case _ where unreadArchives.contains(kind):
        throw ListingError(
            description:
                "\(path): expected a folder, an image, a list of paths (.txt, .csv) or an "
                + "uncompressed .tar, found a compressed archive; unpack it first.")
    default:
        listing.count = 1
        try body(ListedImage(path: name, size: state.size, modified: state.modified))
    }
}

/// Hands out the images of a list, one path per line. Paths that do not exist are handed out, too;
/// they are rejected when they are read.
private func listLines(
    _ lines: consuming PathLines, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    var seen = SeenPaths()
    while let path = try lines.next() {
        if listing.count == 0 { listing.root = rootOfList(listing.root, path) }
        listing.count += 1
        if !seen.insert(path) { listing.repeated.add(path) }
        try body(listed(path, root: listing.root, label: nil, split: "", columns: []))
    }
}

/// Hands out the images of a table's rows with their labels, splits and further columns
/// (`ImageTable`).
private func listTable(
    _ file: String, into listing: inout ImageListing, _ body: (ListedImage) throws -> Void
) throws {
    var table = try ImageTable(path: file)
    listing.columns = table.columns
    listing.hasSplits = table.hasSplits
    var seen = SeenPaths()
    while let row = try table.next() {
        if listing.count == 0 { listing.root = rootOfList(listing.root, row.path) }
        listing.count += 1
        if !seen.insert(row.path) { listing.repeated.add(row.path) }
        try body(
            listed(
                row.path, root: listing.root, label: row.label, split: row.split,
                columns: row.columns))
    }
}

/// A path of a list with the size and time that its file has now; both are 0 where there is none.
private func listed(
    _ path: [UInt8], root: String, label: String?, split: String, columns: [String]
) -> ListedImage {
    var size = 0
    var modified: Int64 = 0
    if case .success(let state) = FileState.of(fullPath(root, path), followingLinks: true) {
        (size, modified) = (state.size, state.modified)
    }
    return ListedImage(
        path: path, size: size, modified: modified, label: label, split: split, columns: columns)
}

/// The folder that a list's paths are relative to, determined by its first path.
///
/// It is the list's own `folder`, or the current folder where the path exists there only.
private func rootOfList(_ folder: String, _ first: [UInt8]) -> String {
    func isThere(_ root: String) -> Bool {
        if case .success = FileState.of(fullPath(root, first), followingLinks: true) {
            return true
        }
        return false
    }
    return folder.isEmpty || !isThere(folder) && isThere(".") ? "." : folder
}

/// A set of paths of which 8 bytes each are kept (FNV-1a, 64 bits).
///
/// Among a million different paths the chance that any is taken for another is 3e-8. The
/// consequence would only be a count that is too high by one.
public struct SeenPaths {
    private var hashes: Set<UInt64> = []

    /// An empty set.
    public init() {}

    /// Adds a path; false when it was added before. A leading "./" is ignored.
    public mutating func insert(_ path: [UInt8]) -> Bool {
        let bytes = path.starts(with: [0x2E, 0x2F]) ? path[2...] : path[...]
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hashes.insert(hash).inserted
    }
}

/// The paths in a stream of bytes, one per line.
///
/// Lines end in a line feed, with or without a carriage return before it. If the first bytes read
/// contain a NUL, paths end in NUL instead.
struct PathLines: ~Copyable {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var place = 0
    /// NUL or line feed; nil until the first bytes are there.
    private var separator: UInt8?
    private var isAtEnd = false
    /// Lines read so far, empty ones included; for error messages.
    private var line = 0

    /// Reads from an open descriptor, which stays the caller's to close.
    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next path as raw bytes; nil at the end. Empty lines are skipped.
    ///
    /// - Throws: `ListingError` for a path of more than 4096 bytes, a line of more than a million
    ///   bytes, or a failed read.
    mutating func next() throws(ListingError) -> [UInt8]? {
        while true {
            guard let path = try nextLine() else { return nil }
            line += 1
            if path.isEmpty { continue }
            guard path.count <= 4096 else {
                throw ListingError(
                    description: "Line \(line) of the list: expected the path of an image, found "
                        + "\(path.count) bytes; give one path per line.")
            }
            return path
        }
    }

    /// The next line without its end, possibly empty; nil at the end of the stream.
    private mutating func nextLine() throws(ListingError) -> [UInt8]? {
        var scanned = place
        while true {
            if separator == nil, buffer.count > 0 || isAtEnd {
                separator = buffer.contains(0) ? 0 : UInt8(ascii: "\n")
                // A byte order mark is not part of the first path.
                if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { (place, scanned) = (3, 3) }
            }
            if let separator, let end = buffer[scanned...].firstIndex(of: separator) {
                var path = Array(buffer[place..<end])
                if separator != 0, path.last == UInt8(ascii: "\r") { path.removeLast() }
                place = end + 1
                return path
            }
            if isAtEnd {
                guard place < buffer.count else { return nil }
                let path = Array(buffer[place...])
                place = buffer.count
                return path
            }
            buffer.removeFirst(place)
            place = 0
            scanned = buffer.count
            guard buffer.count < 1 << 20 else {
                throw ListingError(
                    description: "The list: expected one path per line, found a line of more than "
                        + "a million bytes.")
            }
            try fill()
        }
    }

    /// Appends up to 64 KiB of the stream to the buffer, or notes its end.
    private mutating func fill() throws(ListingError) {
        let room = 1 << 16
        var failure: Int32 = 0
        let descriptor = descriptor
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
            while true {
                let got = unsafe read(descriptor, buffer.baseAddress!, room)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                filled = max(0, got)
                return
            }
        }
        if failure != 0 {
            throw ListingError(
                description: "The list cannot be read; the system reports: "
                    + "\(SystemError(failure).text).")
        }
        if bytes.isEmpty { isAtEnd = true }
        buffer += bytes
    }
}

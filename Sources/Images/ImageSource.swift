internal import Glibc

/// Hands the pictures of a source to `body`, in the source's order, and tells what else it held.
///
/// A source is a folder (all pictures below it, in the byte order of their paths), one picture, a
/// tar archive (in the order of its members), a list of paths (`.txt`, one a line; `.csv` with a
/// column `path`), or `-`: paths on standard input. A list's paths are taken from the folder that
/// the list stands in or, when its first path is not there, from the current folder; standard
/// input's from the current folder. Lines may end in NUL instead (`find -print0`).
///
/// - Parameter limit: pictures to hand out at most; what comes after is not looked at.
/// - Throws: `ListingError`, and whatever `body` throws.
public func listImages(
    in source: String, limit: Int = .max, _ body: (ListedImage) throws -> Void
) throws -> ImageListing {
    var listing = ImageListing(root: "")
    var given = 0
    do {
        try list(source, into: &listing) { image in
            if given >= limit { throw EnoughImages() }
            given += 1
            try body(image)
        }
    } catch is EnoughImages {}
    listing.count = given
    return listing
}

private struct EnoughImages: Error {}

private func list(
    _ source: String, into listing: inout ImageListing, _ body: (ListedImage) throws -> Void
) throws {
    if source == "-" {
        return try listLines(PathLines(descriptor: STDIN_FILENO), into: &listing, body)
    }
    let state: FileState
    switch FileState.of(Array(source.utf8), followingLinks: true) {
    case .failure(let error):
        throw ListingError(
            description: "The images \"\(source)\" cannot be read; the system says: "
                + "\(error.text).")
    case .success(let found): state = found
    }
    switch state.kind {
    case .folder:
        listing.root = source
        try listImages(belowFolder: source, into: &listing, body)
    case .regular: try listFile(source, state, into: &listing, body)
    default:
        throw ListingError(
            description: "The images \"\(source)\" are neither a folder nor a file, but a pipe, "
                + "socket or device.")
    }
}

private func listFile(
    _ path: String, _ state: FileState, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    let bytes = Array(path.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { $0 == 0 ? "/" : String(decoding: bytes[..<$0], as: UTF8.self) } ?? "."
    let name = Array(bytes[(slash.map { $0 + 1 } ?? 0)...])
    listing.root = folder
    let kind = fileExtension(of: name)
    switch kind {
    case "txt", "lst", "list":
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw ListingError(description: "\(path): \(SystemError(errno).text).")
        }
        defer { close(file) }
        try listLines(PathLines(descriptor: file), into: &listing, body)
    case "csv": try listTable(path, into: &listing, body)
    case _ where archiveExtensions.contains(kind):
        try listMembers(
            ofArchive: name, root: folder, modified: state.modified, into: &listing, body)
        if listing.count == 0, let reason = listing.skipped.first?.reason {
            throw ListingError(description: reason)
        }
    case "tgz", "gz", "bz2", "xz", "zst", "zip":
        throw ListingError(
            description:
                "\(path): expected a folder, a picture, a list of paths (.txt, .csv) or an "
                + "uncompressed .tar, found a compressed archive; unpack it first.")
    default:
        listing.count = 1
        try body(ListedImage(path: name, size: state.size, modified: state.modified))
    }
}

/// The pictures of a tar archive. In the manner of WebDataset the members of one sample share
/// their name up to its first dot, and a member `.cls` is the sample's label.
func listMembers(
    ofArchive archive: [UInt8], root: String, modified: Int64, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    var sample: [TarMember] = []
    var key: [UInt8] = []
    var count = 0
    let split = topFolderSplit(of: archive)
    func finish(_ sample: [TarMember]) throws {
        let pictures = sample.filter { readExtensions.contains(fileExtension(of: $0.name)) }
        guard !pictures.isEmpty else { return }
        let label = try sample.first { fileExtension(of: $0.name) == "cls" }
            .flatMap { try labelText($0, ofArchive: archive, root: root) }
        for member in pictures {
            count += 1
            try body(
                ListedImage(
                    path: archive + [UInt8(ascii: "/")] + member.name, size: member.size,
                    modified: modified,
                    member: ArchivePlace(pathLength: archive.count, offset: member.offset),
                    label: label ?? folderInArchive(member.name), split: split))
        }
    }
    do {
        try forEachTarMember(root: root, path: archive) { member in
            let start = member.name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
            let dot = member.name[start...].firstIndex(of: UInt8(ascii: ".")) ?? member.name.count
            let itsKey = Array(member.name[..<dot])
            // A sample has a handful of members: an archive without dots is no such one.
            if itsKey != key || sample.count == 64 {
                try finish(sample)
                sample = []
                key = itsKey
            }
            sample.append(member)
        }
        try finish(sample)
    } catch let error as TarError {
        try finish(sample)
        listing.skip(archive, error.description)
    }
    listing.count += count
    listing.hasSplits = listing.hasSplits || !split.isEmpty && count > 0
}

/// The folder that a member stands in, "" at the archive's root: its archive's is no label.
private func folderInArchive(_ name: [UInt8]) -> String {
    guard let slash = name.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    let start = name[..<slash].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return displayText(name[start..<slash])
}

/// A short text member, without white space at its ends; nil when it is too long for a label.
private func labelText(
    _ member: TarMember, ofArchive archive: [UInt8], root: String
) throws -> String? {
    guard member.size <= 256 else { return nil }
    let bytes = try? PositionalFile(reading: fullPath(root, archive))
        .read(at: member.offset, count: member.size)
    guard let bytes else { return nil }
    let text = displayText(bytes.filter { $0 >= 0x20 })
    let trimmed = text.drop { $0 == " " }
    return String(trimmed.reversed().drop { $0 == " " }.reversed())
}

/// Pictures by their paths; what cannot be found is handed out too, and rejected when it is read.
private func listLines(
    _ lines: consuming PathLines, into listing: inout ImageListing,
    _ body: (ListedImage) throws -> Void
) throws {
    while let path = try lines.next() {
        if listing.count == 0 { listing.root = rootOfList(listing.root, path) }
        listing.count += 1
        try body(listed(path, root: listing.root, label: nil, split: "", columns: []))
    }
}

/// Pictures by the rows of a table: the column `path`, a `label` and a `split` where they are, and
/// all other columns as they are.
private func listTable(
    _ file: String, into listing: inout ImageListing, _ body: (ListedImage) throws -> Void
) throws {
    var table = try ImageTable(path: file)
    listing.columns = table.columns
    listing.hasSplits = table.hasSplits
    while let row = try table.next() {
        if listing.count == 0 { listing.root = rootOfList(listing.root, row.path) }
        listing.count += 1
        try body(
            listed(
                row.path, root: listing.root, label: row.label, split: row.split,
                columns: row.columns))
    }
}

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

/// The list's own folder or, when the first path is not there but in the current folder, that.
private func rootOfList(_ folder: String, _ first: [UInt8]) -> String {
    func isThere(_ root: String) -> Bool {
        if case .success = FileState.of(fullPath(root, first), followingLinks: true) {
            return true
        }
        return false
    }
    return folder.isEmpty || !isThere(folder) && isThere(".") ? "." : folder
}

/// Paths in a stream, one a line; the first NUL says that they end in NUL instead.
struct PathLines: ~Copyable {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var place = 0
    private var separator: UInt8?
    private var isAtEnd = false
    private var line = 0

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next path; empty lines are passed over.
    mutating func next() throws(ListingError) -> [UInt8]? {
        while true {
            guard let path = try nextLine() else { return nil }
            line += 1
            if path.isEmpty { continue }
            guard path.count <= 4096 else {
                throw ListingError(
                    description: "Line \(line) of the list: expected the path of a picture, found "
                        + "\(path.count) bytes; give one path a line.")
            }
            return path
        }
    }

    private mutating func nextLine() throws(ListingError) -> [UInt8]? {
        var scanned = place
        while true {
            if separator == nil, buffer.count > 0 || isAtEnd {
                separator = buffer.contains(0) ? 0 : UInt8(ascii: "\n")
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
                    description: "The list: expected one path a line, found a line of more than "
                        + "a million bytes.")
            }
            try fill()
        }
    }

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
                description: "The list cannot be read; the system says: "
                    + "\(SystemError(failure).text).")
        }
        if bytes.isEmpty { isAtEnd = true }
        buffer += bytes
    }
}

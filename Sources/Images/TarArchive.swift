internal import Text

// Tar archives as lists of files (POSIX.1-2001 pax, section "pax Interchange Format"; GNU tar's
// manual, "Basic Tar Format"): only headers are read, and no name in them is ever used as a path.

/// A regular file inside a tar archive.
public struct TarMember: Sendable, Equatable {
    /// The raw bytes of its path in the archive, without a leading "./"; not empty, without NUL. It
    /// is never used as a path of the file system.
    public let name: [UInt8]
    /// The byte of the archive at which its data begin.
    public let offset: Int
    /// The length of its data in bytes; all of them lie inside the archive.
    public let size: Int
    /// Time of the last change, nanoseconds since 1970; 0 for a time that 64 bits do not hold.
    public let modified: Int64

}

/// How many members of each kind an archive has.
public struct TarSummary: Sendable, Equatable {
    /// Regular files, which were handed out.
    public var files = 0
    /// Folders, which are only counted.
    public var folders = 0
    /// Hard and symbolic links, which have no bytes of their own.
    public var links = 0
    /// Pipes, devices and kinds that are not known.
    public var others = 0
    /// Where, behind the end marker, bytes stand that were not read, such as those of a second
    /// archive. Nil when there are none in the first MiB behind it.
    public var unreadPlace: Int?
}

/// A member that has no data of its own: a link, pipe, device or something unknown.
public struct TarOddity: Sendable, Equatable {
    /// Its raw name, as `TarMember.name`; empty where the name is not valid.
    public let name: [UInt8]
    /// Why it gives no image.
    public let fault: RejectedImage
}

/// An archive that cannot be listed, or not to its end.
public struct TarError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The category, as in a rejected image.
    public let cause: RejectedImage.Cause
    /// One sentence that begins with "The archive", without its path.
    public let detail: String
    /// The archive's full path as text; bytes that are not UTF-8 are escaped.
    public fileprivate(set) var path = ""

    /// A reason without its path, which `forEachTarMember` adds.
    init(_ cause: RejectedImage.Cause = .corrupt, _ detail: String) {
        self.cause = cause
        self.detail = detail
    }

    /// The sentence with the path after "The archive".
    public var description: String {
        "\(tarSubject) \"\(path)\"\(detail.dropFirst(tarSubject.count))"
    }
}

/// The words that begin every sentence about an archive, before its path is inserted.
let tarSubject = "The archive"

/// Bytes of a long name or a pax header above which it is refused, 1 MiB, so that a damaged size
/// cannot take all memory.
private let maximumExtension = 1 << 20
/// The length of a header in bytes; data are padded with zeros to a multiple of it.
let tarBlockSize = 512

/// Hands out the regular files of the tar archive `path` below the folder `root`, in their order.
///
/// The formats read are ustar, GNU's long names and base-256 numbers, and pax headers with path,
/// linkpath, size and mtime. The data between the headers are skipped: the time grows with the
/// number of members, not with their size, and memory does not grow. What follows the end marker is
/// not read, as in tar. All members of one name are handed out.
///
/// - Parameter odd: receives what is neither a file nor a folder.
/// - Returns: how many members of each kind there are.
/// - Throws: `TarError` when the archive is compressed, damaged, contains a sparse file or lacks
///   its end marker; complete members were handed out before. Errors of `body` and `odd` are passed
///   on.
@discardableResult
public func forEachTarMember(
    root: String, path: [UInt8], odd: (TarOddity) throws -> Void = { _ in },
    _ body: (TarMember) throws -> Void
) throws -> TarSummary {
    do {
        let file = try PositionalFile(reading: fullPath(root, path))
        var walk = TarWalk()
        try walk.run(file, odd, body)
        return walk.summary
    } catch var error as TarError {
        error.path = displayText(fullPath(root, path))
        throw error
    } catch let error as PositionalFileError {
        var named = TarError(error.cause, "\(tarSubject) \(error.phrase).")
        named.path = displayText(fullPath(root, path))
        throw named
    }
}

/// One pass over the headers of an archive.
private struct TarWalk {
    var summary = TarSummary()
    /// The byte at which the next header begins.
    private var place = 0
    private var window = HeaderWindow()
    /// The next member's name from GNU's header "L"; nil without one.
    private var longName: [UInt8]?
    /// The next link's target from GNU's header "K"; nil without one.
    private var longLink: [UInt8]?
    /// Fields of pax headers "g", for all members that follow.
    private var global = PaxFields()
    /// Fields of a pax header "x" for the next member, on top of `global`; nil without one.
    private var local: PaxFields?

    /// Members read so far, of all kinds.
    private var count: Int {
        summary.files + summary.folders + summary.links + summary.others
    }

    /// Reads headers until the end marker, a block of zeros.
    ///
    /// A file that ends at a header's place without a marker counts as cut short.
    mutating func run(
        _ file: borrowing PositionalFile, _ odd: (TarOddity) throws -> Void,
        _ body: (TarMember) throws -> Void
    ) throws {
        if file.size == 0 { throw TarError(.empty, "\(tarSubject) has no bytes.") }
        while true {
            guard let block = try window.block(at: place, of: file) else {
                try refuseStart(window.bytes, fileSize: file.size)
                throw cut("ends without an end marker", at: file.size)
            }
            if block.isZero {
                summary.unreadPlace = try firstByte(behind: place, of: file)
                return
            }
            guard block.hasRightSum else {
                try refuseStart(block.bytes, fileSize: file.size)
                throw TarError(
                    .corrupt,
                    "\(tarSubject) is damaged at byte \(place), after \(count) members: "
                        + "the header's checksum is wrong.")
            }
            try visit(block, file, odd, body)
        }
    }

    /// The offset of the first byte that is not zero in the first MiB behind an end marker; nil for
    /// zeros only. tar fills its last record with zeros.
    private func firstByte(
        behind place: Int, of file: borrowing PositionalFile
    ) throws -> Int? {
        let end = min(file.size, place + 1 << 20)
        for start in stride(from: place, to: end, by: 1 << 16) {
            let bytes = try file.read(at: start, count: min(1 << 16, end - start))
            if let found = bytes.firstIndex(where: { $0 != 0 }) { return start + found }
        }
        return nil
    }

    /// Handles one header: it extends the next one (GNU's "L" and "K", pax "x" and "g") or is a
    /// member.
    private mutating func visit(
        _ block: TarHeader, _ file: borrowing PositionalFile, _ odd: (TarOddity) throws -> Void,
        _ body: (TarMember) throws -> Void
    ) throws {
        guard let written = block.size else {
            throw TarError(
                .corrupt,
                "\(tarSubject) is damaged at byte \(place): a member's size is no number."
            )
        }
        switch block.kind {
        case "L":
            longName = tarText(try extended(written, "long name", file))
        case "K":
            longLink = tarText(try extended(written, "long link", file))
        case "x", "X":
            var fields = global
            try fields.merge(extended(written, "pax header", file), place)
            local = fields
        case "g":
            try global.merge(extended(written, "pax header", file), place)
        default:
            try visitMember(block, written: written, file, odd, body)
        }
    }

    /// Hands out a member, or reports why it is not a file, and moves on behind its data.
    ///
    /// - Parameter written: the size in its own header, which a pax header may override.
    private mutating func visitMember(
        _ block: TarHeader, written: Int, _ file: borrowing PositionalFile,
        _ odd: (TarOddity) throws -> Void, _ body: (TarMember) throws -> Void
    ) throws {
        let start = place + tarBlockSize
        let fields = local ?? global
        let name = fields.path ?? longName ?? block.name
        if block.kind == "S" || fields.isSparse {
            throw TarError(
                .unsupported,
                "\(tarSubject) holds the sparse file \"\(displayText(name))\", which "
                    + "is not read; pack it again without tar's option --sparse.")
        }
        // Before ustar, folders were files whose names end so.
        let isRegular = ["0", "\0", "7"].contains(block.kind)
        let kind = isRegular && name.last == UInt8(ascii: "/") ? "5" : block.kind
        // These have no data, whatever their size says.
        let size = ("1"..."6").contains(kind) ? 0 : fields.size ?? written
        guard size <= file.size, start <= file.size - size else {
            throw cut(
                "ends inside member \(count + 1), \"\(displayText(name))\",", at: file.size)
        }
        let member = TarMember(
            name: isRegular && kind != "5" ? try stripped(name) : name, offset: start,
            size: size, modified: fields.modified ?? block.modified)
        switch kind {
        case "0", "\0", "7":
            summary.files += 1
            try body(member)
        case "5", "D": summary.folders += 1
        // GNU's label of a volume.
        case "V": summary.others += 1
        default:
            if kind == "1" || kind == "2" { summary.links += 1 } else { summary.others += 1 }
            try odd(oddity(name, kind, fields.link ?? longLink ?? block.link))
        }
        place = start + tarPadded(size)
        (longName, longLink, local) = (nil, nil, nil)
    }

    /// The reason why a link, pipe, device or unknown kind gives no image.
    private func oddity(_ name: [UInt8], _ kind: Character, _ target: [UInt8]) -> TarOddity {
        let fault: RejectedImage
        switch kind {
        case "1", "2":
            let what = kind == "1" ? "hard" : "symbolic"
            fault = RejectedImage(
                .archiveLink,
                "It is a \(what) link to \(displayText(target)) in the archive and has no bytes of "
                    + "its own; pack again with tar's options --dereference --hard-dereference.")
        default:
            fault = RejectedImage(
                .notARegularFile, "It is a pipe, a device or of an unknown kind in the archive.")
        }
        let rest = (try? stripped(name)) ?? []
        return TarOddity(name: rest, fault: fault)
    }

    /// The data of a header that describes the next member; moves on behind them.
    ///
    /// - Parameter what: "long name", "long link" or "pax header", for messages.
    /// - Throws: `TarError` above 1 MiB, or where the archive ends first.
    private mutating func extended(
        _ size: Int, _ what: String, _ file: borrowing PositionalFile
    ) throws -> [UInt8] {
        guard size <= maximumExtension else {
            throw TarError(
                .corrupt,
                "\(tarSubject) has a \(what) of \(size) bytes at byte \(place); allowed "
                    + "are \(maximumExtension).")
        }
        let bytes = try window.bytes(at: place + tarBlockSize, count: size, of: file)
        guard bytes.count == size else { throw cut("ends inside a \(what)", at: file.size) }
        place += tarBlockSize + tarPadded(size)
        return bytes
    }

    /// A member's name without its leading "./"; an empty name or one with a NUL is an error.
    private func stripped(_ name: [UInt8]) throws(TarError) -> [UInt8] {
        var rest = name[...]
        while rest.starts(with: [0x2E, 0x2F]) { rest = rest.dropFirst(2) }
        guard !rest.isEmpty, !rest.contains(0) else {
            throw TarError(
                .corrupt,
                "\(tarSubject) is damaged at byte \(place): a member's name is empty or "
                    + "contains a NUL byte.")
        }
        return Array(rest)
    }

    /// The error of an archive that ends too early, with the number of members read.
    private func cut(_ how: String, at size: Int) -> TarError {
        TarError(
            .truncated,
            "\(tarSubject) \(how) at byte \(size): "
                + (count == 1 ? "1 member was read" : "\(count) members were read")
                + ". It was cut short; copy or make it again.")
    }

    /// Throws the reason why the file's beginning is not a tar header: its compression by name, or
    /// that it is no archive. Does nothing after the first header.
    private func refuseStart(_ bytes: [UInt8], fileSize: Int) throws(TarError) {
        guard place == 0 else { return }
        let kinds: [(start: [UInt8], name: String, command: String)] = [
            ([0x1F, 0x8B], "gzip", "gunzip"), ([0x28, 0xB5, 0x2F, 0xFD], "Zstandard", "unzstd"),
            ([0x42, 0x5A, 0x68], "bzip2", "bunzip2"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "unxz"),
            ([0x04, 0x22, 0x4D, 0x18], "LZ4", "unlz4"),
            ([0x50, 0x4B, 0x03, 0x04], "zip", "unzip"),
        ]
        for kind in kinds where bytes.starts(with: kind.start) {
            throw TarError(
                .unsupported,
                "\(tarSubject) is compressed (\(kind.name)), so that its members cannot "
                    + "be reached one by one; decompress it first: \(kind.command).")
        }
        throw TarError(
            .corrupt,
            "\(tarSubject) is no tar archive: its first \(min(fileSize, tarBlockSize)) "
                + "bytes are no header.")
    }
}

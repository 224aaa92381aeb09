/// An `.npz` file of `numpy.savez`: a zip file (PKWARE's APPNOTE 6.3.9) with uncompressed `.npy`
/// members. Files of `savez_compressed` are refused, since compressed arrays cannot be read by
/// rows.
struct NumpyArchive {
    /// An array of the archive.
    struct Member: Equatable {
        /// Name of the array, without ".npy".
        let name: String
        /// Bytes of the member in the file.
        let range: Range<Int>
        /// Whether the member is compressed.
        let isCompressed: Bool
    }

    /// All arrays, in the order of the directory.
    let members: [Member]
    private let file: FileBytes

    /// Bytes of the end record of a zip file without its comment.
    private static let endSize = 22
    /// Number of members above which a file is taken for damaged.
    private static let maximumMembers = 10_000

    /// Reads the directory of an archive.
    init(_ file: FileBytes) throws {
        self.file = file
        let size = try file.size()
        let end = try Self.directory(file, size)
        let bytes = try file.read(end.range.count, UInt8.zero, at: end.range.lowerBound)
        var reader = Fields(bytes: bytes)
        var members: [Member] = []
        for _ in 0..<end.count {
            guard let entry = reader.entry() else { throw Self.damaged(file) }
            let head =
                entry.start >= 0 && entry.start <= size - 30
                ? try file.read(30, UInt8.zero, at: entry.start) : []
            var local = Fields(bytes: head)
            guard local.number(4) == 0x0403_4B50 else { throw Self.damaged(file) }
            local.place = 26
            let start = entry.start + 30 + local.number(2) + local.number(2)
            guard start <= end.range.lowerBound, entry.size <= end.range.lowerBound - start else {
                throw Self.damaged(file)
            }
            let isArray = entry.name.hasSuffix(".npy")
            members.append(
                Member(
                    name: isArray ? String(entry.name.dropLast(4)) : entry.name,
                    range: start..<start + entry.size, isCompressed: entry.method != 0))
        }
        self.members = members
    }

    /// Opens the requested array, or without a name the only array of vectors.
    func vectors(named name: String?) throws -> NumpyFile {
        func refuse(_ found: String, _ advice: String) -> StoreError {
            .notVectors(file: file.path, found: found, advice: advice)
        }
        let all = members.map(\.name).joined(separator: ", ")
        if let name {
            guard let member = members.first(where: { $0.name == name }) else {
                throw refuse(
                    "an archive without the array \(name)", "name one of those in it: \(all)")
            }
            return try open(member)
        }
        if members.count == 1 { return try open(members[0]) }
        let fitting = members.filter { !$0.isCompressed }.compactMap { try? open($0) }
        if fitting.count == 1 { return fitting[0] }
        if members.allSatisfy(\.isCompressed), let first = members.first { return try open(first) }
        throw refuse(
            "an archive of \(members.count) arrays (\(all.isEmpty ? "none" : all)), "
                + "\(fitting.count) of which are vectors",
            fitting.isEmpty
                ? "save the one array with numpy.save"
                : "name one with --array, or save it with numpy.save")
    }

    /// Opens an uncompressed member.
    private func open(_ member: Member) throws -> NumpyFile {
        guard !member.isCompressed else {
            throw StoreError.notVectors(
                file: file.path, found: "the compressed array \(member.name)",
                advice: "save it with numpy.save or numpy.savez instead of savez_compressed")
        }
        return try NumpyFile(file, within: member.range, named: member.name)
    }

    /// The error for a truncated or damaged archive.
    private static func damaged(_ file: FileBytes) -> StoreError {
        .notVectors(
            file: file.path, found: "a zip file whose directory is not whole",
            advice: "it is damaged or cut short: write it again with numpy.savez")
    }

    /// Bytes of the directory, and its number of entries. Archives of more than 4 GiB have 64-bit
    /// records.
    private static func directory(
        _ file: FileBytes, _ size: Int
    ) throws -> (range: Range<Int>, count: Int) {
        let tailSize = min(size, endSize + 0xFFFF)
        let tail = try file.read(tailSize, UInt8.zero, at: size - tailSize)
        var reader = Fields(bytes: tail)
        guard
            let place = stride(from: tailSize - endSize, through: 0, by: -1).first(where: {
                reader.place = $0
                return reader.number(4) == 0x0605_4B50
            })
        else { throw damaged(file) }
        reader.place = place + 10
        var (count, length, start) = (reader.number(2), reader.number(4), reader.number(4))
        if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            // The 64-bit record; the locator before the end record has its position.
            reader.place = place - 20
            guard place >= 20, reader.number(4) == 0x0706_4B50 else { throw damaged(file) }
            reader.place = place - 12
            let record = reader.number(8)
            guard record >= 0, record <= size - 56 else { throw damaged(file) }
            var wide = Fields(bytes: try file.read(56, UInt8.zero, at: record))
            guard wide.number(4) == 0x0606_4B50 else { throw damaged(file) }
            wide.place = 32
            (count, length, start) = (wide.number(8), wide.number(8), wide.number(8))
        }
        guard (0...maximumMembers).contains(count), length >= 0, start >= 0, start <= size,
            length <= size - start
        else { throw damaged(file) }
        return (start..<start + length, count)
    }

    /// Reads little-endian numbers; -1 for a number that is not there.
    private struct Fields {
        let bytes: [UInt8]
        var place = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// The next number of `size` bytes.
        mutating func number(_ size: Int) -> Int {
            guard place >= 0, size <= bytes.count - place else { return -1 }
            defer { place += size }
            let value = (0..<size).reduce(UInt64(0)) {
                $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1))
            }
            return Int(exactly: value) ?? -1
        }

        /// The next entry of the directory; nil if it is not complete.
        mutating func entry() -> (name: String, method: Int, size: Int, start: Int)? {
            guard number(4) == 0x0201_4B50 else { return nil }
            place += 6
            let method = number(2)
            place += 8
            var size = number(4)
            let unpacked = number(4)
            let lengths = (number(2), number(2), number(2))
            place += 8
            var start = number(4)
            guard lengths.2 >= 0, start >= 0,
                lengths.0 + lengths.1 + lengths.2 <= bytes.count - place
            else { return nil }
            let name = String(decoding: bytes[place..<place + lengths.0], as: UTF8.self)
            place += lengths.0
            let end = place + lengths.1
            while place + 4 <= end {
                let (id, length) = (number(2), number(2))
                let next = place + length
                if id == 1 {
                    // It has the numbers that do not fit above, in this order.
                    if unpacked == 0xFFFF_FFFF { place += 8 }
                    if size == 0xFFFF_FFFF { size = number(8) }
                    if start == 0xFFFF_FFFF { start = number(8) }
                }
                place = next
            }
            place = end + lengths.2
            return size < 0 || start < 0 ? nil : (name, method, size, start)
        }
    }
}

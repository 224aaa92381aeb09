/// The directory of a zip file (PKWARE's APPNOTE 6.3.9, with the 64-bit fields), and its members'
/// bytes.
///
/// A zip file is: each member's header and bytes, the directory with one entry per member, and the
/// end record, which has the place of the directory. Reading is stricter than most readers', since
/// files come from anyone: no encryption, no parts, no duplicates, no members that overlap, at most
/// `memberLimit` of them.
struct ZipArchive: Sendable {
    /// One file of the archive.
    struct Member: Sendable {
        let name: String
        /// The place of the (packed) bytes in the file.
        let packed: Range<Int>
        /// Whether the bytes are deflated; else they are stored as they are.
        let isDeflated: Bool
        /// The size when unpacked, in bytes.
        let byteCount: Int
        /// The CRC-32 of the unpacked bytes.
        let checksum: UInt32
    }

    /// The most members of an archive.
    static let memberLimit = 10_000
    /// The most bytes of a deflated member; the largest tensor of the largest Vision Transformers
    /// has 2 GB.
    static let unpackedLimit = 4 << 30
    /// The bytes of the end record (APPNOTE 4.3.16) without its comment.
    private static let endRecordSize = 22

    let source: ByteSource
    /// The members in the directory's order.
    let members: [Member]

    /// Reads and checks the directory and each member's own header; the members' bytes are not
    /// read.
    ///
    /// - Throws: `CheckpointError` for whatever breaks the format or the rules above.
    init(_ source: ByteSource) throws {
        self.source = source
        let directory = try Self.findDirectory(source)
        guard directory.count <= Self.memberLimit else {
            throw CheckpointError(
                .unsupported, source.name,
                "the zip file has \(directory.count) members and at most \(Self.memberLimit) are "
                    + "read; save the model's tensors alone")
        }
        var reader = ByteReader(
            try source.read(
                UInt8.self, at: directory.range.lowerBound, count: directory.range.count),
            what: "the zip directory", file: source.name)
        var members: [Member] = []
        var extents: [Range<Int>] = []
        var seen: Set<String> = []
        for _ in 0..<directory.count {
            let (member, extent) = try Self.member(
                &reader, source, end: directory.range.lowerBound)
            guard seen.insert(member.name).inserted else {
                throw CheckpointError.damaged(source.name, "two members are named \(member.name)")
            }
            members.append(member)
            extents.append(extent)
        }
        guard reader.remaining == 0 else {
            throw CheckpointError.damaged(
                source.name,
                "the zip directory has \(reader.remaining) bytes behind its \(directory.count) "
                    + "entries")
        }
        extents.sort { $0.lowerBound < $1.lowerBound }
        for (earlier, later) in zip(extents, extents.dropFirst())
        where earlier.upperBound > later.lowerBound {
            throw CheckpointError.damaged(
                source.name, "two zip members overlap at byte \(later.lowerBound)")
        }
        self.members = members
    }

    /// A member's bytes, unpacked and checked against its CRC-32.
    func contents(of member: Member) throws -> [UInt8] {
        let bytes = try beginning(of: member, count: member.byteCount)
        let found = crc32(of: bytes)
        guard found == member.checksum else {
            throw CheckpointError.damaged(
                source.name,
                "\(member.name) has the checksum \(found) and should have \(member.checksum)")
        }
        return bytes
    }

    /// The first `count` bytes of a member, unpacked, or all where it has fewer; not checked
    /// against the CRC-32.
    func beginning(of member: Member, count: Int) throws -> [UInt8] {
        let count = min(count, member.byteCount)
        if member.isDeflated {
            return try inflate(
                source, packed: member.packed, count: count, isWhole: count == member.byteCount)
        }
        return try source.read(UInt8.self, at: member.packed.lowerBound, count: count)
    }

    /// The place of the directory in the file and the number of its entries, from the end record
    /// (APPNOTE 4.3.16), which is looked for from the end of the file on: a comment of up to 65,535
    /// bytes may follow it.
    private static func findDirectory(
        _ source: ByteSource
    ) throws -> (range: Range<Int>, count: Int) {
        let tailLength = min(source.byteCount, endRecordSize + 0xFFFF)
        let tailStart = source.byteCount - tailLength
        let tail = try source.read(UInt8.self, at: tailStart, count: tailLength)
        // The record is last but for a comment whose length it states.
        guard
            let place = stride(from: tailLength - endRecordSize, through: 0, by: -1).first(where: {
                tail[$0] == 0x50 && tail[$0 + 1] == 0x4B && tail[$0 + 2] == 5 && tail[$0 + 3] == 6
                    && $0 + endRecordSize + Int(tail[$0 + 20]) + Int(tail[$0 + 21]) << 8
                        == tailLength
            })
        else {
            throw CheckpointError.damaged(
                source.name,
                "the file begins as a zip file and has no zip directory at its end, so it was cut "
                    + "short")
        }
        var reader = ByteReader(
            Array(tail[place..<place + endRecordSize]), what: "the zip end record",
            file: source.name)
        try reader.skip(4)
        let disks = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
        let countHere = Int(try reader.integer(UInt16.self))
        var count = Int(try reader.integer(UInt16.self))
        var size = Int(try reader.integer(UInt32.self))
        var start = Int(try reader.integer(UInt32.self))
        var limit = tailStart + place
        if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            (start, size, count, limit) = try wideEndRecord(source, before: limit)
        } else if disks != (0, 0) || countHere != count {
            throw CheckpointError(
                .unsupported, source.name, "the zip file is split into parts; join them")
        }
        guard start <= limit, size <= limit - start else {
            throw CheckpointError.damaged(
                source.name,
                "the zip directory should be \(size) bytes at byte \(start) and the file has "
                    + "\(source.byteCount)")
        }
        return (start..<start + size, count)
    }

    /// The same from the end record with 64-bit fields (APPNOTE 4.3.14), found through its locator
    /// (4.3.15) just before the short record. `limit` is the byte before which the directory must
    /// end.
    private static func wideEndRecord(
        _ source: ByteSource, before limit: Int
    ) throws -> (start: Int, size: Int, count: Int, limit: Int) {
        let wrong = CheckpointError.damaged(source.name, "the 64-bit zip end record is broken")
        guard limit >= 20 + 56 else { throw wrong }
        var locator = ByteReader(
            try source.read(UInt8.self, at: limit - 20, count: 20), what: "the zip locator",
            file: source.name)
        guard try locator.integer(UInt32.self) == 0x0706_4B50 else { throw wrong }
        try locator.skip(4)
        let place = try locator.size64()
        guard place <= limit - 20 - 56 else { throw wrong }
        var record = ByteReader(
            try source.read(UInt8.self, at: place, count: 56), what: "the 64-bit zip end record",
            file: source.name)
        guard try record.integer(UInt32.self) == 0x0606_4B50 else { throw wrong }
        try record.skip(8 + 2 + 2 + 4 + 4)
        let countHere = try record.size64()
        let count = try record.size64()
        let size = try record.size64()
        let start = try record.size64()
        guard countHere == count else { throw wrong }
        return (start, size, count, place)
    }

    /// Reads the next entry of the directory (APPNOTE 4.3.12), and returns the member and the bytes
    /// that it takes with its own header; all of them must lie before byte `end`.
    private static func member(
        _ reader: inout ByteReader, _ source: ByteSource, end: Int
    ) throws -> (Member, extent: Range<Int>) {
        guard try reader.integer(UInt32.self) == 0x0201_4B50 else {
            throw CheckpointError.damaged(source.name, "the zip directory has a broken entry")
        }
        try reader.skip(4)
        let flags = try reader.integer(UInt16.self)
        let method = try reader.integer(UInt16.self)
        try reader.skip(4)
        let checksum = try reader.integer(UInt32.self)
        var packedCount = Int(try reader.integer(UInt32.self))
        var byteCount = Int(try reader.integer(UInt32.self))
        let nameLength = Int(try reader.integer(UInt16.self))
        let extraLength = Int(try reader.integer(UInt16.self))
        let commentLength = Int(try reader.integer(UInt16.self))
        try reader.skip(8)
        var start = Int(try reader.integer(UInt32.self))
        let name = try reader.string(nameLength)
        let extraEnd = reader.position + extraLength
        try readExtra(&reader, end: extraEnd, name, source) { reader in
            // Only the fields that did not fit in 32 bits, in this order.
            if byteCount == 0xFFFF_FFFF { byteCount = try reader.size64() }
            if packedCount == 0xFFFF_FFFF { packedCount = try reader.size64() }
            if start == 0xFFFF_FFFF { start = try reader.size64() }
        }
        try reader.skip(extraEnd - reader.position + commentLength)

        guard flags & 1 == 0 else {
            throw CheckpointError(
                .unsupported, source.name, "the zip member \(name) is encrypted; unpack it first")
        }
        guard method == 0 || method == 8 else {
            throw CheckpointError(
                .unsupported, source.name,
                "the zip member \(name) is packed by method \(method), and stored (0) and deflated "
                    + "(8) ones are read; pack the file anew")
        }
        let data = try dataStart(name, at: start, source, end: end)
        guard packedCount <= end - data else {
            throw unpackable(name, packedCount, at: data, to: byteCount, source)
        }
        let member = Member(
            name: name, packed: data..<data + packedCount, isDeflated: method == 8,
            byteCount: byteCount, checksum: checksum)
        try checkSize(of: member, source)
        return (member, start..<data + packedCount)
    }

    /// Passes over an entry's extra fields before `end`; `sizes` reads that of the 64-bit sizes
    /// (APPNOTE 4.5.3).
    private static func readExtra(
        _ reader: inout ByteReader, end: Int, _ name: String, _ source: ByteSource,
        sizes: (inout ByteReader) throws -> Void
    ) throws {
        func broken() -> CheckpointError {
            .damaged(source.name, "the zip entry \(name) is broken")
        }
        while end - reader.position >= 4 {
            let tag = try reader.integer(UInt16.self)
            let length = Int(try reader.integer(UInt16.self))
            let next = reader.position + length
            guard next <= end else { throw broken() }
            if tag == 1 {
                try sizes(&reader)
                guard reader.position <= next else { throw broken() }
            }
            try reader.skip(next - reader.position)
        }
    }

    /// Throws where a member claims more bytes than its packed ones can give, or than
    /// `unpackedLimit`.
    private static func checkSize(of member: Member, _ source: ByteSource) throws {
        let (packedCount, byteCount) = (member.packed.count, member.byteCount)
        // Deflate gives at most 1032 bytes for one.
        guard member.isDeflated ? byteCount / 1032 <= packedCount : byteCount == packedCount else {
            throw unpackable(
                member.name, packedCount, at: member.packed.lowerBound, to: byteCount, source)
        }
        guard !member.isDeflated || byteCount <= unpackedLimit else {
            throw CheckpointError(
                .unsupported, source.name,
                "the zip member \(member.name) unpacks to \(byteCount) bytes, and at most "
                    + "\(unpackedLimit) are unpacked; save it without compression")
        }
    }

    /// The error of a member that claims too many bytes.
    private static func unpackable(
        _ name: String, _ packedCount: Int, at data: Int, to byteCount: Int, _ source: ByteSource
    ) -> CheckpointError {
        .damaged(
            source.name,
            "the zip member \(name) should unpack \(packedCount) bytes at byte \(data) to "
                + "\(byteCount), which the file of \(source.byteCount) bytes cannot hold")
    }

    /// The place of a member's bytes, behind its own header (APPNOTE 4.3.7), which must have the
    /// directory's name and lie before byte `end`.
    private static func dataStart(
        _ name: String, at start: Int, _ source: ByteSource, end: Int
    ) throws -> Int {
        func wrong() -> CheckpointError {
            .damaged(source.name, "the zip member \(name) has no header at byte \(start)")
        }
        guard start <= end - 30 else { throw wrong() }
        var header = ByteReader(
            try source.read(UInt8.self, at: start, count: 30), what: "a zip header",
            file: source.name)
        guard try header.integer(UInt32.self) == 0x0403_4B50 else { throw wrong() }
        try header.skip(22)
        let nameLength = Int(try header.integer(UInt16.self))
        let extraLength = Int(try header.integer(UInt16.self))
        guard nameLength == name.utf8.count, start + 30 + nameLength + extraLength <= end,
            try source.read(UInt8.self, at: start + 30, count: nameLength) == Array(name.utf8)
        else { throw wrong() }
        return start + 30 + nameLength + extraLength
    }
}

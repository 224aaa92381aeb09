internal import Text

/// Hands the images of a tar archive to `body`, in the order of its members.
///
/// As in WebDataset, the members of one sample share their name up to its first dot. A member
/// `.cls`, or a field of a member `.json`, is the sample's label; a member `.seg.png` or
/// `.mask.png` is its mask. Without a label of its own an image has that of its folder in the
/// archive.
///
/// An archive that ends early, or is damaged, hands out its complete members and then itself, with
/// a fault. Links, pipes and devices in it are handed out with a fault.
///
/// - Parameters:
///   - archive: its path below `root`.
///   - modified: its time of change, in nanoseconds since 1970, which its images have, too.
func listMembers(
    ofArchive archive: [UInt8], root: String, modified: Int64, options: ListingOptions,
    into listing: inout ImageListing, _ body: (ListedImage) throws -> Void
) throws {
    var reader = SampleReader(
        archive: archive, root: root, modified: modified, options: options, listing: listing)
    defer { listing = reader.listing }
    var oddities: [TarOddity] = []
    do {
        let summary = try forEachTarMember(root: root, path: archive) {
            oddities.append($0)
        } _: { member in
            try reader.reject(&oddities, body)
            try reader.add(member, body)
        }
        try reader.finish(body)
        try reader.reject(&oddities, body)
        if let place = summary.unreadPlace {
            try reader.reject(
                archive,
                RejectedImage(
                    .corrupt,
                    "The archive continues at byte \(place), behind its end marker, and the "
                        + "rest was not read; archives that were joined by cat must be packed "
                        + "again as one."), body)
        }
    } catch let error as TarError {
        try reader.finish(body)
        try reader.reject(&oddities, body)
        try reader.reject(archive, RejectedImage(error.cause, error.detail), body)
    }
}

/// Collects the members of a sample and hands its images out once the next sample begins.
private struct SampleReader {
    let archive: [UInt8]
    let root: String
    let modified: Int64
    let options: ListingOptions
    var listing: ImageListing
    private let split: String
    private var sample: [TarMember] = []
    private var key: [UInt8] = []
    private var seen = SeenPaths()

    init(
        archive: [UInt8], root: String, modified: Int64, options: ListingOptions,
        listing: ImageListing
    ) {
        self.archive = archive
        self.root = root
        self.modified = modified
        self.options = options
        self.listing = listing
        split = topFolderSplit(of: archive)
    }

    /// Adds a member. It completes the previous sample where the name begins another one, or after
    /// 64 members.
    mutating func add(_ member: TarMember, _ body: (ListedImage) throws -> Void) throws {
        let itsKey = sampleKey(of: member.name)
        // A sample has a handful of members: an archive without dots is no such one.
        if itsKey != key || sample.count == 64 {
            try finish(body)
            key = itsKey
        }
        sample.append(member)
    }

    /// Hands out the images of the current sample with its label, and counts its masks and other
    /// members.
    mutating func finish(_ body: (ListedImage) throws -> Void) throws {
        defer { sample = [] }
        let hasImage = sample.contains {
            readExtensions.contains(fileExtension(of: $0.name)) && !isSampleMask($0.name)
        }
        let label = hasImage ? label() : nil
        for member in sample {
            let kind = fileExtension(of: member.name)
            if isSampleMask(member.name) {
                listing.maskCount += 1
            } else if readExtensions.contains(kind) {
                let path = archive + [UInt8(ascii: "/")] + member.name
                if !seen.insert(member.name) { listing.repeated.add(path) }
                let image = ListedImage(
                    path: path, size: member.size, modified: modified,
                    member: ArchivePlace(pathLength: archive.count, offset: member.offset),
                    label: label ?? folderInArchive(member.name), split: split)
                listing.hasSplits = listing.hasSplits || !split.isEmpty
                listing.note(image)
                try body(image)
            } else if kind != "cls" && kind != "json" {
                listing.otherCounts[displayText(kind.utf8), default: 0] += 1
            }
        }
    }

    /// Hands out, with their faults, the links and devices that were met; clears the list.
    mutating func reject(
        _ oddities: inout [TarOddity], _ body: (ListedImage) throws -> Void
    ) throws {
        for oddity in oddities {
            try reject(archive + [UInt8(ascii: "/")] + oddity.name, oddity.fault, body)
        }
        oddities = []
    }

    /// Hands out a path with its fault.
    mutating func reject(
        _ path: [UInt8], _ fault: RejectedImage, _ body: (ListedImage) throws -> Void
    ) throws {
        let image = ListedImage(
            path: path, size: 0, modified: modified, label: "", split: split, fault: fault)
        listing.note(image)
        try body(image)
    }

    /// The label in the sample's `.cls` or, without one, its `.json`; nil where there is none.
    ///
    /// A `.cls` of more than 256 bytes or a `.json` of more than 1 MiB gives no label and is
    /// counted as such. Control characters in a `.cls` are dropped, spaces at both ends trimmed.
    private mutating func label() -> String? {
        func member(_ kind: String) -> TarMember? {
            sample.first { fileExtension(of: $0.name) == kind }
        }
        if let cls = member("cls") {
            // A label that is longer is none.
            if cls.size <= 256, let bytes = bytes(of: cls) {
                let text = displayText(bytes.filter { $0 >= 0x20 })
                let trimmed = text.drop { $0 == " " }
                return String(trimmed.reversed().drop { $0 == " " }.reversed())
            }
            listing.unlabelled.add(archive + [UInt8(ascii: "/")] + cls.name)
        } else if let json = member("json") {
            if json.size <= 1 << 20, let bytes = bytes(of: json), let label = field(of: bytes) {
                return label
            }
            listing.unlabelled.add(archive + [UInt8(ascii: "/")] + json.name)
        }
        return nil
    }

    /// The data of a member, read from its place in the archive; nil where that fails.
    private func bytes(of member: TarMember) -> [UInt8]? {
        let bytes = try? PositionalFile(reading: fullPath(root, archive))
            .read(at: member.offset, count: member.size)
        return bytes.flatMap { $0.count == member.size ? $0 : nil }
    }

    /// The label's field of a JSON object, which must be a string, number or truth value; nil for
    /// anything else.
    private func field(of json: [UInt8]) -> String? {
        var reader = JSONReader(json)
        var label: String?
        do {
            try reader.members { reader, name in
                if name == options.labelField {
                    label = try reader.scalar()
                } else {
                    try reader.skip()
                }
            }
        } catch {
            return nil
        }
        return label.flatMap { $0.isEmpty ? nil : displayText($0.utf8) }
    }
}

/// The folder of a member inside its archive, "" at the archive's root. The folder that contains
/// the archive is not a label.
private func folderInArchive(_ name: [UInt8]) -> String {
    guard let slash = name.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    let start = name[..<slash].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return displayText(name[start..<slash])
}

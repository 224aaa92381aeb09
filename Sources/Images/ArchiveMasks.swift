internal import Synchronization
internal import Text

/// The masks that lie beside their images in tar archives, as in WebDataset: `a.seg.png` or
/// `a.mask.png` for `a.jpg`.
///
/// The first mask of an archive costs a pass over its headers; the places of all masks are then
/// kept, for the 16 archives used last. Threads may share an instance.
public final class ArchiveMasks: Sendable {
    private let root: String
    /// The archives that were searched last, the latest first.
    private let recent = Mutex<[Archive]>([])

    /// Archives that are remembered. Images come archive by archive, but each thread may be in
    /// another.
    private static let mostArchives = 16

    /// The masks of one archive by the key of their sample (`sampleKey`).
    private struct Archive {
        let path: [UInt8]
        let masks: [[UInt8]: Place]
    }

    /// A mask's full name in its archive, and where its bytes are.
    private struct Place {
        let name: [UInt8]
        let offset: Int
        let size: Int
    }

    /// Masks of images whose paths are relative to the folder `root`.
    public init(root: String) { self.root = root }

    /// The bytes of an image's mask; nil when its sample has none, or the image is not in an
    /// archive.
    ///
    /// - Throws: `RejectedImage` where the mask cannot be read, or the archive has changed since it
    ///   was listed.
    public func mask(of image: ListedImage) throws(RejectedImage) -> [UInt8]? {
        guard let member = image.member else { return nil }
        let archive = Array(image.path[..<member.pathLength])
        let name = Array(image.path[min(image.path.count, member.pathLength + 1)...])
        guard let mask = masks(of: archive)[sampleKey(of: name)] else { return nil }
        let path = archive + [UInt8(ascii: "/")] + mask.name
        return try readFile(
            root: root, path: path,
            expecting: ListedImage(
                path: path, size: mask.size, modified: image.modified,
                member: ArchivePlace(pathLength: archive.count, offset: mask.offset)))
    }

    /// The places of all masks in an archive, found now or remembered.
    ///
    /// An archive that cannot be read to its end gives the masks found before.
    private func masks(of path: [UInt8]) -> [[UInt8]: Place] {
        recent.withLock { recent in
            if let index = recent.firstIndex(where: { $0.path == path }) {
                recent.insert(recent.remove(at: index), at: 0)
                return recent[0].masks
            }
            var masks: [[UInt8]: Place] = [:]
            // Of an archive that ends early the whole members count, as they do for images.
            _ = try? forEachTarMember(root: root, path: path) { member in
                guard isSampleMask(member.name) else { return }
                let place = Place(name: member.name, offset: member.offset, size: member.size)
                let key = sampleKey(of: member.name)
                if masks[key] == nil { masks[key] = place }
            }
            recent.insert(Archive(path: path, masks: masks), at: 0)
            if recent.count > Self.mostArchives { recent.removeLast() }
            return masks
        }
    }
}

/// The part of a member's name that all members of its sample share: everything up to the first dot
/// of the last path component.
func sampleKey(of name: [UInt8]) -> [UInt8] {
    let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return Array(name[..<(name[start...].firstIndex(of: UInt8(ascii: ".")) ?? name.count)])
}

/// Whether a member is the mask of its sample: its name ends in `.seg.png` or `.mask.png`, in any
/// letter case.
func isSampleMask(_ name: [UInt8]) -> Bool {
    let name = displayText(name).lowercased()
    return name.hasSuffix(".seg.png") || name.hasSuffix(".mask.png")
}

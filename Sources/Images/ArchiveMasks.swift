internal import Synchronization
internal import Text

/// The masks that lie beside their pictures in tar archives, as WebDataset has them: `a.seg.png` or
/// `a.mask.png` of `a.jpg`.
public final class ArchiveMasks: Sendable {
    private let root: String
    /// The archives that were looked through last, the latest first.
    private let recent = Mutex<[Archive]>([])

    /// Pictures come archive by archive; each thread may be in another.
    private static let mostArchives = 16

    private struct Archive {
        let path: [UInt8]
        let masks: [[UInt8]: Place]
    }

    private struct Place {
        let name: [UInt8]
        let offset: Int
        let size: Int
    }

    /// - Parameter root: the folder that the pictures' paths start from.
    public init(root: String) { self.root = root }

    /// The bytes of a picture's mask; nil when its sample has none, or it lies in no archive.
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

    private func masks(of path: [UInt8]) -> [[UInt8]: Place] {
        recent.withLock { recent in
            if let index = recent.firstIndex(where: { $0.path == path }) {
                recent.insert(recent.remove(at: index), at: 0)
                return recent[0].masks
            }
            var masks: [[UInt8]: Place] = [:]
            // Of an archive that ends early the whole members count, as they do for pictures.
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

/// What the members of a sample share: their name up to its first dot.
func sampleKey(of name: [UInt8]) -> [UInt8] {
    let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return Array(name[..<(name[start...].firstIndex(of: UInt8(ascii: ".")) ?? name.count)])
}

/// Whether a member is the mask of its sample.
func isSampleMask(_ name: [UInt8]) -> Bool {
    let name = displayText(name).lowercased()
    return name.hasSuffix(".seg.png") || name.hasSuffix(".mask.png")
}

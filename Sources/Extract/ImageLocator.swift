internal import Console
internal import Digest
internal import FileSystem
internal import Foundation
internal import Images
internal import Store

/// Finds the images of a store in their folder or archives, and compares their bytes with the
/// SHA-256 of the images that were embedded.
///
/// The first image decides which of `roots` is the folder; all others must be in the same one.
struct ImageLocator {
    /// Folders that paths may be relative to, the likeliest first.
    let roots: [String]
    /// SHA-256 of each row's file, `[rows, 32]`.
    let digests: [UInt8]
    /// The folder in which the first image was found; "" before.
    private(set) var root = ""
    /// Whether an image was found, so that `root` is the only folder to search.
    private var isKnown = false

    /// - Parameter digests: SHA-256 of each row's file, `[rows, 32]`.
    init(roots: [String], digests: [UInt8]) {
        self.roots = roots
        self.digests = digests
    }

    /// Finds one image by its path in the store.
    ///
    /// - Throws: `Failure` when the image is missing, or has other bytes.
    mutating func image(_ path: [UInt8], row: Int, store: String) throws -> ListedImage {
        let shown = displayPath(path)
        for root in isKnown ? [root] : roots {
            guard let image = try Self.listed(path, below: root) else { continue }
            let bytes: [UInt8]
            do {
                bytes = try readFile(root: root, path: path, expecting: image)
            } catch {
                throw Failure(Exit.nothing, "\(root)/\(shown): \(error.detail)")
            }
            let expected = digests[row * 32..<(row + 1) * 32]
            let actual = SHA256.digest(bytes)
            guard expected.elementsEqual(actual) else {
                throw Failure(
                    Exit.nothing,
                    "\(root)/\(shown): expected the image that was embedded, with SHA-256 "
                        + "\(hexadecimal(Array(expected))), found one with \(hexadecimal(actual)); "
                        + "restore it, or run extract again.")
            }
            (self.root, isKnown) = (root, true)
            return image
        }
        let places = (isKnown ? [root] : roots).filter { !$0.isEmpty }.joined(separator: ", ")
        throw Failure(
            Exit.nothing,
            "\(store): expected its image \(shown) in \(places), found none; if the images have "
                + "moved, pass --images FOLDER.")
    }

    /// The image as a file, or as a member of an archive on its path; nil when there is neither.
    private static func listed(_ path: [UInt8], below root: String) throws -> ListedImage? {
        func full(_ part: some Collection<UInt8>) -> [UInt8] {
            let isWhole = part.first == UInt8(ascii: "/") || root.isEmpty
            return (isWhole ? [] : pathBytes(root) + [UInt8(ascii: "/")]) + part
        }
        if let state = regularFile(full(path)) {
            return ListedImage(path: path, size: state.size, modified: state.modified)
        }
        for end in path.indices where path[end] == UInt8(ascii: "/") && end > 0 {
            let archive = pathText(full(path[..<end]))
            guard regularFileSize(archive) != nil else { continue }
            let name = path[..<end].split(separator: UInt8(ascii: "/")).last ?? []
            let wanted = Array(name) + path[end...]
            var listed: ListedImage?
            _ = try? listImages(in: archive) { image in
                if image.path == wanted { listed = image }
            }
            if let listed, let member = listed.member {
                return ListedImage(
                    path: path, size: listed.size, modified: listed.modified,
                    member: ArchivePlace(pathLength: end, offset: member.offset))
            }
        }
        return nil
    }

    /// Size in bytes and time of modification in nanoseconds since 1970; nil for other kinds of
    /// files.
    private static func regularFile(_ path: [UInt8]) -> (size: Int, modified: Int64)? {
        guard let status = fileStatus(pathText(path)), status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        let seconds = Int64(status.st_mtim.tv_sec) &* 1_000_000_000
        return (Int(status.st_size), seconds &+ Int64(status.st_mtim.tv_nsec))
    }
}

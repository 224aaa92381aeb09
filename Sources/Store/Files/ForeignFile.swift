internal import FileSystem
internal import Foundation

/// The kind of a file that is not HDF5, recognised by its first bytes, with advice for the user.
struct ForeignFile {
    /// The kind of the file, such as "a safetensors checkpoint".
    let kind: String
    /// What to do with it, as the end of a sentence.
    let advice: String

    /// Recognises a file; nil if it begins as HDF5 does, and thus is a damaged HDF5 file.
    init?(_ path: String) {
        guard let status = fileStatus(path) else { return nil }
        let common = "give the file that the previous step wrote"
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR:
            (kind, advice) = ("a folder", common + "; images are embedded with `extract` first")
            return
        default:
            (kind, advice) = ("a pipe or a device", common)
            return
        }
        let size = Int(status.st_size)
        if size == 0 {
            (kind, advice) = ("an empty file", "run the command that wrote it again")
            return
        }
        guard let file = try? FileBytes(path),
            let head = try? file.read(min(size, 1024), UInt8(0), at: 0)
        else { return nil }
        if Self.isHDF5(head) { return nil }
        guard let known = Self.known(head, size: size) else {
            (kind, advice) = (
                "\(size) bytes of another kind",
                "if it was such a file, it is damaged; otherwise \(common)"
            )
            return
        }
        kind = known
        advice =
            switch known {
            case let name where name.contains("checkpoint"):
                "it is for `extract --weights`; " + common
            case let name where name.contains("array"): "it is for `reduce`; " + common
            case let name where name.contains("an image"):
                "images are embedded with `extract` first; " + common
            default: common
            }
    }

    /// Whether the HDF5 signature is at byte 0 or 512.
    private static func isHDF5(_ head: [UInt8]) -> Bool {

        return head.starts(with: MapSeal.hdf5Signature)
            || head.dropFirst(MapSeal.size).starts(with: MapSeal.hdf5Signature)
    }

    /// The kind of a file by its first bytes; nil if it is not known.
    private static func known(_ head: [UInt8], size: Int) -> String? {
        func starts(_ bytes: [UInt8], at offset: Int = 0) -> Bool {
            head.dropFirst(offset).starts(with: bytes)
        }
        func starts(_ text: String, at offset: Int = 0) -> Bool {
            starts(Array(text.utf8), at: offset)
        }
        if starts(NumpyFile.magic) { return "a NumPy array (.npy)" }
        if starts("PK\u{3}\u{4}") {
            return "a zip archive, such as a PyTorch checkpoint (.pth) or NumPy arrays (.npz)"
        }
        if starts([0x80, 2]) || starts([0x80, 4]) { return "a pickled PyTorch checkpoint (.pth)" }
        if starts([0xFF, 0xD8, 0xFF]) { return "an image (JPEG)" }
        if starts([0x89, 0x50, 0x4E, 0x47]) { return "an image (PNG)" }
        if starts("GIF8") { return "an image (GIF)" }
        if starts("RIFF") && starts("WEBP", at: 8) { return "an image (WebP)" }
        if starts("II*\0") || starts("MM\0*") { return "an image (TIFF)" }
        if starts("%PDF") { return "a PDF document" }
        if starts([0x1F, 0x8B]) { return "a gzip file" }
        if starts("ustar", at: 257) { return "a tar archive" }
        // safetensors begins with the little-endian length of its header, which is JSON.
        if head.count > 8, head[8] == UInt8(ascii: "{") {
            let length = head[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if length < size { return "a safetensors checkpoint" }
        }
        let isText = head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (9...13).contains($0) }
        // The last character may be incomplete.
        if isText,
            (0..<4).contains(where: { cut in
                String(validating: head.dropLast(cut), as: UTF8.self) != nil
            })
        {
            return starts("version https://git-lfs")
                ? "a pointer of Git LFS (`git lfs pull` fetches the file)" : "a text file"
        }
        return nil
    }
}

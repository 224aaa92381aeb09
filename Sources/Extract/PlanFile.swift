internal import Console
internal import Digest
internal import FileSystem
internal import Foundation

/// The file of a plan: the JSON of the header, a line end, a NUL, and the records of the list.
enum PlanFile {
    /// Writes the plan. The caller gives it its final name (`SegmentFolder.commitPlan`).
    ///
    /// - Returns: the SHA-256 of its header, hexadecimal, which every segment repeats.
    /// - Throws: `Failure` with the system's reason.
    static func write(_ header: PlanHeader, _ list: ImageList, to path: String) throws -> String {
        let descriptor = openFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        guard descriptor >= 0 else {
            throw Failure(Exit.inputOutput, "\(path): \(systemText()).")
        }
        defer { close(descriptor) }
        let json = try header.json()
        try writeBytes(descriptor, json + [0x0A, 0], path)
        try list.copy { try writeBytes(descriptor, $0, path) }
        return hexadecimal(SHA256.digest(json))
    }

    /// Reads the header, its SHA-256 (hexadecimal) and the list.
    ///
    /// - Throws: `Failure` when the file is not a plan, has another version, or its list does not
    ///   match the hash in the header.
    static func read(_ path: String) throws -> (PlanHeader, hash: String, ImageList) {
        let descriptor = openFile(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw Failure(Exit.inputOutput, "\(path): \(systemText()).")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            let piece = try readBytes(descriptor, at: bytes.count, count: 1 << 20, path)
            if piece.isEmpty { break }
            let from = bytes.count
            bytes += piece
            end = bytes[from...].firstIndex(of: 0)
        }
        guard let end, end > 0 else {
            throw Failure(
                Exit.inputOutput,
                "\(path): not a plan file (\(counted(bytes.count, "byte"))); remove the folder to "
                    + "start over.")
        }
        let json = Array(bytes[..<(end - 1)])
        let header = try PlanHeader(json: json, file: path)
        let list = try ImageList(
            path: path, offset: end + 1, count: header.recordCount, columns: header.columns.count)
        let hash = SHA256()
        try list.copy { hash.update($0) }
        guard hexadecimal(hash.finish()) == header.listSHA256 else {
            throw Failure(
                Exit.inputOutput,
                "\(path): the list of images does not match the SHA-256 in the plan; the file is "
                    + "damaged, so remove the folder to start over.")
        }
        return (header, hexadecimal(SHA256.digest(json)), list)
    }
}

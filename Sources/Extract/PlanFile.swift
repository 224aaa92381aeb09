internal import Console
internal import Digest
internal import FileSystem
internal import Foundation

/// The file of a plan: the JSON of the header, a line end, a NUL, and the records of the list. In
/// an update the kept row of each row of the plan follows, as 32-bit integers, -1 for none.
enum PlanFile {
    /// Writes the plan. The caller gives it its final name (`SegmentFolder.commitPlan`).
    ///
    /// - Returns: the SHA-256 of its header, hexadecimal, which every segment repeats.
    /// - Throws: `Failure` with the system's reason.
    static func write(_ plan: Plan, to path: String) throws -> String {
        let descriptor = openFile(path, O_WRONLY | O_CREAT | O_TRUNC)
        guard descriptor >= 0 else {
            throw Failure(Exit.inputOutput, "\(path): \(systemText()).")
        }
        defer { close(descriptor) }
        let json = try plan.header.json()
        try writeBytes(descriptor, json + [0x0A, 0], path)
        try plan.list.copy { try writeBytes(descriptor, $0, path) }
        if let kept = plan.kept { try writeBytes(descriptor, bytes(of: kept), path) }
        return hexadecimal(SHA256.digest(json))
    }

    /// The kept rows as they are in the file.
    static func bytes(of kept: [Int32]) -> [UInt8] {
        kept.flatMap { row in (0..<4).map { UInt8(truncatingIfNeeded: row >> (8 * $0)) } }
    }

    /// What the file of a plan has.
    struct Contents {
        let header: PlanHeader
        /// SHA-256 of the header, hexadecimal.
        let hash: String
        let list: ImageList
        /// The kept rows of an update; nil for other runs.
        let kept: [Int32]?
    }

    /// Reads a plan.
    ///
    /// - Throws: `Failure` when the file is not a plan, has another version, or its list does not
    ///   match the hash in the header.
    static func read(_ path: String) throws -> Contents {
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
        return Contents(
            header: header, hash: hexadecimal(SHA256.digest(json)), list: list,
            kept: try header.update.map {
                try keptRows($0, header, descriptor, from: list.end, path)
            })
    }

    /// The kept rows behind the list.
    private static func keptRows(
        _ update: PlanHeader.Update, _ header: PlanHeader, _ descriptor: Int32, from start: Int,
        _ path: String
    ) throws -> [Int32] {
        let bytes = try readBytes(descriptor, at: start, count: 4 * header.rowCount, path)
        guard bytes.count == 4 * header.rowCount,
            hexadecimal(SHA256.digest(bytes)) == update.rowsSHA256
        else {
            throw Failure(
                Exit.inputOutput,
                "\(path): the kept rows do not match the SHA-256 in the plan; the file is "
                    + "damaged, so remove the folder to start over.")
        }
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Int32(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
        }
    }
}

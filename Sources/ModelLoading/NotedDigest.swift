internal import Digest
internal import Downloads
internal import FileSystem
internal import Foundation
internal import Glibc
internal import Store

/// The SHA-256 of a large file, noted in the cache so that a query need not read all of a
/// checkpoint: `digests/DEVICE-INODE` with size, times of the last change, and the digest.
///
/// A note counts only for the same size and times, both that of the content and that of the inode,
/// which local file systems set themselves; and a file that was changed within the last seconds
/// before it is read is not noted, since a later change could have the same times.
struct NotedDigest {
    let sha256: [UInt8]

    /// Smaller files are read each time.
    static let smallest = 16 << 20
    /// The age in seconds from which a file is noted; clocks of file systems are coarse.
    static let settled = 5

    /// - Throws: the error of a file that cannot be read.
    init(
        file path: String, smallest: Int = smallest, settled: Int = settled,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        guard let status = fileStatus(path), status.st_size >= smallest,
            let cache = DownloadCache(environment: environment)
        else {
            sha256 = try SHA256.digest(file: path)
            return
        }
        let note = "\(cache.folder)/digests/\(status.st_dev)-\(status.st_ino)"
        let state = Self.state(status)
        if let bytes = wholeFile(note) {
            let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
            if words.dropLast().joined(separator: " ") == state,
                let noted = words.last.flatMap({ Self.bytes(String($0)) })
            {
                sha256 = noted
                return
            }
        }
        let begun = Int(Date().timeIntervalSince1970)
        let age = begun - max(status.st_mtim.tv_sec, status.st_ctim.tv_sec)
        sha256 = try SHA256.digest(file: path)
        // Noted only if nobody wrote to the file meanwhile.
        guard age >= settled, let after = fileStatus(path), Self.state(after) == state else {
            return
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folderPath(of: note), withIntermediateDirectories: true)
            try AtomicFile.write(Array("\(state) \(hexadecimal(sha256))".utf8), to: note)
        } catch {
            // The next query reads the file again.
        }
    }

    private static func state(_ status: stat) -> String {
        let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
        return "\(status.st_size) \(times[0]) \(times[1])"
    }

    /// The 32 bytes of a digest in hexadecimal; nil for other texts.
    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { hexadecimalDigit($0) }
        guard digits.count == 64, !digits.contains(nil) else { return nil }
        let known = digits.compactMap { $0 }
        return stride(from: 0, to: 64, by: 2).map { known[$0] << 4 | known[$0 + 1] }
    }
}

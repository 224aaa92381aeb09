internal import Foundation

/// What the disk and the memory of this machine can hold.
public enum Machine {
    /// Bytes that may still be written to the file system of a path's folder; nil if unknown.
    public static func freeDisk(near path: String) -> Int? {
        let folder = (path as NSString).deletingLastPathComponent
        let attributes = try? FileManager.default.attributesOfFileSystem(
            forPath: folder.isEmpty ? "." : folder)
        return attributes?[.systemFreeSize] as? Int
    }

    /// Bytes of memory, as installed.
    public static var memory: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory) }

    /// The processors this process may use.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// The current time as "2026-11-21T12:00:00Z".
    public static var utcNow: String { Date().ISO8601Format() }
}

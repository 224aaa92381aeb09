internal import FileSystem
internal import Foundation

/// What the disk and the memory of this machine can hold.
public enum Machine {
    /// Bytes that may still be written to the file system of a path's folder; nil if unknown.
    public static func freeDisk(near path: String) -> Int? {
        freeBytes(at: folderPath(of: path))
    }

    /// Bytes of memory that this process may have: what is installed or, where that is less, what
    /// the limits of the process (ulimit -v) and of its control group leave it.
    public static var memory: Int {
        let limits = [addressSpaceLeft, groupLimit()].compactMap { $0 }
        return limits.reduce(Int(clamping: ProcessInfo.processInfo.physicalMemory), min)
    }

    /// Bytes that the process may still map; nil without a limit on its address space.
    public static var addressSpaceLeft: Int? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(9), &limit) == 0 else { return nil }
        let most = Int(clamping: limit.rlim_cur)
        if most == .max || limit.rlim_cur == rlim_t.max { return nil }
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").first.flatMap({ Int($0) })
        else { return most }
        return max(0, most - pages * Int(getpagesize()))
    }

    /// The least limit of the process's control groups (versions 1 and 2) and of those above them;
    /// nil without one.
    ///
    /// - Parameters:
    ///   - groups: the process's own, as the system lists them.
    ///   - root: where the groups' file system is mounted.
    static func groupLimit(
        groups: String = "/proc/self/cgroup", root: String = "/sys/fs/cgroup"
    ) -> Int? {
        guard let text = try? String(contentsOfFile: groups, encoding: .utf8) else { return nil }
        var limits: [Int] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let isSecond = parts[0] == "0" && parts[1].isEmpty
            guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
            let top = isSecond ? root : root + "/memory"
            let file = isSecond ? "memory.max" : "memory.limit_in_bytes"
            var path = String(parts[2])
            while true {
                let name = "\(top)\(path == "/" ? "" : path)/\(file)"
                if let found = try? String(contentsOfFile: name, encoding: .utf8),
                    let bytes = Int(found.filter(\.isNumber)), bytes < 1 << 60
                {
                    limits.append(bytes)
                }
                if path == "/" || path.isEmpty { break }
                path = parentPath(of: path)
            }
        }
        return limits.min()
    }

    /// Throws a sentence with numbers when the limit on the address space leaves too little for the
    /// products of so many threads: OpenBLAS maps a buffer for each at its first product and waits
    /// for ever when it cannot.
    public static func checkAddressSpace(threads: Int) throws {
        guard let left = addressSpaceLeft else { return }
        let needed = threads * (128 + 8 + 64) << 20 + 128 << 20
        if needed <= left { return }
        throw Failure(
            Exit.nothing,
            "memory: expected \(byteCount(needed)) of address space for \(threads) "
                + "\(threads == 1 ? "thread" : "threads"), found \(byteCount(left)) left by the "
                + "limit of this process (ulimit -v); raise it or lower --threads.")
    }

    /// The processors this process may use.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// The current time as "2026-11-21T12:00:00Z".
    public static var utcNow: String { Date().ISO8601Format() }
}

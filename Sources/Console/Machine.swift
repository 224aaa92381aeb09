internal import FileSystem
internal import Foundation

/// The limits of this machine and process: disk, memory, address space, processors.
public enum Machine {
    /// Free bytes of the file system of a path's folder, for this user; nil if unknown.
    public static func freeDisk(near path: String) -> Int? {
        freeBytes(at: folderPath(of: path))
    }

    /// Bytes of memory that this process can have: the least of the installed memory, the rest of
    /// its address space (ulimit -v) and the limit of its control group.
    public static var memory: Int {
        let limits = [addressSpaceLeft, groupLimit()].compactMap { $0 }
        return limits.reduce(Int(clamping: ProcessInfo.processInfo.physicalMemory), min)
    }

    /// Bytes of address space that the process can still map; nil without a limit (ulimit -v).
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

    /// The least memory limit in bytes of the process's control groups (versions 1 and 2) and their
    /// parents; nil without one.
    ///
    /// - Parameters:
    ///   - groups: the file that lists the groups of the process.
    ///   - root: the mount point of the control groups.
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
                if let text = try? String(contentsOfFile: name, encoding: .utf8),
                    let bytes = Int(text.filter(\.isNumber)), bytes < 1 << 60
                {
                    limits.append(bytes)
                }
                if path == "/" || path.isEmpty { break }
                path = parentPath(of: path)
            }
        }
        return limits.min()
    }

    /// Checks that the rest of the address space is enough for `threads`: 200 MiB each, for buffer,
    /// stack and arena, and 128 MiB in all. OpenBLAS maps a buffer per thread at its first product,
    /// and hangs when that fails.
    ///
    /// - Throws: `Failure` with both numbers.
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

    /// Number of processors that this process may use.
    public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// The current time in UTC, as ISO 8601: "2026-11-21T12:00:00Z".
    public static var utcNow: String { Date().ISO8601Format() }

    /// The current time as files have it, nanoseconds since 1970.
    public static var nanoseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) * 1000 }
}

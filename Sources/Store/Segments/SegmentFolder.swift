internal import FileSystem
internal import Foundation

/// The folder `OUT.parts` of a run that is under way: its plan, its segments, and its locks.
public final class SegmentFolder {
    public let path: String
    /// The plan's file.
    public var planPath: String { path + "/plan" }
    private var locks: [FileLock] = []

    /// - Parameter output: the file that the run will end in.
    public init(output: String) { path = output + ".parts" }

    public var exists: Bool { isThere(path) }
    public var hasPlan: Bool { isThere(planPath) }

    /// Throws a sentence when something else than a run's folder stands there: all in such a folder
    /// is removed when the run has ended.
    public func checkContents() throws {
        switch FileKind(path) {
        case .missing: return
        case .folder: break
        default:
            throw OutputError(
                path,
                "expected a free name for the folder of the run's segments, found a file; "
                    + "move it away, or give the output another name.")
        }
        for name in try names(in: path)
        where !Self.belongsToRun(name) {
            throw OutputError(
                path,
                "expected only segments of a run, which are removed at its end, found "
                    + "\(name); move it away, or give the output another name.")
        }
    }

    private static func belongsToRun(_ name: String) -> Bool {
        name == "plan" || name == "lock" || name.hasPrefix("lock-") || name.hasPrefix(".nfs")
            || name.hasSuffix(".partial") || name.hasPrefix("segment-") && name.hasSuffix(".h5")
    }

    /// Makes the folder where it is missing and locks it: for this run alone, or, for shard i of n,
    /// beside runs of the other shards. An error when another run holds it.
    public func lock(shard: (index: Int, count: Int)? = nil) throws {
        try make()
        let whole = path + "/lock"
        try acquire(whole, shared: shard != nil)
        if let shard {
            try acquire("\(path)/lock-\(shard.index)-of-\(shard.count)", shared: false)
        }
    }

    private func make() throws {
        if makeFolder(path) {
            try syncFolder(of: path)
        } else if errno != EEXIST {
            throw systemError(path, "making the folder")
        }
    }

    private func acquire(_ file: String, shared: Bool) throws {
        // A run that ends removes the folder: what was locked may be gone by then.
        for _ in 0..<100 {
            let lock: FileLock
            do {
                lock = try FileLock(file, shared: shared)
            } catch StoreError.missing {
                try make()
                continue
            }
            if lock.isStillNamed {
                locks.append(lock)
                return
            }
        }
        throw StoreError.busy(file: path, by: "it comes and goes")
    }

    /// Waits for the right to write the plan, calls `body`, and lets go.
    public func whilePlanning<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try FileLock(path + "/lock-plan", shared: false, waits: true)
        defer { lock.release() }
        return try body()
    }

    /// Lets go of the folder.
    public func unlock() {
        for lock in locks { lock.release() }
        locks = []
    }

    /// Whether another run holds the folder at this moment, and which.
    public var holder: String? {
        guard exists else { return nil }
        do {
            let lock = try FileLock(path + "/lock", shared: false, creates: false)
            lock.release()
            return nil
        } catch StoreError.busy(_, let by) {
            return by
        } catch {
            return nil
        }
    }

    public func segmentPath(_ index: Int) -> SegmentPath {
        let digits = String(index)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return SegmentPath(path: "\(path)/segment-\(zeros)\(digits).h5")
    }

    /// Removes a segment that is damaged; only for a run that holds the folder.
    public func removeSegment(_ index: Int) throws {
        try remove((segmentPath(index).path as NSString).lastPathComponent)
    }

    /// The segments that stand there, of `count` in all, ascending.
    public func present(of count: Int) throws -> [Int] {
        let names = Set(try names(in: path))
        return (0..<count).filter {
            names.contains((segmentPath($0).path as NSString).lastPathComponent)
        }
    }

    /// Puts the plan there, whole or not at all; `write` fills the file it is given the path of.
    public func commitPlan(_ write: (String) throws -> Void) throws {
        let temporary = SegmentPath(path: planPath)
        do {
            try write(temporary.temporary)
            try temporary.sync()
            try temporary.commit()
        } catch {
            temporary.removeTemporary()
            throw error
        }
    }

    /// Removes what killed runs left half-written; only for the one run that holds the folder.
    public func removeLeftovers() throws {
        for name in try names(in: path)
        where name.hasSuffix(".partial") {
            removeFile("\(path)/\(name)")
        }
    }

    /// Removes all segments, and the plan last: as long as it stands, the rest is known for what
    /// it is.
    public func removeContents() throws {
        let names = try names(in: path)
            .filter { !$0.hasPrefix("lock") }
        for name in names.filter({ $0 != "plan" }) { try remove(name) }
        if names.contains("plan") { try remove("plan") }
    }

    /// Removes the folder, which the finished file has made needless.
    public func remove() throws {
        try removeContents()
        for name in try names(in: path) {
            try remove(name)
        }
        guard removeFolder(path) else { throw systemError(path, "removing the folder") }
        unlock()
    }

    private func remove(_ name: String) throws {
        guard removeFile("\(path)/\(name)") || errno == ENOENT else {
            throw systemError("\(path)/\(name)", "removing it")
        }
    }
}

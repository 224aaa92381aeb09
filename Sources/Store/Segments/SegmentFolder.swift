internal import Digest
internal import FileSystem
internal import Foundation

/// The folder `OUT.parts` of an unfinished run: its plan, its segments and its lock files.
public final class SegmentFolder {
    /// Path of the folder.
    public let path: String
    /// Path of the plan.
    public var planPath: String { path + "/plan" }
    /// Locks that this process holds.
    private var locks: [FileLock] = []

    /// Names the folder of the run that will write `output`; nothing is created.
    public init(output: String) { path = output + ".parts" }

    /// Whether the folder exists.
    public var exists: Bool { isThere(path) }
    /// Whether the folder has a plan.
    public var hasPlan: Bool { isThere(planPath) }

    /// Checks that the folder belongs to a run, since a run removes everything in it at its end.
    ///
    /// - Throws: `OutputError` if there is a file of this name, or another file in the folder.
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

    /// Whether a file name is one that a run uses.
    private static func belongsToRun(_ name: String) -> Bool {
        name == "plan" || name == "lock" || name.hasPrefix("lock-") || name.hasPrefix(".nfs")
            || name.hasSuffix(".partial")
            || name.hasSuffix(".h5")
                && (name.hasPrefix("segment-") || name.hasPrefix(NeuronPartial.prefix))
    }

    /// Creates the folder if it is missing and locks it: exclusively, or together with other shards
    /// of the same run.
    ///
    /// - Parameter shard: Index from 0 and number of the shards; nil for a run without shards.
    /// - Throws: `StoreError.busy` if another run holds the lock.
    public func lock(shard: (index: Int, count: Int)? = nil) throws {
        try make()
        let whole = path + "/lock"
        try acquire(whole, shared: shard != nil)
        if let shard {
            try acquire("\(path)/lock-\(shard.index)-of-\(shard.count)", shared: false)
        }
    }

    /// Creates the folder unless it exists.
    private func make() throws {
        if makeFolder(path) {
            try syncFolder(of: path)
        } else if errno != EEXIST {
            throw systemError(path, "making the folder")
        }
    }

    /// Takes a lock. A run that ends meanwhile may remove the folder, so that it is created again.
    private func acquire(_ file: String, shared: Bool) throws {
        // A run that ends removes the folder, and with it the file that was locked here.
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
        throw StoreError.busy(file: path, by: "the lock file keeps changing")
    }

    /// Waits for the right to write the plan and calls `body` with it.
    public func whilePlanning<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try FileLock(path + "/lock-plan", shared: false, waits: true)
        defer { lock.release() }
        return try body()
    }

    /// Releases all locks.
    public func unlock() {
        for lock in locks { lock.release() }
        locks = []
    }

    /// Which run holds the folder at the moment; nil if none does.
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

    /// Name of a segment: `segment-000012.h5`.
    public func segmentPath(_ index: Int) -> SegmentPath {
        let digits = String(index)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return SegmentPath(path: "\(path)/segment-\(zeros)\(digits).h5")
    }

    /// Path of the partial of the units of some segments, ascending: `neurons-000012.h5`, and for
    /// several the first with a hash of all, `neurons-000012-9c0e1f22-fold.h5`.
    public func neuronPath(_ segments: [Int]) -> SegmentPath {
        let first = segments[0]
        var hash = FNV1a()
        for segment in segments { hash.add(segment) }
        let digits = String(hash.value >> 32, radix: 16)
        let suffix = segments.count > 1 ? "-\(digits)-fold" : ""
        let name = (segmentPath(first).path as NSString).lastPathComponent
        let number = name.dropFirst("segment-".count).dropLast(".h5".count)
        return SegmentPath(
            path: "\(path)/\(NeuronPartial.prefix)\(number)\(suffix).h5")
    }

    /// Names of the partials of units, in byte order.
    public func neuronNames() throws -> [String] {
        try names(in: path).filter { $0.hasPrefix(NeuronPartial.prefix) && $0.hasSuffix(".h5") }
            .sorted()
    }

    /// Removes a partial of units. Only the run that computes its segments may call it.
    public func removeNeurons(_ name: String) throws { try remove(name) }

    /// Removes a damaged segment. Only the run that holds the folder may call it.
    public func removeSegment(_ index: Int) throws {
        try remove((segmentPath(index).path as NSString).lastPathComponent)
    }

    /// Indices of the existing segments out of `count`, ascending.
    public func present(of count: Int) throws -> [Int] {
        let names = Set(try names(in: path))
        return (0..<count).filter {
            names.contains((segmentPath($0).path as NSString).lastPathComponent)
        }
    }

    /// Whether any segment exists, of whichever plan.
    public func hasSegments() throws -> Bool {
        try names(in: path).contains { $0.hasPrefix("segment-") }
    }

    /// Writes the plan as a whole or not at all.
    ///
    /// - Parameter write: Writes the file at the path that it receives.
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

    /// Removes unfinished files of killed runs. Only a run that holds the folder exclusively may
    /// call it.
    public func removeLeftovers() throws {
        for name in try names(in: path)
        where name.hasSuffix(".partial") {
            removeFile("\(path)/\(name)")
        }
    }

    /// Removes all segments and, last, the plan: while it exists, the folder is recognised as that
    /// of a run.
    public func removeContents() throws {
        let names = try names(in: path)
            .filter { !$0.hasPrefix("lock") }
        for name in names.filter({ $0 != "plan" }) { try remove(name) }
        if names.contains("plan") { try remove("plan") }
    }

    /// Removes the folder after the finished file was written.
    public func remove() throws {
        try removeContents()
        for name in try names(in: path) {
            try remove(name)
        }
        guard removeFolder(path) else { throw systemError(path, "removing the folder") }
        unlock()
    }

    /// Removes a file of the folder if it exists.
    private func remove(_ name: String) throws {
        guard removeFile("\(path)/\(name)") || errno == ENOENT else {
            throw systemError("\(path)/\(name)", "removing it")
        }
    }
}

internal import FileSystem
internal import Foundation
internal import Synchronization

/// Temporary files and lock files of this process, so that an interrupted program can remove them.
public enum Unfinished {
    /// Paths of the files that exist at the moment.
    private static let paths = Mutex<Set<String>>([])

    /// A temporary name for a file that will be `path`. Leftovers of dead processes for that file
    /// are removed.
    public static func name(for path: String) -> String {
        removeLeftovers(of: path)
        return temporaryName(for: path)
    }

    /// Registers a file. Call it before the file is created.
    public static func add(_ path: String) { _ = paths.withLock { $0.insert(path) } }

    /// Removes a file from the list. Call it when the file was renamed or removed.
    public static func remove(_ path: String) { _ = paths.withLock { $0.remove(path) } }

    /// Removes all registered files and ends the process. No other thread can register a file in
    /// between.
    public static func removeAll(_ end: () -> Never) -> Never {
        paths.withLock { paths in
            for path in paths where !removeFile(path) { removeFolder(path) }
            end()
        }
    }
}

/// Name of this machine.
let thisHost = ProcessInfo.processInfo.hostName

/// This machine and the process's own numbering of processes: in a container the number of
/// a process says nothing about processes elsewhere, and two containers may have one host name.
private let thisNamespace: String = {
    let link =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    return thisHost + "." + String(link.filter(\.isNumber))
}()

/// Tells this process from others of its number.
private let thisProcess = String(UInt32.random(in: 0...UInt32.max), radix: 36)

/// A name beside `path` that no other process uses: `PATH.HOST.NAMESPACE.RANDOM-PID.partial`.
func temporaryName(for path: String) -> String {
    "\(path).\(thisNamespace).\(thisProcess)-\(getpid()).partial"
}

/// Whether a temporary name is of this machine, given what stands before its process number; names
/// of earlier versions have the host alone.
private func isOfThisMachine(_ owner: Substring, isWhole: Bool) -> Bool {
    let namespace = owner.lastIndex(of: ".").map { owner[..<$0] } ?? ""
    return isWhole
        ? owner == thisHost || namespace == thisNamespace
        : owner.hasSuffix("." + thisHost) || namespace.hasSuffix("." + thisNamespace)
}

/// Removes temporary files and folders for `path` that dead processes of this machine left.
func removeLeftovers(of path: String) {
    removeLeftovers(
        in: folderPath(of: path), prefix: (path as NSString).lastPathComponent + ".", path)
}

/// Removes temporary files in a folder whose names begin with `prefix`, if their process is dead or
/// if they are a second name of `path`.
func removeLeftovers(in folder: String, prefix: String, _ path: String? = nil) {
    guard let names = namesInFolder(folder) else { return }
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(".partial") {
        let middle = name.dropFirst(prefix.count).dropLast(".partial".count)
        guard let dash = middle.lastIndex(of: "-"),
            isOfThisMachine(middle[..<dash], isWhole: !prefix.isEmpty),
            let process = Int32(middle[middle.index(after: dash)...]), process > 0
        else { continue }
        let leftover = "\(folder)/\(name)"
        let isDead = process != getpid() && kill(process, 0) != 0 && errno == ESRCH
        if isDead || path.map({ isSameFile(leftover, $0) }) == true { removeFileOrFolder(leftover) }
    }
}

/// Removes a file, or a folder with the files in it. What cannot be removed stays.
func removeFileOrFolder(_ path: String) {
    if removeFile(path) { return }
    for name in namesInFolder(path) ?? [] { removeFile("\(path)/\(name)") }
    removeFolder(path)
}

/// Removes temporary names of a file that killed runs left.
public func removeTemporaryNames(of path: String) { removeLeftovers(of: path) }

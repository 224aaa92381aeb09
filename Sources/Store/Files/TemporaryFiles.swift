internal import FileSystem
internal import Foundation
internal import Synchronization

/// Files that stand under temporary names at this moment, and locks, of this process.
public enum Unfinished {
    private static let paths = Mutex<Set<String>>([])

    /// A temporary name for a file that will be `path`; what dead processes left there goes.
    public static func name(for path: String) -> String {
        removeLeftovers(of: path)
        return temporaryName(for: path)
    }

    /// To be called before the file is made.
    public static func add(_ path: String) { _ = paths.withLock { $0.insert(path) } }

    /// To be called when the file has its name, or is gone.
    public static func remove(_ path: String) { _ = paths.withLock { $0.remove(path) } }

    /// Removes them all and ends the process: nobody can begin another in between.
    public static func removeAll(_ end: () -> Never) -> Never {
        paths.withLock { paths in
            for path in paths where !removeFile(path) { removeFolder(path) }
            end()
        }
    }
}

/// The name of this machine.
let thisHost = ProcessInfo.processInfo.hostName

/// A name beside `path` that no other process uses: `PATH.HOST-PID.partial`.
func temporaryName(for path: String) -> String { "\(path).\(thisHost)-\(getpid()).partial" }

/// Removes what dead processes of this machine left under temporary names of `path`, files and
/// folders of files, and second names of the file itself.
func removeLeftovers(of path: String) {
    removeLeftovers(
        in: folderPath(of: path), prefix: (path as NSString).lastPathComponent + ".", path)
}

/// The same of all names that begin so.
func removeLeftovers(in folder: String, prefix: String, _ path: String? = nil) {
    guard let names = namesInFolder(folder) else { return }
    for name in names where name.hasPrefix(prefix) && name.hasSuffix(".partial") {
        let middle = name.dropFirst(prefix.count).dropLast(".partial".count)
        guard let dash = middle.lastIndex(of: "-"),
            prefix.isEmpty
                ? middle[..<dash].hasSuffix("." + thisHost) : middle[..<dash] == thisHost,
            let process = Int32(middle[middle.index(after: dash)...]), process > 0
        else { continue }
        let leftover = "\(folder)/\(name)"
        let isDead = process != getpid() && kill(process, 0) != 0 && errno == ESRCH
        if isDead || path.map({ isSameFile(leftover, $0) }) == true { removeFileOrFolder(leftover) }
    }
}

/// Removes a file, or a folder with the files in it; what cannot go stays.
func removeFileOrFolder(_ path: String) {
    if removeFile(path) { return }
    for name in namesInFolder(path) ?? [] { removeFile("\(path)/\(name)") }
    removeFolder(path)
}

/// Removes the names that killed runs had given a file beside its own before they were taken away.
public func removeTemporaryNames(of path: String) { removeLeftovers(of: path) }

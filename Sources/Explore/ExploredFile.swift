internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import MapPages
internal import Page
internal import Store

/// The file of the command line: a map, or a store with a map that is made of it.
struct ExploredFile {
    /// The map.
    let map: DescribedMap
    /// Path of the store of the map; nil if it cannot be reached.
    let store: String?

    /// Reads a map, or makes one of a store's final layer.
    ///
    /// - Parameters:
    ///   - path: A map or a store.
    ///   - cache: Folder for a map that is made.
    ///   - threads: The threads of `reduce`; nil for its default.
    ///   - quiet: Whether `reduce` prints errors only.
    ///   - progress: Prints a line.
    /// - Throws: `StoreError` or `Failure` for any other file.
    init(
        _ path: String, cache: String, threads: Int?, quiet: Bool, progress: (String) -> Void
    ) throws {
        try checkReadable(path)
        let isMap = try ReductionReader.isMap(path)
        let mapPath = isMap ? path : "\(cache)/map.h5"
        let reduction =
            isMap
            ? try Self.read(path)
            : try Self.map(
                of: EmbeddingReader(path), at: mapPath, threads: threads, quiet: quiet,
                progress: progress)
        let name = (((path as NSString).lastPathComponent) as NSString).deletingPathExtension
        let map = DescribedMap(path: mapPath, name: name, reduction: reduction)
        progress(
            "read     \(mapPath): "
                + counted(
                    reduction.rows.count, reduction.rowNoun.one, reduction.rowNoun.many)
                + (reduction.isVerified ? "" : ", \(Reduction.unverifiedNote)"))
        self.map = map
        guard map.rowKind != .vectors else {
            store = nil
            return
        }
        do {
            store = try map.wholeStore().path
        } catch let error as UnreachableStore {
            progress("note     no search, and only the thumbnails in the map: \(error.reason)")
            store = nil
        }
    }

    /// The map of a store in the cache, made if it is not there or of another state of the store.
    private static func map(
        of store: EmbeddingReader, at path: String, threads: Int?, quiet: Bool,
        progress: (String) -> Void
    ) throws -> Reduction {
        let hash = try store.contentHash()
        if isThere(path), let known = try? read(path),
            known.origin.uuid == store.uuid, known.origin.hash == hash, known.isFinished
        {
            return known
        }
        guard makeFolders(folderPath(of: path)) else {
            throw Failure(
                Exit.inputOutput,
                "\(folderPath(of: path)): the folder for the map could not be made "
                    + "(\(systemText())); run reduce \(shellText(store.path)), then explore "
                    + "its map.")
        }
        if isThere(path), (try? ReductionReader.isMap(path)) != true {
            throw Failure(
                Exit.nothing,
                "\(path): expected the cache of a map, found another file; move it away, or "
                    + "explore a map that reduce wrote.")
        }
        progress("reduce   \(store.path): no map yet")
        let code = try run(
            "reduce",
            ["--layer", "final", "-o", path, "--overwrite"]
                + (threads.map { ["--threads", "\($0)"] } ?? []) + (quiet ? ["--quiet"] : [])
                + ["--", store.path])
        if code != 0 {
            throw Failure(code, "\(store.path): reduce could not make a map of it.")
        }
        return try read(path)
    }

    /// The outline of a map file.
    private static func read(_ path: String) throws -> Reduction {
        try ReductionReader.read(path, extent: .outline) {
            if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
        }
    }

    /// Runs a program of the suite, which lies beside this one, to its end.
    private static func run(_ name: String, _ arguments: [String]) throws -> Int32 {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = folderPath(of: own ?? CommandLine.arguments[0])
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "\(folder)/\(name)")
        program.arguments = arguments
        do {
            try program.run()
        } catch {
            throw Failure(
                Exit.nothing, "\(folder)/\(name): expected the program, found none that runs.")
        }
        // It is in a process group of its own, which Ctrl-C does not reach.
        while program.isRunning && Interruption.exitCode == nil { usleep(20_000) }
        if program.isRunning { program.interrupt() }
        program.waitUntilExit()
        if let code = Interruption.exitCode { throw Failure(code, "interrupted.") }
        return program.terminationReason == .exit ? program.terminationStatus : Exit.nothing
    }
}

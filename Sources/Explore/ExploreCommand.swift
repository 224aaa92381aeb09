internal import ArgumentParser
internal import Console
internal import Dense
internal import FileSystem
internal import Foundation
internal import MapPages
internal import ModelLoading
internal import Page
internal import Store

/// The command `explore`: opens a map, or makes one of a store, and serves its page.
///
/// A request goes `PageServer` -> `Gate` -> `Routes` -> `ExploredMap` or `StoreSearch`.
@main
struct ExploreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Serve the map of a store of any size to a browser.",
        discussion: """
            Serves the page of plot from this machine, with points, thumbnails and files loaded as \
            they are needed, and searches the store by an image of the map or an image file \
            dropped on the page. Nothing is written but the folders FILE.explore and \
            STORE.search, caches that may be deleted. Ctrl-C ends the server.

            Example: explore out.h5
            """,
        version: toolVersion)

    @Argument(
        help: ArgumentHelp(
            "A map written by reduce, or a file written by extract: its final layer is then "
                + "reduced first.",
            valueName: "MAP|STORE"))
    var file: String

    /// Range: 1...65535.
    @Option(help: "The port; if it is in use, the next free one is used.")
    var port = 8265

    @Option(
        help: ArgumentHelp(
            "The IPv4 address to listen on. Any other than loopback requires the token that "
                + "explore prints.",
            valueName: "ADDRESS"))
    var host = "127.0.0.1"

    @Flag(inversion: .prefixedNo, help: "Open the browser, where there is one.")
    var open = true

    @Option(
        help: ArgumentHelp(
            "The store's checkpoint, needed to search by an image file: a file, an address or a "
                + "published name. Default: the recorded path, or the download cache.",
            valueName: "FILE|URL|NAME"))
    var weights: String?

    @OptionGroup var downloads: DownloadOptions

    @Flag(help: "Print only the address and errors.")
    var quiet = false

    @Option(help: "Threads; results do not depend on it. Default: one per processor.")
    var threads: Int?

    static func main() { runProgram(Self.self) }

    func validate() throws {
        try checkNumber("--port", port, in: 1...65_535)
        try checkThreads(threads)
        guard IPv4Address(host) != nil else {
            throw ValidationError(
                "--host: expected an IPv4 address such as 127.0.0.1 or 0.0.0.0, found "
                    + "\"\(host)\".")
        }
    }

    func run() throws {
        useSingleThreadedBLAS()
        Parallelism.threads = threads ?? Machine.processors
        do {
            let source = try ExploredFile(
                file, cache: cache, threads: threads, quiet: quiet, progress: printProgress)
            try serve(source)
        } catch let error as StoreError {
            throw Failure(Exit.nothing, error.description)
        }
    }

    /// Folder of the tiles and of a map that was made here.
    private var cache: String { file + ".explore" }

    /// Serves the page until the program is interrupted.
    private func serve(_ source: ExploredFile) throws {
        let store = source.store
        let reduction = source.map.reduction
        let (host, port, quiet) = (host, UInt16(port), quiet)
        let search = try store.flatMap {
            try StoreSearch(reduction, store: $0, weights: weights, downloads: downloads) {
                if !quiet { printMessage($0) }
            }
        }
        let map = try ExploredMap(
            source.map, store: store, cache: cache,
            search: search.map { _ in
                SearchDescription(space: StoreSearch.space(of: reduction), files: true)
            })
        let isLoopback = IPv4Address(host)?.isLoopback == true
        let running = try waiting {
            for note in try await map.notes() where !quiet { printMessage("note     \(note)") }
            return try await PageServer.start(
                Routes(map: map, search: search), host: host, port: port,
                token: isLoopback ? nil : Gate.makeToken())
        }
        let address = ServedAddress(host: host, gate: running.gate)
        printMessage(address.text)
        if !(open && address.openBrowser()) { printProgress(address.forwarding) }
        printProgress("serve    \(source.map.path); Ctrl-C ends it")
        while Interruption.exitCode == nil {
            if let reason = running.end { throw Failure(Exit.inputOutput, reason) }
            usleep(50_000)
        }
        // Requests that are being answered end with the program.
        printProgress("ended")
    }

    /// Prints a line to standard error unless `--quiet` was given.
    private func printProgress(_ line: String) {
        if !quiet { printMessage(line) }
    }
}

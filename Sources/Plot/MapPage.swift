internal import Console
internal import Figures
internal import FileSystem
internal import Foundation
internal import Page
internal import Store

/// The page with the maps of all files, `map.html`, and for large maps the folder `map.data`.
struct MapPage {
    /// Folder of the page.
    let folder: String
    /// The page.
    private let document: PageDocument

    /// Name of the file.
    static let name = "map.html"

    /// Prepares the page of all files that have a map; nil if none has one.
    ///
    /// - Parameters:
    ///   - report: Collects why files are missing.
    ///   - message: Prints a line about what the page leaves out.
    /// - Throws: `Failure` if a file cannot be read.
    init?(
        _ files: [MapFile], folder: String, thumbnails: ThumbnailSide, report: inout Report,
        message: (String) -> Void
    ) throws {
        var shown: [MapFile] = []
        var sets: [PageSet] = []
        for file in files {
            do {
                let (map, note) = try file.pageMap(folder: folder, thumbnails)
                let set = try PageSet(map, number: sets.count)
                for line in [note].compactMap(\.self) + set.notes { message(line) }
                sets.append(set)
                shown.append(file)
            } catch let missing as MissingContent {
                report.add(.page, file.path, missing.reason)
            } catch let error as StoreError {
                throw Failure(Exit.nothing, error)
            }
        }
        if sets.isEmpty { return nil }
        self.folder = folder
        document = PageDocument(
            title: MapFile.title(of: shown), tool: "vitrine \(toolVersion)",
            sets: sets, mark: pageMark, scriptMark: scriptMark)
    }

    /// Names of the scripts in their folder; empty for a page without.
    var scriptNames: [String] { document.scriptNames }
    /// Path of the folder with the scripts.
    private var scripts: String { "\(folder)/\(PageDocument.chunkFolder)" }

    /// Writes the scripts, if the page has any, and the page. Scripts of an earlier page go.
    func write(_ drawing: Drawing) throws {
        let names = Set(scriptNames)
        if !names.isEmpty {
            guard makeFolders(scripts) else {
                throw Failure(
                    Exit.inputOutput, "\(scripts): the folder could not be made: \(systemText()).")
            }
            try document.writeScripts { try AtomicFile.write($1, to: "\(scripts)/\($0)") }
            if !drawing.quiet { printResult(scripts) }
        }
        try drawing.write(document.html(), to: "\(folder)/\(Self.name)")
        guard FileKind(scripts) == .folder else { return }
        for name in namesInFolder(scripts) ?? [] where !names.contains(name) {
            let path = "\(scripts)/\(name)"
            if isOwnFigure(path) { removeFile(path) }
        }
        if names.isEmpty { removeFolder(scripts) }
    }
}

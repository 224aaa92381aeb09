internal import Console
internal import Figures
internal import FileSystem
internal import Foundation
internal import Page
internal import Store

/// The folder of the figures. Files that `plot` wrote are recognised by a mark in them
/// (`isOwnFigure`) and replaced; all others only with `--overwrite`; inputs never.
struct FigureFolder {
    /// Path of the folder.
    let path: String
    /// The rule for outputs of the command.
    private let rule: OutputRule

    /// Names a folder; nothing is created.
    init(path: String, inputs: [String], overwrite: Bool) {
        self.path = path
        rule = OutputRule(inputs: inputs, overwrite: overwrite)
    }

    /// Checks that the path can be a folder.
    ///
    /// - Throws: `OutputError`.
    func checkFolder() throws { try rule.check(folder: path) }

    /// Creates the folder and its parents.
    ///
    /// - Throws: `Failure` with the system's reason.
    func make() throws {
        guard makeFolders(path) else {
            throw Failure(
                Exit.inputOutput, "\(path): the folder could not be made: \(systemText()).")
        }
    }

    /// Checks that the files may be written.
    ///
    /// - Parameter scripts: Names of the scripts of the map page.
    /// - Parameter names: Names of the files. It is called only if the folder has a file that may
    ///   not be replaced, since all figures must be computed to know their names.
    /// - Throws: `OutputError`.
    func checkFiles(
        format: FigureFormat, scripts: [String], names: () throws -> [String]
    ) throws {
        try check(scripts: scripts)
        guard let present = namesInFolder(path) else {
            throw Failure(
                Exit.inputOutput, "\(path): the folder cannot be read: \(systemText()).")
        }
        let suffix = ".\(format.rawValue)"
        let kept = Set(
            present.filter { name in
                (name.hasSuffix(suffix) || [MapPage.name, "index.html"].contains(name))
                    && (try? check(name)) == nil
            })
        if kept.isEmpty { return }
        for name in try names() where kept.contains(name) { try check(name) }
    }

    /// Checks that the scripts of the map page may be written to their folder.
    private func check(scripts: [String]) throws {
        if scripts.isEmpty { return }
        let folder = PageDocument.chunkFolder
        try rule.check(folder: "\(path)/\(folder)")
        let present = Set(namesInFolder("\(path)/\(folder)") ?? [])
        for name in scripts where present.contains(name) { try check("\(folder)/\(name)") }
    }

    /// Checks that one file may be written.
    private func check(_ name: String) throws {
        try rule.check(file: "\(path)/\(name)") {
            isOwnFigure($0) ? nil : "a file that plot did not write"
        }
    }
}

internal import Console
internal import Figures
internal import FileSystem
internal import Foundation
internal import Store

/// The folder that figures go to: files in it that plot has written are replaced, all others only
/// with `--overwrite`, and inputs never.
struct FigureFolder {
    let path: String
    private let rule: OutputRule

    init(path: String, inputs: [String], overwrite: Bool) {
        self.path = path
        rule = OutputRule(inputs: inputs, overwrite: overwrite)
    }

    func checkFolder() throws { try rule.check(folder: path) }

    func make() throws {
        guard makeFolders(path) else {
            throw Failure(
                Exit.inputOutput, "\(path): the folder could not be made: \(systemText()).")
        }
    }

    /// Throws a sentence when a file that would be written stands there and may not be replaced.
    ///
    /// - Parameter names: which files would be written: asked for only where the folder holds one
    ///   that may not be replaced, since the figures have to be made to know it.
    func checkFiles(format: FigureFormat, names: () throws -> [String]) throws {
        guard let present = namesInFolder(path) else {
            throw Failure(
                Exit.inputOutput, "\(path): the folder cannot be read: \(systemText()).")
        }
        let suffix = ".\(format.rawValue)"
        let kept = Set(
            present.filter { name in
                (name.hasSuffix(suffix) || name == "index.html") && (try? check(name)) == nil
            })
        if kept.isEmpty { return }
        for name in try names() where kept.contains(name) { try check(name) }
    }

    private func check(_ name: String) throws {
        try rule.check(file: "\(path)/\(name)") {
            isOwnFigure($0) ? nil : "a file that plot did not write"
        }
    }
}

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

/// A name for each map: its file's without extension and, where several have that, with as many
/// folders before it as it takes, or a number at last.
func distinctNames(of paths: [String]) -> [String] {
    let parts = paths.map { path in
        let url = URL(fileURLWithPath: absolutePath(path))
        return url.deletingPathExtension().pathComponents.filter { $0 != "/" }
            .map { $0.replacingOccurrences(of: "/", with: "_") }
    }
    var depths = paths.map { _ in 1 }
    func names() -> [String] {
        zip(parts, depths).map { parts, depth in parts.suffix(depth).joined(separator: "-") }
    }
    while true {
        let counts = Dictionary(names().map { ($0, 1) }, uniquingKeysWith: +)
        let deeper = zip(names(), parts).enumerated().filter { index, item in
            (counts[item.0] ?? 0) > 1 && depths[index] < item.1.count
        }
        if deeper.isEmpty { break }
        for (index, _) in deeper { depths[index] += 1 }
    }
    var taken: Set<String> = []
    return names().map { name in
        var free = name
        var number = 2
        while !taken.insert(free).inserted {
            free = "\(name)-\(number)"
            number += 1
        }
        return free
    }
}

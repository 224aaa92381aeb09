internal import Console
internal import Foundation

/// What `plot` prints besides the names of its files: what could not be drawn, a line a reason, and
/// at the end what was written and where to look first.
struct Report {
    private struct Missing {
        let reason: String
        var kinds: [FigureKind]
        var paths: [String]
    }

    private var missing: [Missing] = []
    /// Whether the command has several maps, whose lines name theirs at the end.
    let hasSeveralMaps: Bool

    init(hasSeveralMaps: Bool) { self.hasSeveralMaps = hasSeveralMaps }

    /// Keeps that a file has no figure of a kind; the same reason of another kind or file joins it.
    mutating func add(_ kind: FigureKind, _ path: String, _ reason: String) {
        guard let place = missing.firstIndex(where: { $0.reason == reason }) else {
            missing.append(Missing(reason: reason, kinds: [kind], paths: [path]))
            return
        }
        if !missing[place].kinds.contains(kind) { missing[place].kinds.append(kind) }
        if !missing[place].paths.contains(path) { missing[place].paths.append(path) }
    }

    /// A line a reason: "t.h5: no scatter, maps: ...", or of several files "no scatter: ... (in
    /// a.h5, b.h5)".
    var lines: [String] {
        missing.map { entry in
            let kinds = "no " + entry.kinds.map(\.rawValue).joined(separator: ", ")
            let paths = entry.paths.joined(separator: ", ")
            return hasSeveralMaps
                ? "\(kinds): \(entry.reason.trimmingCharacters(in: ["."])) (in \(paths))."
                : "\(paths): \(kinds): \(entry.reason)"
        }
    }

    /// The last lines: what was written, and where to look first.
    static func ending(
        _ output: String, figures: [DrawnPicture], hasPage: Bool, findings: String?
    ) -> [String] {
        guard figures.count > 1 else { return [] }
        let kinds = figures.map(\.picture.kind)
        var lines = [
            "wrote    \(figures.count) figures" + (hasPage ? " and index.html" : "")
                + " in \(output)"
        ]
        // The most telling first, by what a reader came for.
        let first =
            [FigureKind.findings, .scatter, .scenes, .attention].lazy.compactMap { kind in
                kinds.firstIndex(of: kind).map { figures[$0] }
            }.first ?? figures[0]
        let why = first.picture.kind == .findings ? findings.map { " (\($0))" } ?? "" : ""
        lines.append(
            "look at  " + (hasPage ? "\(output)/index.html first, then " : "")
                + "\(output)/\(first.file)\(why)")
        return lines
    }
}

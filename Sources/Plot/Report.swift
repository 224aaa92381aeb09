internal import Figures
internal import Foundation

/// What `plot` prints besides file names: why figures are missing, one line per reason, and at the
/// end what was written and which figure to look at first.
struct Report {
    /// A reason with all kinds and files to which it applies.
    private struct Missing {
        /// The sentence.
        let reason: String
        /// Kinds of figures that it concerns.
        var kinds: [FigureKind]
        /// Map files that it concerns.
        var paths: [String]
    }

    /// The reasons in their order.
    private var missing: [Missing] = []
    /// Whether an option selected something that does not exist.
    private(set) var hasWrongUse = false
    /// Whether the command has several map files; then each line ends with those that it is about.
    let hasSeveralMaps: Bool

    /// A report without any reasons.
    init(hasSeveralMaps: Bool) { self.hasSeveralMaps = hasSeveralMaps }

    /// Records why a file has no figure of a kind. Equal reasons become one line.
    ///
    /// - Parameters:
    ///   - path: Path of the map file, or of several.
    ///   - reason: A sentence.
    ///   - isWrongUse: Whether an option selected something that does not exist; then the exit code
    ///     is 64 if nothing was drawn.
    mutating func add(
        _ kind: FigureKind, _ path: String, _ reason: String, isWrongUse: Bool = false
    ) {
        hasWrongUse = hasWrongUse || isWrongUse
        guard let place = missing.firstIndex(where: { $0.reason == reason }) else {
            missing.append(Missing(reason: reason, kinds: [kind], paths: [path]))
            return
        }
        if !missing[place].kinds.contains(kind) { missing[place].kinds.append(kind) }
        if !missing[place].paths.contains(path) { missing[place].paths.append(path) }
    }

    /// One line per reason: "t.h5: no scatter, maps: ...", or for several files "no scatter: ...
    /// (in a.h5, b.h5)".
    var lines: [String] {
        missing.map { entry in
            let kinds = "no " + entry.kinds.map(\.rawValue).joined(separator: ", ")
            let paths = entry.paths.joined(separator: ", ")
            return hasSeveralMaps
                ? "\(kinds): \(entry.reason.trimmingCharacters(in: ["."])) (in \(paths))."
                : "\(paths): \(kinds): \(entry.reason)"
        }
    }

    /// The last lines: what was written, and what to look at first. Empty if a single requested
    /// file was written.
    ///
    /// - Parameters:
    ///   - output: The folder.
    ///   - figures: The figures that were written.
    ///   - pages: Names of the pages that were written, the most important first.
    ///   - findings: Counts of the findings, and the name of their file; nil without findings.
    func ending(
        _ output: String, figures: [DrawnFigure], pages: [String],
        findings: (source: String, words: String)?
    ) -> [String] {
        guard figures.count + pages.count > 1 || !missing.isEmpty else { return [] }
        let count = CountedNoun("figure", "figures").counted(figures.count)
        let written = listed(pages + (figures.isEmpty ? [] : [count]))
        // Findings come first, then the figures that most users look for.
        let sheet = findings.flatMap { counts in
            figures.first { $0.figure.kind == .findings && $0.source == counts.source }
        }
        let first =
            sheet
            ?? [FigureKind.scatter, .scenes, .attention].lazy.compactMap { kind in
                figures.first { $0.figure.kind == kind }
            }.first ?? figures.first
        let why = sheet == nil ? "" : findings.map { " (\($0.words))" } ?? ""
        let places =
            pages.map { "\(output)/\($0)" } + (first.map { ["\(output)/\($0.file)"] } ?? [])
        return [
            "wrote    \(written) in \(output)",
            "look at  \(places[0])"
                + (places.count > 1 ? " first, then \(listed(Array(places.dropFirst())))" : "")
                + why,
        ]
    }
}

internal import Console
internal import Images
internal import Text

/// The assignment of the rows of a label table to images, and the counts of both without a partner.
struct LabelMatching {
    /// Index of each image's row in the table, -1 without one, `[images]`.
    let rows: [Int32]
    /// The counts for the plan and the user.
    private(set) var counts: LabelCounts

    /// - Throws: `Failure` when the table has two labels for one image, or matches none.
    init(_ table: LabelTable, _ images: CuratedImages) throws {
        let matching = try PathMatching(
            PathMatching.Lines(
                paths: table.rows.map(\.path),
                agree: { table.rows[$0].agrees(with: table.rows[$1]) },
                contradiction: {
                    LabelTable.contradiction(table.file, table.rows[$0], table.rows[$1])
                }), images)
        rows = matching.lines
        counts = LabelCounts(file: table.file, images: images.count)
        counts.noun = images.noun == "images" ? nil : images.noun
        counts.byRule = matching.byRule
        counts.repeatedLines = matching.repeated + table.repeatedLines
        counts.unmatchedLines = matching.isFree.count { $0 }
        if let first = matching.isFree.firstIndex(of: true) {
            counts.firstLine = table.rows[first].line
            counts.firstLinePath = table.rows[first].displayPath
        }
        try countUnmatched(images)
        if counts.matched == 0 { throw nothingMatched(table, images) }
    }

    /// Counts the images with a row, and notes the first without one.
    private mutating func countUnmatched(_ images: CuratedImages) throws {
        counts.matched = rows.count { $0 >= 0 }
        guard let first = rows.firstIndex(of: -1) else { return }
        try images.forEachPath { index, path in
            if index == first { counts.firstImage = displayText(path) }
        }
    }

    /// The failure for a table that matches no image, with examples from both sides.
    private func nothingMatched(_ table: LabelTable, _ images: CuratedImages) -> Failure {
        let line = table.rows[0]
        var names: Set<[UInt8]> = []
        try? images.forEachPath { _, path in names.insert(fileName(path)) }
        let byName = table.rows.count { names.contains(fileName($0.path)) }
        let hint =
            byName == 0
            ? ""
            : " The file names alone of \(counted(byName, "line")) match images: add the folders "
                + "in front of them."
        let relative = images.root.map { " Paths are relative to \($0)." } ?? ""
        return Failure(
            Exit.data,
            "--labels \(table.file): expected the paths of images, such as "
                + "\"\(counts.firstImage)\", found none in "
                + "\(counted(table.rows.count, "line")) (line \(line.line) has "
                + "\"\(line.displayPath)\").\(relative) Absolute "
                + "paths, \"./\" or the folder's own name in front, backslashes, a different "
                + "letter case, another Unicode form and a missing extension are accepted where "
                + "exactly one image fits.\(hint)")
    }
}

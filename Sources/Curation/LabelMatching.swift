internal import Console
internal import Images

/// The assignment of the rows of a label table to images, and the counts of both without a partner.
struct LabelMatching {
    /// Index of each image's row in the table, -1 without one, `[images]`.
    private(set) var rows: [Int32]
    /// The counts for the plan and the user.
    private(set) var counts: LabelCounts

    /// Assigns rows rule by rule, each to the whole table, so that a looser rule never changes a
    /// more literal match. A rule that is not certain counts only where one row and one image
    /// agree.
    ///
    /// - Parameter root: the folder that the images' paths are relative to.
    /// - Throws: `Failure` when the table has two labels for one image, or matches none.
    init(_ table: LabelTable, _ images: ImageList, root: String) throws {
        rows = [Int32](repeating: -1, count: images.count)
        counts = LabelCounts(file: table.file, images: images.count)
        var isFree = [Bool](repeating: true, count: table.rows.count)
        let keys = PathKeys(root: root)
        for rule in PathRule.allCases {
            var candidates: [[UInt8]: [Int]] = [:]
            for (index, row) in table.rows.enumerated() where isFree[index] {
                candidates[keys.key(row.path, rule), default: []].append(index)
            }
            if candidates.isEmpty { break }
            let matched = try match(table, images, candidates, keys, rule)
            for row in matched { isFree[row] = false }
        }
        counts.repeatedLines += table.repeatedLines
        counts.unmatchedLines = isFree.count { $0 }
        if let first = isFree.firstIndex(of: true) {
            counts.firstLine = table.rows[first].line
            counts.firstLinePath = table.rows[first].displayPath
        }
        try countUnmatched(images)
        if counts.matched == 0 { throw nothingMatched(table, images, root) }
    }

    /// The images that one row matches by the present rule.
    private struct Claim {
        /// Path of the first image that the row matches.
        let path: [UInt8]
        var images: [Int]
        /// Rows with other spellings of the path and the same label.
        let repeated: ArraySlice<Int>
        /// Whether images with different paths match the row.
        var isContested = false
    }

    /// Applies one rule to all images.
    ///
    /// - Parameter candidates: indices of unassigned rows by their keys.
    /// - Returns: the rows that are assigned or repeat an assigned one.
    private mutating func match(
        _ table: LabelTable, _ images: ImageList, _ candidates: [[UInt8]: [Int]],
        _ keys: PathKeys, _ rule: PathRule
    ) throws -> Set<Int> {
        var claims: [Int: Claim] = [:]
        var repeated: Set<Int> = []
        try images.forEachImage { index, image in
            guard let candidates = candidates[keys.key(image.path, rule)] else { return }
            let isTaken = rows[index] >= 0
            let known = isTaken ? Int(rows[index]) : candidates[0]
            if let other = candidates.first(where: {
                !table.rows[$0].agrees(with: table.rows[known])
            }) {
                guard rule.isCertain else { return }
                throw LabelTable.contradiction(table.file, table.rows[known], table.rows[other])
            }
            if isTaken {
                if rule.isCertain { repeated.formUnion(candidates) }
                return
            }
            guard var claim = claims[known] else {
                claims[known] = Claim(
                    path: image.path, images: [index], repeated: candidates.dropFirst())
                return
            }
            claim.images.append(index)
            claim.isContested = claim.isContested || !rule.isCertain && claim.path != image.path
            claims[known] = claim
        }
        var finished = repeated
        for (row, claim) in claims where !claim.isContested {
            for image in claim.images { rows[image] = Int32(row) }
            counts.byRule[rule.rawValue] += claim.images.count
            finished.insert(row)
            finished.formUnion(claim.repeated)
            repeated.formUnion(claim.repeated)
        }
        counts.repeatedLines += repeated.count
        return finished
    }

    /// Counts the images with a row, and notes the first without one.
    private mutating func countUnmatched(_ images: ImageList) throws {
        counts.matched = rows.count { $0 >= 0 }
        guard let first = rows.firstIndex(of: -1) else { return }
        counts.firstImage = try images.images(first..<first + 1)[0].displayPath
    }

    /// The failure for a table that matches no image, with examples from both sides.
    private func nothingMatched(
        _ table: LabelTable, _ images: ImageList, _ root: String
    ) -> Failure {
        let line = table.rows[0]
        var names: Set<[UInt8]> = []
        try? images.forEachImage { _, image in names.insert(fileName(image.path)) }
        let byName = table.rows.count { names.contains(fileName($0.path)) }
        let hint =
            byName == 0
            ? ""
            : " The file names alone of \(counted(byName, "line")) match images: add the folders "
                + "in front of them."
        return Failure(
            Exit.data,
            "--labels \(table.file): expected the paths of images, such as "
                + "\"\(counts.firstImage)\", found none in "
                + "\(counted(table.rows.count, "line")) (line \(line.line) has "
                + "\"\(line.displayPath)\"). Paths are relative to \(root). Absolute "
                + "paths, \"./\" or the folder's own name in front, backslashes, a different "
                + "letter case, another Unicode form and a missing extension are accepted where "
                + "exactly one image fits.\(hint)")
    }

    private func fileName(_ path: [UInt8]) -> [UInt8] {
        Array(path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
    }
}

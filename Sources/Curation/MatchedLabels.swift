internal import Console
public import Images

/// The labels and decisions of the files of `--labels` for each image.
public struct MatchedLabels {
    /// A file with the row of each image, -1 without one.
    private enum Rows {
        case table(LabelTable, rows: [Int32])
        case review(ReviewTable, rows: [Int32])
    }

    private var files: [Rows] = []
    /// Names of the columns besides path, label and split.
    public let columns: [String]
    /// The counts of each label table.
    public private(set) var counts: [LabelCounts] = []
    /// A line on each review for the user.
    public private(set) var reviews: [String] = []

    init(columns: [String]) { self.columns = columns }

    mutating func add(_ table: LabelTable, _ matching: LabelMatching) {
        files.append(.table(table, rows: matching.rows))
        counts.append(matching.counts)
    }

    mutating func add(
        _ review: ReviewTable, _ matching: EntryMatching, _ path: String, _ images: CuratedImages
    ) {
        files.append(.review(review, rows: matching.entries))
        var tally: [ReviewTable.Decision: Int] = [:]
        for row in matching.entries where row >= 0 {
            tally[review.rows[Int(row)].decision, default: 0] += 1
        }
        let words: [ReviewTable.Decision: String] = [
            .drop: "dropped", .relabel: "relabelled", .keep: "kept",
        ]
        let parts = [ReviewTable.Decision.drop, .relabel, .keep].map {
            "\(tally[$0, default: 0]) \(words[$0] ?? "")"
        }
        reviews.append(
            "\(path): decisions about \(matching.matched) of \(counted(images.count, images)), "
                + parts.joined(separator: ", ")
                + matching.remarks(review.rows.map(\.entry), images))
    }

    /// The last decision about an image; nil without one.
    private func decision(_ image: Int) -> ReviewTable.Decision? {
        for file in files.reversed() {
            if case .review(let review, let rows) = file, rows[image] >= 0 {
                return review.rows[Int(rows[image])].decision
            }
        }
        return nil
    }

    /// Whether the last decision about an image is to leave it out.
    public func isDropped(_ image: Int) -> Bool { decision(image) == .drop }

    /// Whether there is no file.
    public var isEmpty: Bool { files.isEmpty }

    /// Whether a label table has a row for an image.
    public func hasTableRow(_ image: Int) -> Bool {
        files.contains { file in
            if case .table(_, let rows) = file { return rows[image] >= 0 }
            return false
        }
    }

    /// Number of images among `count` by their last decision.
    public func decisions(of count: Int) -> (dropped: Int, kept: Int, relabelled: Int) {
        var tally: [ReviewTable.Decision: Int] = [:]
        for image in 0..<count {
            if let decision = decision(image) { tally[decision, default: 0] += 1 }
        }
        return (tally[.drop, default: 0], tally[.keep, default: 0], tally[.relabel, default: 0])
    }

    /// The label of an image; "" for none.
    ///
    /// - Parameter before: its label without the files, which counts if none of them is a table.
    public func label(of image: Int, before: String) -> String {
        var label = counts.isEmpty ? before : ""
        for file in files {
            switch file {
            case .table(let table, let rows):
                if rows[image] >= 0 { label = table.rows[Int(rows[image])].label ?? label }
            case .review(let review, let rows):
                guard rows[image] >= 0 else { continue }
                let row = review.rows[Int(rows[image])]
                if row.decision == .relabel { label = row.label }
            }
        }
        return label
    }

    /// The image with the label, split and columns of the files; columns of `image` stay if no file
    /// is a table.
    public func described(_ image: ListedImage, _ index: Int) -> ListedImage {
        var split = image.split
        var values: [String: String] = [:]
        for case .table(let table, let rows) in files where rows[index] >= 0 {
            let row = table.rows[Int(rows[index])]
            if !row.split.isEmpty { split = row.split }
            for (name, value) in zip(table.columns, row.columns) { values[name] = value }
        }
        return image.described(
            label: label(of: index, before: image.label ?? ""), split: split,
            columns: counts.isEmpty ? image.columns : columns.map { values[$0] ?? "" })
    }
}

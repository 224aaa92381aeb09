internal import Console
internal import Digest
internal import FileSystem

/// The files of `--labels`: label tables and reviews. A later one overrides an earlier one.
public struct LabelFiles {
    private enum Content {
        case table(LabelTable)
        case review(ReviewTable)
    }

    private let files: [(path: String, content: Content)]
    /// SHA-256 of each file, hexadecimal.
    public let digests: [String]

    /// Reads the files. A file is a review if its first row has the column `decision`.
    ///
    /// - Throws: `Failure` for a file that cannot be read, and for a row that is malformed.
    public init(_ paths: [String]) throws {
        var digests: [String] = []
        files = try paths.map { path in
            guard let bytes = wholeFile(path) else {
                throw Failure(
                    Exit.nothing,
                    "--labels \(path): expected a CSV file with labels, found none that can be "
                        + "read.")
            }
            digests.append(hexadecimal(SHA256.digest(bytes)))
            let content: Content =
                ReviewTable.isReview(bytes)
                ? .review(try ReviewTable(bytes, source: "--labels \(path)"))
                : .table(try LabelTable(path: path))
            return (path, content)
        }
        self.digests = digests
    }

    /// Whether there is no file.
    public var isEmpty: Bool { files.isEmpty }

    private var tables: [(path: String, table: LabelTable)] {
        files.compactMap { file -> (path: String, table: LabelTable)? in
            if case .table(let table) = file.content { return (file.path, table) }
            return nil
        }
    }

    /// Whether a file is a label table, which replaces all labels.
    public var hasTable: Bool { !tables.isEmpty }
    /// Whether a table has a column with the split.
    public var hasSplits: Bool { tables.contains { $0.table.hasSplits } }

    /// Whether a file is a review, which may leave images out.
    public var hasDecisions: Bool { tables.count < files.count }

    /// Names of the columns of all tables besides path, label and split, each once.
    public var columns: [String] {
        var seen: Set<String> = []
        return tables.flatMap(\.table.columns).filter { seen.insert($0).inserted }
    }

    /// Whether a review names images by their SHA-256.
    public var hasDigests: Bool {
        files.contains { file in
            guard case .review(let review) = file.content else { return false }
            return review.rows.contains { $0.entry.digest != nil }
        }
    }

    /// SHA-256 of the reviews, joined by ", "; nil without any.
    public var reviewsSHA256: String? {
        let reviews = zip(files, digests).compactMap { file, digest -> String? in
            if case .review = file.content { return digest }
            return nil
        }
        return reviews.isEmpty ? nil : reviews.joined(separator: ", ")
    }

    /// Assigns the rows of all files to images.
    ///
    /// - Throws: `Failure` for two labels or decisions for one image, and for a file that matches
    ///   none of the images.
    public func matched(with images: CuratedImages) throws -> MatchedLabels {
        var matched = MatchedLabels(columns: columns)
        for (path, content) in files {
            switch content {
            case .table(let table):
                let matching = try LabelMatching(table, images)
                matched.add(table, matching)
            case .review(let review):
                let matching = try review.matched(with: images)
                guard matching.matched > 0 else { throw nothingMatched(path, review, images) }
                matched.add(review, matching, path, images)
            }
        }
        return matched
    }

    /// The failure for a review that matches no image, with an example from both sides.
    private func nothingMatched(
        _ path: String, _ review: ReviewTable, _ images: CuratedImages
    ) -> Failure {
        let row = review.rows[0].entry
        return Failure(
            Exit.data,
            "--labels \(path): expected decisions about these \(counted(images.count, images)), "
                + "found none in \(counted(review.rows.count, "row")): no SHA-256 and no path is "
                + "theirs (line \(row.line) has \"\(row.text)\"); pass the review of this data "
                + "set.")
    }
}

internal import Console
internal import Text

/// The decisions of a person about images: the file that the page of a map exports, with the
/// columns `path`, `sha256`, `decision`, `label` and `note`.
struct ReviewTable {
    /// What was decided about an image.
    enum Decision: String, CaseIterable {
        /// The image and its label are right.
        case keep
        /// The image is to be left out.
        case drop
        /// The image gets another label.
        case relabel
    }

    /// One row of the table.
    struct Row {
        let entry: ListEntry
        let decision: Decision
        /// The new label; "" unless the decision is `relabel`.
        let label: String

        /// What the row decides, for comparison.
        func agrees(with other: Row) -> Bool {
            decision == other.decision && label == other.label
        }

        /// The decision for messages: "relabel to dog".
        var text: String {
            decision == .relabel ? "relabel to \"\(label)\"" : decision.rawValue
        }
    }

    /// The option and the path of the file, for messages.
    private let source: String
    let rows: [Row]

    private static let required = ["path", "sha256", "decision", "label"]

    /// Whether a file is a review: its first row has the column `decision`, or the other columns of
    /// one.
    static func isReview(_ bytes: [UInt8]) -> Bool { reader(bytes) != nil }

    /// A reader with the separator that gives the columns of a review; nil for other files.
    private static func reader(_ bytes: [UInt8]) -> CommaSeparatedReader? {
        for separator in [",", ";", "\t"] as [Unicode.Scalar] {
            guard
                let reader = try? CommaSeparatedReader(
                    bytes: bytes, separator: UInt8(ascii: separator))
            else { continue }
            let names = names(reader)
            let isOther = ["path", "sha256", "note"].allSatisfy(names.contains)
            if names.count > 1 && (names.contains("decision") || isOther) { return reader }
        }
        return nil
    }

    /// The names of the columns in lower case, without spaces.
    private static func names(_ reader: CommaSeparatedReader) -> [String] {
        reader.columns.map { displayText($0).lowercased().filter { $0 != " " } }
    }

    /// Reads a review.
    ///
    /// - Parameter source: the option and the path of the file, for messages.
    /// - Throws: `Failure` with the line of a row that is malformed.
    init(_ bytes: [UInt8], source: String) throws {
        self.source = source
        guard var reader = Self.reader(bytes) else {
            preconditionFailure("\(source) is not a review")
        }
        let names = Self.names(reader)
        let places = Self.required.map { name in names.firstIndex(of: name) }
        guard let path = places[0], let digest = places[1], let decision = places[2],
            let label = places[3]
        else {
            let missing = Self.required.filter { !names.contains($0) }
            throw Failure(
                Exit.data,
                "\(source): expected the columns path, sha256, decision, label and note of a "
                    + "review, found \(names.prefix(20).joined(separator: ", ")), without "
                    + "\(missing.joined(separator: " and ")); export the review again, or add "
                    + "the column.")
        }
        var rows: [Row] = []
        do {
            while let fields = try reader.next() {
                rows.append(
                    try Self.row(
                        path: fields[path], digest: fields[digest], decision: fields[decision],
                        label: fields[label], "\(source), line \(reader.line)",
                        line: reader.line))
            }
        } catch let error as CommaSeparatedError {
            throw Failure(Exit.data, "\(source): \(error)")
        }
        guard !rows.isEmpty else {
            throw Failure(Exit.data, "\(source): expected decisions, found none.")
        }
        self.rows = rows
    }

    /// Checks one row.
    private static func row(
        path: [UInt8], digest: [UInt8], decision: [UInt8], label: [UInt8], _ place: String,
        line: Int
    ) throws -> Row {
        func text(_ field: [UInt8]) -> String { displayText(field) }
        let word = text(decision).lowercased().filter { $0 != " " }
        guard let decided = Decision(rawValue: word) else {
            throw Failure(
                Exit.data,
                "\(place): expected the decision keep, drop or relabel, found "
                    + "\"\(text(decision))\"; correct the line or remove it.")
        }
        let sha = FileDigest(hexadecimal: digest)
        guard sha != nil || text(digest).allSatisfy({ $0 == " " }) else {
            throw Failure(
                Exit.data,
                "\(place): expected a SHA-256 of 64 hexadecimal digits, found "
                    + "\"\(text(digest))\"; correct the line, or leave the field empty.")
        }
        guard sha != nil || !path.isEmpty else {
            throw Failure(
                Exit.data,
                "\(place): expected the path or the SHA-256 of an image, found neither; remove "
                    + "the line.")
        }
        let name = text(unguarded(label))
        guard decided != .relabel || !name.isEmpty else {
            throw Failure(
                Exit.data,
                "\(place): expected the new label of the decision relabel, found none; add it, or "
                    + "decide keep.")
        }
        return Row(
            entry: ListEntry(
                line: line, path: path.isEmpty ? digest : path, digest: sha,
                isDigestOnly: path.isEmpty),
            decision: decided, label: decided == .relabel ? name : "")
    }

    /// The assignment of the rows to images.
    ///
    /// - Throws: `Failure` for two decisions about one image.
    func matched(with images: CuratedImages) throws -> EntryMatching {
        try EntryMatching(
            rows.map(\.entry), images, agree: { rows[$0].agrees(with: rows[$1]) },
            contradiction: { first, second in
                let (a, b) = (rows[first], rows[second])
                return Failure(
                    Exit.data,
                    "\(source): expected one decision for each image, found two for "
                        + "\(a.entry.text): line \(a.entry.line) has \(a.text), line "
                        + "\(b.entry.line) has \(b.text); keep one of the lines.")
            })
    }

    /// The rows with a decision, as a list.
    func entries(_ decision: Decision) -> [ListEntry] {
        rows.filter { $0.decision == decision }.map(\.entry)
    }
}

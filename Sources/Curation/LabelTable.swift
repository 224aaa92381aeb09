internal import Console
internal import Images

/// The table of `--labels`: label, split and further columns by the path of an image.
/// `LabelMatching` assigns its rows to images.
struct LabelTable {
    /// Path of the table, as given.
    let file: String
    /// Names of the columns besides path, label and split.
    let columns: [String]
    /// Whether the table has a column with the split.
    let hasSplits: Bool
    /// The rows in the order of the table, each path once.
    private(set) var rows: [ImageTable.Row] = []
    /// Number of lines that repeat path, label and split of an earlier one.
    private(set) var repeatedLines = 0

    /// Reads the file.
    ///
    /// - Throws: `Failure` for two labels of one path, and for a table without rows.
    init(path: String) throws {
        file = path
        do {
            var table = try ImageTable(path: path)
            columns = table.columns
            hasSplits = table.hasSplits
            var places: [[UInt8]: Int] = [:]
            while let row = try table.next() {
                if let place = places[row.path] {
                    guard row.agrees(with: rows[place]) else {
                        throw Self.contradiction(path, rows[place], row)
                    }
                    repeatedLines += 1
                } else {
                    places[row.path] = rows.count
                    rows.append(row)
                }
            }
        } catch let error as ListingError {
            throw Failure(Exit.nothing, "--labels \(error)")
        }
        guard !rows.isEmpty else {
            throw Failure(Exit.nothing, "--labels \(path): expected rows, found none.")
        }
    }

    /// The failure for two rows with different labels of one image; both lines are named.
    static func contradiction(
        _ file: String, _ first: ImageTable.Row, _ second: ImageTable.Row
    ) -> Failure {
        func text(_ row: ImageTable.Row) -> String {
            let label = row.label.map { "the label \"\($0)\"" } ?? "no label"
            return "line \(row.line) has \(label)"
                + (row.split.isEmpty ? "" : " and the split \"\(row.split)\"")
        }
        let same = first.path == second.path
        return Failure(
            Exit.data,
            "--labels \(file): expected one label for each image, found two for "
                + "\(first.displayPath)\(same ? "" : " and \(second.displayPath), the same file"): "
                + "\(text(first)), \(text(second)); keep one of the lines.")
    }
}

extension ImageTable.Row {
    /// Whether both rows have the same label and split.
    func agrees(with other: ImageTable.Row) -> Bool {
        label == other.label && split == other.split
    }
}

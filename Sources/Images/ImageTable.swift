/// A comma-separated file about pictures: the column `path`, a `label` and a `split` where they
/// are, and further columns.
public struct ImageTable {
    /// What one row says.
    public struct Row: Sendable, Equatable {
        public let path: [UInt8]
        /// Nil where the table has no such column or the field is empty.
        public let label: String?
        public let split: String
        /// In the order of the table's `columns`.
        public let columns: [String]
    }

    /// Names of the further columns, made fit to name data sets: "/" becomes "_".
    public let columns: [String]
    public let hasSplits: Bool
    private let file: String
    private var reader: CommaSeparatedReader
    private let pathColumn: Int
    private let labelColumn: Int?
    private let splitColumn: Int?
    private let others: [Int]

    /// Opens a table; an error names the columns that were found instead.
    public init(path file: String) throws(ListingError) {
        self.file = file
        let bytes: [UInt8]
        do {
            bytes = try readFile(root: "", path: Array(file.utf8))
        } catch {
            throw ListingError(description: "\(file): \(error.detail)")
        }
        do {
            reader = try CommaSeparatedReader(bytes: bytes)
        } catch {
            throw ListingError(description: "\(file): \(error)")
        }
        let names = reader.columns.map { displayText($0) }
        guard let path = names.firstIndex(of: "path") else {
            throw ListingError(
                description: "\(file): expected a column \"path\" in the first row, found the "
                    + "columns \(names.prefix(20).joined(separator: ", ")); name it so.")
        }
        let label = names.firstIndex(of: "label")
        let split = names.firstIndex(of: "split")
        pathColumn = path
        labelColumn = label
        splitColumn = split
        others = names.indices.filter { $0 != path && $0 != label && $0 != split }
        hasSplits = split != nil
        let fit = others.map { place in
            let name = names[place].replacing("/", with: "_")
            return name.isEmpty || name == "." || name == ".." ? "column_\(place + 1)" : name
        }
        columns = fit
        if let twice = fit.indices.first(where: { fit[..<$0].contains(fit[$0]) }) {
            throw ListingError(
                description: "\(file): expected columns of different names, found two that become "
                    + "\"\(fit[twice])\"; rename one.")
        }
    }

    /// The next row; nil after the last.
    public mutating func next() throws(ListingError) -> Row? {
        do {
            guard let fields = try reader.next() else { return nil }
            let path = fields[pathColumn]
            guard !path.isEmpty, path.count <= 4096, !path.contains(0) else {
                throw ListingError(
                    description: "\(file), line \(reader.line): expected the path of a picture, "
                        + "found \(path.count) bytes that are none.")
            }
            let label = labelColumn.map { displayText(fields[$0]) }
            return Row(
                path: path, label: label == "" ? nil : label,
                split: splitColumn.map { displayText(fields[$0]) } ?? "",
                columns: others.map { displayText(fields[$0]) })
        } catch let error as CommaSeparatedError {
            throw ListingError(description: "\(file): \(error)")
        } catch let error as ListingError {
            throw error
        } catch {
            throw ListingError(description: "\(file): \(error)")
        }
    }
}

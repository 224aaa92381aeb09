internal import FileSystem
internal import Text

/// A table of images with commas, semicolons or tabs between its fields and column names in its
/// first row.
///
/// The column of paths is called `path`, `filename`, `file_name`, `filepath`, `file_path`, `file`,
/// `image`, `image_path` or `name`. That of labels is `label`, `class`, `category` or `target`,
/// that of splits `split`. Letter case and spaces in the names are ignored. Of several candidates
/// the first in this order counts; all other columns are kept as further columns.
public struct ImageTable {
    /// One row of the table.
    public struct Row: Sendable, Equatable {
        /// The line that the row begins on, from 1.
        public let line: Int
        /// The raw bytes of the path as the table has it; 1 to 4096 bytes, without NUL.
        public let path: [UInt8]
        /// Nil where the table has no such column or the field is empty.
        public let label: String?
        /// The split, such as "train"; "" where the table has no such column or the field is empty.
        public let split: String
        /// The values of the further columns, in the order of the table's `columns`.
        public let columns: [String]

        /// The path as text: bytes that are not UTF-8, control characters and the backslash as
        /// `\xNN`.
        public var displayPath: String { displayText(path) }
    }

    /// Names of the further columns, made fit to name data sets: "/" becomes "_", and an empty name
    /// "column_" and its number, from 1.
    public let columns: [String]
    /// Whether the table has a column of splits.
    public let hasSplits: Bool
    private let file: String
    private var reader: CommaSeparatedReader
    private let pathColumn: Int
    private let labelColumn: Int?
    private let splitColumn: Int?
    private let others: [Int]

    private static let pathNames = [
        "path", "filename", "file_name", "filepath", "file_path", "file", "image", "image_path",
        "name",
    ]
    private static let labelNames = ["label", "class", "category", "target"]

    /// The index of the first of the `wanted` names that is among `names`; nil where none is.
    private static func column(_ wanted: [String], among names: [String]) -> Int? {
        let lower = names.map { $0.lowercased().filter { $0 != " " } }
        return wanted.lazy.compactMap(lower.firstIndex(of:)).first
    }

    /// A reader with the first of the three separators that gives a column of paths; if none does,
    /// with the one that gives most columns.
    private static func reader(_ bytes: [UInt8]) throws(CommaSeparatedError) -> CommaSeparatedReader
    {
        var best: CommaSeparatedReader?
        var failure: CommaSeparatedError?
        for separator in [",", ";", "\t"] as [Unicode.Scalar] {
            do {
                let reader = try CommaSeparatedReader(
                    bytes: bytes, separator: UInt8(ascii: separator))
                let names = reader.columns.map { displayText($0) }
                if column(pathNames, among: names) != nil { return reader }
                if reader.columns.count > best?.columns.count ?? 0 { best = reader }
            } catch {
                failure = failure ?? error
            }
        }
        if let best { return best }
        throw failure ?? CommaSeparatedError(line: 1, what: "there is no row of column names")
    }

    /// Opens a table and reads its first row.
    ///
    /// The whole file is read into memory.
    ///
    /// - Throws: `ListingError` where the file cannot be read, has no column of paths (the message
    ///   lists the columns found), or two further columns would have the same name.
    public init(path file: String) throws(ListingError) {
        self.file = file
        let bytes: [UInt8]
        do {
            bytes = try readFile(root: "", path: pathBytes(file))
        } catch {
            throw ListingError(description: "\(file): \(error.detail)")
        }
        do {
            reader = try Self.reader(bytes)
        } catch {
            throw ListingError(description: "\(file): \(error)")
        }
        let names = reader.columns.map { displayText($0) }
        guard let path = Self.column(Self.pathNames, among: names) else {
            throw ListingError(
                description: "\(file): expected a column \"path\" in the first row (or filename, "
                    + "file, filepath, image or name), found the columns "
                    + "\(names.prefix(20).joined(separator: ", ")); name it so.")
        }
        let label = Self.column(Self.labelNames, among: names)
        let split = Self.column(["split"], among: names)
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

    /// A field as it stands in the table, line ends included; bytes that are not UTF-8 escaped.
    private static func text(_ field: [UInt8]) -> String {
        String(validating: field, as: UTF8.self) ?? displayText(field)
    }

    /// The next row; nil after the last.
    ///
    /// - Throws: `ListingError` with file and line where a row is malformed or its path is empty,
    ///   contains a NUL or has more than 4096 bytes.
    public mutating func next() throws(ListingError) -> Row? {
        do {
            guard let fields = try reader.next() else { return nil }
            let path = fields[pathColumn]
            guard !path.isEmpty, path.count <= 4096, !path.contains(0) else {
                throw ListingError(
                    description: "\(file), line \(reader.line): expected the path of an image, "
                        + "found \(path.count) bytes that cannot be a path.")
            }
            let label = labelColumn.map { displayText(fields[$0]) }
            return Row(
                line: reader.line, path: path, label: label == "" ? nil : label,
                split: splitColumn.map { displayText(fields[$0]) } ?? "",
                columns: others.map { Self.text(fields[$0]) })
        } catch let error as CommaSeparatedError {
            throw ListingError(description: "\(file): \(error)")
        } catch let error as ListingError {
            throw error
        } catch {
            throw ListingError(description: "\(file): \(error)")
        }
    }
}

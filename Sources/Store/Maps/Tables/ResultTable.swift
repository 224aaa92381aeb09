internal import HDF5

/// A table in the form in which it is stored: named columns of equal length.
///
/// Programs work with rows (`TableRow`) instead; this form is what the HDF5 file and the CSV files
/// have in common.
public struct ResultTable: Sendable, Equatable {
    /// The values of a column, `[rows]`.
    public enum Values: Sendable, Equatable {
        /// Whole numbers; -1 where a row index is missing.
        case integers([Int64])
        /// Real numbers; NaN where a value is missing.
        case reals([Double])
        /// Texts; "" where a value is missing.
        case texts([String])

        /// Number of values.
        public var count: Int {
            switch self {
            case .integers(let values): values.count
            case .reals(let values): values.count
            case .texts(let values): values.count
            }
        }
    }

    /// A named column.
    public struct Column: Sendable, Equatable {
        /// Name of the column in the file.
        public var name: String
        public var values: Values

        public init(_ name: String, _ values: Values) {
            self.name = name
            self.values = values
        }
    }

    /// Name of the table, such as "duplicates": that of its group below `/uns/vitrine/tables` and
    /// of its CSV file, without ".csv".
    public var name: String
    /// The columns in the order in which they are written.
    public var columns: [Column]
    /// Number of rows; 0 for a table without columns.
    public var rowCount: Int { columns.first?.values.count ?? 0 }

    /// Makes a table. The columns must have equal lengths; anything else is a bug of the caller.
    public init(_ name: String, _ columns: [Column]) {
        precondition(
            Set(columns.map(\.values.count)).count <= 1,
            "table \(name): columns of \(columns.map(\.values.count)) rows")
        self.name = name
        self.columns = columns
    }
}

extension Group {
    /// Writes a column as a data set in AnnData's encoding.
    func putColumn(_ column: ResultTable.Column) throws {
        switch column.values {
        case .integers(let values): try putArray(column.name, values)
        case .reals(let values): try putArray(column.name, values)
        case .texts(let values): try putStrings(column.name, values)
        }
    }

    /// Writes a table as an AnnData data frame whose index is "0", "1", ...
    func putTable(_ table: ResultTable) throws {
        let group = try createTable(
            table.name, index: (0..<table.rowCount).map(String.init),
            columns: table.columns.map(\.name))
        for column in table.columns { try group.putColumn(column) }
    }
}

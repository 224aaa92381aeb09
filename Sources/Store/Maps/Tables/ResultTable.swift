internal import HDF5

/// A table as it is written: named columns of equal length. `TableRow` is what programs work with.
public struct ResultTable: Sendable, Equatable {
    /// The values of one column.
    public enum Values: Sendable, Equatable {
        case integers([Int64])
        /// NaN where there is no value.
        case reals([Double])
        case texts([String])

        /// How many there are.
        public var count: Int {
            switch self {
            case .integers(let values): values.count
            case .reals(let values): values.count
            case .texts(let values): values.count
            }
        }
    }

    public struct Column: Sendable, Equatable {
        public var name: String
        public var values: Values

        public init(_ name: String, _ values: Values) {
            self.name = name
            self.values = values
        }
    }

    /// Such as "duplicates": of the group in the file, and of the CSV file.
    public var name: String
    public var columns: [Column]
    public var rowCount: Int { columns.first?.values.count ?? 0 }

    public init(_ name: String, _ columns: [Column]) {
        precondition(
            Set(columns.map(\.values.count)).count <= 1,
            "table \(name): columns of \(columns.map(\.values.count)) rows")
        self.name = name
        self.columns = columns
    }
}

extension Group {
    func putColumn(_ column: ResultTable.Column) throws {
        switch column.values {
        case .integers(let values): try putArray(column.name, values)
        case .reals(let values): try putArray(column.name, values)
        case .texts(let values): try putStrings(column.name, values)
        }
    }

    func putTable(_ table: ResultTable) throws {
        let group = try createTable(
            table.name, index: (0..<table.rowCount).map(String.init),
            columns: table.columns.map(\.name))
        for column in table.columns { try group.putColumn(column) }
    }
}

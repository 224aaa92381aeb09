internal import HDF5

/// A table of a map file: clusters, duplicates, the profile of the layers, columns of the rows.
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
        var isText: Bool {
            if case .texts = values { true } else { false }
        }

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

    /// The first column whose values are no texts where the tables that `reduce` makes have texts,
    /// or no numbers where they have numbers; nil when there is none.
    var columnOfAnotherKind: Column? {
        columns.first { column in
            column.isText
                ? Schema.Reduction.numberColumns.contains(column.name)
                : Schema.Reduction.textColumns.contains(column.name)
        }
    }

    /// A column by its name, as numbers; nil where there is none or it holds texts.
    public func numbers(_ name: String) -> [Double]? {
        switch columns.first(where: { $0.name == name })?.values {
        case .integers(let values): values.map(Double.init)
        case .reals(let values): values
        case .texts, nil: nil
        }
    }

    /// A column by its name, as texts; nil where there is none or it holds numbers.
    public func texts(_ name: String) -> [String]? {
        if case .texts(let values)? = columns.first(where: { $0.name == name })?.values {
            return values
        }
        return nil
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

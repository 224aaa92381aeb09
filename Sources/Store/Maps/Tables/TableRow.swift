internal import HDF5

/// A row of a table of a map file and of the CSV file of that table.
///
/// A table is stored column by column. `columns` is the only place that lists the name of each
/// column and the property that it holds, so a reader, a writer and the CSV file cannot disagree.
///
/// Missing values: NaN for a real number, -1 for a row index or a count, "" for a text. CSV files
/// leave the cell of a NaN empty.
public protocol TableRow: Sendable, Equatable {
    /// The columns in the order in which they are written.
    static var columns: [TableColumn<Self>] { get }
    /// A row whose values are all missing. Readers start from it and fill in the columns that a
    /// file has.
    static var unknown: Self { get }
}

extension ResultTable {
    /// Converts rows to a table with one column per entry of `Row.columns`.
    ///
    /// - Parameters:
    ///   - name: The name of the table, such as "duplicates".
    ///   - rows: The rows in the order in which they are written.
    init<Row: TableRow>(_ name: String, _ rows: [Row]) {
        self.init(name, Self.columns(rows))
    }

    /// Converts rows to columns. A column declared as `.whereKnown` is left out if no row has a
    /// value for it.
    static func columns<Row: TableRow>(_ rows: [Row]) -> [Column] {
        Row.columns.compactMap { column in
            let values = column.values(rows)
            let isLeftOut = column.presence == .whereKnown && values.areUnknown
            return isLeftOut ? nil : Column(column.name, values)
        }
    }
}

extension ResultTable.Values {
    /// Whether every value is missing: below 0, NaN or "".
    fileprivate var areUnknown: Bool {
        switch self {
        case .integers(let values): values.allSatisfy { $0 < 0 }
        case .reals(let values): values.allSatisfy(\.isNaN)
        case .texts(let values): values.allSatisfy(\.isEmpty)
        }
    }
}

extension CheckedGroup {
    /// Range of the whole numbers in tables, ±2^48, so that their sums do not overflow.
    private static var wholeNumbers: ClosedRange<Int64> { -1 << 48...1 << 48 }

    /// Reads a table of this group.
    ///
    /// - Returns: The rows, one per entry of the index; nil if the group has no table of this name.
    /// - Throws: `StoreError.malformed` if the length, the type or the range of a column is wrong,
    ///   or if a required column is missing.
    func table<Row: TableRow>(_ name: String, of type: Row.Type) throws -> [Row]? {
        guard contains(name) else { return nil }
        let table = try group(name)
        _ = try table.columnOrder()
        return try table.rows(type, count: try table.index().count)
    }

    /// Reads the columns of this group as rows, `[count]`.
    ///
    /// - Throws: `StoreError.malformed`, as for `table(_:of:)`.
    func rows<Row: TableRow>(_ type: Row.Type, count: Int) throws -> [Row] {
        var rows = [Row](repeating: .unknown, count: count)
        for column in Row.columns {
            guard contains(column.name) else {
                if column.presence != .always { continue }
                throw malformed(column.name, "a column", "nothing")
            }
            let stored = try self.column(column.name, count: count, in: Self.wholeNumbers)
            guard let stored, column.assign(stored.values, &rows) else {
                throw malformed(column.name, column.kind, "other values")
            }
        }
        return rows
    }
}

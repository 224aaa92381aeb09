internal import HDF5

/// A row of a table of a map file, and of its CSV file.
///
/// A table is written column by column; `columns` is the one place that knows the name of each and
/// which property it holds. A number that is not known is NaN, a row -1, a text "".
public protocol TableRow: Sendable, Equatable {
    /// The columns in the order in which they are written.
    static var columns: [TableColumn<Self>] { get }
    /// A row in which nothing is known.
    static var unknown: Self { get }
}

extension ResultTable {
    /// Rows as the columns that are written.
    init<Row: TableRow>(_ name: String, _ rows: [Row]) {
        self.init(name, Self.columns(rows))
    }

    /// The columns of rows; those that hold nothing are left out where their table allows it.
    static func columns<Row: TableRow>(_ rows: [Row]) -> [Column] {
        Row.columns.compactMap { column in
            let values = column.values(rows)
            let isLeftOut = column.presence == .whereKnown && values.areUnknown
            return isLeftOut ? nil : Column(column.name, values)
        }
    }
}

extension ResultTable.Values {
    /// Whether no row has a value.
    fileprivate var areUnknown: Bool {
        switch self {
        case .integers(let values): values.allSatisfy { $0 < 0 }
        case .reals(let values): values.allSatisfy(\.isNaN)
        case .texts(let values): values.allSatisfy(\.isEmpty)
        }
    }
}

extension CheckedGroup {
    /// The range of whole numbers in tables: their sums stay whole numbers, too.
    private static var wholeNumbers: ClosedRange<Int64> { -1 << 48...1 << 48 }

    /// The rows of a table; nil where the group has no table of this name. Its columns have one
    /// length, that of its index.
    func table<Row: TableRow>(_ name: String, of type: Row.Type) throws -> [Row]? {
        guard contains(name) else { return nil }
        let table = try group(name)
        _ = try table.columnOrder()
        return try table.rows(type, count: try table.index().count)
    }

    /// Columns of this group as rows, `[count]`.
    func rows<Row: TableRow>(_ type: Row.Type, count: Int) throws -> [Row] {
        var rows = [Row](repeating: .unknown, count: count)
        for column in Row.columns {
            guard contains(column.name) else {
                if column.presence != .always { continue }
                throw malformed(column.name, "a column", "nothing")
            }
            let found = try self.column(column.name, count: count, in: Self.wholeNumbers)
            guard let found, column.assign(found.values, &rows) else {
                throw malformed(
                    column.name, column.kind, column.kind == "texts" ? "numbers" : "texts")
            }
        }
        return rows
    }
}

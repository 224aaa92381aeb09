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

/// A column of a table: its name in the files, and the property of a row that it holds.
public struct TableColumn<Row: TableRow>: Sendable {
    /// Whether a table has the column.
    enum Presence {
        case always
        /// Files that earlier versions wrote may lack it.
        case mayBeMissing
        /// Left out where no row has a value.
        case whereKnown
    }

    let name: String
    var presence = Presence.always
    /// "numbers" or "texts", for sentences.
    let kind: String
    let values: @Sendable ([Row]) -> ResultTable.Values
    /// False where the values are of another kind.
    let assign: @Sendable (ResultTable.Values, inout [Row]) -> Bool

    /// Whole numbers, such as rows of the map.
    static func integers(
        _ name: String, _ property: any WritableKeyPath<Row, Int> & Sendable
    ) -> Self {
        Self(name: name, kind: "numbers") { rows in
            .integers(rows.map { Int64($0[keyPath: property]) })
        } assign: { values, rows in
            switch values {
            case .integers(let values):
                for (row, value) in values.enumerated() {
                    rows[row][keyPath: property] = Int(value)
                }
            case .reals(let values):
                for (row, value) in values.enumerated() {
                    rows[row][keyPath: property] = Int(exactly: value) ?? -1
                }
            case .texts: return false
            }
            return true
        }
    }

    /// Real numbers.
    static func reals(
        _ name: String, _ property: any WritableKeyPath<Row, Double> & Sendable
    ) -> Self {
        Self(name: name, kind: "numbers") { rows in
            .reals(rows.map { $0[keyPath: property] })
        } assign: { values, rows in
            switch values {
            case .integers(let values):
                for (row, value) in values.enumerated() {
                    rows[row][keyPath: property] = Double(value)
                }
            case .reals(let values):
                for (row, value) in values.enumerated() { rows[row][keyPath: property] = value }
            case .texts: return false
            }
            return true
        }
    }

    /// Texts, such as paths.
    static func texts(
        _ name: String, _ property: any WritableKeyPath<Row, String> & Sendable
    ) -> Self {
        Self(name: name, kind: "texts") { rows in
            .texts(rows.map { $0[keyPath: property] })
        } assign: { values, rows in
            guard case .texts(let values) = values else { return false }
            for (row, value) in values.enumerated() { rows[row][keyPath: property] = value }
            return true
        }
    }

    func when(_ presence: Presence) -> Self {
        var column = self
        column.presence = presence
        return column
    }
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

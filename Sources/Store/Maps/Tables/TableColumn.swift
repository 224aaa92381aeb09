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

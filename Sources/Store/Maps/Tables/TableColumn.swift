/// A column of a table: its name in the file, and how to get it from rows and put it into rows.
public struct TableColumn<Row: TableRow>: Sendable {
    /// Which files have the column.
    enum Presence {
        /// Every file has it; reading a file without it is an error.
        case always
        /// Files of earlier versions may lack it; rows keep the value of `TableRow.unknown`.
        case mayBeMissing
        /// It is written only if at least one row has a value.
        case whereKnown
    }

    /// Name of the column in the HDF5 file and in the CSV file, in snake case.
    let name: String
    var presence = Presence.always
    /// The expected values, for error messages: "numbers", "texts".
    let kind: String
    /// Gets the column from rows, `[rows]`.
    let values: @Sendable ([Row]) -> ResultTable.Values
    /// Puts a column into as many rows. False if the values are not of this kind.
    let assign: @Sendable (ResultTable.Values, inout [Row]) -> Bool

    /// A column of whole numbers, such as row indices. Whole numbers stored as reals are accepted;
    /// other reals become -1.
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

    /// A column of real numbers. Whole numbers are accepted and converted.
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

    /// A column of texts, such as paths.
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

    /// A column of texts that are the raw values of `Choice`; other texts are refused.
    static func choices<Choice: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _ property: any WritableKeyPath<Row, Choice> & Sendable
    ) -> Self where Choice.RawValue == String {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return Self(name: name, kind: "texts (\(known))") { rows in
            .texts(rows.map { $0[keyPath: property].rawValue })
        } assign: { values, rows in
            guard case .texts(let values) = values else { return false }
            for (row, value) in values.enumerated() {
                guard let choice = Choice(rawValue: value) else { return false }
                rows[row][keyPath: property] = choice
            }
            return true
        }
    }

    /// The same column with another presence; without this call it is `.always`.
    func when(_ presence: Presence) -> Self {
        var column = self
        column.presence = presence
        return column
    }
}

/// One field of a comma-separated table.
public enum CommaSeparatedField: Sendable, Equatable {
    /// Raw bytes, such as a path.
    case bytes([UInt8])
    /// Text, written as UTF-8.
    case text(String)
    /// A whole number in decimal digits.
    case integer(Int)
    /// The shortest decimal that reads back as the number; NaN and infinities leave the field
    /// empty.
    case real(Double)
    /// No value: nothing stands between the separators.
    case empty
}

/// A comma-separated table (RFC 4180) as bytes: the names of the columns, then the rows, each ended
/// by CR LF. Fields with a comma, a quote, CR or LF stand in quotes; quotes within are doubled.
///
/// Spreadsheets take text that begins with `=`, `+`, `-`, `@`, a tab or CR for a formula: such text
/// gets a `'` before it, and is otherwise exact. Numbers are written as they are. A row with
/// another number of fields than there are columns is a programming error.
public func commaSeparatedTable(
    columns: [String], rows: some Sequence<[CommaSeparatedField]>
) -> [UInt8] {
    var bytes: [UInt8] = []
    append(columns.map { .text($0) }, to: &bytes)
    for row in rows {
        precondition(
            row.count == columns.count, "\(row.count) fields for \(columns.count) columns")
        append(row, to: &bytes)
    }
    return bytes
}

private func append(_ row: [CommaSeparatedField], to bytes: inout [UInt8]) {
    for (place, field) in row.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        switch field {
        case .bytes(let text): append(text: text, to: &bytes)
        case .text(let text): append(text: Array(text.utf8), to: &bytes)
        case .integer(let number): bytes += "\(number)".utf8
        case .real(let number): if number.isFinite { bytes += "\(number)".utf8 }
        case .empty: break
        }
    }
    bytes += [carriageReturn, lineFeed]
}

/// Appends a field of text, with the quotes and the `'` that it needs.
private func append(text: [UInt8], to bytes: inout [UInt8]) {
    let isFormula = text.first.map { formulaBeginnings.contains($0) } ?? false
    let isQuoted = text.contains {
        $0 == quote || $0 == carriageReturn || $0 == lineFeed || $0 == UInt8(ascii: ",")
    }
    if isQuoted { bytes.append(quote) }
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    for byte in text {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
    }
    if isQuoted { bytes.append(quote) }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
/// The bytes with which spreadsheets let a formula begin.
private let formulaBeginnings: [UInt8] = Array("=+-@\t\r".utf8)
